import { expect } from '@open-wc/testing';

import { CallBench, farContact } from './support/call-bench.js';
import { FakeConnection, fakeSdp } from './support/fake-media.js';

describe('BYE', () => {
  let bench: CallBench;
  beforeEach(async () => {
    bench = await CallBench.online();
  });
  afterEach(function () {
    return bench.close(this.currentTest?.isFailed());
  });

  it('#72 of theirs: 200, ended once, closed', async () => {
    const { callId, dialog } = await bench.talk();
    bench.sendIn(dialog, 'BYE');
    expect(await bench.status('BYE')).to.equal(200);
    expect(await bench.ended()).to.include({ callId, reason: 'hangup', by: 'remote' });
    expect(bench.invariants.openConnections).to.equal(0);
    bench.sendIn(dialog, 'BYE');
    await bench.status('BYE');
    bench.transport.end(callId);
    await bench.settle();
    expect(bench.phone.count('call-ended')).to.equal(1);
    expect(bench.server.count('BYE')).to.equal(0);
  });

  for (const status of [200, 401, 408, 481, 500]) {
    it(`#72 of ours, answered with ${status}: closed before end() returns, nothing is reported`, async () => {
      const { callId } = await bench.talk();
      bench.server.on('BYE', (request) => request.reply(status));
      bench.transport.end(callId);
      expect(bench.invariants.openConnections).to.equal(0);
      expect(bench.invariants.liveTracks).to.equal(0);
      await bench.server.request('BYE');
      await bench.settle();
      // sip.js makes a 408 that came look like one that did not (RFC 4320 section 4.2): that is waited for.
      if (status === 408) await bench.pass(32_000);
      expect(bench.invariants.dialogs).to.equal(0);
      expect(bench.phone.count('call-ended')).to.equal(0);
    });
  }

  it('#72 of ours that nobody answers: forgotten after 32 s', async () => {
    const { callId } = await bench.talk();
    bench.server.on('BYE', () => undefined);
    bench.transport.end(callId);
    await bench.settle();
    await bench.pass(32_000);
    expect(bench.invariants.dialogs).to.equal(0);
    expect(bench.invariants.sessions).to.equal(0);
  });

  it('#72 of both at once: theirs is answered with 200', async () => {
    const { callId, dialog } = await bench.talk();
    bench.server.on('BYE', () => undefined);
    bench.transport.end(callId);
    const ours = await bench.server.request('BYE');
    bench.sendIn(dialog, 'BYE');
    expect(await bench.status('BYE')).to.equal(200);
    ours.reply(200);
    await bench.settle();
    expect(bench.invariants.dialogs).to.equal(0);
    expect(bench.phone.count('call-ended')).to.equal(0);
  });

  it('#72 before their answer was taken: 200, ended once', async () => {
    const { invite } = await bench.dial();
    let goOn = (): void => undefined;
    FakeConnection.patience = new Promise((resolve) => (goOn = resolve));
    invite.reply(200, { headers: [farContact], body: fakeSdp() });
    await bench.settle();
    bench.sendIn(bench.dialogOf(invite), 'BYE');
    expect(await bench.status('BYE')).to.equal(200);
    expect(await bench.ended()).to.include({ reason: 'hangup', by: 'remote' });
    expect(bench.invariants.openConnections).to.equal(0);
    goOn();
    await bench.server.request('ACK');
    await bench.settle();
    expect(bench.phone.count('call-ended')).to.equal(1);
  });

  it('#72 on an early dialog of ours: 200, ended', async () => {
    const { invite } = await bench.dial();
    invite.reply(180, { headers: [farContact] });
    await bench.phone.next('call-ringing');
    bench.sendIn(bench.dialogOf(invite), 'BYE');
    expect(await bench.status('BYE')).to.equal(200);
    expect(await bench.ended()).to.include({ reason: 'hangup', by: 'remote' });
    await bench.server.request('CANCEL');
    invite.reply(487);
  });

  it('#72 on an early dialog of theirs: 200, and 487 for the INVITE', async () => {
    const { dialog } = await bench.ring();
    bench.sendIn(dialog, 'BYE');
    expect(await bench.ended()).to.include({ reason: 'cancelled', by: 'remote' });
    expect(await bench.status('BYE')).to.equal(200);
    expect(await bench.status('INVITE')).to.equal(487);
  });

  it('#72 of theirs before the ACK: 200, ended once', async () => {
    const { dialog } = await bench.answered(false);
    bench.sendIn(dialog, 'BYE');
    expect(await bench.status('BYE')).to.equal(200);
    expect(await bench.ended()).to.include({ reason: 'hangup', by: 'remote' });
  });

  it('#72 of ours before the ACK waits for it; theirs meanwhile is answered with 200', async () => {
    const first = await bench.answered(false);
    bench.transport.end(first.callId);
    expect(bench.invariants.openConnections).to.equal(0);
    await bench.settle();
    expect(bench.server.count('BYE')).to.equal(0);
    bench.ack(first.dialog);
    await bench.server.request('BYE');
    const second = await bench.answered(false);
    bench.transport.end(second.callId);
    bench.sendIn(second.dialog, 'BYE');
    expect(await bench.status('BYE')).to.equal(200);
    await bench.settle();
    expect(bench.server.count('BYE')).to.equal(1);
  });

  it('#72 while our offer is open: 200, ended once, and a late answer is acknowledged', async () => {
    const { callId, dialog } = await bench.talk();
    bench.transport.setHold(callId, true);
    const reinvite = await bench.server.request('INVITE');
    bench.sendIn(dialog, 'BYE');
    expect(await bench.status('BYE')).to.equal(200);
    expect(await bench.ended()).to.include({ reason: 'hangup' });
    const acks = bench.server.count('ACK');
    reinvite.reply(200, { headers: [farContact], body: fakeSdp() });
    await bench.settle();
    expect(bench.server.count('ACK')).to.equal(acks + 1);
    expect(bench.phone.count('call-ended')).to.equal(1);
  });

  it('#72 while their offer is open: 200, and the offer is answered too', async () => {
    const { dialog } = await bench.talk();
    bench.sendIn(dialog, 'INVITE', { cseq: 200, body: fakeSdp() });
    bench.sendIn(dialog, 'BYE', { cseq: 201 });
    expect(await bench.status('BYE')).to.equal(200);
    expect(await bench.status('INVITE')).to.be.within(200, 499);
    await bench.ended();
    await bench.settle();
    expect(bench.phone.count('call-ended')).to.equal(1);
  });

  it('#11 of ours while the line is down goes out on the new connection within 32 s', async () => {
    const { callId } = await bench.talk();
    bench.server.dropAll();
    await bench.phone.next('line-failed');
    bench.transport.end(callId);
    expect(bench.invariants.openConnections).to.equal(0);
    await bench.pass(10_000);
    await bench.phone.online();
    await bench.server.request('BYE');
    await bench.settle();
    expect(bench.invariants.dialogs).to.equal(0);
  });

  it('#11 of ours into a dead connection goes out again on the new one', async () => {
    const { callId } = await bench.talk();
    bench.server.blackHoleAll();
    bench.transport.end(callId);
    await bench.pass(5_000);
    bench.phone.connect();
    await bench.phone.next('line-opened');
    await bench.server.request('BYE');
  });

  it('#11 is not sent any more after 32 s', async () => {
    const { callId } = await bench.talk();
    bench.server.dropAll();
    await bench.phone.next('line-failed');
    bench.transport.end(callId);
    await bench.settle();
    await bench.pass(33_000);
    await bench.phone.online();
    await bench.settle();
    expect(bench.server.count('BYE')).to.equal(0);
  });
});
