import * as v from 'valibot';
import { endReasons } from '../base/error.js';
import type { CallRecord } from './call-history.js';

const text = v.pipe(v.string(), v.maxLength(4_096));
const note = v.pipe(v.string(), v.maxLength(20_000));
/** ms since the epoch, or a duration in ms. */
const ms = v.pipe(v.number(), v.finite(), v.minValue(0));

const customer = v.object({
  id: text,
  type: text,
  typeLabel: v.exactOptional(text),
  name: text,
  account: v.exactOptional(v.object({ id: text, name: text })),
  url: v.exactOptional(text),
  doNotCall: v.exactOptional(v.union([v.boolean(), text])),
});

const callRecord = v.object({
  id: v.pipe(v.string(), v.nonEmpty(), v.maxLength(100)),
  pbxId: v.exactOptional(text),
  direction: v.picklist(['incoming', 'outgoing']),
  number: text,
  displayName: v.exactOptional(text),
  customer: v.exactOptional(customer),
  data: v.exactOptional(v.record(text, text)),
  note: v.exactOptional(note),
  started: ms,
  connected: v.exactOptional(ms),
  ended: v.exactOptional(ms),
  reason: v.exactOptional(v.picklist(endReasons)),
  by: v.exactOptional(v.picklist(['local', 'remote', 'network'])),
  sip: v.exactOptional(v.object({ status: v.number(), text })),
  talkedMs: ms,
  heldMs: ms,
  missed: v.boolean(),
  seen: v.exactOptional(v.boolean()),
  log: v.exactOptional(v.picklist(['pending', 'saved', 'failed'])),
  logUrl: v.exactOptional(text),
});

/** A record as it was stored, by whatever release; `undefined` for what is none. */
export function readRecord(stored: unknown): CallRecord | undefined {
  const parsed = v.safeParse(callRecord, stored);
  return parsed.success ? parsed.output : undefined;
}
