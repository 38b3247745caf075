import { ContextProvider } from '@lit/context';
import { expect } from '@open-wc/testing';
import { sendKeys, sendMouse, setViewport } from '@web/test-runner-commands';
import { panelServicesContext } from '../../../src/context/panel-services.js';
import { panelServices } from '../../support/panel-services.js';
import type { CommandSource, WindowView } from '../../../src/controller/snapshot.js';
import '../../../src/define.js';
import type { CtiWindow } from '../../../src/elements/cti-window.js';
import { benchIn, elementBench, settle, type ElementBench } from './bench.js';
import { describeElement } from './suite.js';

const nodes: Element[] = [];
const benches: ElementBench[] = [];

function add<T extends Element>(node: T, parent: Element = document.body): T {
  nodes.push(node);
  return parent.appendChild(node);
}

async function makeBench(...args: Parameters<typeof elementBench>): Promise<ElementBench> {
  const bench = await elementBench(...args);
  benches.push(bench);
  return bench;
}

/** What a panel gives the window, with a store of its own. */
function servicesIn(store: Map<string, string>): HTMLElement & { readonly volumes: number[] } {
  const host = document.createElement('div');
  const volumes: number[] = [];
  new ContextProvider(host, {
    context: panelServicesContext,
    initialValue: panelServices({
      shortcuts: { answer: 'Alt+KeyA', window: 'Alt+KeyW' },
      ringVolume: 0.4,
      preferences: { get: (name) => store.get(name), set: (name, value) => store.set(name, value) },
      setRingVolume: (volume) => volumes.push(volume),
    }),
  });
  return add(Object.assign(host, { volumes }));
}

async function windowIn(bench: ElementBench, parent: Element = document.body): Promise<CtiWindow> {
  const made = document.createElement('cti-window');
  made.controller = bench.controller;
  add(made, parent);
  await made.updateComplete;
  return made;
}

async function open(
  made: CtiWindow,
  view: WindowView = 'calls',
  source: CommandSource = 'operator',
): Promise<void> {
  await made.activeController!.send({ type: 'open-window', view }, { source });
  await made.updateComplete;
}

function part(made: CtiWindow, name: string): HTMLElement {
  const found = made.shadowRoot!.querySelector<HTMLElement>(`[part~=${name}]`);
  if (!found) throw new Error(`no part ${name}`);
  return found;
}

function tabNames(made: CtiWindow): string[] {
  const tabs = [...made.shadowRoot!.querySelectorAll('[role=tab]')];
  return tabs.map((tab) => tab.textContent.trim());
}

function isInside(made: CtiWindow): boolean {
  const { left, top, right, bottom } = made.getBoundingClientRect();
  return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
}

describeElement('cti-window');

