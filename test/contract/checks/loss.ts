import { expect } from '@open-wc/testing';
import { type Check, check } from '../check.js';

export const lossChecks: readonly Check[] = [
  check('keeps a connected call when the line fails, and uses it again afterwards', async (run) => {
    const callId = await run.talk();
    await run.bench.loseLine();
    await run.monitor.next('line-failed');
    await run.bench.restoreLine();
    await run.open();
    run.transport.refresh(callId);
    run.transport.setHold(callId, true);
    await run.monitor.next('call-hold-changed', { callId, held: true });
    expect(run.monitor.count('call-ended')).to.equal(0);
    expect(run.bench.microphoneInUse()).to.be.true;
  }),
  check('lets the far end know of an end that came while the line was down', async (run) => {
    const callId = await run.talk();
    await run.bench.loseLine();
    await run.monitor.next('line-failed');
    run.transport.end(callId);
    expect(run.bench.microphoneInUse()).to.be.false;
    await run.bench.restoreLine();
    await run.open();
    await run.see(callId, { state: 'ended' });
  }),
  check('learns of a far end that hung up while the line was down', async (run) => {
    const callId = await run.talk();
    await run.bench.loseLine();
    await run.monitor.next('line-failed');
    await run.bench.hangUp(callId);
    await run.bench.restoreLine();
    await run.open();
    run.transport.refresh(callId);
    await run.monitor.next('call-ended', { callId });
  }),
  check('answers a hold that is asked for while the line is down', async (run) => {
    const callId = await run.talk();
    await run.bench.loseLine();
    await run.monitor.next('line-failed');
    run.transport.setHold(callId, true);
    await run.monitor.next('call-hold-failed', { callId });
    expect(run.monitor.count('call-ended')).to.equal(0);
  }),
  check('keeps a connected call when the line is opened anew though it was open', async (run) => {
    const callId = await run.talk();
    await run.open();
    run.transport.refresh(callId);
    await run.bench.settle();
    expect(run.monitor.count('call-ended')).to.equal(0);
    run.transport.end(callId);
    await run.see(callId, { state: 'ended' });
  }),
];
