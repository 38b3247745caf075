import { expect } from '@open-wc/testing';
import type { TransportBench } from './bench.js';
import { type Check, CheckRun } from './check.js';
import { incomingChecks } from './checks/incoming.js';
import { lifecycleChecks } from './checks/lifecycle.js';
import { lineChecks } from './checks/line.js';
import { lossChecks } from './checks/loss.js';
import { operationChecks } from './checks/operations.js';
import { outgoingChecks } from './checks/outgoing.js';
import { watchdogChecks } from './checks/watchdogs.js';

/** The contract of the port `CallTransport`, sentence by sentence. */
export const callTransportChecks: readonly Check[] = [
  ...lineChecks,
  ...outgoingChecks,
  ...incomingChecks,
  ...operationChecks,
  ...lossChecks,
  ...lifecycleChecks,
];

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

/** The contract suite: every transport passes it. Checks of the watchdogs run where the bench can pass time. */
export function describeCallTransport(
  name: string,
  makeBench: () => Promise<TransportBench>,
  options: { readonly watchdogs?: boolean } = {},
): void {
  const checks = options.watchdogs
    ? [...callTransportChecks, ...watchdogChecks]
    : callTransportChecks;
  describe(`${name} keeps the contract of CallTransport`, () => {
    for (const check of checks) it(check.name, () => runCheck(check, makeBench));
  });
}
