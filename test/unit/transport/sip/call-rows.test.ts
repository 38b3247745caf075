import { expect } from '@open-wc/testing';

import { CallBench, farContact } from './support/call-bench.js';
import { fakeSdp } from './support/fake-media.js';

const challenge = 'Digest realm="pbx", nonce="1", algorithm=MD5';

describe('Rows of calls', () => {
  let bench: CallBench;
  beforeEach(async () => {
    bench = await CallBench.online({ credentials: async () => ({ password: 's3cret' }) });
  });
  afterEach(function () {
    return bench.close(this.currentTest?.isFailed());
  });

  for (const [status, header] of [
    [401, 'WWW-Authenticate'],
    [407, 'Proxy-Authenticate'],
  ] as const) {
    it(`#53 a wrong password is tried twice at most: ${status}`, async () => {
      bench.server.on('INVITE', (request) =>
        request.reply(status, { headers: [`${header}: ${challenge}`] }),
      );
      bench.phone.dial();
      const ended = await bench.ended();
      expect(ended).to.deep.include({ reason: 'forbidden', by: 'remote' });
      expect(ended.sip?.status).to.equal(status);
      await bench.settle();
      expect(bench.server.count('INVITE')).to.be.at.most(2);
    });
  }

  for (const status of [300, 301, 302, 305, 380]) {
    it(`#54 ${status} is not followed, and says so`, async () => {
      const { callId, invite } = await bench.dial();
      const elsewhere = 'Contact: <sip:+19005550100@evil.example>';
      invite.reply(status, { headers: [elsewhere] });
      const ended = await bench.ended();
      expect(ended).to.include({ callId, by: 'remote' });
      expect(ended.sip?.status).to.equal(status);
      await bench.settle();
      expect(bench.server.count('INVITE')).to.equal(1);
    });
  }

  it('#52 says what each of the common refusals means', async () => {
    const meanings: readonly (readonly [number, string])[] = [
      [423, 'failed'],
      [480, 'unavailable'],
      [486, 'busy'],
      [487, 'cancelled'],
      [488, 'not-acceptable'],
      [503, 'unavailable'],
      [600, 'busy'],
      [603, 'declined'],
    ];
    for (const [status, reason] of meanings) {
      const { invite } = await bench.dial();
      invite.reply(status, { headers: ['Retry-After: 10', 'Min-Expires: 3600'] });
      expect((await bench.ended()).reason, String(status)).to.equal(reason);
    }
    await bench.pass(20_000);
    expect(bench.server.count('INVITE'), 'nothing is tried again').to.equal(meanings.length);
  });

  it('#62 an INVITE without a description is answered by an offer', async () => {
    bench.server.sendRequest({
      method: 'INVITE',
      callId: 'late',
      from: '<sip:+12025550101@pbx.example>;tag=far',
      headers: [farContact],
    });
    const { callId } = await bench.phone.next('call-offered');
    bench.transport.answer(callId);
    expect(await bench.status('INVITE')).to.equal(200);
    const ok = bench.server.responses.filter(({ statusCode }) => statusCode === 200).at(-1);
    expect(ok?.body).to.include('m=audio');
    bench.sendIn(
      {
        callId: 'late',
        local: '<sip:+12025550101@pbx.example>;tag=far',
        remote: ok?.getHeader('to') ?? '',
        branch: '',
      },
      'ACK',
      { cseq: 1, body: fakeSdp() },
    );
    await bench.phone.next('call-connected');
    await bench.settle();
    expect(bench.phone.count('call-ended')).to.equal(0);
    bench.transport.end(callId);
  });

  const good = fakeSdp();
  const offers: readonly (readonly [string, string, string, number])[] = [
    ['no description at all', 'hello', 'application/sdp', 488],
    ['video alone', good.replace('m=audio', 'm=video'), 'application/sdp', 488],
    ['audio refused', good.replace('audio 9', 'audio 0'), 'application/sdp', 488],
    [
      'an unknown codec',
      good.replace('SAVPF 0 101', 'SAVPF 97').concat('a=rtpmap:97 iLBC/8000\r\n'),
      'application/sdp',
      488,
    ],
    ['no fingerprint', good.replace(/a=fingerprint.*\r\n/, ''), 'application/sdp', 488],
    ['no ICE', good.replace(/a=ice-ufrag.*\r\n/, ''), 'application/sdp', 488],
    ['ISUP alone', 'x', 'application/isup', 415],
    ['parts without a description', '--b\r\n\r\nx\r\n--b--', 'multipart/mixed;boundary=b', 415],
  ];
  for (const [name, body, contentType, status] of offers) {
    it(`#63 ${name}: ${status} before anything rings`, async () => {
      bench.server.sendRequest({ method: 'INVITE', headers: [farContact], body, contentType });
      expect(await bench.status('INVITE')).to.equal(status);
      await bench.settle();
      expect(bench.phone.count('call-offered')).to.equal(0);
    });
  }

  const usable: readonly (readonly [string, string])[] = [
    ['two audio lines', `${good}m=audio 9 RTP/AVP 0\r\n`],
    ['video beside it', `${good}m=video 9 UDP/TLS/RTP/SAVPF 96\r\n`],
    ['IPv6', good.replaceAll('IP4 0.0.0.0', 'IP6 ::')],
    [
      'the fingerprint for the session',
      good
        .replace(/a=fingerprint.*\r\n/, '')
        .replace('t=0 0\r\n', 't=0 0\r\na=fingerprint:sha-256 00\r\n'),
    ],
    [
      'opus alone',
      good.replace('SAVPF 0 101', 'SAVPF 111').concat('a=rtpmap:111 opus/48000/2\r\n'),
    ],
    ['single line feeds', good.replaceAll('\r\n', '\n')],
  ];
  for (const [name, body] of usable) {
    it(`#63 ${name}: it rings`, async () => {
      bench.server.sendRequest({ method: 'INVITE', headers: [farContact], body });
      const { callId } = await bench.phone.next('call-offered');
      bench.transport.end(callId);
    });
  }

  it('#75 what comes in a call is answered, whatever it is, and the call is untouched', async () => {
    const { callId, dialog } = await bench.talk();
    const answers: readonly (readonly [string, readonly number[]])[] = [
      ['UPDATE', [405, 501]],
      ['PRACK', [481]],
      ['INFO', [200]],
      ['MESSAGE', [405]],
      ['OPTIONS', [200, 405, 501]],
      ['SUBSCRIBE', [489, 405, 501]],
      ['NOTIFY', [481, 489]],
      ['PUBLISH', [405, 489, 501]],
      ['FROBNICATE', [405, 501]],
    ];
    for (const [method, statuses] of answers) {
      bench.sendIn(dialog, method, { headers: ['Event: presence'] });
      expect(await bench.status(method), method).to.be.oneOf([...statuses]);
    }
    expect(bench.phone.count('call-ended')).to.equal(0);
    bench.transport.setHold(callId, true);
    (await bench.server.request('INVITE')).reply(200, {
      headers: [farContact],
      body: fakeSdp('recvonly'),
    });
    expect(await bench.phone.next('call-hold-changed')).to.include({ held: true });
    bench.transport.end(callId);
  });

  it('#76 a BYE with a cause is a hang-up, and its text is nowhere', async () => {
    const { callId, dialog } = await bench.talk();
    bench.sendIn(dialog, 'BYE', { headers: ['Reason: Q.850;cause=16;text="<b>bye</b>"'] });
    expect(await bench.ended()).to.include({ callId, reason: 'hangup', by: 'remote' });
    expect(JSON.stringify(bench.phone.said)).to.not.include('<b>');
  });
});
