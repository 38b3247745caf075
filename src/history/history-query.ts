import * as v from 'valibot';
import { CtiError } from '../base/error.js';
import type { CallRecord, HistoryQuery, RecordChange } from './call-history.js';

/** How many records a page of the list has when nobody says. */
export const pageSize = 50;

/** Where a record stands in the list: ascending is newest first, and no two are the same. */
export type Place = readonly [negativeStart: number, id: string];

export function placeOf({ started, id }: CallRecord): Place {
  return [-started, id];
}

/** As strings in IndexedDB: by code units. */
export function comparePlaces([a, idA]: Place, [b, idB]: Place): number {
  return a - b || (idA < idB ? -1 : Number(idA > idB));
}

const place = v.pipe(v.string(), v.parseJson(), v.strictTuple([v.number(), v.string()]));

export function cursorOf(record: CallRecord): string {
  return JSON.stringify(placeOf(record));
}

/** @throws CtiError `not-allowed`: not what a page of the list gave as `next` */
export function readCursor(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  const parsed = v.safeParse(place, cursor);
  if (!parsed.success) throw new CtiError('not-allowed', { message: 'This is no cursor' });
  return parsed.output;
}

const asNumber = /^[\d\s()+./*#-]*\d[\d\s()+./*#-]*$/;
const notDialled = /[^\d*#]/g;

/** Whether a record is what the query asks for. */
export function matcher({
  missed = false,
  text = '',
}: HistoryQuery): (record: CallRecord) => boolean {
  const wanted = text.trim().toLocaleLowerCase();
  const digits = asNumber.test(wanted) ? wanted.replace(notDialled, '') : '';
  const hasText = (record: CallRecord): boolean => {
    const { number, displayName, customer, note } = record;
    if (digits !== '' && number.replace(notDialled, '').includes(digits)) return true;
    const said = [number, displayName, customer?.name, customer?.account?.name, note];
    return said.some((part) => part?.toLocaleLowerCase().includes(wanted));
  };
  return (record) => (!missed || record.missed) && (wanted === '' || hasText(record));
}

export function isUnseen({ missed, seen }: CallRecord): boolean {
  return missed && seen !== true;
}

/** Its end is still to come, or to be sent: such a record is never dropped to make room. */
export function isUnfinished({ reason, log }: CallRecord): boolean {
  return reason === undefined || log === 'pending' || log === 'failed';
}

export function changed(record: CallRecord, change: RecordChange): CallRecord {
  const parts = Object.entries({ ...record, ...change }).filter(([, part]) => part !== undefined);
  // What is left out was optional: the rest has the types it had.
  return Object.fromEntries(parts) as unknown as CallRecord;
}
