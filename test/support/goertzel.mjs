/** The power of one frequency in samples of telephone sound (8,000 a second), 0-1 of all of it (Goertzel). */
export function shareOf(
  /** @type {ArrayLike<number> & Iterable<number>} */ samples,
  /** @type {number} */ hertz,
) {
  const factor = 2 * Math.cos((2 * Math.PI * hertz) / 8000);
  let [one, two, total] = [0, 0, 0];
  for (const sample of samples) {
    [two, one] = [one, sample + factor * one - two];
    total += sample * sample;
  }
  const power = one * one + two * two - factor * one * two;
  return total === 0 ? 0 : (2 * power) / (samples.length * total);
}
