/** What the PBX hears and says, with times of this process's clock. */
import { energyOf } from '../demo/pbx/g711.mjs';
import { now, until } from './desk.mjs';

/** Of the microphone's file a packet has at least ten times this. */
const SOUND_RMS = 0.01;
const PACKET_MS = 20;
/** So long without sound is silence. */
const SILENCE_MS = 400;

/** Notes when sound arrives in one call. */
export class Ear {
  /** @type {number[]} arrival of each packet that is not silent */ #sounds = [];

  constructor(/** @type {import('../demo/pbx/bot-call.mjs').BotCall} */ { media: { heard } }) {
    const addAudio = heard.addAudio.bind(heard);
    heard.addAudio = (payload) => {
      if (Math.sqrt(energyOf(payload) / payload.length) > SOUND_RMS) this.#sounds.push(now());
      addAudio(payload);
    };
  }

  /** When the first sound after `from` came. */
  firstSound(/** @type {number} */ from) {
    return until(() => this.#sounds.find((at) => at > from), 'sound at the far end');
  }

  /** When the last sound had been played; resolves once it has been silent for a while. */
  async silence() {
    await until(() => now() - this.#last > SILENCE_MS, 'silence at the far end');
    return this.#last + PACKET_MS;
  }

  get #last() {
    return this.#sounds.at(-1) ?? 0;
  }
}

/** The PBX calls an operator; `ear` is there before the first packet. */
export function callOperator(pbx, agent) {
  const id = pbx.bots.place({ from: '+12025550101', to: agent, play: 'music' });
  const call = pbx.bots.calls.find((known) => known.id === id);
  return { call, ear: new Ear(call) };
}

/** Keeps the sockets of the PBX, so that the newest can be cut without a closing handshake. */
export function watchSockets({ flows }) {
  const sockets = [];
  const attachSocket = flows.attachSocket.bind(flows);
  flows.attachSocket = (socket) => {
    sockets.push(socket);
    attachSocket(socket);
  };
  return { cutNewest: () => sockets.at(-1)?.terminate() };
}

/** The messages that pass the PBX from now on. @returns {{ timeOf(satisfies): number, stop(): void }} */
export function watchMessages({ flows }) {
  const seen = [];
  const note = (direction, { status, method, headers }, flow) =>
    seen.push({
      at: now(),
      name: [direction, status, headers.cseq.method ?? method].filter(Boolean).join(' '),
      flow: flow.id,
      user: /sip:(\w+)@/.exec(headers.to.uri)?.[1],
    });
  flows.on('trace', note);
  return {
    timeOf: (satisfies) => seen.find(satisfies)?.at,
    stop: () => flows.off('trace', note),
  };
}
