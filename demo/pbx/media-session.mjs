/**
 * The media of one bot: ICE, DTLS-SRTP and RTP by werift; PCMU and telephone-event/8000, nothing else.
 * Directions follow RFC 3264: to `sendonly` the answer is `recvonly`, to `inactive` it is `inactive`, and
 * nothing is sent while the other side does not receive.
 */
import { EventEmitter } from 'node:events';
import { RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, RtpPacket } from 'werift';
import { Heard } from './heard.mjs';
import { SAMPLES_PER_PACKET, SOUNDS } from './sounds.mjs';
import { everyPacket } from './ticker.mjs';

/** How long the path may be broken before the call is given up: long enough for an ICE restart. */
const LOST_AFTER_MS = 60_000;

const INACTIVE = 'a=inactive';

const makeCodecs = () => [
  new RTCRtpCodecParameters({ mimeType: 'audio/PCMU', clockRate: 8000, payloadType: 0 }),
  new RTCRtpCodecParameters({
    mimeType: 'audio/telephone-event',
    clockRate: 8000,
    payloadType: 101,
    parameters: '0-15',
  }),
];

/** Emits `lost` when the media path has been broken for a minute. */
export class MediaSession extends EventEmitter {
  /** True while the other side has us on hold (it offered `sendonly` or `inactive`). */
  isHeld = false;
  #pc = new RTCPeerConnection({
    codecs: { audio: makeCodecs(), video: [] },
    iceServers: [],
    iceUseIpv6: false,
    iceAdditionalHostAddresses: ['127.0.0.1'],
  });
  #transceiver = this.#pc.addTransceiver('audio', { direction: 'sendrecv' });
  #packetIndex = 0;
  #sequenceNumber = 0;
  #payloadTypes = { audio: 0, event: -1 };
  /** @type {() => void} */ #stopTicking = () => {};
  /** @type {NodeJS.Timeout | undefined} */ #lostTimer;
  /** @type {unknown} */ #listening;

  /** @param {import('./sounds.mjs').Play} play @param {Heard} heard what the same person heard before, in another call */
  constructor(play, heard = new Heard()) {
    super();
    this.play = play;
    this.heard = heard;
    this.#pc.connectionStateChange.subscribe((state) => this.#watchPath(state));
  }

  /** An answer to this offer. Rejects when there is no PCMU in it. @returns {Promise<string>} */
  async answer(/** @type {string} */ offer) {
    const isInactive = hasLine(offer, INACTIVE);
    await this.#pc.setRemoteDescription({ type: 'offer', sdp: forWerift(offer) });
    this.#keepOwnCodecs();
    await this.#pc.setLocalDescription(await this.#pc.createAnswer());
    this.#afterNegotiation();
    this.#connectAfterRestart();
    const answer = this.#localSdp();
    return isInactive ? answer.replace('a=recvonly', INACTIVE) : answer;
  }

  /** @returns {Promise<string>} */
  async offer() {
    await this.#pc.setLocalDescription(await this.#pc.createOffer());
    return this.#localSdp();
  }

  /** The answer to our offer. */
  async accept(/** @type {string} */ answer) {
    await this.#pc.setRemoteDescription({ type: 'answer', sdp: forWerift(answer) });
    this.#keepOwnCodecs();
    this.#afterNegotiation();
  }

  async close() {
    this.#stopTicking();
    clearTimeout(this.#lostTimer);
    this.removeAllListeners();
    await this.#pc.close();
  }

  #localSdp() {
    return this.#pc.localDescription?.sdp ?? '';
  }

  /** Of the codecs that both know, werift would take telephone-event at 48 kHz too. */
  #keepOwnCodecs() {
    const find = (/** @type {string} */ name) =>
      this.#transceiver.codecs.find(
        (codec) => codec.name.toLowerCase() === name && codec.clockRate === 8000,
      );
    const audio = find('pcmu');
    const event = find('telephone-event');
    if (!audio) throw new Error('No PCMU in the other side’s session description');
    this.#transceiver.codecs = event ? [audio, event] : [audio];
    this.#transceiver.sender.codec = audio;
    this.#payloadTypes = { audio: audio.payloadType, event: event?.payloadType ?? -1 };
  }

  #afterNegotiation() {
    this.isHeld = this.#transceiver.currentDirection === 'recvonly';
    const transport = this.#transceiver.dtlsTransport;
    if (this.#listening === transport) return;
    this.#listening = transport;
    // Below werift's receivers, which need a known SSRC: all that was decrypted counts as heard.
    transport.onRtp.subscribe((packet) => this.#receive(packet));
    if (this.play !== 'echo') this.#stopTicking = everyPacket(() => this.#sendNext());
  }

  /** werift leaves ICE alone once DTLS is up, also when the other side has just restarted it. */
  #connectAfterRestart() {
    const { dtlsTransport } = this.#transceiver;
    const { iceTransport } = dtlsTransport;
    if (dtlsTransport.state === 'connected' && iceTransport.state === 'new')
      iceTransport.start().catch(() => {});
  }

  #receive(/** @type {RtpPacket} */ { header, payload }) {
    if (header.payloadType === this.#payloadTypes.event) {
      this.heard.addTelephoneEvent(payload, header.timestamp);
    } else if (header.payloadType === this.#payloadTypes.audio) {
      this.heard.addAudio(payload);
      if (this.play === 'echo') this.#send(payload, header.timestamp);
    }
  }

  #sendNext() {
    const sound = SOUNDS[this.play];
    const start = (this.#packetIndex * SAMPLES_PER_PACKET) % (sound?.length ?? 1);
    const timestamp = this.#packetIndex * SAMPLES_PER_PACKET;
    this.#packetIndex += 1;
    if (sound) this.#send(sound.subarray(start, start + SAMPLES_PER_PACKET), timestamp);
  }

  #send(/** @type {Buffer} */ payload, /** @type {number} */ timestamp) {
    const direction = this.#transceiver.currentDirection;
    if (direction !== 'sendrecv' && direction !== 'sendonly') return;
    this.#sequenceNumber = (this.#sequenceNumber + 1) & 0xffff;
    const header = new RtpHeader({
      sequenceNumber: this.#sequenceNumber,
      timestamp,
      marker: this.#sequenceNumber === 1,
    });
    this.#transceiver.sender.sendRtp(new RtpPacket(header, payload)).catch(() => {});
  }

  #watchPath(/** @type {string} */ state) {
    clearTimeout(this.#lostTimer);
    if (state !== 'disconnected' && state !== 'failed') return;
    this.#lostTimer = setTimeout(() => this.emit('lost'), LOST_AFTER_MS).unref();
  }
}

const hasLine = (/** @type {string} */ sdp, /** @type {string} */ line) =>
  sdp.split('\r\n').includes(line);

/**
 * A session description as werift can bear it. Candidates that hide an address behind mDNS go: nobody here
 * can resolve them, and their checks reach us anyway. `inactive` becomes `sendonly`: werift answers it with
 * port 0, which means "rejected" (RFC 3264 6), and takes the next ICE restart for something else.
 */
function forWerift(/** @type {string} */ sdp) {
  const lines = sdp
    .split('\r\n')
    .filter((line) => !(line.startsWith('a=candidate:') && line.includes('.local ')));
  return lines.map((line) => (line === INACTIVE ? 'a=sendonly' : line)).join('\r\n');
}
