/** G.711 µ-law (ITU-T G.711): 8 bits a sample, 8,000 samples a second. */

const BIAS = 33;
const LARGEST = 8158;

/** @returns {number} the code of a linear sample of -1…1 */
function encodeSample(/** @type {number} */ sample) {
  const magnitude = Math.min(Math.round(Math.abs(sample) * 8191), LARGEST) + BIAS;
  const segment = Math.max(0, 31 - Math.clz32(magnitude) - 5);
  const step = (magnitude >> (segment + 1)) & 0x0f;
  const sign = sample < 0 ? 0x80 : 0;
  return ~(sign | (segment << 4) | step) & 0xff;
}

function decodeSample(/** @type {number} */ code) {
  const bits = ~code & 0xff;
  const segment = (bits >> 4) & 0x07;
  const magnitude = ((((bits & 0x0f) << 1) + BIAS) << segment) - BIAS;
  return ((bits & 0x80 ? -1 : 1) * magnitude) / 8191;
}

const DECODED = Float64Array.from({ length: 256 }, (_, code) => decodeSample(code));

/** @returns {Buffer} */
export function encodeMuLaw(/** @type {Float64Array} */ samples) {
  return Buffer.from(Uint8Array.from(samples, encodeSample));
}

/** @returns {Float64Array} linear samples of -1…1 */
export function decodeMuLaw(/** @type {Uint8Array} */ codes) {
  return Float64Array.from(codes, (code) => DECODED[code]);
}

/** The sum of the squares of linear samples: energy without decoding into memory. */
export function energyOf(/** @type {Uint8Array} */ codes) {
  let sum = 0;
  for (const code of codes) sum += DECODED[code] ** 2;
  return sum;
}
