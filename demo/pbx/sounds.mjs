/** What the bots say: loops of µ-law, made once. */
import { encodeMuLaw } from './g711.mjs';

export const SAMPLES_PER_SECOND = 8000;
export const SAMPLES_PER_PACKET = 160;

const LEVEL = 0.3;
const EDGE_SAMPLES = 80;
const MUSIC_HZ = [523, 659, 784, 1047];
/** The special information tone (ITU-T E.180), then a pause. */
const ANNOUNCEMENT_HZ = [950, 1400, 1800, 0];

/** Tones one after the other, each with soft edges so that it does not click; 0 Hz is a pause. */
function makeTones(/** @type {number[]} */ frequencies, /** @type {number} */ msEach) {
  const length = (msEach * SAMPLES_PER_SECOND) / 1000;
  const samples = Float64Array.from({ length: length * frequencies.length }, (_, index) => {
    const at = index % length;
    const envelope = Math.min(1, at / EDGE_SAMPLES, (length - at) / EDGE_SAMPLES);
    const frequency = frequencies[Math.floor(index / length)];
    return LEVEL * envelope * Math.sin((2 * Math.PI * frequency * at) / SAMPLES_PER_SECOND);
  });
  return encodeMuLaw(samples);
}

/** @typedef {'music' | 'echo' | 'silence' | 'announcement'} Play */

/** @type {Record<Play, Buffer | undefined>} each a whole number of packets long; echo has none of its own */
export const SOUNDS = {
  music: makeTones(MUSIC_HZ, 500),
  announcement: makeTones(ANNOUNCEMENT_HZ, 320),
  silence: makeTones([0], 20),
  echo: undefined,
};
