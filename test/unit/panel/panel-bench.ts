import '../../../src/define.js';
import { CtiError } from '../../../src/base/error.js';
import type { CtiEventMap } from '../../../src/context/events.js';
import type { CtiPanel } from '../../../src/panel/cti-panel.js';
import { SimulatorTransport } from '../../../src/transport/simulator/simulator-transport.js';

let count = 0;

/** An address that no other test page of this browser holds a lock for. */
export function freshUri(): string {
  return `sip:${(count += 1)}-${crypto.randomUUID()}@example.com`;
}

/** A panel that is in no document yet, with a simulated line. */
export function simulated(given: Partial<CtiPanel> = {}): {
  readonly panel: CtiPanel;
  readonly transport: SimulatorTransport;
} {
  const transport = new SimulatorTransport();
  const panel = document.createElement('cti-panel');
  Object.assign(panel, { transport, uri: freshUri(), tabs: 'each', ...given });
  return { panel, transport };
}

/** A panel whose line is open. */
export async function online(given: Partial<CtiPanel> = {}): ReturnType<typeof connectedBench> {
  return connectedBench(given);
}

async function connectedBench(given: Partial<CtiPanel>): Promise<ReturnType<typeof simulated>> {
  const bench = simulated(given);
  document.body.append(bench.panel);
  await bench.panel.ready;
  return bench;
}

/** The next event of that type, heard on the document. */
export function next<T extends keyof CtiEventMap>(type: T): Promise<CtiEventMap[T]> {
  return new Promise((resolve) => {
    document.addEventListener(type, resolve as EventListener, { once: true });
  });
}

/** How a promise was rejected; `fulfilled` when it was not. */
export async function reasonOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'fulfilled';
  } catch (thrown) {
    return thrown instanceof CtiError ? thrown.reason : String(thrown);
  }
}

/** One task later: panels connect and follow changes then. */
export function task(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}
