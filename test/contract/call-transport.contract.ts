import { expect } from '@open-wc/testing';
import type { TransportBench } from './bench.js';
import { type Check, CheckRun } from './check.js';
import { incomingChecks } from './checks/incoming.js';
import { lifecycleChecks } from './checks/lifecycle.js';
import { lineChecks } from './checks/line.js';
import { lossChecks } from './checks/loss.js';
import { operationChecks } from './checks/operations.js';
import { outgoingChecks } from './checks/outgoing.js';
import { transferChecks } from './checks/transfers.js';

/** What is said of a transport and its line. */
export const transportChecks: readonly Check[] = [...lineChecks, ...lossChecks, ...lifecycleChecks];

/** What is said of calls. */
export const callChecks: readonly Check[] = [
  ...outgoingChecks,
  ...incomingChecks,
  ...operationChecks,
  ...transferChecks,
];

/** The contract of the port `CallTransport`, sentence by sentence; the watchdogs' for benches that can pass time. */
export const callTransportChecks: readonly Check[] = [...transportChecks, ...callChecks];

/** Runs one check on a bench of its own; rejects when the transport breaks the contract. */
export async function runCheck(
  check: Check,
  makeBench: () => Promise<TransportBench>,
): Promise<void> {
  const bench = await makeBench();
  const run = new CheckRun(bench);
  try {
    run.attach();
    await check.run(run);
    await bench.settle();
    run.transport.dispose();
    await bench.settle();
    expect(run.monitor.violations, 'violations of the port').to.deep.equal([]);
    expect(run.monitor.timers, 'timers after dispose()').to.equal(0);
    expect(bench.microphoneInUse(), 'microphone after dispose()').to.be.false;
  } finally {
    bench.transport.dispose();
    await bench.dispose();
  }
}

/** The contract suite: every transport passes it, in one file or in several that run beside each other. */
export function describeCallTransport(
  name: string,
  makeBench: () => Promise<TransportBench>,
  checks = callTransportChecks,
): void {
  describe(`${name} keeps the contract of CallTransport`, () => {
    for (const check of checks) it(check.name, () => runCheck(check, makeBench));
  });
}
