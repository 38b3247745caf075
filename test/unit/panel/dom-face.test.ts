import { expect } from '@open-wc/testing';
import type { CtiRequestEvent } from '../../../src/context/events.js';
import { controllerRegistry } from '../../../src/panel/controller-registry.js';
import type { CtiPanel } from '../../../src/panel/cti-panel.js';
import { next, online, reasonOf } from './panel-bench.js';

let panel: CtiPanel;

/** Hears the requests of the panel from now on. */
function guard(listener: (event: CtiRequestEvent) => void): void {
  panel.addEventListener('cti-request', listener);
}

beforeEach(async () => {
  ({ panel } = await online());
});

afterEach(() => {
  const { controller } = panel;
  panel.remove();
  if (controller) controllerRegistry.discard(controller);
});

describe('cti-request', () => {
  it('comes once for each command, with who asked', async () => {
    const asked: unknown[] = [];
    guard(({ detail, bubbles, composed, cancelable }) =>
      asked.push({ ...detail, flags: [bubbles, composed, cancelable] }),
    );
    await panel.call('603');
    expect(asked).to.deep.equal([
      { command: { type: 'dial', target: '603' }, source: 'page', flags: [true, true, true] },
    ]);
  });

  it('refuses by preventDefault()', async () => {
    guard((event) => event.preventDefault());
    expect(await reasonOf(panel.call('600'))).to.equal('refused');
    expect(panel.calls).to.deep.equal([]);
  });

  it('waits for the verdict, and does what it says', async () => {
    const verdicts = [
      Promise.resolve(true),
      Promise.resolve(false),
      Promise.resolve({ refuse: 'Not today' }),
      Promise.reject(new Error('x')),
      Promise.resolve(undefined as unknown as boolean),
      Promise.resolve({ type: 'dial', target: '601' } as const),
    ];
    const come: string[] = [];
    for (const verdict of verdicts) {
      panel.addEventListener('cti-request', (event) => event.respondWith(verdict), { once: true });
      come.push(await reasonOf(panel.call('600')));
      const { number } = panel.currentCall ?? {};
      if (number) come.push(number);
      if (number) await panel.end();
    }
    expect(come).to.deep.equal([
      ...['fulfilled', '600', 'refused', 'refused', 'refused', 'refused'],
      ...['fulfilled', '601'],
    ]);
  });

  it('takes one answer, and none after the event', async () => {
    let late: CtiRequestEvent | undefined;
    guard((event) => {
      late = event;
      event.respondWith(Promise.resolve(true));
      expect(() => event.respondWith(Promise.resolve(false))).to.throw(TypeError);
    });
    await panel.call('603');
    expect(() => late?.respondWith(Promise.resolve(true))).to.throw(TypeError);
  });

  it('is not escaped by removing the panel', async () => {
    guard((event) => event.preventDefault());
    panel.remove();
    expect(await reasonOf(panel.call('600'))).to.equal('refused');
  });
});

describe('the events of a panel', () => {
  it('carry what the contract says', async () => {
    const [dialed, connected, ended] = [
      next('cti-call-dialed'),
      next('cti-call-connected'),
      next('cti-call-ended'),
    ];
    const call = await panel.call('600');
    expect((await dialed).detail.call.id).to.equal(call.id);
    expect((await connected).detail.call.phase).to.equal('connected');
    await panel.end();
    const { detail, cancelable } = await ended;
    expect(cancelable).to.equal(false);
    expect(Object.isFrozen(detail)).to.equal(true);
    expect(detail).to.include({ reason: 'hangup', by: 'local', heldMs: 0 });
    expect(detail.call.end?.talkedMs).to.equal(detail.talkedMs);
  });
});
