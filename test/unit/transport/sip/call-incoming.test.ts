import { expect } from '@open-wc/testing';

import { CallBench, type FarDialog, farContact } from './support/call-bench.js';
import { fakeSdp } from './support/fake-media.js';

/** A microphone prompt that somebody attends to when the test says so. */
function openPrompt(): { give(): MediaStreamTrack } {
  let give: (stream: MediaStream) => void = () => undefined;
  navigator.mediaDevices.getUserMedia = () => new Promise((resolve) => (give = resolve));
  return {
    give() {
      const track = new MediaStreamAudioDestinationNode(new AudioContext()).stream.getTracks()[0];
      if (!track) throw new Error('No track.');
      give(new MediaStream([track]));
      return track;
    },
  };
}

function cancel(bench: CallBench, dialog: FarDialog, headers: readonly string[] = []): void {
  const remote = '<sip:101@pbx.example>';
  bench.sendIn({ ...dialog, remote }, 'CANCEL', { cseq: 1, branch: dialog.branch, headers });
}

describe('A call that comes in', () => {
  let bench: CallBench;
  beforeEach(async () => {
    bench = await CallBench.online({ callIdHeader: 'X-PBX-Call' });
  });
  afterEach(function () {
    return bench.close(this.currentTest?.isFailed());
  });

  it('#67 rings once for the same INVITE again, and answers a merged one with 482', async () => {
    const { callId, dialog } = await bench.ring();
    const remote = '<sip:101@pbx.example>';
    const again = { cseq: 1, body: fakeSdp() };
    bench.sendIn({ ...dialog, remote }, 'INVITE', { ...again, branch: dialog.branch });
    bench.sendIn({ ...dialog, remote }, 'INVITE', { ...again, branch: 'z9hG4bKother' });
    expect(await bench.status('INVITE')).to.equal(482);
    await bench.settle();
    expect(bench.phone.count('call-offered')).to.equal(1);
    bench.transport.decline(callId, 486);
    expect(await bench.status('INVITE')).to.equal(486);
  });

  it('#61 is answered elsewhere when the CANCEL says so, by SIP or by Q.850', async () => {
    for (const reason of ['SIP;cause=200;text="Call completed elsewhere"', 'Q.850;cause=26']) {
      const { dialog } = await bench.ring();
      cancel(bench, dialog, ['Reason: Q.850;cause=16', `Reason: ${reason}`]);
      expect(await bench.ended()).to.include({ reason: 'answered-elsewhere', by: 'remote' });
      expect(await bench.status('INVITE')).to.equal(487);
      expect(await bench.status('CANCEL')).to.equal(200);
      await bench.settle();
    }
  });

  it('#61 is cancelled when the CANCEL says nothing else', async () => {
    const { dialog } = await bench.ring();
    cancel(bench, dialog, ['Reason: Q.850;cause=16']);
    expect(await bench.ended()).to.include({ reason: 'cancelled', by: 'remote' });
  });

  it('#60 throws the microphone away that comes after the caller gave up', async () => {
    const prompt = openPrompt();
    const { callId, dialog } = await bench.ring();
    bench.transport.answer(callId);
    await bench.settle();
    cancel(bench, dialog);
    expect(await bench.ended()).to.include({ reason: 'cancelled' });
    const track = prompt.give();
    await bench.settle();
    expect(track.readyState).to.equal('ended');
    expect(bench.phone.count('call-connected')).to.equal(0);
    expect(await bench.status('INVITE')).to.equal(487);
  });

  it('#108 rings on when nobody attends to the microphone prompt for 60 s, and can be answered then', async () => {
    const { getUserMedia } = navigator.mediaDevices;
    const prompt = openPrompt();
    const { callId, dialog } = await bench.ring();
    bench.transport.answer(callId);
    await bench.settle();
    await bench.pass(60_000);
    const { error } = await bench.phone.next('call-answer-failed');
    expect(error.reason).to.equal('timeout');
    const track = prompt.give();
    await bench.settle();
    expect(track.readyState).to.equal('ended');
    navigator.mediaDevices.getUserMedia = getUserMedia;
    bench.transport.answer(callId);
    await bench.phone.next('call-connected');
    await bench.settle();
    bench.ack(dialog);
    bench.transport.end(callId);
    await bench.server.request('BYE');
  });

  it('#70 ends a call whose answer is never acknowledged: after 32 s, typed', async () => {
    const { dialog } = await bench.answered(false);
    await bench.pass(31_999);
    expect(bench.phone.count('call-ended')).to.equal(0);
    await bench.pass(1);
    expect(await bench.ended()).to.include({ reason: 'timeout', by: 'network' });
    expect(bench.invariants.liveTracks).to.equal(0);
    // The BYE has to wait for the ACK, or for sip.js's own 32 s of real time (RFC 3261 section 15).
    bench.ack(dialog);
    await bench.server.request('BYE');
  });

  it('#71 stays when the ACK comes at 31 s', async () => {
    const { callId, dialog } = await bench.answered(false);
    await bench.pass(31_000);
    bench.ack(dialog);
    await bench.settle();
    await bench.pass(60_000);
    expect(bench.phone.count('call-ended')).to.equal(0);
    bench.transport.end(callId);
    await bench.server.request('BYE');
  });

  it('#47 rings for 120 s, then is refused with 480', async () => {
    await bench.ring();
    await bench.pass(119_999);
    expect(bench.phone.count('call-ended')).to.equal(0);
    await bench.pass(1);
    expect(await bench.ended()).to.include({ reason: 'no-answer', by: 'local' });
    expect(await bench.status('INVITE')).to.equal(480);
  });

  it('#74 connects once, however often it is answered', async () => {
    const { callId, dialog } = await bench.ring();
    for (let press = 0; press < 20; press += 1) bench.transport.answer(callId);
    await bench.phone.next('call-connected');
    bench.transport.answer(callId);
    await bench.settle();
    bench.ack(dialog);
    await bench.settle();
    expect(bench.phone.count('call-connected')).to.equal(1);
    bench.transport.end(callId);
    await bench.server.request('BYE');
  });

  it('#74 is refused when it is answered and refused at once', async () => {
    const { callId } = await bench.ring();
    bench.transport.answer(callId);
    bench.transport.decline(callId, 603);
    bench.transport.answer(callId);
    expect(await bench.status('INVITE')).to.equal(603);
    await bench.settle();
    expect(bench.phone.count('call-connected')).to.equal(0);
    expect(bench.phone.count('call-ended')).to.equal(0);
  });

  it('#74 does nothing when it is answered after the CANCEL', async () => {
    const { callId, dialog } = await bench.ring();
    cancel(bench, dialog);
    await bench.ended();
    bench.transport.answer(callId);
    expect(await bench.status('INVITE')).to.equal(487);
    await bench.settle();
    expect(bench.phone.count('call-connected')).to.equal(0);
  });

  it('#73 is refused once, however often it is ended', async () => {
    const { callId } = await bench.ring();
    for (let press = 0; press < 20; press += 1) bench.transport.end(callId);
    await bench.settle();
    const finals = bench.server.responses.filter(
      ({ method, statusCode = 0 }) => method === 'INVITE' && statusCode >= 300,
    );
    expect(finals.map(({ statusCode }) => statusCode)).to.deep.equal([486]);
  });

  it('#68 refuses a ninth call with 486', async () => {
    const calls: string[] = [];
    for (let call = 0; call < 8; call += 1) calls.push((await bench.ring([], `n${call}`)).callId);
    bench.server.sendRequest({ method: 'INVITE', headers: [farContact], body: fakeSdp() });
    expect(await bench.status('INVITE')).to.equal(486);
    for (const callId of calls) bench.transport.end(callId);
    expect(bench.phone.count('call-offered')).to.equal(8);
  });

  it('#92 answers an INVITE with Replaces that it does not understand with 481, and throws nothing', async () => {
    for (const replaces of ['abc', 'abc;to-tag=1;from-tag=2', '@@', 'abc;to-tag=1', '']) {
      bench.server.sendRequest({
        method: 'INVITE',
        headers: [farContact, `Replaces: ${replaces}`],
        body: fakeSdp(),
      });
      // 400 where the header is none at all.
      expect(await bench.status('INVITE'), replaces).to.be.oneOf([400, 481]);
    }
    expect(bench.phone.count('call-offered')).to.equal(0);
    expect(bench.phone.log).to.deep.equal([]);
  });

  it('is known by the header that the line names', async () => {
    bench.server.sendRequest({
      method: 'INVITE',
      headers: [farContact, 'X-PBX-Call: abc-1'],
      body: fakeSdp(),
    });
    const { callId, pbxId } = await bench.phone.next('call-offered');
    expect(pbxId).to.equal('abc-1');
    bench.transport.end(callId);
  });

  it('#59 stops ringing when the line stays away for 6 s, and rings on when it comes back', async () => {
    const { callId } = await bench.ring();
    bench.server.dropAll();
    await bench.phone.next('line-failed');
    await bench.pass(3_000);
    await bench.phone.online();
    await bench.pass(10_000);
    expect(bench.phone.count('call-ended')).to.equal(0);
    bench.server.dropAll();
    await bench.phone.next('line-failed');
    await bench.pass(6_000);
    expect(await bench.ended()).to.include({ callId, reason: 'network', by: 'network' });
  });
});
