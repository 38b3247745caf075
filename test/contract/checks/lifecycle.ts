import { expect } from '@open-wc/testing';
import { type Check, check } from '../check.js';

export const lifecycleChecks: readonly Check[] = [
  check('gives the dialog of a connected call, as plain data', async (run) => {
    const callId = await run.talk();
    const record = run.transport.dialog(callId);
    const { pbxId } = await run.monitor.next('call-dialed', { callId });
    expect(record).to.include({ callId, pbxId, direction: 'outgoing', held: false });
    expect(record?.localTag).to.be.a('string').and.not.empty;
    expect(record?.remoteTag).to.be.a('string').and.not.empty;
    expect(structuredClone(record)).to.deep.equal(record);
  }),
  check('is abandoned: every call is over at the far end, and nothing is said', async (run) => {
    const first = await run.talk();
    const second = await run.offer();
    const before = run.monitor.events.length;
    run.transport.abandon();
    expect(run.bench.microphoneInUse()).to.be.false;
    await run.see(first, { state: 'ended' });
    await run.see(second, { state: 'ended' });
    const calls = run.monitor.events.slice(before).filter((event) => 'callId' in event);
    expect(calls).to.deep.equal([]);
  }),
  check(
    'is disposed of in a call: over at the far end, no event, no timer; and twice is once',
    async (run) => {
      const callId = await run.talk();
      run.transport.dispose();
      run.transport.dispose();
      expect(run.bench.microphoneInUse()).to.be.false;
      expect(run.monitor.timers).to.equal(0);
      await run.see(callId, { state: 'ended' });
      expect(await run.reported()).to.deep.equal([]);
    },
  ),
  check('is disposed of while it connects', async (run) => {
    run.connect();
    run.transport.dispose();
    expect(await run.reported()).to.deep.equal([]);
    expect(run.monitor.timers).to.equal(0);
  }),
  check('does nothing after dispose()', async (run) => {
    await run.open();
    run.transport.dispose();
    run.connect();
    run.dial();
    run.transport.probe();
    run.transport.unblockSound();
    run.transport.abandon();
    await run.transport.disconnect();
    expect(await run.reported()).to.deep.equal([]);
  }),
  check('tells nobody anything when the loan of the host has ended', async (run) => {
    run.connect();
    run.detach();
    expect(await run.reported()).to.deep.equal([]);
  }),
];