describe('cti-window', () => {
  beforeEach(() => setViewport({ width: 900, height: 640 }));
  afterEach(() => {
    nodes.splice(0).forEach((node) => node.remove());
    benches.splice(0).forEach(({ controller }) => controller.dispose());
    document.documentElement.removeAttribute('dir');
  });

  it('is a popover that opens and closes with the snapshot, and is never modal', async () => {
    const bench = await makeBench();
    const made = await windowIn(bench);
    expect(made.popover).to.equal('manual');
    expect(made.open).to.equal(false);
    await open(made);
    expect(made.open).to.equal(true);
    expect(part(made, 'base').getAttribute('aria-modal')).to.equal(null);
    await bench.controller.send({ type: 'close-window' });
    await made.updateComplete;
    expect(made.open).to.equal(false);
  });

  for (const view of ['calls', 'settings', 'transfer'] as const) {
    it(`is accessible: ${view}`, async () => {
      const bench = await benchIn('talking, a call waiting');
      benches.push(bench);
      const made = await windowIn(bench, servicesIn(new Map()));
      await open(made, view);
      await expect(made).to.be.accessible();
    });
  }

  it('has tabs for its views, moved through by arrow keys', async () => {
    const made = await windowIn(await makeBench());
    await open(made);
    expect(tabNames(made)).to.deep.equal(['Calls', 'Settings']);
    await sendKeys({ press: 'ArrowRight' });
    await made.updateComplete;
    expect(made.activeController!.snapshot.window).to.equal('settings');
    expect(made.shadowRoot!.activeElement?.textContent.trim()).to.equal('Settings');
    await sendKeys({ press: 'ArrowRight' });
    await made.updateComplete;
    expect(made.activeController!.snapshot.window).to.equal('calls');
  });

  it('has no settings where the page forbids them', async () => {
    const made = await windowIn(await makeBench({ settings: { features: { settings: false } } }));
    await open(made);
    expect(tabNames(made)).to.deep.equal(['Calls']);
  });

  it('takes the focus, closes by Escape, and gives the focus back', async () => {
    const button = add(document.createElement('button'));
    const made = await windowIn(await makeBench());
    button.focus();
    await open(made);
    expect(document.activeElement === made).to.equal(true);
    await sendKeys({ press: 'Escape' });
    await made.updateComplete;
    expect(made.open).to.equal(false);
    expect(document.activeElement === button).to.equal(true);
  });

  it('closes by its button', async () => {
    const made = await windowIn(await makeBench());
    await open(made);
    part(made, 'close').click();
    await made.updateComplete;
    expect(made.open).to.equal(false);
  });

  it('leaves the caret where the operator types when the page opens it', async () => {
    const field = add(document.createElement('input'));
    const made = await windowIn(await makeBench());
    field.focus();
    await open(made, 'calls', 'page');
    expect(made.open).to.equal(true);
    expect(document.activeElement === field).to.equal(true);
    await made.activeController!.send({ type: 'close-window' });
    await open(made, 'calls', 'shortcut');
    expect(document.activeElement === made).to.equal(true);
  });

  it('does not move the focus when it closes without having it', async () => {
    const field = add(document.createElement('input'));
    const made = await windowIn(await makeBench());
    await open(made);
    field.focus();
    await made.activeController!.send({ type: 'close-window' });
    await made.updateComplete;
    expect(document.activeElement === field).to.equal(true);
  });

  it('lists the calls with their phases, to read', async () => {
    const bench = await benchIn('talking, a call waiting');
    benches.push(bench);
    const made = await windowIn(bench);
    await open(made);
    const rows = [...made.shadowRoot!.querySelectorAll('[part=call]')];
    expect(rows.map((row) => row.querySelector('b')?.textContent)).to.deep.equal([
      'Anna Schmidt',
      '+12025550102',
    ]);
    expect(rows[0]!.textContent).to.contain('Talking');
    expect(rows[1]!.textContent).to.contain('Incoming call');
    expect(rows.flatMap((row) => [...row.querySelectorAll('button')])).to.deep.equal([]);
  });

  it('renders nothing while it is closed, whatever the calls do', async () => {
    const bench = await benchIn('talking');
    benches.push(bench);
    const made = await windowIn(bench);
    const { controller } = bench;
    const [call] = controller.snapshot.calls;
    await controller.send({ type: 'set-mute', callId: call!.id, muted: true }, { source: 'page' });
    expect(controller.snapshot.calls[0]!.muted).to.equal(true);
    expect(made.isUpdatePending).to.equal(false);
    await open(made);
    expect(part(made, 'view').textContent).to.contain(call!.number);
  });

  for (const refused of ['a tab', 'Close'] as const) {
    it(`says why the page refused ${refused}`, async () => {
      const bench = await makeBench();
      const made = await windowIn(bench);
      await open(made);
      bench.controller.intercept(() => ({ refuse: 'Not before the call is saved' }));
      if (refused === 'Close') part(made, 'close').click();
      else part(made, 'tabs').querySelector<HTMLElement>('[aria-selected=false]')!.click();
      await settle();
      await made.updateComplete;
      expect(part(made, 'problem').textContent).to.equal('Not before the call is saved');
      expect(part(made, 'problem').matches(':popover-open[role=alert]')).to.equal(true);
      expect(made.open).to.equal(true);
    });
  }

  it('says when there is no call, in the language around it', async () => {
    const russian = document.createElement('div');
    russian.lang = 'ru';
    const made = await windowIn(await makeBench(), add(russian));
    await open(made);
    expect(part(made, 'empty').textContent).to.equal('Нет звонков');
  });

  it('sets the ring volume, and shows shortcuts and language', async () => {
    const services = servicesIn(new Map());
    const made = await windowIn(await makeBench(), services);
    await open(made, 'settings');
    const volume = part(made, 'volume') as HTMLInputElement;
    expect(volume.value).to.equal('40');
    volume.value = '75';
    volume.dispatchEvent(new Event('input'));
    expect(services.volumes).to.deep.equal([0.75]);
    const keys = [...made.shadowRoot!.querySelectorAll('kbd')].map((key) => key.textContent);
    expect(keys).to.deep.equal(['Alt+A', 'Alt+W']);
    expect(part(made, 'view').textContent).to.contain('English');
  });

  it('is moved by arrow keys, and opens there the next time', async () => {
    const store = new Map<string, string>();
    const made = await windowIn(await makeBench(), servicesIn(store));
    await open(made);
    const before = made.getBoundingClientRect();
    part(made, 'move').focus();
    await sendKeys({ press: 'ArrowLeft' });
    await sendKeys({ press: 'ArrowUp' });
    const after = made.getBoundingClientRect();
    expect([after.left, after.top]).to.deep.equal([before.left - 24, before.top - 24]);
    await made.activeController!.send({ type: 'close-window' });
    const again = await windowIn(await makeBench(), servicesIn(store));
    await open(again);
    const { left, top } = again.getBoundingClientRect();
    expect([left, top]).to.deep.equal([after.left, after.top]);
  });

  it('is dragged by its header, never out of the viewport', async () => {
    const store = new Map<string, string>();
    const made = await windowIn(await makeBench(), servicesIn(store));
    await open(made);
    const { left, top } = made.getBoundingClientRect();
    const grip: [number, number] = [Math.round(left + 60), Math.round(top + 20)];
    await sendMouse({ type: 'move', position: grip });
    await sendMouse({ type: 'down' });
    await sendMouse({ type: 'move', position: [grip[0] - 100, grip[1] - 50] });
    const moved = made.getBoundingClientRect();
    expect(Math.round(left - moved.left)).to.be.within(99, 101);
    expect(Math.round(top - moved.top)).to.be.within(49, 51);
    await sendMouse({ type: 'move', position: [1, 1] });
    await sendMouse({ type: 'up' });
    expect(isInside(made)).to.equal(true);
    expect(store.get('window-position')).to.equal('8 8');
  });

  it('stays inside the viewport when that shrinks, and when what was remembered is nonsense', async () => {
    const made = await windowIn(
      await makeBench(),
      servicesIn(new Map([['window-position', '99999 4000']])),
    );
    await open(made);
    expect(isInside(made)).to.equal(true);
    const resized = new Promise((resolve) => addEventListener('resize', resolve, { once: true }));
    await setViewport({ width: 600, height: 400 });
    await resized;
    expect(isInside(made)).to.equal(true);
    const odd = await windowIn(
      await makeBench(),
      servicesIn(new Map([['window-position', 'NaN']])),
    );
    await open(odd);
    expect(isInside(odd)).to.equal(true);
  });

  it('is a sheet at the lower edge of a narrow page', async () => {
    await setViewport({ width: 320, height: 600 });
    const made = await windowIn(await makeBench());
    await open(made);
    const { left, right, bottom } = made.getBoundingClientRect();
    expect([left, right, bottom]).to.deep.equal([0, 320, 600]);
  });

  it('opens once, though a controller has several windows', async () => {
    const bench = await makeBench();
    const [first, second] = [await windowIn(bench), await windowIn(bench)];
    await open(first);
    await second.updateComplete;
    expect([first.open, second.open]).to.deep.equal([true, false]);
  });

  it('is open again where it was moved to in the page', async () => {
    const made = await windowIn(await makeBench());
    await open(made);
    add(document.createElement('section')).append(made);
    await made.updateComplete;
    expect(made.open).to.equal(true);
  });
});
