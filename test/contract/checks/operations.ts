import { expect } from '@open-wc/testing';
import { CtiError } from '../../../src/base/error.js';
import { type Check, check } from '../check.js';

export const operationChecks: readonly Check[] = [
  check('holds and resumes, each confirmed once, and the far end knows', async (run) => {
    const callId = await run.talk();
    run.transport.setHold(callId, true);
    await run.monitor.next('call-hold-changed', { callId, held: true });
    await run.see(callId, { held: true });
    run.transport.setHold(callId, false);
    await run.monitor.next('call-hold-changed', { callId, held: false });
    await run.see(callId, { held: false });
  }),
  check('serves hold and resume that are asked for at once one after the other', async (run) => {
    const callId = await run.talk();
    run.transport.setHold(callId, true);
    run.transport.setHold(callId, false);
    await run.monitor.next('call-hold-changed', { callId, held: false });
    const changes = run.monitor.events.flatMap((event) =>
      event.type === 'call-hold-changed' ? [event.held] : [],
    );
    expect(changes).to.deep.equal([true, false]);
  }),
  check(
    'reports a hold that the far end refuses; the call goes on and can be held later',
    async (run) => {
      const callId = await run.talk();
      await run.bench.refuseHold(true);
      run.transport.setHold(callId, true);
      const { error } = await run.monitor.next('call-hold-failed', { callId });
      expect(error).to.be.instanceOf(CtiError);
      expect((await run.see(callId, { held: false })).state).to.equal('connected');
      await run.bench.refuseHold(false);
      run.transport.setHold(callId, true);
      await run.monitor.next('call-hold-changed', { callId, held: true });
    },
  ),
  check('answers the hold of a call that is not connected: it failed', async (run) => {
    await run.open();
    const callId = await run.offer();
    run.transport.setHold(callId, true);
    await run.monitor.next('call-hold-failed', { callId });
  }),
  check('reports that the far end holds us, and that it no longer does', async (run) => {
    const callId = await run.talk();
    await run.bench.hold(callId, true);
    await run.monitor.next('call-remote-hold-changed', { callId, held: true });
    await run.bench.hold(callId, false);
    await run.monitor.next('call-remote-hold-changed', { callId, held: false });
    expect(run.monitor.count('call-hold-changed')).to.equal(0);
  }),
  check('mutes without a word: the far end hears silence', async (run) => {
    const callId = await run.talk();
    run.transport.setMuted(callId, true);
    expect((await run.see(callId, { muted: true })).muted).to.be.true;
    run.transport.setMuted(callId, false);
    expect((await run.see(callId, { muted: false })).muted).to.be.false;
  }),
  check('sends tones, each burst answered, in order', async (run) => {
    const callId = await run.talk();
    run.transport.sendDtmf(callId, '12');
    run.transport.sendDtmf(callId, '3,#');
    await run.monitor.next('call-dtmf-sent', { callId });
    await run.monitor.next('call-dtmf-sent', { callId });
    expect((await run.see(callId, { tones: '123#' })).tones).to.equal('123#');
  }),
  check('refuses tones that are none', async (run) => {
    const callId = await run.talk();
    run.transport.sendDtmf(callId, '1x');
    await run.monitor.next('call-dtmf-failed', { callId });
    expect((await run.see(callId, { state: 'connected' })).tones).to.equal('');
  }),
  check('says nothing of operations that the end of the call overtook', async (run) => {
    const callId = await run.talk();
    run.transport.setHold(callId, true);
    run.transport.sendDtmf(callId, '1');
    run.transport.end(callId);
    expect(await run.reported()).to.deep.equal([]);
  }),
  check('does nothing to calls that are unknown or over', async (run) => {
    const ended = await run.talk();
    await run.bench.hangUp(ended);
    await run.monitor.next('call-ended', { callId: ended });
    for (const callId of [ended, 'nobody']) {
      run.transport.answer(callId);
      run.transport.setHold(callId, true);
      run.transport.setMuted(callId, true);
      run.transport.sendDtmf(callId, '1');
      run.transport.refresh(callId);
      run.transport.decline(callId, 486);
      run.transport.end(callId);
      expect(run.transport.dialog(callId)).to.be.undefined;
    }
    expect(await run.reported()).to.deep.equal([]);
  }),
];
