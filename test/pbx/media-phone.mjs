/** A SIP phone with real RTP for the tests of the media bots: sends a tone, keeps what it hears. */
import assert from 'node:assert/strict';
import { RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, RtpPacket } from 'werift';
import { decodeMuLaw, encodeMuLaw } from '../../demo/pbx/g711.mjs';
import { makeBranch } from '../../demo/pbx/messages.mjs';
import { DOMAIN } from './raw-phone.mjs';

export const EVENT_TYPE = 126;

/** One SIP phone with real RTP, which sends a tone and keeps what it hears. */
export class MediaPhone {
  /** @type {Buffer[]} */ heard = [];
  /** @type {NodeJS.Timeout | undefined} */ timer;
  seq = 0;
  cseq = 100;
  pc = new RTCPeerConnection({
    codecs: {
      audio: [
        new RTCRtpCodecParameters({ mimeType: 'audio/PCMU', clockRate: 8000, payloadType: 0 }),
        new RTCRtpCodecParameters({
          mimeType: 'audio/telephone-event',
          clockRate: 48000,
          payloadType: 110,
        }),
        new RTCRtpCodecParameters({
          mimeType: 'audio/telephone-event',
          clockRate: 8000,
          payloadType: EVENT_TYPE,
        }),
      ],
    },
    iceServers: [],
    iceUseIpv6: false,
    iceAdditionalHostAddresses: ['127.0.0.1'],
  });
  transceiver = this.pc.addTransceiver('audio', { direction: 'sendrecv' });

  constructor(/** @type {import('./raw-phone.mjs').RawPhone} */ phone) {
    this.phone = phone;
  }

  async offer() {
    await this.pc.setLocalDescription(await this.pc.createOffer());
    return this.pc.localDescription?.sdp ?? '';
  }

  async call(/** @type {string} */ number) {
    this.invite = await this.phone.invite(`sip:${number}@${DOMAIN}`, {}, await this.offer());
    return this.invite;
  }

  /** Takes the answer in a response, and listens. */
  async accept(/** @type {any} */ response) {
    this.answer = response.content;
    this.ok = response;
    await this.pc.setRemoteDescription({ type: 'answer', sdp: response.content });
    this.transceiver.dtlsTransport.onRtp.subscribe(({ header, payload }) => {
      if (header.payloadType === 0) this.heard.push(payload);
    });
  }

  async establish(/** @type {string} */ number) {
    const invite = await this.call(number);
    const ok = await this.phone.final(invite);
    assert.equal(ok.status, 200);
    await this.accept(ok);
    this.phone.send(this.inDialog('ACK', '', invite.headers.cseq.seq));
  }

  /** Answers the next call that comes in. */
  async takeCall() {
    const invite = await this.phone.nextRequest('INVITE');
    await this.pc.setRemoteDescription({ type: 'offer', sdp: invite.content });
    await this.pc.setLocalDescription(await this.pc.createAnswer());
    this.transceiver.dtlsTransport.onRtp.subscribe(({ payload }) => this.heard.push(payload));
    const headers = { 'content-type': 'application/sdp' };
    this.phone.answer(invite, 200, headers, this.pc.localDescription?.sdp);
    const ack = await this.phone.nextRequest('ACK');
    const { from, to, 'call-id': callId, contact, 'record-route': routes } = invite.headers;
    const via = [{ version: '2.0', protocol: 'WS', host: 'phone.invalid', params: {} }];
    this.invite = { headers: { from: ack.headers.to ?? to, 'call-id': callId, via } };
    this.ok = { headers: { to: from, contact, 'record-route': (routes ?? []).toReversed() } };
    return invite;
  }

  /** A request in the dialog of our call. */
  inDialog(
    /** @type {string} */ method,
    content = '',
    seq = ++this.cseq,
    /** @type {Record<string, any>} */ extra = {},
  ) {
    const { from, 'call-id': callId, via } = /** @type {any} */ (this.invite).headers;
    const { to, contact, 'record-route': routes } = /** @type {any} */ (this.ok).headers;
    return {
      method,
      uri: contact[0].uri,
      version: '2.0',
      content,
      headers: {
        via: [{ ...via[0], params: { branch: makeBranch() } }],
        from,
        to,
        'call-id': callId,
        cseq: { seq, method },
        'max-forwards': '70',
        contact: [{ uri: this.phone.contact, params: {} }],
        route: routes.toReversed(),
        ...(content && { 'content-type': 'application/sdp' }),
        ...extra,
      },
    };
  }

  /** Offers again, with this direction. @returns {Promise<string>} the answer’s direction */
  async reInvite(/** @type {'sendrecv' | 'sendonly' | 'inactive'} */ direction) {
    const sdp = (await this.offer()).replace('a=sendrecv', `a=${direction}`);
    const request = this.inDialog('INVITE', sdp);
    this.phone.send(request);
    const ok = await this.phone.final(request);
    assert.equal(ok.status, 200);
    this.phone.send(this.inDialog('ACK', '', request.headers.cseq.seq));
    assert.match(ok.content, /m=audio 9 /);
    const answered = ok.content
      .split('\r\n')
      .find((/** @type {string} */ line) => /^a=(send|recv|inactive)/.test(line));
    const forUs =
      direction === 'sendrecv' ? ok.content : ok.content.replace(answered, 'a=sendrecv');
    await this.pc.setRemoteDescription({ type: 'answer', sdp: forUs });
    return answered.slice(2);
  }

  /** Sends a tone, 20 ms at a time. */
  startTone(/** @type {number} */ hertz) {
    this.timer = setInterval(() => {
      const first = this.seq * 160;
      const at = (/** @type {number} */ index) =>
        0.5 * Math.sin((2 * Math.PI * hertz * (first + index)) / 8000);
      this.sendRtp(encodeMuLaw(Float64Array.from({ length: 160 }, (_, index) => at(index))), first);
    }, 20);
  }

  sendRtp(/** @type {Buffer} */ payload, /** @type {number} */ timestamp, payloadType = 0) {
    this.seq += 1;
    const { sender } = this.transceiver;
    const codec = this.transceiver.codecs.find((known) => known.payloadType === payloadType);
    sender.codec = codec;
    void sender.sendRtp(
      new RtpPacket(new RtpHeader({ sequenceNumber: this.seq, timestamp }), payload),
    );
  }

  /** What was heard last. */
  samples(packets = 25) {
    return decodeMuLaw(Buffer.concat(this.heard.slice(-packets)));
  }

  async close() {
    clearInterval(this.timer);
    this.phone.close();
    await this.pc.close();
  }
}
