import { expect } from '@open-wc/testing';
import { type Check, check, type CheckRun } from '../check.js';

function watchdogs(run: CheckRun): NonNullable<CheckRun['bench']['watchdogs']> {
  const { watchdogs: found } = run.bench;
  if (!found) throw new Error('This bench cannot stall a line or pass time.');
  return found;
}

/** The line goes dumb: nothing waits for ever. */
export const watchdogChecks: readonly Check[] = [
  check('gives a connect() up within 45 s', async (run) => {
    await watchdogs(run).stall(true);
    run.connect();
    await watchdogs(run).passTime(45_000);
    await run.monitor.next('line-failed', { final: false });
  }),
  check('reports a line that does not answer the probe for 3 s', async (run) => {
    await run.open();
    await watchdogs(run).stall(true);
    run.transport.probe();
    await watchdogs(run).passTime(3_000);
    await run.monitor.next('line-failed', { final: false });
  }),
  check('closes within 2 s', async (run) => {
    await run.open();
    await watchdogs(run).stall(true);
    const closed = run.transport.disconnect();
    await watchdogs(run).passTime(2_000);
    await closed;
    expect(run.monitor.count('line-closed')).to.equal(1);
  }),
  check('gives a hold up that is not answered', async (run) => {
    const callId = await run.talk();
    await watchdogs(run).stall(true);
    run.transport.setHold(callId, true);
    await watchdogs(run).passTime(45_000);
    await run.monitor.next('call-hold-failed', { callId });
  }),
  check('gives an answer up that is not confirmed', async (run) => {
    await run.open();
    const callId = await run.offer();
    await watchdogs(run).stall(true);
    run.transport.answer(callId);
    await watchdogs(run).passTime(45_000);
    await run.monitor.next('call-ended', { callId });
  }),
];
