/**
 * One figure of a soak against its limit.
 * @typedef {{ what: string, value: number, limit: number, ok: boolean }} Check
 */

/** @returns {Check} `value` may be `limit` at most */
export function atMost(what, value, limit) {
  const rounded = Math.round(value * 1_000) / 1_000;
  return { what, value: rounded, limit, ok: value <= limit };
}

/** The value below which a share of all lies. */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

export const mebibytes = (bytes) => bytes / 2 ** 20;
