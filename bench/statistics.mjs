/** @returns {number} by linear interpolation between the two nearest; NaN of nothing */
function quantile(/** @type {readonly number[]} */ values, /** @type {number} */ share) {
  if (values.length === 0) return NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)];
  return below + (sorted[Math.ceil(at)] - below) * (at % 1);
}

/** @returns {number} */
export const median = (/** @type {readonly number[]} */ values) => quantile(values, 0.5);

/** Median, spread (interquartile range) and extremes. */
export function summary(/** @type {readonly number[]} */ values) {
  return {
    n: values.length,
    median: median(values),
    iqr: quantile(values, 0.75) - quantile(values, 0.25),
    min: quantile(values, 0),
    max: quantile(values, 1),
  };
}
