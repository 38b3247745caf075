import type { Undo } from '../base/clock.js';
import type { CtiError, EndReason, SipStatus } from '../base/error.js';

/** The customer a call belonged to, as far as a record needs it. Untrusted plain text. */
export interface RecordedCustomer {
  readonly id: string;
  readonly type: string;
  readonly typeLabel?: string;
  readonly name: string;
  readonly account?: { readonly id: string; readonly name: string };
  readonly url?: string;
  /** Not to be called; a string is the reason. */
  readonly doNotCall?: boolean | string;
}

/** One call, as it is kept. Times in ms since the epoch. The same `id` as the call's: an idempotency key. */
export interface CallRecord {
  readonly id: string;
  readonly pbxId?: string;
  readonly direction: 'incoming' | 'outgoing';
  /** The far end's number; empty: anonymous. */
  readonly number: string;
  /** What the far end called itself: unverified. */
  readonly displayName?: string;
  readonly customer?: RecordedCustomer;
  /** The page's own data and the headers of the PBX. */
  readonly data?: Readonly<Record<string, string>>;
  readonly note?: string;
  readonly started: number;
  readonly connected?: number;
  /** Absent while the call lives, and when the end was lost with the page: then `reason` is `network`. */
  readonly ended?: number;
  /** Absent while the call lives. */
  readonly reason?: EndReason;
  readonly by?: 'local' | 'remote' | 'network';
  readonly sip?: SipStatus;
  readonly talkedMs: number;
  readonly heldMs: number;
  /** It came in, rang here, and nobody answered it anywhere. */
  readonly missed: boolean;
  /** The operator has seen that it was missed. */
  readonly seen?: boolean;
  /** How saving to the page's call log went; `failed`: it is tried again. Absent: there is none, or the call lives. */
  readonly log?: 'pending' | 'saved' | 'failed';
  /** The call's record in the CRM, as the call log answered. */
  readonly logUrl?: string;
}

/** What of a record changes; `undefined` takes a part away. */
export type RecordChange = {
  readonly [K in keyof Omit<CallRecord, 'id'>]?: CallRecord[K] | undefined;
};

/** Which past calls are wanted, and how many at once. */
export interface HistoryQuery {
  /** At most so many; 50 by default. */
  readonly limit?: number;
  /** What a page gave as `next`. */
  readonly cursor?: string;
  /** Only those that were missed. */
  readonly missed?: boolean;
  /** In the number, the names or the note; case does not matter. */
  readonly text?: string;
}

/** Newest first. */
export interface HistoryPage {
  readonly records: readonly CallRecord[];
  readonly next?: string;
}

/** What has changed: these records were saved or deleted; without `ids` it may be any. */
export interface HistoryChange {
  readonly ids?: readonly string[];
}

/**
 * The port to the record of past calls of one user.
 *
 * MUST
 * - keep one record for each `id`, and list them newest first, each once while a list is paged through;
 * - tell every listener, in every tab, of every change, once it can be read;
 * - reject with a `CtiError`: `storage-failed` when the browser keeps nothing.
 *
 * MUST NOT: hold a call up: what cannot be stored is an error of the history, not of the call.
 */
export interface CallHistory {
  /** Stores a record, or replaces the one with its id. */
  save(record: CallRecord): Promise<void>;
  /** `undefined` when there is none, or none that can be read. */
  get(id: string): Promise<CallRecord | undefined>;
  /** Changes parts of a record; nothing when it is gone. */
  update(id: string, change: RecordChange): Promise<void>;
  list(query?: HistoryQuery): Promise<HistoryPage>;
  /** Missed calls that nobody has seen. */
  missedCount(): Promise<number>;
  /** The operator has seen all that were missed. */
  markSeen(): Promise<void>;
  delete(id: string): Promise<void>;
  /** Forgets everything of this user. */
  clear(): Promise<void>;
  subscribe(listener: (change: HistoryChange) => void): Undo;
  /** Lets go of what it holds. What is stored stays. */
  dispose(): void;
}

/**
 * Where the page keeps the calls of its operators. Asked until it succeeds, also after a reload: `record.id` is the
 * idempotency key.
 */
export interface CallLog {
  save(
    record: CallRecord,
    context: { readonly signal: AbortSignal },
  ): Promise<{ readonly id?: string; readonly url?: string } | undefined>;
}

/** How saving to the call log stands. */
export interface OutboxState {
  readonly pending: number;
  readonly error?: CtiError;
}
