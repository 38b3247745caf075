import { LocalCallController } from '../../../src/controller/local-call-controller.js';
import type { PageWindow } from '../../../src/panel/listen.js';
import { SimulatorTransport } from '../../../src/transport/simulator/simulator-transport.js';
import { ManualClock } from '../../support/manual-clock.js';

/** Everything that waits for the next microtasks has had its turn after this. */
export async function turns(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
}

export interface PartsBench {
  readonly clock: ManualClock;
  readonly simulator: SimulatorTransport;
  readonly controller: LocalCallController;
}

/** A controller whose simulated line is online. */
export async function online(uri = 'sip:101@example.com'): Promise<PartsBench> {
  const clock = new ManualClock();
  const simulator = new SimulatorTransport();
  const controller = new LocalCallController({ clock, random: () => 0.5 });
  controller.configure({ line: { servers: ['wss://pbx.example'], uri }, transport: simulator });
  await controller.connect();
  return { clock, simulator, controller };
}

/** A call comes in. */
export async function receive(
  { simulator }: PartsBench,
  number = '+12025550101',
  displayName?: string,
): Promise<string> {
  const id = simulator.receiveCall({ number, ...(displayName ? { displayName } : {}) });
  await turns();
  return id;
}

export interface Tab {
  readonly view: PageWindow;
  /** Listeners on the window and on the document that nobody has removed. */
  readonly listeners: () => number;
  readonly hide: (hidden: boolean) => void;
  readonly close: () => void;
}

/** A window of its own, of the same origin: what another tab is to this one. */
export function openTab(): Tab {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  const view = frame.contentWindow as PageWindow;
  let hidden = false;
  Object.defineProperty(view.document, 'visibilityState', {
    get: () => (hidden ? 'hidden' : 'visible'),
  });
  const counts = [count(view), count(view.document)];
  return {
    view,
    listeners: () => counts.reduce((sum, open) => sum + open(), 0),
    hide(next) {
      hidden = next;
      view.document.dispatchEvent(new view.Event('visibilitychange', { bubbles: true }));
    },
    close: () => frame.remove(),
  };
}

function count(target: EventTarget): () => number {
  const open = new Set<unknown>();
  const add = target.addEventListener.bind(target);
  const remove = target.removeEventListener.bind(target);
  target.addEventListener = (...args: Parameters<typeof add>) => {
    open.add(args[1]);
    add(...args);
  };
  target.removeEventListener = (...args: Parameters<typeof remove>) => {
    open.delete(args[1]);
    remove(...args);
  };
  return () => open.size;
}

/** `pagehide` and `pageshow`: `persisted` means the back/forward cache. */
export function pass(view: PageWindow, type: 'pagehide' | 'pageshow', persisted: boolean): void {
  view.dispatchEvent(new view.PageTransitionEvent(type, { persisted }));
}

/** Polls until it is so; the test's own time limit ends it. */
export async function until(so: () => boolean): Promise<void> {
  while (!so()) await new Promise((resolve) => setTimeout(resolve, 10));
}
