import { expect } from '@open-wc/testing';
import { controllerRegistry } from '../../../src/panel/controller-registry.js';
import type { CtiPanel } from '../../../src/panel/cti-panel.js';
import { freshUri, next, online, reasonOf, simulated, task } from './panel-bench.js';
import { until } from './parts-bench.js';

afterEach(() => {
  for (const panel of document.querySelectorAll('cti-panel')) {
    const { controller } = panel;
    panel.remove();
    if (controller) controllerRegistry.discard(controller);
  }
});

const document_ = (password: string): object => ({ credentials: { password } });

/** What the panel is told of its line from now on. */
function connections(panel: CtiPanel): string[] {
  const seen: string[] = [];
  panel.addEventListener('cti-connection-changed', ({ detail }) => seen.push(detail.connection));
  return seen;
}

/** The shortcut that a button shows: null for none, undefined where there is no button. */
function keysOf(panel: CtiPanel, action: string): string | null | undefined {
  const roots = ['cti-call-actions', null].map((tag) =>
    tag === null ? panel.shadowRoot : panel.shadowRoot?.querySelector(tag)?.shadowRoot,
  );
  const button = roots
    .map((root) => root?.querySelector(`cti-action-button[action=${action}]`))
    .find((found) => found);
  return button?.shadowRoot?.querySelector('button')?.getAttribute('aria-keyshortcuts');
}

describe('ready', () => {
  it('rejects when a connect() of the page has failed for good', async () => {
    const panel = document.createElement('cti-panel');
    panel.manual = true;
    document.body.append(panel);
    expect(await reasonOf(panel.connect())).to.equal('invalid-configuration');
    expect(await reasonOf(panel.ready)).to.equal('invalid-configuration');
  });

  it('rejects with a dial plan that cannot be used, and the line says so until it is mended', async () => {
    const { panel } = simulated({ dialPlan: { internal: '(a+)+' } });
    const errors: string[] = [];
    panel.addEventListener('cti-error', ({ detail }) => errors.push(detail.error.reason));
    document.body.append(panel);
    expect(await reasonOf(panel.ready)).to.equal('invalid-configuration');
    expect(panel.connection).to.equal('failed');
    expect(errors).to.deep.equal(['invalid-configuration']);
    panel.dialPlan = { internal: '\\d{3}' };
    await until(() => panel.connection === 'online');
    await panel.ready;
  });
});

describe('the configuration document', () => {
  it('may say that the panel is manual', async () => {
    const { panel } = simulated({ config: { manual: true } });
    document.body.append(panel);
    await task();
    await task();
    expect(panel.manual).to.equal(true);
    expect(panel.connection).to.equal('offline');
    await panel.connect();
    expect(panel.connection).to.equal('online');
  });

  it('opens the line anew when another one has another password, and only then', async () => {
    const { panel } = await online({ config: document_('one') });
    const seen = connections(panel);
    panel.config = document_('one');
    await task();
    await task();
    expect(seen).to.deep.equal([]);
    panel.config = document_('two');
    await until(() => seen.includes('online'));
    expect(seen).to.deep.equal(['connecting', 'online']);
  });

  it('#42 waits with another password until the last call is over', async () => {
    const { panel, transport } = await online({ config: document_('one') });
    const id = transport.receiveCall({ number: '+12025550101' });
    await next('cti-call-offered');
    await panel.answer();
    const seen = connections(panel);
    panel.config = document_('two');
    await task();
    await task();
    expect(seen).to.deep.equal([]);
    expect(panel.currentCall?.phase).to.equal('connected');
    transport.remoteHangUp(id);
    await until(() => seen.includes('online'));
  });

  it('does not open the line anew for a panel that takes it over', async () => {
    const uri = freshUri();
    const { panel, transport } = await online({ uri, config: document_('one') });
    panel.remove();
    const other = simulated({ uri, transport, config: document_('one') }).panel;
    const seen = connections(other);
    document.body.append(other);
    await other.ready;
    await task();
    expect(seen).to.deep.equal([]);
  });

  it('loses one shortcut that cannot be used, not the table, and says which', async () => {
    const warned: string[] = [];
    const logger = { log: (_level: unknown, message: string) => void warned.push(message) };
    const hold = 'Hyper+KeyH';
    const shortcuts = { answer: 'Ctrl+Shift+KeyA', end: '', hold, mute: 7 as never };
    const { panel, transport } = await online({ logger, shortcuts });
    const names = warned.map((message) => message.split(':')[0]);
    expect(names).to.include.members(['shortcuts.hold', 'shortcuts.mute']);
    expect(names).to.not.include.members(['shortcuts']);
    transport.receiveCall({ number: '+12025550101' });
    await next('cti-call-offered');
    await until(() => keysOf(panel, 'answer') !== undefined);
    expect(keysOf(panel, 'answer')).to.equal('Control+Shift+A');
    expect(keysOf(panel, 'open-window')).to.equal('Alt+W');
    await panel.answer();
    await until(() => keysOf(panel, 'hold') !== undefined);
    expect([keysOf(panel, 'hold'), keysOf(panel, 'end')]).to.deep.equal([null, null]);
  });
});

describe('a refusal', () => {
  it('of a shortcut is read to the operator in the page’s words', async () => {
    const { panel } = await online();
    panel.addEventListener('cti-request', (event) =>
      event.respondWith(Promise.resolve({ refuse: 'Not before nine' })),
    );
    const init = { code: 'KeyW', altKey: true, bubbles: true, cancelable: true };
    document.body.dispatchEvent(new KeyboardEvent('keydown', init));
    const note = (): Element | null | undefined =>
      panel.shadowRoot?.querySelector('[part=problem][popover]');
    await until(() => note()?.matches(':popover-open') === true);
    expect(note()?.textContent).to.equal('Not before nine');
    expect(note()?.getAttribute('role')).to.equal('alert');
  });
});

describe('leave', () => {
  it('is what the panel says that has the controller now', async () => {
    const uri = freshUri();
    const { panel, transport } = await online({ uri });
    transport.receiveCall({ number: '+12025550101' });
    await next('cti-call-offered');
    panel.remove();
    const other = simulated({ uri, transport, leave: 'keep' }).panel;
    document.body.append(other);
    await other.ready;
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: false }));
    expect(other.calls).to.have.length(1);
    other.leave = 'end';
    await task();
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: false }));
    expect(other.calls).to.deep.equal([]);
  });
});
