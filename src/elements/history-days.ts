import type { CallRecord } from '../history/call-history.js';

export interface HistoryDay {
  /** Its first moment here, ms since the epoch. */
  readonly start: number;
  readonly records: readonly CallRecord[];
}

const starts = new WeakMap<CallRecord, number>();

function startOf(record: CallRecord): number {
  const known = starts.get(record);
  if (known !== undefined) return known;
  const start = new Date(record.started).setHours(0, 0, 0, 0);
  starts.set(record, start);
  return start;
}

/** Records by the day they began on. A day that is as it was `before` is the same object. */
export function daysOf(
  records: readonly CallRecord[],
  before: readonly HistoryDay[],
): readonly HistoryDay[] {
  const days = new Map<number, CallRecord[]>();
  for (const record of records) {
    const start = startOf(record);
    const day = days.get(start);
    if (day) day.push(record);
    else days.set(start, [record]);
  }
  const known = new Map(before.map((day) => [day.start, day]));
  return [...days].map(([start, list]) => {
    const old = known.get(start);
    return old && isSame(old.records, list) ? old : { start, records: list };
  });
}

function isSame(a: readonly CallRecord[], b: readonly CallRecord[]): boolean {
  return a.length === b.length && a.every((record, index) => record === b[index]);
}

const dayMs = 86_400_000;

/** Today, Yesterday, or the date, in the words of the language. */
export function dayName(start: number, now: number, lang: string): string {
  const today = new Date(now).setHours(0, 0, 0, 0);
  // Days of 23 and 25 hours are days too.
  const ago = Math.round((today - start) / dayMs);
  if (ago === 0 || ago === 1) {
    const name = new Intl.RelativeTimeFormat(lang, { numeric: 'auto' }).format(-ago, 'day');
    return name.charAt(0).toLocaleUpperCase(lang) + name.slice(1);
  }
  const thisYear = new Date(start).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(lang, {
    ...{ weekday: 'long', day: 'numeric', month: 'long' },
    ...(thisYear ? {} : { year: 'numeric' }),
  }).format(start);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** The time of day. Making a format takes longer than using it a hundred times. */
export function timeOfDay(ms: number, lang: string): string {
  let clock = clocks.get(lang);
  if (!clock) {
    clock = new Intl.DateTimeFormat(lang, { hour: '2-digit', minute: '2-digit' });
    clocks.set(lang, clock);
  }
  return clock.format(ms);
}
