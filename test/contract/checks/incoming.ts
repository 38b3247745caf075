import { expect } from '@open-wc/testing';
import { type Check, check } from '../check.js';

export const incomingChecks: readonly Check[] = [
  check('offers a call: who, what it can do, under an id of the host', async (run) => {
    await run.open();
    await run.bench.callIn('+12025550101');
    const offered = await run.monitor.next('call-offered');
    expect(offered.remote.number).to.equal('+12025550101');
    expect(offered.pbxId).to.be.a('string').and.not.empty;
    expect(offered.capabilities.answer).to.be.true;
    expect(run.bench.microphoneInUse()).to.be.false;
  }),
  check('answers: connected at both ends', async (run) => {
    await run.open();
    const callId = await run.offer();
    run.transport.answer(callId);
    await run.monitor.next('call-connected', { callId });
    await run.see(callId, { state: 'connected' });
    expect(run.bench.microphoneInUse()).to.be.true;
  }),
  check('connects once, however often it is answered', async (run) => {
    await run.open();
    const callId = await run.offer();
    run.transport.answer(callId);
    run.transport.answer(callId);
    await run.monitor.next('call-connected', { callId });
    run.transport.answer(callId);
    await run.bench.settle();
    expect(run.monitor.storyOf(callId)).to.deep.equal(['call-offered', 'call-connected']);
  }),
  ...([486, 603] as const).map((code) =>
    check(`declines with ${code}, and says nothing more of it`, async (run) => {
      await run.open();
      const callId = await run.offer();
      run.transport.decline(callId, code);
      const view = await run.see(callId, { state: 'ended' });
      expect(view.status).to.equal(code);
      await run.bench.settle();
      expect(run.monitor.storyOf(callId)).to.deep.equal(['call-offered']);
    }),
  ),
  check('rejects an offered call by end() too', async (run) => {
    await run.open();
    const callId = await run.offer();
    run.transport.end(callId);
    await run.see(callId, { state: 'ended' });
    await run.bench.settle();
    expect(run.monitor.storyOf(callId)).to.deep.equal(['call-offered']);
  }),
  check('reports a caller who gives up: cancelled, by the far end', async (run) => {
    await run.open();
    const callId = await run.offer();
    await run.bench.hangUp(callId);
    const ended = await run.monitor.next('call-ended', { callId });
    expect(ended).to.include({ reason: 'cancelled', by: 'remote' });
  }),
  check(
    'rings on when answering fails for the microphone, and can be answered then',
    async (run) => {
      await run.open();
      const callId = await run.offer();
      await run.bench.setMicrophone('denied');
      run.transport.answer(callId);
      const { error } = await run.monitor.next('call-answer-failed', { callId });
      expect(error.reason).to.equal('microphone-denied');
      expect((await run.see(callId, { state: 'ringing' })).state).to.equal('ringing');
      await run.bench.setMicrophone('granted');
      run.transport.answer(callId);
      await run.monitor.next('call-connected', { callId });
    },
  ),
  check('offers a second call beside a connected one, and keeps them apart', async (run) => {
    await run.open();
    const first = await run.offer('+12025550101');
    run.transport.answer(first);
    await run.monitor.next('call-connected', { callId: first });
    const second = await run.offer('+12025550102');
    expect(second).to.not.equal(first);
    run.transport.decline(second, 486);
    await run.see(second, { state: 'ended' });
    await run.bench.settle();
    expect(run.monitor.count('call-ended', first)).to.equal(0);
    expect((await run.see(first, { state: 'connected' })).state).to.equal('connected');
  }),
];
