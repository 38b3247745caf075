/**
 * Clear RTP (RFC 3550), taken and made. What a test says about sound is read here, from the packets on the wire.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { decodeMuLaw, encodeMuLaw } from '../../../demo/pbx/g711.mjs';
import { everyPacket } from '../../../demo/pbx/ticker.mjs';
import { shareOf } from '../../support/goertzel.mjs';

/** Samples of G.711 a second, and in a packet of 20 ms. */
const rate = 8_000;
const perPacket = 160;
const muLaw = 0;
const headerBytes = 12;
const eventBytes = 4;
const endBit = 0x80;
const keys = '0123456789*#ABCD';

/** The strongest tone of the speech band, to 10 Hz, and its share of the sound: 1 is a pure tone, noise has none. */
export function strongestTone(samples) {
  let best = { hertz: 0, share: 0 };
  for (let hertz = 200; hertz <= 3_400; hertz += 10) {
    const share = shareOf(samples, hertz);
    if (share > best.share) best = { hertz, share };
  }
  return best;
}

function parse(datagram) {
  if (datagram.length < headerBytes || datagram[0] >> 6 !== 2) return undefined;
  const extension = (datagram[0] & 0x10) !== 0;
  const start = headerBytes + 4 * (datagram[0] & 0x0f);
  const offset = extension ? start + 4 + 4 * datagram.readUInt16BE(start + 2) : start;
  return {
    type: datagram[1] & 0x7f,
    marker: (datagram[1] & 0x80) !== 0,
    timestamp: datagram.readUInt32BE(4),
    payload: datagram.subarray(offset),
  };
}

async function bind(host, port) {
  const socket = createSocket('udp4');
  socket.bind(port, host);
  await once(socket, 'listening');
  return socket;
}

/** An even port with the odd one above it for RTCP, which is taken and not read. */
async function bindPair(host) {
  for (let tries = 0; tries < 50; tries += 1) {
    const port = 40_000 + 2 * Math.floor(Math.random() * 4_000);
    const media = await bind(host, port).catch(() => undefined);
    if (!media) continue;
    const control = await bind(host, port + 1).catch(() => undefined);
    if (control) return { port, media, control };
    media.close();
  }
  throw new Error('No free pair of UDP ports');
}

/** Reads RTP, from wherever it comes: loudness, tones, digits. */
export class RtpEar {
  /** Everything that came, in its order. */
  packets = [];

  /** `eventType`: the payload type that the session description gives to telephone-event. */
  constructor(eventType = 126) {
    this.eventType = eventType;
  }

  take(datagram) {
    const packet = parse(datagram);
    if (packet) this.packets.push(packet);
  }

  /** What comes in from now on for some time: packets of audio, loudness (linear, 0-1), strongest tone in Hz. */
  async hears(ms = 1_000) {
    const first = this.packets.length;
    await new Promise((resolve) => setTimeout(resolve, ms));
    const audio = this.packets.slice(first).filter(({ type }) => type === muLaw);
    const samples = audio.flatMap(({ payload }) => [...decodeMuLaw(payload)]);
    const energy = samples.reduce((sum, sample) => sum + sample * sample, 0);
    const rms = samples.length === 0 ? 0 : Math.sqrt(energy / samples.length);
    return { packets: audio.length, rms, ...strongestTone(samples) };
  }

  /** The telephone-events (RFC 4733 2.3) in their order: one an RTP timestamp. Times in units of the 8 kHz clock. */
  get events() {
    const events = new Map();
    for (const { type, marker, timestamp, payload } of this.packets) {
      if (type !== this.eventType || payload.length < eventBytes) continue;
      const event = events.get(timestamp) ?? {
        key: keys[payload[0]],
        timestamp,
        marked: false,
        packets: 0,
        ends: 0,
        duration: 0,
      };
      event.packets += 1;
      event.marked ||= marker;
      if (payload[1] & endBit) event.ends += 1;
      event.duration = Math.max(event.duration, payload.readUInt16BE(2));
      events.set(timestamp, event);
    }
    return [...events.values()];
  }

  /** The keys that have ended, one string. */
  get digits() {
    return this.events
      .filter(({ ends }) => ends > 0)
      .map(({ key }) => key)
      .join('');
  }
}

/** The ear and the voice of a phone: a port of its own. */
export class RtpPort extends RtpEar {
  #sockets;
  #remote;
  #stopVoice;
  #sequence = 0;
  #timestamp = 0;
  #phase = 0;

  constructor({ port, media, control }) {
    super();
    this.port = port;
    this.#sockets = [media, control];
    media.on('message', (datagram, remote) => {
      this.#remote = remote;
      this.take(datagram);
    });
  }

  static async open({ host = '127.0.0.1' } = {}) {
    return new RtpPort(await bindPair(host));
  }

  /** Sends a tone, until `silent()`: to where the other side's packets come from, before the first one to `remote`. */
  play(hertz, remote) {
    this.#remote ??= remote;
    this.silent();
    this.#stopVoice = everyPacket(() => this.#send(hertz));
  }

  silent() {
    this.#stopVoice?.();
    this.#stopVoice = undefined;
  }

  close() {
    this.silent();
    for (const socket of this.#sockets) socket.close();
  }

  #send(hertz) {
    const step = (2 * Math.PI * hertz) / rate;
    const samples = Float64Array.from(
      { length: perPacket },
      (_, at) => 0.3 * Math.sin(this.#phase + at * step),
    );
    this.#phase = (this.#phase + perPacket * step) % (2 * Math.PI);
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.#timestamp = (this.#timestamp + perPacket) >>> 0;
    if (!this.#remote) return;
    const header = Buffer.alloc(headerBytes);
    header[0] = 0x80;
    header[1] = muLaw;
    header.writeUInt16BE(this.#sequence, 2);
    header.writeUInt32BE(this.#timestamp, 4);
    header.writeUInt32BE(this.port, 8);
    const { port, address } = this.#remote;
    this.#sockets[0].send(Buffer.concat([header, encodeMuLaw(samples)]), port, address);
  }
}
