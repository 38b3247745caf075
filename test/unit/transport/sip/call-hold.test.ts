import { expect } from '@open-wc/testing';

import type { TransportEvent } from '../../../../src/transport/call-transport.js';
import { glareDelayMs } from '../../../../src/transport/sip/reinvite.js';
import { CallBench, farContact } from './support/call-bench.js';
import { FakeConnection, fakeSdp } from './support/fake-media.js';
import type { SeenRequest } from './support/scripted-server.js';

const accepted = { headers: [farContact], body: fakeSdp('recvonly') };
type HoldAnswer = Extract<TransportEvent, { type: 'call-hold-changed' | 'call-hold-failed' }>;

function holdAnswers(bench: CallBench): readonly HoldAnswer[] {
  return bench.phone.said.filter(
    (event): event is HoldAnswer =>
      event.type === 'call-hold-changed' || event.type === 'call-hold-failed',
  );
}

function directionOf(request: SeenRequest): string | undefined {
  return /^a=(sendrecv|sendonly|recvonly|inactive)/m.exec(request.message.body)?.[1];
}

describe('Hold', () => {
  let bench: CallBench;
  beforeEach(async () => {
    bench = await CallBench.online();
  });
  afterEach(function () {
    return bench.close(this.currentTest?.isFailed());
  });

  async function holdOnce(callId: string): Promise<void> {
    bench.transport.setHold(callId, true);
    const request = await bench.server.request('INVITE');
    expect(directionOf(request)).to.equal('sendonly');
    request.reply(200, accepted);
    expect(await bench.phone.next('call-hold-changed')).to.include({ callId, held: true });
    await bench.server.request('ACK');
  }

  for (const status of [302, 404, 488, 500, 603]) {
    it(`#80 is as it was when the far end answers ${status}, and the next hold works`, async () => {
      const { callId } = await bench.talk();
      bench.transport.setHold(callId, true);
      (await bench.server.request('INVITE')).reply(status);
      const { error } = await bench.phone.next('call-hold-failed');
      expect(error.sip?.status).to.equal(status);
      const [connection] = FakeConnection.made;
      expect(connection?.signalingState).to.equal('stable');
      expect(connection?.transceivers[0]?.direction).to.equal('sendrecv');
      expect(connection?.transceivers[0]?.sender.track, 'the microphone is back').to.be.ok;
      await bench.server.request('ACK');
      await holdOnce(callId);
      bench.transport.end(callId);
    });
  }

  for (const status of [408, 481]) {
    it(`#80 ends the call when the far end answers ${status}: it no longer knows it`, async () => {
      const { callId } = await bench.talk();
      bench.transport.setHold(callId, true);
      (await bench.server.request('INVITE')).reply(status);
      await bench.phone.next('call-hold-failed');
      expect(await bench.ended()).to.include({ callId, reason: 'failed', by: 'remote' });
      await bench.server.request('BYE');
    });
  }

  it('#80 ends the call when the hold is never answered: after 32 s', async () => {
    const { callId } = await bench.talk();
    bench.transport.setHold(callId, true);
    (await bench.server.request('INVITE')).reply(100);
    await bench.settle();
    await bench.pass(32_000);
    const { error } = await bench.phone.next('call-hold-failed');
    expect(error.reason).to.equal('timeout');
    expect(await bench.ended()).to.include({ reason: 'timeout' });
    await bench.server.request('BYE');
  });

  it('#80 ends the call when the answer cannot be used', async () => {
    const { callId } = await bench.talk();
    bench.transport.setHold(callId, true);
    FakeConnection.unusable = true;
    (await bench.server.request('INVITE')).reply(200, accepted);
    await bench.phone.next('call-hold-failed');
    expect(await bench.ended()).to.include({ reason: 'media' });
    await bench.server.request('ACK');
    await bench.server.request('BYE');
  });

  it('#80 waits after 491 as the owner of the Call-ID does, and tries three times at most', async () => {
    const { callId } = await bench.talk();
    bench.transport.setHold(callId, true);
    (await bench.server.request('INVITE')).reply(491);
    await bench.settle();
    await bench.pass(2_090);
    expect(bench.server.count('INVITE')).to.equal(2);
    await bench.pass(1_910);
    (await bench.server.request('INVITE')).reply(491);
    await bench.settle();
    await bench.pass(4_000);
    (await bench.server.request('INVITE')).reply(491);
    const { error } = await bench.phone.next('call-hold-failed');
    expect(error.sip?.status).to.equal(491);
    await bench.pass(10_000);
    expect(bench.server.count('INVITE')).to.equal(4);
    await holdOnce(callId);
    bench.transport.end(callId);
  });

  it('#80 succeeds after a 491, as the side that was called', async () => {
    const { callId } = await bench.answered();
    bench.transport.setHold(callId, true);
    (await bench.server.request('INVITE')).reply(491);
    await bench.settle();
    await bench.pass(2_000);
    (await bench.server.request('INVITE')).reply(200, accepted);
    expect(await bench.phone.next('call-hold-changed')).to.include({ held: true });
    bench.transport.end(callId);
  });

  it('#80 waits 2.1 to 4 s, or 0 to 2 s, in steps of 10 ms', () => {
    for (let step = 0; step <= 100; step += 1) {
      const owner = glareDelayMs(true, step / 100);
      const other = glareDelayMs(false, step / 100);
      expect(owner).to.be.within(2_100, 4_000);
      expect(other).to.be.within(0, 2_000);
      expect((owner + other) % 10).to.equal(0);
    }
  });

  it('#80 answers their re-INVITE with 491 while ours is open, and takes it afterwards', async () => {
    const { callId, dialog } = await bench.talk();
    bench.transport.setHold(callId, true);
    const request = await bench.server.request('INVITE');
    bench.sendIn(dialog, 'INVITE', { body: fakeSdp('sendonly') });
    expect(await bench.status('INVITE')).to.equal(491);
    request.reply(200, accepted);
    await bench.phone.next('call-hold-changed');
    bench.sendIn(dialog, 'INVITE', { cseq: 200, body: fakeSdp('sendonly') });
    expect(await bench.status('INVITE')).to.equal(200);
    await bench.phone.next('call-remote-hold-changed');
    bench.sendIn(dialog, 'ACK', { cseq: 200 });
    bench.transport.end(callId);
  });

  it('#80 waits with ours while theirs is open', async () => {
    const { callId, dialog } = await bench.talk();
    bench.sendIn(dialog, 'INVITE', { cseq: 200, body: fakeSdp() });
    expect(await bench.status('INVITE')).to.equal(200);
    bench.transport.setHold(callId, true);
    await bench.settle();
    expect(bench.server.count('INVITE')).to.equal(1);
    bench.sendIn(dialog, 'ACK', { cseq: 200 });
    await bench.settle();
    await bench.pass(4_000);
    (await bench.server.request('INVITE')).reply(200, accepted);
    await bench.phone.next('call-hold-changed');
    bench.transport.end(callId);
  });

  it('ends a call when their re-INVITE is never acknowledged', async () => {
    const { dialog } = await bench.talk();
    bench.sendIn(dialog, 'INVITE', { cseq: 200, body: fakeSdp() });
    expect(await bench.status('INVITE')).to.equal(200);
    await bench.settle();
    await bench.pass(32_000);
    expect(await bench.ended()).to.include({ reason: 'timeout' });
    await bench.server.request('BYE');
  });

  it('is not in the way of ours when the line was lost before the ACK to theirs', async () => {
    const { callId, dialog } = await bench.talk();
    bench.sendIn(dialog, 'INVITE', { cseq: 200, body: fakeSdp() });
    expect(await bench.status('INVITE')).to.equal(200);
    await bench.settle();
    bench.server.dropAll();
    await bench.phone.next('line-failed');
    await bench.pass(3_000);
    await bench.phone.online();
    await bench.pass(40_000);
    expect(bench.phone.count('call-ended')).to.equal(0);
    await holdOnce(callId);
    bench.transport.end(callId);
  });

  it('#82 makes at most three re-INVITEs of 50 clicks; the last one wins, and each is answered', async () => {
    const { callId } = await bench.talk();
    bench.server.on('INVITE', (request) => request.reply(200, accepted));
    for (let click = 0; click < 50; click += 1) bench.transport.setHold(callId, click % 2 === 0);
    await bench.settle();
    await bench.settle();
    expect(bench.server.count('INVITE') - 1).to.be.within(1, 3);
    const answers = holdAnswers(bench);
    expect(answers).to.have.lengthOf(50);
    expect(answers.at(-1)).to.include({ type: 'call-hold-changed', held: false });
    bench.transport.end(callId);
  });

  it('#84 silences the microphone at once while the line is down, and holds when it is back within 6 s', async () => {
    const { callId } = await bench.talk();
    bench.server.dropAll();
    await bench.phone.next('line-failed');
    bench.transport.setHold(callId, true);
    await Promise.resolve();
    const sender = FakeConnection.made[0]?.transceivers[0]?.sender;
    expect(sender?.track).to.equal(null);
    await bench.pass(3_000);
    expect(holdAnswers(bench)).to.deep.equal([]);
    bench.server.on('INVITE', (request) => request.reply(200, accepted));
    await bench.phone.online();
    expect(await bench.phone.next('call-hold-changed')).to.include({ held: true });
    expect(bench.phone.count('call-ended')).to.equal(0);
    bench.transport.end(callId);
  });

  it('#84 refuses a hold when the line stays away, with the reason, and the call is as it was', async () => {
    const { callId } = await bench.talk();
    bench.server.dropAll();
    await bench.phone.next('line-failed');
    bench.transport.setHold(callId, true);
    await bench.settle();
    await bench.pass(6_000);
    const { error } = await bench.phone.next('call-hold-failed');
    expect(error.reason).to.equal('network');
    const sender = FakeConnection.made[0]?.transceivers[0]?.sender;
    expect(sender?.track).to.be.ok;
    expect(bench.phone.count('call-ended')).to.equal(0);
    bench.transport.end(callId);
  });

  it('#84 gives a hold up whose line is lost on the way; the call stays and can be held later', async () => {
    const { callId } = await bench.talk();
    bench.transport.setHold(callId, true);
    await bench.server.request('INVITE');
    bench.server.dropAll();
    const { error } = await bench.phone.next('call-hold-failed');
    expect(error.reason).to.equal('network');
    const online = bench.phone.online();
    await bench.pass(3_000);
    await online;
    await bench.pass(40_000);
    expect(bench.phone.count('call-ended')).to.equal(0);
    await holdOnce(callId);
    bench.transport.end(callId);
  });

  it('#95 refuses digits before the answer, on hold and after the end quietly', async () => {
    const ringing = await bench.ring();
    bench.transport.sendDtmf(ringing.callId, '1');
    expect((await bench.phone.next('call-dtmf-failed')).error.reason).to.equal('not-allowed');
    bench.transport.end(ringing.callId);
    const { callId } = await bench.talk();
    await holdOnce(callId);
    bench.transport.sendDtmf(callId, '1');
    expect((await bench.phone.next('call-dtmf-failed')).error.reason).to.equal('not-allowed');
    bench.transport.end(callId);
    const before = bench.phone.said.length;
    bench.transport.sendDtmf(callId, '1');
    bench.transport.sendDtmf(ringing.callId, '1');
    await bench.settle();
    expect(bench.phone.said.slice(before)).to.deep.equal([]);
    expect(bench.server.count('INFO')).to.equal(0);
  });
});
