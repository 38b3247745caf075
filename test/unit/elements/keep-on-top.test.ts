import { expect } from '@open-wc/testing';
import { sendKeys, sendMouse, setViewport } from '@web/test-runner-commands';
import type { CustomerServices } from '../../../src/context/panel-services.js';
import type { CtiWindow } from '../../../src/elements/cti-window.js';
import { until } from '../../support/until.mjs';
import { benchIn, settle } from './bench.js';
import { add, clear, keep, makeBench, open, part, servicesIn, windowIn } from './window-bench.js';

type View = Window & typeof globalThis;
const pictureInPicture = (): View | null =>
  (globalThis as unknown as { documentPictureInPicture: { window: View | null } })
    .documentPictureInPicture.window;

/** Presses Keep on top as a person does: the browser wants a gesture. */
async function keepOnTop(made: CtiWindow): Promise<View> {
  const { left, top, width, height } = part(made, 'keep-on-top').getBoundingClientRect();
  const position: [number, number] = [Math.round(left + width / 2), Math.round(top + height / 2)];
  await sendMouse({ type: 'click', position });
  await until(() => made.ownerDocument !== document);
  await made.updateComplete;
  return made.ownerDocument.defaultView!;
}

async function back(made: CtiWindow): Promise<void> {
  await until(() => made.ownerDocument === document);
  await made.updateComplete;
}

/** Puts something else in the place of the browser's; returns the undo. */
function pretend(value: unknown): () => void {
  const real = Object.getOwnPropertyDescriptor(window, 'documentPictureInPicture')!;
  Object.defineProperty(window, 'documentPictureInPicture', { value, configurable: true });
  return () => Object.defineProperty(window, 'documentPictureInPicture', real);
}

