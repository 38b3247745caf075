import { CtiError } from '../base/error.js';

/** What a page may hang on a call: enough for keys and a note, too little to make every commit slow. */
const limits = { entries: 64, text: 4_096, note: 20_000 };

function isText(value: unknown, longest = limits.text): boolean {
  return typeof value === 'string' && value.length <= longest;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length <= limits.entries && entries.every(([key, text]) => isText(key) && isText(text))
  );
}

const checks: Readonly<Record<string, (value: unknown) => boolean>> = {
  data: isTexts,
  headers: isTexts,
  customer: (value) =>
    isRecord(value) && [value.id, value.type, value.name].every((text) => isText(text)),
  note: (value) => isText(value, limits.note),
};

/**
 * Pages are often not typed: `data`, `headers`, `customer` and `note` are checked before they become part of a call.
 * @throws CtiError `not-allowed`
 */
export function assertPageData(given: object): void {
  for (const [name, value] of Object.entries(given) as [string, unknown][]) {
    const check = checks[name];
    if (check && value !== undefined && !check(value)) {
      throw new CtiError('not-allowed', { message: `${name}: not text, or too much` });
    }
  }
}
