/** What the far end of a call really receives: packets, loudness, digits. */
import { energyOf } from './g711.mjs';
import { SAMPLES_PER_SECOND } from './sounds.mjs';

const WINDOW_MS = 1000;
const DIGITS = '0123456789*#ABCD';
const END_BIT = 0x80;

export class Heard {
  #packets = 0;
  #dtmf = '';
  /** @type {number | undefined} */ #lastEventTimestamp;
  /** @type {{ at: number, energy: number, payload: Uint8Array }[]} */ #window = [];

  /** One packet of µ-law. */
  addAudio(/** @type {Uint8Array} */ payload) {
    this.#packets += 1;
    this.#window.push({
      at: performance.now(),
      energy: energyOf(payload),
      payload,
    });
    this.#trim();
  }

  /** One packet of telephone-event (RFC 4733 2.3): a digit counts once, at its first end bit. */
  addTelephoneEvent(/** @type {Uint8Array} */ payload, /** @type {number} */ timestamp) {
    this.#packets += 1;
    const [event, flags] = payload;
    const isEnd = payload.length >= 4 && (flags & END_BIT) !== 0;
    if (!isEnd || timestamp === this.#lastEventTimestamp) return;
    this.#lastEventTimestamp = timestamp;
    this.#dtmf += DIGITS[event] ?? '';
  }

  /** The body of an INFO: `application/dtmf` is the digit alone, `application/dtmf-relay` has a `Signal=` line. */
  addInfo(/** @type {string} */ contentType, /** @type {string} */ body) {
    const isRelay = contentType.toLowerCase().startsWith('application/dtmf-relay');
    const signal = isRelay
      ? body.split('\n').map((line) => line.split('=')).find(([key]) => key.trim().toLowerCase() === 'signal')?.[1]
      : body; // prettier-ignore
    const digit = signal?.trim().toUpperCase() ?? '';
    this.#dtmf +=
      digit.length === 1 && DIGITS.includes(digit)
        ? digit
        : (digit !== '' && DIGITS[Number(digit)]) || '';
  }

  /** What came in the last second, µ-law. */
  get recent() {
    this.#trim();
    return Buffer.concat(this.#window.map(({ payload }) => payload));
  }

  /** `rms` counts what did not arrive as silence. */
  toJSON() {
    this.#trim();
    const energy = this.#window.reduce((sum, part) => sum + part.energy, 0);
    const samples = this.#window.reduce((sum, part) => sum + part.payload.length, 0);
    const rms = Math.sqrt(energy / Math.max(samples, SAMPLES_PER_SECOND));
    return { packets: this.#packets, rms: Number(rms.toFixed(5)), dtmf: this.#dtmf };
  }

  #trim() {
    const oldest = performance.now() - WINDOW_MS;
    while (this.#window.length > 0 && this.#window[0].at < oldest) this.#window.shift();
  }
}
