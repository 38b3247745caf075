import { expect } from '@open-wc/testing';
import { defineLateElements } from '../../../src/define/late-elements.js';
import { controllerRegistry } from '../../../src/panel/controller-registry.js';
import type { CtiPanel } from '../../../src/panel/cti-panel.js';
import type { SimulatorTransport } from '../../../src/transport/simulator/simulator-transport.js';
import { next, online, simulated, task } from './panel-bench.js';

// None may come while listeners are counted.
defineLateElements();

type Bench = Awaited<ReturnType<typeof online>>;

/** Counts the listeners on the window and on the document that nobody has removed. */
function countListeners(): { readonly held: () => number; readonly stop: () => void } {
  let held = 0;
  const undo = [window, document].map((target) => {
    const { addEventListener, removeEventListener } = target;
    const counting =
      (method: typeof addEventListener, by: number) =>
      (...args: Parameters<typeof addEventListener>): void => {
        // One that hears a single event removes itself.
        if (typeof args[2] !== 'object' || !args[2].once) held += by;
        method.apply(target, args);
      };
    target.addEventListener = counting(addEventListener, 1);
    target.removeEventListener = counting(removeEventListener, -1);
    return () => Object.assign(target, { addEventListener, removeEventListener });
  });
  return { held: () => held, stop: () => undo.forEach((restore) => restore()) };
}

async function offered({ transport }: Bench): Promise<void> {
  transport.receiveCall({ number: '+12025550101' });
  await next('cti-call-offered');
}

async function dialled({ panel, transport }: Bench, type: 'rings' | 'silent'): Promise<void> {
  transport.script('700', { type: 'rings' });
  const ringing = type === 'rings' ? next('cti-call-updated') : undefined;
  await panel.call('700');
  await ringing;
}

const states: Readonly<Record<string, (bench: Bench) => Promise<void>>> = {
  idle: async () => undefined,
  offered,
  dialling: (bench) => dialled(bench, 'silent'),
  ringing: (bench) => dialled(bench, 'rings'),
  talking: async (bench) => {
    await offered(bench);
    await bench.panel.answer();
  },
  held: async (bench) => {
    await offered(bench);
    await bench.panel.answer();
    await bench.panel.hold();
  },
};

const times = 100;

/** How many listeners there are once a panel that came to a place has taken them all up. */
async function settled({ held }: ReturnType<typeof countListeners>): Promise<number> {
  for (;;) {
    const before = held();
    await task();
    await task();
    if (held() === before) return before;
  }
}

describe('#125 a panel that goes from place to place', () => {
  for (const [name, reach] of Object.entries(states)) {
    it(`${name}: the call lives, nothing is left, and one panel listens`, async () => {
      const listeners = countListeners();
      const boxes = [document.createElement('div'), document.createElement('section')];
      document.body.append(...boxes);
      try {
        const bench = await online();
        const { panel, transport } = bench;
        await reach(bench);
        const { controller } = panel;
        const ids = panel.calls.map(({ id, phase }) => `${id} ${phase}`);
        await panel.updateComplete;
        let held: number | undefined;
        for (let time = 0; time < times; time += 1) {
          boxes[time % 2]?.append(panel);
          if (time % 10 === 9) await task();
          if (time === 9) held = await settled(listeners);
        }
        expect(await settled(listeners)).to.equal(held);
        expect(panel.controller === controller).to.equal(true);
        expect(panel.calls.map(({ id, phase }) => `${id} ${phase}`)).to.deep.equal(ids);
        expect(panel.connection).to.equal('online');
        expect(await heardOnce(panel, transport)).to.equal(1);
        panel.remove();
        if (controller) controllerRegistry.discard(controller);
        await task();
        expect(listeners.held()).to.equal(0);
      } finally {
        // A call that is left over would keep the page from being left.
        const left = document.querySelector('cti-panel');
        left?.remove();
        if (left?.controller) controllerRegistry.discard(left.controller);
        listeners.stop();
        boxes.forEach((box) => box.remove());
      }
    });
  }
});

/** How often an event of the controller is heard. */
async function heardOnce(panel: CtiPanel, transport: SimulatorTransport): Promise<number> {
  let heard = 0;
  panel.addEventListener('cti-call-offered', () => (heard += 1));
  transport.receiveCall({ number: '+12025550102' });
  await next('cti-call-offered');
  await task();
  return heard;
}

function withoutCycles(): (key: string, value: unknown) => unknown {
  const seen = new Set<unknown>();
  return (_key, value) => {
    if (typeof value !== 'object' || value === null) return value;
    if (seen.has(value)) return undefined;
    seen.add(value);
    return value;
  };
}

describe('#141 secrets', () => {
  it('are in no event, error, log, text of the page, store or JSON of the panel', async () => {
    const secret = `s3cret-${crypto.randomUUID()}`;
    const sinks: string[] = [];
    const logger = { log: (...words: unknown[]) => void sinks.push(JSON.stringify(words)) };
    const note = (event: Event): void =>
      void sinks.push(JSON.stringify((event as CustomEvent<unknown>).detail));
    const types = ['cti-error', 'cti-connection-changed', 'cti-request', 'cti-call-offered'];
    for (const type of types) document.addEventListener(type, note);
    const config = { credentials: { username: '101', password: secret } };
    const { panel, transport } = simulated({ logger, config });
    panel.setAttribute('password', secret);
    document.body.append(panel);
    await panel.ready;
    transport.receiveCall({ number: '+12025550101' });
    await next('cti-call-offered');
    await panel.answer();
    Object.assign(panel, { config: { ...config, uri: secret.length } });
    await task();
    await panel.updateComplete;
    for (const type of types) document.removeEventListener(type, note);
    const text = (root: ParentNode): string =>
      [...root.querySelectorAll('*')]
        .map(
          (node) =>
            new XMLSerializer().serializeToString(node) +
            (node.shadowRoot ? text(node.shadowRoot) : ''),
        )
        .join();
    const stores = [localStorage, sessionStorage].map((store) =>
      JSON.stringify(Object.entries(store)),
    );
    const whole = [
      ...sinks,
      ...stores,
      text(document),
      JSON.stringify(panel, withoutCycles()),
      location.href,
    ].join();
    expect(sinks.length).to.be.greaterThan(3);
    expect(whole).to.include('+12025550101');
    expect(whole.includes(secret)).to.equal(false);
    const { controller } = panel;
    panel.remove();
    if (controller) controllerRegistry.discard(controller);
  });
});
