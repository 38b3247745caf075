import * as v from 'valibot';
import { systemClock, type Clock, type Undo } from '../base/clock.js';
import { CtiError, toCtiError } from '../base/error.js';
import type { CallLog, CallRecord, OutboxState, RecordChange } from './call-history.js';
import { HistoryChanges } from './history-changes.js';
import { changed } from './history-query.js';
import { OutboxStore } from './outbox-store.js';
import { databaseName } from './stored-calls.js';
import { UserDatabase } from './user-database.js';

/** In ms: the first try after a failure, the longest wait between two, and how long a page may take to save. */
const figures = { firstMs: 2_000, longestMs: 300_000, saveMs: 30_000 };
/** So many failures in a row are not about one record: the others wait for the next round. */
const failuresPerRound = 3;

const answerSchema = v.object({
  id: v.exactOptional(v.pipe(v.string(), v.maxLength(1_000))),
  url: v.exactOptional(v.pipe(v.string(), v.maxLength(4_096), v.regex(/^https?:/i))),
});

export interface OutboxOptions {
  readonly userId: string;
  readonly log: CallLog;
  readonly clock?: Clock;
  /** How saving a record went: for the history. Does not reject. */
  readonly settled: (id: string, change: Pick<RecordChange, 'log' | 'logUrl'>) => Promise<void>;
  /** It does not work now; told once until it works again. */
  readonly failed: (error: CtiError) => void;
}

/**
 * What the call log has not taken yet. Each record is given to it until it has succeeded, also after a reload, by one
 * tab at a time (Web Locks), never again afterwards. That an answer can get lost is what the idempotency key is for.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #clock: Clock;
  readonly #database: UserDatabase;
  readonly #store: OutboxStore;
  readonly #changes: HistoryChanges;
  readonly #over = new AbortController();
  readonly #failures = new Map<string, number>();
  #rounds = 0;
  #error: CtiError | undefined;
  #sending: Promise<void> | undefined;
  #again = false;
  #stopWaiting: Undo | undefined;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#database = new UserDatabase(options.userId);
    this.#store = new OutboxStore(this.#database, options.failed);
    this.#changes = new HistoryChanges(`${databaseName(options.userId)}:outbox`);
    // What another tab has put there is sent from here when that tab is gone.
    this.#changes.subscribe(() => this.#later(figures.firstMs));
    globalThis.addEventListener('online', this.#online, { signal: this.#over.signal });
  }

  /** How saving stands. */
  async state(): Promise<OutboxState> {
    const { length } = await this.#store.all();
    return { pending: length, ...(this.#error ? { error: this.#error } : {}) };
  }

  /** The record as it waits here. */
  find(id: string): Promise<CallRecord | undefined> {
    return this.#store.get(id);
  }

  /** Stored when this resolves; sent by the next `flush()`, here or in another tab. */
  async add(record: CallRecord): Promise<void> {
    await this.#store.put(record);
    this.#changes.tell({ ids: [record.id] });
  }

  /** What is learnt of a call after its end goes with it, while it waits. */
  async change(id: string, change: RecordChange): Promise<void> {
    const record = await this.#store.get(id);
    if (record) await this.#store.put(changed(record, change));
  }

  /** Tries now. */
  flush(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = undefined;
    if (this.#over.signal.aborted) return;
    if (this.#sending) this.#again = true;
    this.#sending ??= this.#send().finally(() => {
      this.#sending = undefined;
      const again = this.#again;
      this.#again = false;
      if (again) this.flush();
    });
  }

  async clear(): Promise<void> {
    await this.#store.clear();
    this.#failures.clear();
  }

  dispose(): void {
    this.#over.abort();
    this.#stopWaiting?.();
    this.#changes.dispose();
    this.#database.dispose();
  }

  readonly #online = (): void => this.flush();

  async #send(): Promise<void> {
    try {
      await this.#alone(() => this.#round());
    } catch (thrown) {
      if (!this.#over.signal.aborted) this.#failedOnce(toCtiError(thrown));
    }
  }

  /** Two tabs must not send the same record at once. */
  async #alone(work: () => Promise<void>): Promise<void> {
    const { signal } = this.#over;
    // Secure contexts only, whatever the types say.
    const { locks } = navigator as { locks?: LockManager };
    if (!locks) return work();
    const name = `${databaseName(this.#options.userId)}:outbox`;
    await locks.request(name, { signal }, work);
  }

  async #round(): Promise<void> {
    const records = [...(await this.#store.all())];
    // One that the log does not take must not keep the others waiting.
    const tries = ({ id }: CallRecord): number => this.#failures.get(id) ?? 0;
    records.sort((a, b) => tries(a) - tries(b) || a.started - b.started);
    let failures = 0;
    let inARow = 0;
    for (const record of records) {
      if (inARow >= failuresPerRound || this.#over.signal.aborted) break;
      const error = await this.#save(record);
      inARow = error ? inARow + 1 : 0;
      failures += error ? 1 : 0;
      if (error?.reason === 'signed-out') break;
    }
    this.#rounds = failures > 0 ? this.#rounds + 1 : 0;
    if (failures > 0) this.#later(Math.min(figures.longestMs, figures.firstMs * 2 ** this.#rounds));
  }

  async #save({
    log: _log,
    logUrl: _url,
    seen: _seen,
    ...record
  }: CallRecord): Promise<CtiError | undefined> {
    const { id } = record;
    try {
      const signal = AbortSignal.any([this.#over.signal, AbortSignal.timeout(figures.saveMs)]);
      const answer = await inTime(this.#options.log.save(record, { signal }), signal);
      const parsed = v.safeParse(answerSchema, answer);
      const { url } = parsed.success ? parsed.output : {};
      // First there: a tab that looks for records that got lost on the way finds none.
      await this.#options.settled(id, { log: 'saved', ...(url ? { logUrl: url } : {}) });
      await this.#store.delete(id);
      this.#failures.delete(id);
      this.#error = undefined;
      return undefined;
    } catch (thrown) {
      const error = toCtiError(thrown, 'service-unavailable');
      if (this.#over.signal.aborted) return error;
      const before = this.#failures.get(id) ?? 0;
      this.#failures.set(id, before + 1);
      this.#failedOnce(error);
      if (before === 0) await this.#options.settled(id, { log: 'failed' });
      return error;
    }
  }

  #failedOnce(error: CtiError): void {
    if (this.#error?.reason !== error.reason) this.#options.failed(error);
    this.#error = error;
  }

  #later(delayMs: number): void {
    this.#stopWaiting?.();
    if (this.#over.signal.aborted) return;
    this.#stopWaiting = this.#clock.schedule(delayMs, () => this.flush());
  }
}

/** A page's function that never settles must not hold the lock. */
async function inTime<T>(saving: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop: (() => void) | undefined;
  const late = new Promise<never>((_, reject) => {
    stop = () => reject(new CtiError('service-unavailable', { message: 'Not saved in time' }));
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([saving, late]);
  } finally {
    if (stop) signal.removeEventListener('abort', stop);
  }
}
