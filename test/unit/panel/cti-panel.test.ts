import { expect } from '@open-wc/testing';
import type { Logger } from '../../../src/base/logger.js';
import { controllerRegistry } from '../../../src/panel/controller-registry.js';
import type { CtiPanel } from '../../../src/panel/cti-panel.js';
import { SimulatorTransport } from '../../../src/transport/simulator/simulator-transport.js';
import { freshUri, next, online, reasonOf, simulated, task } from './panel-bench.js';

afterEach(() => {
  for (const panel of document.querySelectorAll('cti-panel')) {
    const { controller } = panel;
    panel.remove();
    if (controller) controllerRegistry.discard(controller);
  }
});

describe('cti-panel', () => {
  it('connects one task after it came, with what was set meanwhile', async () => {
    const { panel } = simulated();
    const { transport, uri } = panel;
    const late = document.createElement('cti-panel');
    document.body.append(late);
    await late.updateComplete;
    Object.assign(late, { transport, uri, tabs: 'each' });
    await late.ready;
    expect(late.connection).to.equal('online');
    expect(late.snapshot.uri).to.equal(uri);
    expect(late.capabilities.hold).to.equal(true);
  });

  it('stays closed when it is manual, until it is told to connect', async () => {
    const { panel } = simulated({ manual: true });
    document.body.append(panel);
    await task();
    expect(panel.connection).to.equal('offline');
    await panel.connect();
    expect(panel.connection).to.equal('online');
    await panel.disconnect();
    expect(panel.connection).to.equal('offline');
    panel.displayName = 'Another';
    await task();
    expect(panel.connection, 'closed on purpose').to.equal('offline');
  });

  it('calls, answers, holds, mutes, sends tones and ends, and resolves with the call', async () => {
    const { panel, transport } = await online();
    const call = await panel.call('600', { data: { ticket: '7' } });
    expect(call.data).to.deep.equal({ ticket: '7' });
    expect(panel.currentCall?.id).to.equal(call.id);
    await panel.end();
    const id = transport.receiveCall({ number: '+12025550101' });
    await next('cti-call-offered');
    expect((await panel.answer()).phase).to.equal('connected');
    expect((await panel.hold()).hold).to.equal('held');
    expect((await panel.resume(id)).hold).to.equal('none');
    expect((await panel.mute()).muted).to.equal(true);
    expect((await panel.unmute()).muted).to.equal(false);
    await panel.sendDtmf('12#');
    expect(transport.heard(id).tones).to.equal('12#');
    const customer = { id: '1', type: 'contact', name: 'Anna Schmidt' };
    expect((await panel.setCustomer(id, customer)).customer?.name).to.equal('Anna Schmidt');
    expect((await panel.updateCall(id, { note: 'later' })).note).to.equal('later');
    expect((await panel.end()).end?.reason).to.equal('hangup');
    expect((await panel.redial()).number).to.equal('600');
  });

  it('rejects what is reserved, forbidden, or makes no sense', async () => {
    const { panel } = await online({ features: { dial: 'internal', history: false } });
    const customer = { id: '1', type: 'contact', name: 'Anna' };
    const reasons = [panel.linkCustomer('x', customer), panel.call('600', { postDial: '1' })].map(
      reasonOf,
    );
    expect(new Set(await Promise.all(reasons))).to.deep.equal(new Set(['not-supported']));
    expect(await reasonOf(panel.call('+12025550101'))).to.equal('forbidden');
    expect(await reasonOf(panel.openWindow('history'))).to.equal('forbidden');
    expect(await reasonOf(panel.openWindow('nonsense' as 'calls'))).to.equal('not-allowed');
    expect(await reasonOf(panel.answer())).to.equal('not-allowed');
    expect(await reasonOf(panel.redial())).to.equal('not-allowed');
    expect(await reasonOf(panel.transfer('601'))).to.equal('not-allowed');
    expect(await reasonOf(panel.completeTransfer())).to.equal('not-allowed');
    expect(await reasonOf(panel.cancelTransfer())).to.equal('not-allowed');
    expect(await reasonOf(panel.swap())).to.equal('not-allowed');
    expect(await reasonOf(panel.merge())).to.equal('not-allowed');
    expect(await reasonOf(document.createElement('cti-panel').end())).to.equal('not-allowed');
  });

  it('refuses to disconnect in a call, unless the call is to be ended', async () => {
    const { panel } = await online();
    await panel.call('600');
    expect(await reasonOf(panel.disconnect())).to.equal('call-live');
    expect(await reasonOf(panel.signOut())).to.equal('call-live');
    await panel.disconnect({ calls: 'end' });
    expect(panel.calls).to.deep.equal([]);
  });

  describe('in the page’s own composition', () => {
    const drawn = async (panel: CtiPanel): Promise<void> => {
      await task();
      for (let turn = 0; turn < 3; turn += 1) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      await panel.updateComplete;
    };
    async function talkingWith(...tags: readonly string[]): Promise<CtiPanel> {
      const { panel, transport } = simulated();
      panel.append(...tags.map((tag) => document.createElement(tag)));
      document.body.append(panel);
      await panel.ready;
      transport.receiveCall({ number: '+12025550101' });
      await next('cti-call-offered');
      await drawn(panel);
      return panel;
    }
    const press = async (panel: CtiPanel): Promise<void> => {
      const actions = panel.querySelector('cti-call-actions')!.shadowRoot!;
      const button = actions.querySelector('cti-action-button[action=keypad]')!;
      button.shadowRoot!.querySelector('button')!.click();
      await drawn(panel);
    };

    it('Keypad shows and hides its pad', async () => {
      const panel = await talkingWith('cti-call-actions', 'cti-dial-pad');
      const pad = panel.querySelector('cti-dial-pad')!;
      await panel.answer();
      await drawn(panel);
      expect(pad.checkVisibility()).to.equal(false);
      await press(panel);
      expect(pad.checkVisibility()).to.equal(true);
      await press(panel);
      expect(pad.checkVisibility()).to.equal(false);
      await panel.end();
      await drawn(panel);
      expect(pad.checkVisibility(), 'there is no button now').to.equal(true);
    });

    it('Keypad shows a pad where there is none', async () => {
      const panel = await talkingWith('cti-call-actions');
      await panel.answer();
      await drawn(panel);
      await press(panel);
      const pad = (): Element | null => panel.shadowRoot!.querySelector('cti-dial-pad');
      expect(pad()?.checkVisibility()).to.equal(true);
      pad()!
        .shadowRoot!.querySelector('button')!
        .dispatchEvent(
          new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }),
        );
      await drawn(panel);
      expect(pad() === null).to.equal(true);
    });

    it('a pad without a Keypad button is always there', async () => {
      const panel = await talkingWith('cti-dial-pad');
      await panel.answer();
      await drawn(panel);
      expect(panel.querySelector('cti-dial-pad')!.checkVisibility()).to.equal(true);
    });
  });

  it('reflects the mode as an attribute, at once', async () => {
    const { panel } = await online();
    expect(panel.getAttribute('mode')).to.equal('idle');
    const modes: (string | null)[] = [];
    panel.addEventListener('cti-call-connected', () => modes.push(panel.getAttribute('mode')));
    const connected = next('cti-call-connected');
    await panel.call('600');
    await connected;
    expect(modes).to.deep.equal(['talking']);
    await panel.end();
    expect(panel.getAttribute('mode')).to.equal('idle');
  });

  it('opens and closes the window, once for each event', async () => {
    const { panel } = await online();
    const opened = next('cti-window-opened');
    await panel.openWindow('settings');
    expect((await opened).detail).to.deep.equal({ view: 'settings' });
    const closed = next('cti-window-closed');
    await panel.closeWindow();
    expect((await closed).detail).to.deep.equal({ view: 'settings' });
  });

  it('takes another line at once when idle, and after the last call otherwise', async () => {
    const { panel } = await online();
    await panel.call('600');
    const before = panel.snapshot.uri;
    panel.uri = freshUri();
    await task();
    expect(panel.snapshot.uri).to.equal(before);
    await panel.end();
    expect(panel.snapshot.uri).to.equal(panel.uri);
    const other = new SimulatorTransport();
    panel.transport = other;
    await next('cti-connection-changed');
    await panel.connect();
    other.receiveCall({ number: '+12025550101' });
    await next('cti-call-offered');
    expect(panel.mode).to.equal('incoming');
  });

  it('goes on with the call when it is moved, and when another panel takes its place', async () => {
    const { panel, transport } = await online();
    const { uri, controller } = panel;
    const { id } = await panel.call('600');
    const box = document.createElement('div');
    document.body.append(box);
    box.append(panel);
    expect(panel.currentCall?.id).to.equal(id);
    panel.remove();
    expect(transport.callIds).to.deep.equal([id]);
    const other = document.createElement('cti-panel');
    Object.assign(other, { transport, uri, tabs: 'each' });
    document.body.append(other);
    await other.ready;
    expect(other.controller).to.equal(controller);
    expect(other.currentCall?.id).to.equal(id);
    const ended = next('cti-call-ended');
    await other.end();
    expect((await ended).target).to.equal(other);
    box.remove();
  });

  it('shows a controller of the page, and leaves its line alone', async () => {
    const first = await online();
    const { controller } = first.panel;
    const second = document.createElement('cti-panel');
    if (controller) second.controller = controller;
    document.body.append(second);
    await task();
    expect(second.connection).to.equal('online');
    const heard: EventTarget[] = [];
    const listen = (event: Event): void => void heard.push(event.target ?? window);
    document.addEventListener('cti-call-offered', listen);
    first.transport.receiveCall({ number: '+12025550101' });
    await next('cti-call-offered');
    document.removeEventListener('cti-call-offered', listen);
    expect(heard, 'one panel speaks for both').to.deep.equal([first.panel]);
    expect(second.mode).to.equal('incoming');
  });

  it('speaks through the second panel once the first has gone', async () => {
    const { panel, transport } = await online();
    const second = document.createElement('cti-panel');
    if (panel.controller) second.controller = panel.controller;
    document.body.append(second);
    panel.remove();
    const offered = next('cti-call-offered');
    transport.receiveCall({ number: '+12025550101' });
    expect((await offered).target).to.equal(second);
  });

  it('#142 removes a password attribute, and says so', async () => {
    const lines: string[] = [];
    const logger: Logger = { log: (level, message) => void lines.push(`${level} ${message}`) };
    const { panel } = simulated({ logger });
    panel.setAttribute('password', 'letmein');
    expect(panel.hasAttribute('password')).to.equal(false);
    const told = next('cti-error');
    document.body.append(panel);
    const { error } = (await told).detail;
    expect(error.reason).to.equal('invalid-configuration');
    expect(`${lines.join()} ${error.message}`).to.include('warn').and.not.include('letmein');
  });

  it('takes the properties that were set before it was defined', async () => {
    const tag = `cti-late-${Date.now()}`;
    const { transport } = simulated();
    const early = Object.assign(document.createElement(tag), {
      ...{ transport, uri: freshUri(), tabs: 'each', ring: 'never' },
    }) as unknown as CtiPanel;
    document.body.append(early);
    const Panel = customElements.get('cti-panel') as typeof CtiPanel;
    customElements.define(tag, class extends Panel {});
    await early.updateComplete;
    await early.ready;
    expect(early.connection).to.equal('online');
    expect(early.ring).to.equal('never');
    early.remove();
  });

  it('leaves no listener behind that a line does not need', async () => {
    const held = new Map<string, number>();
    const spies = ([window, document] as const).map((target) => {
      const { addEventListener, removeEventListener } = target;
      const note = (type: string, by: number): void =>
        void held.set(type, (held.get(type) ?? 0) + by);
      target.addEventListener = ((...args: Parameters<typeof addEventListener>) => {
        note(args[0], 1);
        addEventListener.apply(target, args);
      }) as typeof addEventListener;
      target.removeEventListener = ((...args: Parameters<typeof removeEventListener>) => {
        note(args[0], -1);
        removeEventListener.apply(target, args);
      }) as typeof removeEventListener;
      return () => Object.assign(target, { addEventListener, removeEventListener });
    });
    const panel = document.createElement('cti-panel');
    document.body.append(panel);
    await task();
    expect(held.get('keydown')).to.be.at.least(1);
    panel.remove();
    for (const stop of spies) stop();
    expect([...held].filter(([, left]) => left !== 0)).to.deep.equal([]);
  });

  it('forgets the user in this browser when asked to', async () => {
    const userId = `user-${crypto.randomUUID()}`;
    const { panel } = await online({ userId });
    const keys = [`cti-panel:${userId}:x`, `cti-panel:status:${userId}`, `cti-panel:other:x`];
    for (const key of keys) localStorage.setItem(key, '1');
    await panel.clearUserData();
    expect(keys.map((key) => localStorage.getItem(key))).to.deep.equal([null, null, '1']);
    localStorage.removeItem('cti-panel:other:x');
  });
});
