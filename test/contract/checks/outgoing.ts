import { expect } from '@open-wc/testing';
import { type Check, check } from '../check.js';

export const outgoingChecks: readonly Check[] = [
  check(
    'tells a call of ours in order: dialed, ringing, connected, ended by the far end',
    async (run) => {
      const callId = await run.talk();
      await run.bench.hangUp(callId);
      const ended = await run.monitor.next('call-ended', { callId });
      expect(ended).to.include({ reason: 'hangup', by: 'remote' });
      const story = ['call-dialed', 'call-ringing', 'call-connected', 'call-ended'];
      expect(run.monitor.storyOf(callId)).to.deep.equal(story);
      const { pbxId } = await run.monitor.next('call-dialed', { callId });
      expect(pbxId).to.be.a('string').and.not.empty;
    },
  ),
  check('says what a connected call can do, and that its sound flows', async (run) => {
    await run.open();
    const callId = run.dial();
    await run.monitor.next('call-ringing', { callId });
    await run.bench.answer(callId);
    const { capabilities } = await run.monitor.next('call-connected', { callId });
    expect(capabilities).to.include({ hold: true, mute: true, dtmf: true });
    await run.monitor.next('call-media-changed', { callId, media: 'flowing' });
  }),
  check('ends a call to a number that does not exist: not-found, with the status', async (run) => {
    await run.open();
    const callId = run.dial(run.bench.nobody);
    const ended = await run.monitor.next('call-ended', { callId });
    expect(ended).to.include({ reason: 'not-found', by: 'remote' });
    expect(ended.sip?.status).to.equal(404);
  }),
  check('ends a call that is dialled without a line: network', async (run) => {
    const callId = run.dial();
    const ended = await run.monitor.next('call-ended', { callId });
    expect(ended).to.include({ reason: 'network', by: 'network' });
    expect(run.monitor.count('call-dialed')).to.equal(0);
  }),
  check('says nothing of a call without a line that was ended at once', async (run) => {
    const callId = run.dial();
    run.transport.end(callId);
    expect(await run.reported()).to.deep.equal([]);
  }),
  check("sends no header that is SIP's own: invalid-target", async (run) => {
    await run.open();
    const callId = run.monitor.newCallId();
    const target = run.transport.parseTarget(run.bench.farEnd);
    run.transport.dial(callId, { target, headers: { Route: '<sip:evil.example>' } });
    const ended = await run.monitor.next('call-ended', { callId });
    expect(ended).to.include({ reason: 'invalid-target', by: 'local' });
    expect(run.monitor.count('call-dialed')).to.equal(0);
  }),
  check(
    'cancels: after end() the far end stops ringing and nothing more is reported',
    async (run) => {
      const callId = await run.ring();
      run.transport.end(callId);
      expect(run.bench.microphoneInUse()).to.be.false;
      await run.see(callId, { state: 'ended' });
      expect(await run.reported()).to.deep.equal([]);
      expect(run.monitor.storyOf(callId)).to.deep.equal(['call-dialed', 'call-ringing']);
    },
  ),
  check('takes a call back that is ended in the moment it is dialled', async (run) => {
    await run.open();
    const callId = run.dial();
    run.transport.end(callId);
    await run.bench.settle();
    expect(run.monitor.storyOf(callId)).to.deep.equal([]);
    expect(run.bench.microphoneInUse()).to.be.false;
  }),
  check(
    'hangs up: microphone off before end() returns, the far end hears of it, nothing is reported',
    async (run) => {
      const callId = await run.talk();
      expect(run.bench.microphoneInUse()).to.be.true;
      run.transport.end(callId);
      expect(run.bench.microphoneInUse()).to.be.false;
      await run.see(callId, { state: 'ended' });
      await run.bench.settle();
      expect(run.monitor.count('call-ended')).to.equal(0);
    },
  ),
  check('sends nothing without a microphone: microphone-denied, never dialed', async (run) => {
    await run.open();
    await run.bench.setMicrophone('denied');
    const callId = run.dial();
    const ended = await run.monitor.next('call-ended', { callId });
    expect(ended).to.include({ reason: 'microphone-denied', by: 'local' });
    expect(run.monitor.count('call-dialed')).to.equal(0);
  }),
  check('carries two calls of ours at once, each with its own end', async (run) => {
    const first = await run.talk();
    const second = run.dial();
    await run.monitor.next('call-ringing', { callId: second });
    await run.bench.hangUp(first);
    await run.monitor.next('call-ended', { callId: first });
    await run.bench.answer(second);
    await run.monitor.next('call-connected', { callId: second });
    expect(run.monitor.count('call-ended', second)).to.equal(0);
  }),
];
