import type { CallHistory, CallRecord } from './call-history.js';

/** One column: its name, and what a record has in it. */
export type Column = readonly [name: string, value: (record: CallRecord) => string];

/** Field names, not words of a language: what reads the file is a program, or knows both. */
const columns: readonly Column[] = [
  ['id', ({ id }) => id],
  ['direction', ({ direction }) => direction],
  ['number', ({ number }) => number],
  ['displayName', ({ displayName = '' }) => displayName],
  ['customer', ({ customer }) => customer?.name ?? ''],
  ['customerId', ({ customer }) => customer?.id ?? ''],
  ['account', ({ customer }) => customer?.account?.name ?? ''],
  ['started', ({ started }) => timestamp(started)],
  ['connected', ({ connected }) => timestamp(connected)],
  ['ended', ({ ended }) => timestamp(ended)],
  ['talkedSeconds', ({ talkedMs }) => String(Math.round(talkedMs / 1_000))],
  ['heldSeconds', ({ heldMs }) => String(Math.round(heldMs / 1_000))],
  ['reason', ({ reason = '' }) => reason],
  ['by', ({ by = '' }) => by],
  ['missed', ({ missed }) => String(missed)],
  ['note', ({ note = '' }) => note],
];

function timestamp(ms: number | undefined): string {
  return ms === undefined ? '' : new Date(ms).toISOString();
}

/** A cell that a spreadsheet would take for a formula is made text by an apostrophe (OWASP, "CSV Injection"). */
function cell(value: string): string {
  const defused = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(defused) ? `"${defused.replaceAll('"', '""')}"` : defused;
}

const row = (values: readonly string[]): string => `${values.map(cell).join(',')}\r\n`;

/** Records as CSV (RFC 4180), with a byte order mark: without one Excel takes UTF-8 for something else. */
export function csvOf(records: readonly CallRecord[]): string {
  const lines = records.map((record) => row(columns.map(([, value]) => value(record))));
  return `\ufeff${row(columns.map(([name]) => name))}${lines.join('')}`;
}

/** The whole history, newest first. */
export async function allRecords(history: Pick<CallHistory, 'list'>): Promise<CallRecord[]> {
  const records: CallRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await history.list({ limit: 500, ...(cursor ? { cursor } : {}) });
    records.push(...page.records);
    cursor = page.next;
  } while (cursor);
  return records;
}
