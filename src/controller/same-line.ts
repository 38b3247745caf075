import type { LineSettings } from '../transport/call-transport.js';

/** Do these settings name the same line, so that it need not be opened anew? */
export function sameLine(a: LineSettings | undefined, b: LineSettings | undefined): boolean {
  if (!a || !b) return a === b;
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])] as (keyof LineSettings)[];
  // Lists are compared by what they hold: frameworks make new ones all the time.
  return keys.every((key) => a[key] === b[key] || listed(a[key]) === listed(b[key]));
}

function listed(value: unknown): unknown {
  return Array.isArray(value) ? JSON.stringify(value) : value;
}
