import { expect } from '@open-wc/testing';
import { type Check, check, type CheckRun } from '../check.js';

/** A second call, beside one that is on hold. */
async function second(run: CheckRun, first: string): Promise<string> {
  run.transport.setHold(first, true);
  await run.monitor.next('call-hold-changed', { callId: first });
  const callId = run.dial();
  await run.monitor.next('call-ringing', { callId });
  await run.bench.answer(callId);
  await run.monitor.next('call-connected', { callId });
  return callId;
}

/** Transfers, calls beside each other, and the conference. What takes a third party is tried where there is one. */
export const transferChecks: readonly Check[] = [
  check('a transfer of a call that is over, or that never was, does nothing', async (run) => {
    const callId = await run.talk();
    run.transport.end(callId);
    run.transport.transfer(callId, { number: run.bench.farEnd });
    run.transport.completeTransfer(callId, 'nobody');
    run.transport.transfer('nobody', { number: run.bench.farEnd });
    run.transport.answerTransfer('nobody', true);
    run.transport.split();
    expect(await run.reported()).to.deep.equal([]);
  }),

  check('a call cannot be joined to one that is not connected', async (run) => {
    const callId = await run.talk();
    run.transport.completeTransfer(callId, 'nobody');
    await run.monitor.next('call-transfer-failed', { callId });
    expect(run.monitor.count('call-ended', callId)).to.equal(0);
  }),

  check('two calls are beside each other, each with its own hold', async (run) => {
    const first = await run.talk();
    const other = await second(run, first);
    expect((await run.see(first, { held: true })).held).to.equal(true);
    expect((await run.see(other, { held: false })).held).to.equal(false);
    run.transport.end(first);
    run.transport.setHold(other, true);
    await run.monitor.next('call-hold-changed', { callId: other, held: true });
  }),

  check('merge() is answered, and the end of one leaves the other', async (run) => {
    const first = await run.talk();
    const other = await second(run, first);
    run.transport.setHold(first, false);
    await run.monitor.next('call-hold-changed', { callId: first, held: false });
    run.transport.merge([first, other]);
    await Promise.race([run.monitor.next('calls-merged'), run.monitor.next('calls-merge-failed')]);
    await run.bench.hangUp(first);
    await run.monitor.next('call-ended', { callId: first });
    expect((await run.see(other, { state: 'connected' })).state).to.equal('connected');
    expect(run.monitor.count('calls-split')).to.equal(0);
  }),

  check('merge() of what cannot be merged fails', async (run) => {
    const callId = await run.talk();
    run.transport.merge([callId, 'nobody']);
    await run.monitor.next('calls-merge-failed');
  }),
];

/** For a bench whose far end follows a REFER as a telephone network would. */
export const referChecks: readonly Check[] = [
  check('a transfer to nobody fails, and the call goes on', async (run) => {
    const callId = await run.talk();
    run.transport.transfer(callId, { number: run.bench.nobody });
    const { error } = await run.monitor.next('call-transfer-failed', { callId });
    expect(['not-found', 'not-supported']).to.include(error.reason);
    expect(run.monitor.count('call-ended', callId)).to.equal(0);
    expect((await run.see(callId, { state: 'connected' })).state).to.equal('connected');
  }),
];
