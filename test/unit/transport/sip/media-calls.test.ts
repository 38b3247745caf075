import { expect } from '@open-wc/testing';

import { systemClock } from '../../../../src/base/clock.js';
import type { MediaState } from '../../../../src/transport/call-transport.js';
import { eventually } from './support/far-end.js';
import { FarPhone } from './support/far-phone.js';
import { Phone } from './support/phone.js';
import { endPretending, failing, pretendMicrophone, pretendPermission } from './support/pretend.js';
import { ScriptedServer } from './support/scripted-server.js';

const withoutTones = (sdp: string): string =>
  sdp.replace(/^a=(?:rtpmap|fmtp):(?:110|126) .*\r\n/gm, '').replace(/ 110 126\b/, '');

function hasMedia(phone: Phone, media: MediaState): boolean {
  return phone.said.some((said) => said.type === 'call-media-changed' && said.media === media);
}

/** The browser's clock, with one waiting time cut short. */
function fastClock(limitMs: number, quickMs: number): typeof systemClock {
  return {
    now: () => systemClock.now(),
    schedule: (delayMs, callback) =>
      systemClock.schedule(delayMs === limitMs ? quickMs : delayMs, callback),
  };
}

describe('SipTransport: media and input', () => {
  let server: ScriptedServer;
  const phones: Phone[] = [];
  const far: FarPhone[] = [];

  async function online(clock = systemClock): Promise<Phone> {
    const phone = new Phone({ clock });
    phones.push(phone);
    return phone.online();
  }
  function farPhone(edit?: (sdp: string) => string): FarPhone {
    const phone = new FarPhone(server, edit);
    far.push(phone);
    return phone;
  }

  beforeEach(() => (server = new ScriptedServer().install()));
  afterEach(async () => {
    for (const phone of phones.splice(0)) phone.transport.dispose();
    for (const phone of far.splice(0)) await phone.close();
    server.uninstall();
    endPretending();
  });

  it('#64 takes an answer by any spelling of its media type', async () => {
    const phone = await online();
    farPhone().answers('Application/SDP; charset=utf-8');
    phone.dial('600');
    await phone.next('call-connected');
    expect(phone.count('call-ended')).to.equal(0);
  });

  it('#94 digits go by INFO where telephone-event was not agreed on', async () => {
    const phone = await online();
    farPhone(withoutTones).answers();
    const callId = phone.dial('600');
    const { capabilities } = await phone.next('call-connected');
    expect(capabilities.dtmf).to.equal(true);
    phone.transport.sendDtmf(callId, '1#');
    await phone.next('call-dtmf-sent');
    const infos = server.requests.filter(({ method }) => method === 'INFO');
    expect(infos.map(({ message }) => message.body)).to.deep.equal([
      'Signal=1\r\nDuration=160\r\n',
      'Signal=#\r\nDuration=160\r\n',
    ]);
    expect(infos[0]?.header('content-type')).to.equal('application/dtmf-relay');
  });

  it('#94 sends no INFO where telephone-event was agreed on', async () => {
    const phone = await online();
    farPhone().answers();
    const callId = phone.dial('600');
    await phone.next('call-connected');
    await eventually(() => hasMedia(phone, 'flowing'));
    phone.transport.sendDtmf(callId, '1');
    await phone.next('call-dtmf-sent');
    expect(server.count('INFO')).to.equal(0);
  });

  it('#94 INFO refused: a typed error, and the call stays', async () => {
    const phone = await online();
    farPhone(withoutTones).answers();
    server.on('INFO', (request) => request.reply(415));
    const callId = phone.dial('600');
    await phone.next('call-connected');
    phone.transport.sendDtmf(callId, '12');
    const { error } = await phone.next('call-dtmf-failed');
    expect([error.reason, error.sip?.status]).to.deep.equal(['not-supported', 415]);
    expect(server.count('INFO')).to.equal(1);
    expect(phone.count('call-ended')).to.equal(0);
  });

  it('#94 INFO not answered: a typed error after 32 s, and the call stays', async () => {
    // The INVITE has 32 s too: long enough for a busy machine to answer it.
    const phone = await online(fastClock(32_000, 1_500));
    farPhone(withoutTones).answers();
    server.on('INFO', () => undefined);
    const callId = phone.dial('600');
    await phone.next('call-connected');
    phone.transport.sendDtmf(callId, '1');
    expect((await phone.next('call-dtmf-failed', 4_000)).error.reason).to.equal('timeout');
    expect(phone.count('call-ended')).to.equal(0);
  });

  it('refuses digits on hold, and others than 0-9 * # A-D', async () => {
    const phone = await online();
    farPhone(withoutTones).answers();
    const callId = phone.dial('600');
    await phone.next('call-connected');
    phone.transport.sendDtmf(callId, '1\r\n2');
    expect((await phone.next('call-dtmf-failed')).error.reason).to.equal('not-allowed');
    phone.transport.setHold(callId, true);
    await phone.next('call-hold-changed');
    phone.transport.sendDtmf(callId, '1');
    expect((await phone.next('call-dtmf-failed')).error.reason).to.equal('not-allowed');
    expect(server.count('INFO')).to.equal(0);
  });

  it('#98 media that never come: one re-INVITE that restarts ICE, then the end', async () => {
    const nowhere = (sdp: string): string => sdp.replace(/^a=fingerprint:.*$/gm, wrongPrint);
    const wrongPrint = `a=fingerprint:sha-256 ${Array<string>(32).fill('AB').join(':')}`;
    const clock = {
      now: () => systemClock.now(),
      schedule: (delayMs: number, callback: () => void) =>
        systemClock.schedule(
          delayMs === 8_000 ? 300 : delayMs === 20_000 ? 900 : delayMs,
          callback,
        ),
    };
    const phone = await online(clock);
    farPhone(nowhere).answers();
    phone.dial('600');
    await phone.next('call-connected');
    const first = await server.request('INVITE');
    const second = await server.request('INVITE');
    const ufrag = /a=ice-ufrag:(\S+)/;
    expect(ufrag.exec(second.message.body)?.[1]).not.to.equal(ufrag.exec(first.message.body)?.[1]);
    const ended = await phone.next('call-ended');
    expect([ended.reason, ended.by]).to.deep.equal(['media', 'network']);
    await server.request('BYE');
    expect(server.count('INVITE')).to.equal(2);
  });

  it('#106 microphone denied on an incoming call: it keeps ringing, and can be answered later', async () => {
    const phone = await online();
    await farPhone().call();
    const { callId } = await phone.next('call-offered');
    pretendMicrophone(failing('NotAllowedError'));
    phone.transport.answer(callId);
    expect((await phone.next('call-answer-failed')).error.reason).to.equal('microphone-denied');
    expect(server.responses.filter(({ statusCode }) => (statusCode ?? 0) >= 200)).to.deep.equal([]);
    endPretending();
    phone.transport.answer(callId);
    await phone.next('call-connected');
    await eventually(() => server.responses.at(-1)?.statusCode === 200);
  });

  it('#107 microphone denied on an outgoing call: no INVITE', async () => {
    const phone = await online();
    pretendPermission('prompt');
    pretendMicrophone(failing('NotAllowedError'));
    phone.dial('600');
    const ended = await phone.next('call-ended');
    expect([ended.reason, ended.by]).to.deep.equal(['microphone-denied', 'local']);
    await server.settle();
    expect(server.count('INVITE')).to.equal(0);
    const asked = phone.said.flatMap((said) =>
      said.type === 'call-microphone-asked' ? [said.asking] : [],
    );
    expect(asked).to.deep.equal([true, false]);
  });

  it('#107 permission granted: the INVITE does not wait for the device, whose failure ends the call', async () => {
    const phone = await online();
    farPhone();
    server.on('INVITE', (request) =>
      request.reply(180, { headers: ['Contact: <sip:far@pbx.example>'] }),
    );
    let fail = (): void => undefined;
    pretendPermission('granted');
    pretendMicrophone(
      () =>
        new Promise((_resolve, reject) => {
          fail = () => reject(new DOMException('no', 'NotReadableError'));
        }),
    );
    phone.dial('600');
    await phone.next('call-ringing');
    expect(phone.count('call-microphone-asked')).to.equal(0);
    fail();
    const ended = await phone.next('call-ended');
    expect([ended.reason, ended.by]).to.deep.equal(['microphone-missing', 'local']);
    await server.request('CANCEL');
  });

  it('#83 a re-INVITE without a description is answered by an offer', async () => {
    const phone = await online();
    const caller = farPhone();
    const dialog = await caller.call();
    const { callId } = await phone.next('call-offered');
    phone.transport.answer(callId);
    await phone.next('call-connected');
    await eventually(() => server.responses.at(-1)?.statusCode === 200);
    const accepted = server.responses.at(-1);
    await caller.media.take(accepted?.body ?? '');
    const to = accepted?.getHeader('to') ?? '';
    server.sendRequest({ ...dialog, method: 'ACK', to });
    await server.settle();
    server.sendRequest({
      ...dialog,
      method: 'INVITE',
      to,
      cseq: 2,
      headers: ['Contact: <sip:far@pbx.example>'],
    });
    await eventually(
      () => server.responses.at(-1)?.cseq === 2 && server.responses.at(-1)?.statusCode === 200,
    );
    const offer = server.responses.at(-1)?.body ?? '';
    expect(offer).to.contain('a=setup:actpass').and.contain('a=candidate:');
    const body = await caller.media.answer(offer);
    server.sendRequest({ ...dialog, method: 'ACK', to, cseq: 2, body });
    phone.transport.setHold(callId, true);
    caller.answers();
    await phone.next('call-hold-changed');
  });

  it('#48 an announcement before the answer is heard, then the refusal counts', async () => {
    const phone = await online();
    const bot = farPhone();
    let refuse = (): void => undefined;
    server.on('INVITE', (request) => {
      refuse = () => request.reply(480);
      void bot.media
        .answer(request.message.body)
        .then((body) => request.reply(183, { body, headers: ['Contact: <sip:far@pbx.example>'] }));
    });
    phone.dial('605');
    await eventually(() => hasMedia(phone, 'early'));
    refuse();
    expect((await phone.next('call-ended')).reason).to.equal('unavailable');
  });
});
