import type { CallRecord } from '../../src/history/call-history.js';

/** 2026-01-05 12:00 UTC, a Monday. */
export const noon = Date.UTC(2026, 0, 5, 12);

/** A call of a minute that came in from Anna Schmidt's number; a test says what is otherwise. */
export function callRecord(own: Partial<CallRecord> = {}): CallRecord {
  const started = own.started ?? noon;
  return {
    id: `call-${started}`,
    direction: 'incoming',
    number: '+12025550101',
    started,
    connected: started + 5_000,
    ended: started + 65_000,
    reason: 'hangup',
    by: 'remote',
    talkedMs: 60_000,
    heldMs: 0,
    missed: false,
    ...own,
  };
}

/** One that came in and was not answered. */
export function missedRecord(own: Partial<CallRecord> = {}): CallRecord {
  const { connected: _, ...record } = callRecord(own);
  return { ...record, reason: 'cancelled', talkedMs: 0, missed: true, ...own };
}