describe('the CTI window kept on top', () => {
  beforeEach(() => setViewport({ width: 900, height: 640 }));
  afterEach(async () => {
    pictureInPicture()?.close();
    clear();
    document.documentElement.removeAttribute('style');
    await until(() => pictureInPicture() === null);
  });

  it('is the same element with the same looks in a window of its own, and comes back', async () => {
    const bench = keep(await benchIn('talking'));
    document.documentElement.style.setProperty('--cti-accent', 'rgb(1, 2, 3)');
    document.documentElement.style.setProperty('color-scheme', 'dark');
    const parent = servicesIn(new Map());
    parent.lang = 'ru';
    const made = await windowIn(bench, parent);
    await open(made);
    const sheets = made.shadowRoot!.adoptedStyleSheets.length;
    const view = await keepOnTop(made);
    expect(view === pictureInPicture()).to.equal(true);
    expect([made.open, made.matches(':state(on-top)')]).to.deep.equal([true, true]);
    expect(made.activeController).to.equal(bench.controller);
    expect(made.shadowRoot!.adoptedStyleSheets.length).to.equal(sheets);
    const looks = view.getComputedStyle(made);
    expect(looks.getPropertyValue('--_accent')).to.equal('rgb(1, 2, 3)');
    expect(looks.colorScheme).to.equal('dark');
    expect(looks.backgroundColor).to.equal('rgb(25, 30, 37)');
    expect(made.getBoundingClientRect().height).to.equal(view.innerHeight);
    expect(part(made, 'title').textContent).to.equal('CTI-окно');
    expect(part(made, 'call').textContent).to.contain('Anna Schmidt');
    expect(made.shadowRoot!.activeElement?.part.value).to.equal('keep-on-top');

    part(made, 'keep-on-top').click();
    await back(made);
    expect(made.parentElement === parent).to.equal(true);
    expect([made.open, made.matches(':state(on-top)')]).to.deep.equal([true, false]);
    expect(made.matches(':popover-open')).to.equal(true);
    expect(bench.controller.snapshot.window).to.equal('calls');
  });

  it('shows what happens meanwhile, and what is opened there finds its panel', async () => {
    const bench = await makeBench();
    const services = servicesIn(new Map(), { customers: { canCreate: false } as CustomerServices });
    const made = await windowIn(bench, services);
    await open(made);
    await keepOnTop(made);
    bench.line.receiveCall({ number: '+12025550101' });
    await settle();
    await made.updateComplete;
    expect(part(made, 'call').textContent).to.contain('+12025550101');
    await open(made, 'customers');
    const search = made.shadowRoot!.querySelector('cti-customer-search')!;
    await search.updateComplete;
    expect(search.activeController).to.equal(bench.controller);
    expect(search.shadowRoot!.querySelector('input')!.disabled).to.equal(false);
    expect(search.shadowRoot!.adoptedStyleSheets.length).to.be.greaterThan(0);
    await open(made, 'settings');
    expect((part(made, 'volume') as HTMLInputElement).value).to.equal('40');
  });

  it('comes back when the window on top is closed', async () => {
    const made = await windowIn(await makeBench(), servicesIn(new Map()));
    await open(made);
    const view = await keepOnTop(made);
    view.close();
    await back(made);
    expect(made.matches(':popover-open')).to.equal(true);
  });

  it('is closed as it is in the page', async () => {
    const made = await windowIn(await makeBench(), servicesIn(new Map()));
    await open(made);
    await keepOnTop(made);
    part(made, 'close').dispatchEvent(
      new KeyboardEvent('keydown', {
        key: 'Escape',
        bubbles: true,
        cancelable: true,
        composed: true,
      }),
    );
    await back(made);
    expect(made.open).to.equal(false);
    expect(made.activeController!.snapshot.window).to.equal(undefined);
    await until(() => pictureInPicture() === null);
  });

  it('stays a composition’s own window, whose place is kept', async () => {
    const bench = await makeBench();
    const panel = document.createElement('cti-panel');
    panel.manual = true;
    panel.controller = bench.controller;
    panel.append(document.createElement('cti-dial-field'));
    add(panel);
    const find = (): CtiWindow | null | undefined => panel.shadowRoot?.querySelector('cti-window');
    await bench.controller.send({ type: 'open-window' }, { source: 'operator' });
    await until(() => find()?.open);
    const made = find()!;
    await keepOnTop(made);
    await open(made, 'settings');
    await panel.updateComplete;
    expect(find()).to.equal(null);
    part(made, 'keep-on-top').click();
    await back(made);
    expect(find() === made).to.equal(true);
    expect(part(made, 'volume').checkVisibility()).to.equal(true);
  });

  it('follows the theme and the language of the page', async () => {
    const parent = servicesIn(new Map());
    const made = await windowIn(await makeBench(), parent);
    await open(made);
    const view = await keepOnTop(made);
    parent.lang = 'ru';
    parent.style.setProperty('--cti-accent', 'rgb(1, 2, 3)');
    document.documentElement.style.setProperty('color-scheme', 'dark');
    await until(() => part(made, 'title').textContent === 'CTI-окно');
    const looks = view.getComputedStyle(made);
    expect(looks.getPropertyValue('--_accent')).to.equal('rgb(1, 2, 3)');
    expect(looks.colorScheme).to.equal('dark');
    expect(view.document.title).to.equal('CTI-окно');
  });

  it('takes with it what the page has slotted, and brings it back to its place', async () => {
    const bench = await makeBench();
    const panel = document.createElement('cti-panel');
    panel.manual = true;
    panel.controller = bench.controller;
    const more = Object.assign(document.createElement('p'), { slot: 'window', textContent: 'Hi' });
    panel.append(more);
    add(panel);
    await bench.controller.send({ type: 'open-window' }, { source: 'operator' });
    const find = (): CtiWindow | null | undefined => panel.shadowRoot?.querySelector('cti-window');
    await until(() => find()?.open);
    const made = find()!;
    const view = await keepOnTop(made);
    expect(more.ownerDocument === view.document && more.checkVisibility()).to.equal(true);
    expect(more.getBoundingClientRect().height).to.be.greaterThan(0);
    part(made, 'keep-on-top').click();
    await back(made);
    expect(more.parentElement === panel && more.checkVisibility()).to.equal(true);
  });

  it('is not offered where the browser has no such windows', async () => {
    const undo = pretend(undefined);
    try {
      const made = await windowIn(await makeBench());
      await open(made);
      expect(made.shadowRoot!.querySelector('[part=keep-on-top]')).to.equal(null);
    } finally {
      undo();
    }
  });

  it('says so when the browser does not want to', async () => {
    const made = await windowIn(await makeBench());
    await open(made);
    const refuse = { requestWindow: () => Promise.reject(new DOMException('', 'NotAllowedError')) };
    const undo = pretend(refuse);
    try {
      part(made, 'keep-on-top').focus();
      await sendKeys({ press: 'Enter' });
      await settle();
      await made.updateComplete;
      expect(part(made, 'problem').textContent).to.contain('does not keep it on top');
      expect(made.matches(':popover-open')).to.equal(true);
    } finally {
      undo();
    }
  });
});
