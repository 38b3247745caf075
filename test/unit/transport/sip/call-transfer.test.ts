import { expect } from '@open-wc/testing';

import { farContact } from './support/call-bench.js';
import { fakeSdp } from './support/fake-media.js';
import { TransferBench } from './support/transfer-bench.js';

describe('Transfer', () => {
  let bench: TransferBench;
  beforeEach(async () => {
    bench = await TransferBench.online();
  });
  afterEach(function () {
    return bench.close(this.currentTest?.isFailed());
  });

  it('#87 names the target and us, tells how far it is, and ends our side by BYE after the final report', async () => {
    const { callId, dialog, request } = await bench.accepted();
    expect(request.header('refer-to')).to.equal('<sip:601@pbx.example>');
    expect(request.header('referred-by')).to.equal('<sip:101@pbx.example>');
    expect(await bench.report(dialog, 'SIP/2.0 100 Trying\r\n')).to.equal(200);
    expect(await bench.phone.next('call-transfer-progress')).to.include({ progress: 'trying' });
    expect(await bench.report(dialog, 'SIP/2.0 180 Ringing\r\n')).to.equal(200);
    expect(await bench.phone.next('call-transfer-progress')).to.include({ progress: 'ringing' });
    expect(bench.server.count('BYE')).to.equal(0);
    const state = 'terminated;reason=noresource';
    expect(await bench.report(dialog, 'SIP/2.0 200 OK\r\n', { state })).to.equal(200);
    expect(await bench.ended()).to.include({ callId, reason: 'transferred', by: 'local' });
    await bench.server.request('BYE');
  });

  it('#87 dials no more than a number or an address: nothing hostile gets into Refer-To', async () => {
    const { callId } = await bench.talk();
    const request = await bench.refer(callId, '#31#bob'.slice(0, 4));
    expect(request.header('refer-to')).to.equal('<sip:%2331%23@pbx.example>');
    request.reply(500);
    expect(await bench.failed()).to.deep.equal({ reason: 'failed', status: 500 });
    for (const number of ['bob@h?Replaces=x', 'x\r\nVia: y', 'a b>@c', '']) {
      bench.transport.transfer(callId, { number });
      expect(await bench.failed(), number).to.deep.equal({ reason: 'invalid-target' });
    }
    expect(bench.server.count('REFER')).to.equal(1);
    bench.transport.end(callId);
  });

  for (const [status, reason] of [
    [486, 'busy'],
    [503, 'unavailable'],
    [603, 'declined'],
    [404, 'not-found'],
    [302, 'failed'],
  ] as const) {
    it(`#88 reported as ${status}: the call is as it was, with the reason`, async () => {
      const { callId, dialog } = await bench.accepted();
      await bench.report(dialog, `SIP/2.0 ${status} Why`, {
        state: 'terminated;reason=noresource',
      });
      expect(await bench.failed()).to.deep.equal({ reason, status });
      await bench.pass(33_000);
      expect(bench.phone.count('call-ended')).to.equal(0);
      expect(bench.phone.count('call-transfer-failed')).to.equal(1);
      expect(bench.server.count('BYE')).to.equal(0);
      bench.transport.end(callId);
    });
  }

  it('#88 no report at all: a verdict after 32 s', async () => {
    const { callId } = await bench.accepted();
    await bench.pass(31_000);
    expect(bench.phone.count('call-transfer-failed')).to.equal(0);
    await bench.pass(1_000);
    expect(await bench.failed()).to.deep.equal({ reason: 'timeout' });
    bench.transport.end(callId);
  });

  it('#88 empty and unreadable reports, and an end of the subscription at 100, are not believed', async () => {
    const { callId, dialog } = await bench.accepted();
    const state = 'terminated;reason=noresource';
    for (const body of ['', 'hello', 'SIP/3.0 200 OK', 'SIP/2.0 999 No', '<b>', 'SIP/2.0 100 T']) {
      expect(await bench.report(dialog, body, { state }), body).to.equal(200);
    }
    expect(bench.phone.count('call-transfer-failed')).to.equal(0);
    expect(bench.phone.count('call-ended')).to.equal(0);
    await bench.pass(32_000);
    expect(await bench.failed()).to.deep.equal({ reason: 'timeout' });
    bench.transport.end(callId);
  });

  it('#88 a final report after one that said terminated counts, and so does one that comes too late', async () => {
    const first = await bench.accepted();
    await bench.report(first.dialog, 'SIP/2.0 100 Trying', { state: 'terminated' });
    await bench.report(first.dialog, 'SIP/2.0 200 OK', { state: 'terminated' });
    expect(await bench.ended()).to.include({ callId: first.callId, reason: 'transferred' });
    const late = await bench.accepted();
    await bench.pass(32_000);
    expect(await bench.failed()).to.deep.equal({ reason: 'timeout' });
    expect(await bench.report(late.dialog, 'SIP/2.0 200 OK')).to.equal(200);
    expect(await bench.ended()).to.include({ callId: late.callId, reason: 'transferred' });
  });

  it('#88 may ring for three minutes', async () => {
    const { callId, dialog } = await bench.accepted();
    await bench.report(dialog, 'SIP/2.0 180 Ringing');
    await bench.pass(100_000);
    await bench.report(dialog, 'SIP/2.0 100 Trying');
    expect(bench.phone.count('call-transfer-failed')).to.equal(0);
    await bench.pass(80_000);
    expect(await bench.failed()).to.deep.equal({ reason: 'timeout' });
    bench.transport.end(callId);
  });

  it('#88 a far end that hangs up first is transferred when its report behind the BYE says so', async () => {
    const { callId, dialog } = await bench.accepted();
    await bench.report(dialog, 'SIP/2.0 180 Ringing');
    await bench.hangUp(dialog);
    expect(await bench.status('BYE')).to.equal(200);
    expect(bench.phone.count('call-ended')).to.equal(0);
    expect(await bench.report(dialog, 'SIP/2.0 200 OK')).to.equal(200);
    expect(await bench.ended()).to.include({ callId, reason: 'transferred', by: 'local' });
    await bench.settle();
    expect(bench.server.count('BYE')).to.equal(0);
    expect(bench.invariants.dialogs).to.equal(0);
  });

  it('#88 a far end that hangs up and says no more has been transferred, or has given up while it rang', async () => {
    const silent = await bench.accepted();
    await bench.hangUp(silent.dialog);
    await bench.pass(2_000);
    expect(await bench.ended()).to.include({ callId: silent.callId, reason: 'transferred' });
    const ringing = await bench.accepted();
    await bench.report(ringing.dialog, 'SIP/2.0 180 Ringing');
    await bench.hangUp(ringing.dialog);
    await bench.pass(2_000);
    expect(await bench.ended()).to.include({ callId: ringing.callId, reason: 'hangup' });
    const refused = await bench.talk();
    await bench.refer(refused.callId);
    bench.sendIn(refused.dialog, 'BYE');
    expect(await bench.ended()).to.include({ callId: refused.callId, reason: 'hangup' });
    expect(bench.invariants.dialogs).to.equal(0);
  });

  it('#88 reports that belong to no REFER of ours are refused with 481', async () => {
    const { callId, dialog } = await bench.talk();
    expect(await bench.report(dialog, 'SIP/2.0 200 OK')).to.equal(481);
    const request = await bench.refer(callId);
    request.reply(202, { headers: [farContact] });
    await bench.settle();
    expect(await bench.report(dialog, 'SIP/2.0 200 OK', { event: 'refer;id=99999' })).to.equal(481);
    expect(await bench.report(dialog, 'SIP/2.0 200 OK', { event: 'presence' })).to.equal(481);
    expect(bench.phone.count('call-ended')).to.equal(0);
    const event = `refer;id=${request.message.cseq}`;
    expect(await bench.report(dialog, 'SIP/2.0 200 OK', { event })).to.equal(200);
    expect(await bench.ended()).to.include({ reason: 'transferred' });
  });

  for (const status of [405, 501, 603]) {
    it(`#89 ${status}: this PBX transfers nobody, which the line says from now on`, async () => {
      const { callId } = await bench.talk();
      (await bench.refer(callId)).reply(status);
      expect(await bench.failed()).to.deep.equal({ reason: 'not-supported', status });
      const { capabilities } = await bench.phone.next('line-capabilities-changed');
      expect(capabilities).to.deep.equal({
        answer: true,
        hold: true,
        mute: true,
        dtmf: true,
        merge: true,
      });
      (await bench.refer(callId)).reply(status);
      await bench.failed();
      expect(bench.phone.count('line-capabilities-changed')).to.equal(1);
      bench.transport.end(callId);
    });
  }

  for (const [status, reason] of [
    [408, 'timeout'],
    [481, 'failed'],
    [302, 'failed'],
  ] as const) {
    it(`#89 ${status}: the call stays, and may be transferred later`, async () => {
      const { callId, dialog } = await bench.talk();
      (await bench.refer(callId)).reply(status);
      expect(await bench.failed()).to.deep.equal({ reason, status });
      expect(bench.phone.count('line-capabilities-changed')).to.equal(0);
      (await bench.refer(callId)).reply(202, { headers: [farContact] });
      await bench.settle();
      await bench.report(dialog, 'SIP/2.0 200 OK');
      expect(await bench.ended()).to.include({ reason: 'transferred' });
    });
  }

  it('#89 no answer: a verdict after 32 s', async () => {
    const { callId } = await bench.talk();
    await bench.refer(callId);
    await bench.pass(32_000);
    expect(await bench.failed()).to.deep.equal({ reason: 'timeout' });
    bench.transport.end(callId);
  });

  it('#89 waits for a hold that is under way, also for one that meets theirs', async () => {
    const { callId } = await bench.talk();
    bench.transport.setHold(callId, true);
    const hold = await bench.server.request('INVITE');
    bench.server.on('REFER', () => undefined);
    bench.transport.transfer(callId, bench.transport.parseTarget('601'));
    hold.reply(491);
    await bench.settle();
    expect(bench.server.count('REFER')).to.equal(0);
    await bench.pass(4_000);
    (await bench.server.request('INVITE')).reply(200, {
      headers: [farContact],
      body: fakeSdp('recvonly'),
    });
    await bench.phone.next('call-hold-changed');
    (await bench.server.request('REFER')).reply(603);
    await bench.failed();
    expect(bench.transport.dialog(callId)?.held).to.equal(true);
    bench.transport.end(callId);
  });

  it('is sent again with credentials, and what follows has a higher number', async () => {
    const credentials = async (): Promise<{ password: string }> => ({ password: 's3cret' });
    bench.phone.connect(undefined, { ...bench.phone.settings, credentials });
    await bench.pass(3_000);
    await bench.phone.next('line-opened');
    const { callId, dialog } = await bench.talk();
    const challenge = 'Proxy-Authenticate: Digest realm="pbx", nonce="1", algorithm=MD5';
    (await bench.refer(callId)).reply(407, { headers: [challenge] });
    const again = await bench.server.request('REFER');
    again.reply(202, { headers: [farContact] });
    await bench.settle();
    await bench.report(dialog, 'SIP/2.0 200 OK', { event: `refer;id=${again.message.cseq}` });
    expect(await bench.ended()).to.include({ callId, reason: 'transferred' });
    expect((await bench.server.request('BYE')).message.cseq).to.be.above(again.message.cseq);
  });

  it('is refused while another is under way, and nothing is said of one whose call we end', async () => {
    const { callId, dialog } = await bench.accepted();
    bench.transport.transfer(callId, bench.transport.parseTarget('602'));
    expect(await bench.failed()).to.deep.equal({ reason: 'not-allowed' });
    bench.transport.end(callId);
    await bench.server.request('BYE');
    expect(await bench.report(dialog, 'SIP/2.0 486 Busy Here')).to.equal(481);
    await bench.pass(32_000);
    expect(bench.phone.count('call-transfer-failed')).to.equal(1);
    expect(bench.phone.count('call-ended')).to.equal(0);
  });

  it('is no capability of a call whose far end does not allow REFER', async () => {
    const { callId, invite } = await bench.dial();
    const allow = 'Allow: INVITE, ACK, BYE, CANCEL';
    invite.reply(200, { headers: [farContact, allow], body: fakeSdp() });
    const { capabilities } = await bench.phone.next('call-connected');
    expect(capabilities.blindTransfer).to.equal(undefined);
    bench.transport.end(callId);
    const other = await bench.ring(['Allow: INVITE, REFER']);
    const offered = bench.phone.said.find(({ type }) => type === 'call-offered');
    expect(offered).to.have.nested.property('capabilities.blindTransfer', true);
    bench.transport.end(other.callId);
  });
});
