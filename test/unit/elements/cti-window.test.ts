import { expect } from '@open-wc/testing';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import type { CustomerServices, HistoryServices } from '../../../src/context/panel-services.js';
import { benchIn, settle } from './bench.js';
import { describeElement } from './suite.js';
import {
  add,
  clear,
  keep,
  makeBench,
  open,
  part,
  servicesIn,
  tabNames,
  windowIn,
} from './window-bench.js';

describeElement('cti-window');

describe('cti-window', () => {
  beforeEach(() => setViewport({ width: 900, height: 640 }));
  afterEach(clear);

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
      const bench = keep(await benchIn('talking, a call waiting'));
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

  it('has tabs for what its panel serves it with', async () => {
    const customers = { canCreate: false } as CustomerServices;
    const history = {} as HistoryServices;
    const made = await windowIn(await makeBench(), servicesIn(new Map(), { customers, history }));
    await open(made);
    expect(tabNames(made)).to.deep.equal(['Calls', 'Customers', 'History', 'Settings']);
    const none = await windowIn(await makeBench(), servicesIn(new Map()));
    await open(none, 'history');
    expect(tabNames(none)).to.deep.equal(['Calls', 'Settings', 'History']);
  });

  it('holds the transfer form in its transfer view', async () => {
    const made = await windowIn(await makeBench());
    await open(made, 'transfer');
    const form = made.shadowRoot!.querySelector('cti-transfer-form')!;
    await form.updateComplete;
    expect(form.activeController).to.equal(made.activeController);
  });

  it('lends what is in it the controller and the services of its panel, wherever it stands', async () => {
    const customers = { canCreate: false } as CustomerServices;
    const services = servicesIn(new Map(), { customers });
    const made = await windowIn(await makeBench(), services);
    await open(made, 'customers');
    const search = made.shadowRoot!.querySelector('cti-customer-search')!;
    await search.updateComplete;
    expect(search.activeController).to.equal(made.activeController);
    const field = search.shadowRoot!.querySelector('input')!;
    expect(field.disabled).to.equal(false);
    await settle();
    expect(search.shadowRoot!.activeElement === field, 'the operator types there').to.equal(true);
  });

  it('moves the focus when the operator asks for another view, not by its own tabs', async () => {
    const button = add(document.createElement('button'));
    const made = await windowIn(await makeBench(), servicesIn(new Map()));
    await open(made);
    button.focus();
    await open(made, 'settings');
    expect(made.shadowRoot!.activeElement?.textContent.trim()).to.equal('Settings');
    part(made, 'close').focus();
    part(made, 'tabs').querySelector<HTMLElement>('[aria-selected=false]')!.click();
    await made.updateComplete;
    expect(made.shadowRoot!.activeElement === part(made, 'close')).to.equal(true);
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
    const bench = keep(await benchIn('talking, a call waiting'));
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
    const bench = keep(await benchIn('talking'));
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
