import { expect } from '@open-wc/testing';

import { endReasons } from '../../../../src/base/error.js';
import { reasonOfStatus } from '../../../../src/transport/sip/status-reason.js';
import { CallBench, farContact } from './support/call-bench.js';
import { FakeConnection, fakeSdp } from './support/fake-media.js';
import { replyTo } from './support/sip-message.js';

describe('A call of ours', () => {
  let bench: CallBench;
  beforeEach(async () => {
    bench = await CallBench.online();
  });
  afterEach(function () {
    return bench.close(this.currentTest?.isFailed());
  });

  it('#46 gives up after 32 s when nothing comes back', async () => {
    await bench.dial();
    await bench.pass(31_999);
    expect(bench.phone.count('call-ended')).to.equal(0);
    await bench.pass(1);
    expect(await bench.ended()).to.include({ reason: 'timeout', by: 'network' });
    await bench.pass(37_000);
    expect(bench.invariants.clients).to.equal(0);
  });

  it('#47 rings for 180 s, then sends CANCEL and ends', async () => {
    const { invite } = await bench.dial();
    invite.reply(180, { headers: [farContact] });
    await bench.phone.next('call-ringing');
    await bench.pass(179_000);
    expect(bench.phone.count('call-ended')).to.equal(0);
    await bench.pass(1_000);
    expect(await bench.ended()).to.include({ reason: 'no-answer', by: 'local' });
    await bench.server.request('CANCEL');
    invite.reply(487);
  });

  it('#52 ends for every final status with a reason of the closed list and the phrase as text', async function () {
    this.timeout(30_000);
    for (let status = 300; status < 700; status += 1) {
      await bench.pass(1_000);
      const { invite } = await bench.dial();
      invite.reply(status, { reason: 'Phrase &amp; more' });
      const ended = await bench.ended();
      expect(ended.by).to.equal('remote');
      expect(endReasons).to.include(ended.reason);
      expect(ended.reason).to.equal(reasonOfStatus(status));
      expect(ended.sip).to.deep.equal({ status, text: 'Phrase &amp; more' });
    }
    expect(bench.phone.count('call-ended')).to.equal(400);
  });

  it('#76 reads a cause beside a status that says little', async () => {
    const cases = [
      ['Reason: Q.850;cause=17;text="User busy"', 'busy'],
      ['Reason: Q.850;cause=21', 'declined'],
      ['X-Asterisk-HangupCauseCode: 1', 'not-found'],
      ['Reason: Q.850;cause=999', 'unavailable'],
      ['X-Asterisk-HangupCauseCode: <script>', 'unavailable'],
    ] as const;
    for (const [header, reason] of cases) {
      const { invite } = await bench.dial();
      invite.reply(480, { headers: [header] });
      expect((await bench.ended()).reason, header).to.equal(reason);
    }
    const { invite } = await bench.dial();
    invite.reply(486, { headers: ['Reason: Q.850;cause=1'] });
    expect((await bench.ended()).reason, '486 says enough').to.equal('busy');
  });

  it('#55 holds the CANCEL until something comes back, is over at once, and ends a late 200 by ACK and BYE', async () => {
    const { callId, invite } = await bench.dial();
    bench.transport.end(callId);
    expect(bench.invariants.openConnections).to.equal(0);
    await bench.settle();
    expect(bench.server.count('CANCEL')).to.equal(0);
    invite.reply(100);
    await bench.server.request('CANCEL');
    invite.reply(200, { headers: [farContact], body: fakeSdp() });
    await bench.server.request('ACK');
    await bench.server.request('BYE');
    expect(bench.phone.count('call-connected')).to.equal(0);
  });

  it('#55 cancels also the INVITE that answers a challenge which crossed the end', async () => {
    bench.phone.connect(undefined, {
      ...bench.phone.settings,
      credentials: async () => ({ password: 'secret' }),
    });
    await bench.pass(3_000);
    await bench.phone.next('line-opened');
    const { callId, invite } = await bench.dial();
    bench.transport.end(callId);
    invite.reply(407, {
      headers: ['Proxy-Authenticate: Digest realm="pbx", nonce="1", algorithm=MD5'],
    });
    const second = await bench.server.request('INVITE');
    second.reply(180, { headers: [farContact] });
    const cancel = await bench.server.request('CANCEL');
    expect(cancel.message.viaBranch).to.equal(second.message.viaBranch);
    second.reply(487);
  });

  it('#56 ends by ACK and BYE what was answered while the CANCEL was on its way', async () => {
    const { callId, invite } = await bench.dial();
    invite.reply(180, { headers: [farContact] });
    await bench.phone.next('call-ringing');
    bench.transport.end(callId);
    invite.reply(200, { headers: [farContact], body: fakeSdp() });
    await bench.server.request('CANCEL');
    await bench.server.request('ACK', 1_000);
    await bench.server.request('BYE', 1_000);
    await bench.settle();
    expect(bench.server.count('BYE')).to.equal(1);
  });

  it('#57 forgets a call whose CANCEL nobody answers within 37 s', async () => {
    const { callId, invite } = await bench.dial();
    invite.reply(180, { headers: [farContact] });
    await bench.phone.next('call-ringing');
    bench.server.on('CANCEL', () => undefined);
    bench.transport.end(callId);
    expect(bench.invariants.openConnections).to.equal(0);
    expect(bench.invariants.liveTracks).to.equal(0);
    await bench.settle();
    expect(bench.invariants.dialogs).to.equal(1);
    await bench.pass(37_000);
    expect(bench.invariants.dialogs).to.equal(0);
    expect(bench.invariants.sessions).to.equal(0);
  });

  it('#51 fails within 5 s a 2xx that sip.js drops: without a Contact, or with one it cannot read', async () => {
    for (const headers of [[], ['Contact: <sip:100%25@p>']]) {
      const { invite } = await bench.dial();
      invite.reply(200, { headers, body: fakeSdp() });
      await bench.settle();
      await bench.pass(5_000);
      expect(await bench.ended()).to.include({ reason: 'failed', by: 'remote' });
      expect(bench.invariants.openConnections).to.equal(0);
      await bench.pass(37_000);
    }
  });

  it('#51 fails a 2xx without a description, and one that cannot be used, by ACK and BYE', async () => {
    for (const body of ['', fakeSdp()]) {
      const { invite } = await bench.dial();
      FakeConnection.unusable = true;
      invite.reply(200, { headers: [farContact], body });
      expect(await bench.ended()).to.include({ reason: 'media', by: 'local' });
      await bench.server.request('ACK');
      await bench.server.request('BYE');
      expect(bench.invariants.openConnections).to.equal(0);
      FakeConnection.unusable = false;
    }
  });

  it('#73 sends one CANCEL or one BYE however often the call is ended', async () => {
    const { callId, invite } = await bench.dial();
    invite.reply(180, { headers: [farContact] });
    await bench.phone.next('call-ringing');
    for (let press = 0; press < 20; press += 1) bench.transport.end(callId);
    await bench.server.request('CANCEL');
    invite.reply(487);
    const talking = await bench.talk();
    for (let press = 0; press < 20; press += 1) bench.transport.end(talking.callId);
    await bench.settle();
    expect([bench.server.count('CANCEL'), bench.server.count('BYE')]).to.deep.equal([1, 1]);
    expect(bench.phone.count('call-ended')).to.equal(0);
  });

  it('#73 sends nothing of a call that is ended in the moment it is dialled', async () => {
    const callId = bench.phone.dial();
    for (let press = 0; press < 20; press += 1) bench.transport.end(callId);
    await bench.settle();
    expect(bench.server.count('INVITE')).to.equal(0);
  });

  it('#77 refuses what cannot be dialled with a reason, never in silence', async () => {
    bench.transport.dial('empty', { target: { number: '' } });
    expect(await bench.ended()).to.include({ callId: 'empty', reason: 'invalid-target' });
    bench.transport.dial('long', { target: { number: '1'.repeat(500) } });
    expect(await bench.ended()).to.include({ callId: 'long', reason: 'invalid-target' });
    bench.server.dropAll();
    await bench.phone.next('line-failed');
    bench.phone.dial('603', 'offline');
    expect(await bench.ended()).to.include({ callId: 'offline', reason: 'network' });
    expect(bench.server.count('INVITE')).to.equal(0);
  });

  it('#77 dials a second number while the first is being set up', async () => {
    const first = await bench.dial();
    const second = await bench.dial();
    expect(second.invite.message.callId).to.not.equal(first.invite.message.callId);
    first.invite.reply(486);
    expect((await bench.ended()).callId).to.equal(first.callId);
    second.invite.reply(486);
    expect((await bench.ended()).callId).to.equal(second.callId);
  });

  it('#58 ends a call that does not stand when the line stays away for 6 s', async () => {
    const { invite } = await bench.dial();
    invite.reply(180, { headers: [farContact] });
    await bench.phone.next('call-ringing');
    bench.server.dropAll();
    await bench.phone.next('line-failed');
    await bench.pass(5_999);
    expect(bench.phone.count('call-ended')).to.equal(0);
    await bench.pass(1);
    expect(await bench.ended()).to.include({ reason: 'network', by: 'network' });
    await bench.phone.online();
    await bench.server.request('CANCEL');
    bench.server.send(replyTo(invite.message, 487));
  });
});

describe('The id of a call of ours at the PBX', () => {
  it('is its Call-ID', async () => {
    const bench = await CallBench.online({ callIdHeader: 'X-PBX-Call' });
    const { invite } = await bench.dial();
    const { pbxId } = await bench.phone.next('call-dialed');
    expect(pbxId).to.equal(invite.message.callId);
    invite.reply(486);
    await bench.ended();
    await bench.close();
  });
});
