import type { Undo } from '../base/clock.js';
import { toCtiError, type CtiError } from '../base/error.js';
import { Listeners } from '../base/listeners.js';
import type {
  CallHistory,
  CallRecord,
  HistoryChange,
  HistoryPage,
  HistoryQuery,
  RecordChange,
} from './call-history.js';
import { defaultLimit, IndexedDbHistory, type HistoryOptions } from './indexed-db-history.js';
import { MemoryHistory } from './memory-history.js';

export interface LastingHistoryOptions extends HistoryOptions {
  /** Told once: from now on the records are in memory only. */
  readonly failed: (error: CtiError) => void;
}

/**
 * The history of a browser that may forbid its storage, or have no room left: goes on in memory then, with as many of
 * the records as it can still read.
 */
export class LastingHistory implements CallHistory {
  readonly #options: LastingHistoryOptions;
  readonly #stored: IndexedDbHistory;
  readonly #listeners = new Listeners<HistoryChange>(() => undefined);
  #memory: Promise<MemoryHistory> | undefined;

  constructor(options: LastingHistoryOptions) {
    this.#options = options;
    this.#stored = new IndexedDbHistory(options);
    this.#stored.subscribe((change) => this.#listeners.emit(change));
  }

  save(record: CallRecord): Promise<void> {
    return this.#on((history) => history.save(record));
  }

  get(id: string): Promise<CallRecord | undefined> {
    return this.#on((history) => history.get(id));
  }

  update(id: string, change: RecordChange): Promise<void> {
    return this.#on((history) => history.update(id, change));
  }

  list(query?: HistoryQuery): Promise<HistoryPage> {
    return this.#on((history) => history.list(query));
  }

  missedCount(): Promise<number> {
    return this.#on((history) => history.missedCount());
  }

  markSeen(): Promise<void> {
    return this.#on((history) => history.markSeen());
  }

  delete(id: string): Promise<void> {
    return this.#on((history) => history.delete(id));
  }

  clear(): Promise<void> {
    return this.#on((history) => history.clear());
  }

  subscribe(listener: (change: HistoryChange) => void): Undo {
    return this.#listeners.add(listener);
  }

  dispose(): void {
    this.#listeners.clear();
    this.#stored.dispose();
  }

  async #on<T>(work: (history: CallHistory) => Promise<T>): Promise<T> {
    if (this.#memory) return work(await this.#memory);
    try {
      return await work(this.#stored);
    } catch (thrown) {
      const error = toCtiError(thrown, 'storage-failed');
      if (error.reason !== 'storage-failed') throw error;
      this.#memory ??= this.#fall(error);
      return work(await this.#memory);
    }
  }

  async #fall(error: CtiError): Promise<MemoryHistory> {
    const { limit = defaultLimit, failed } = this.#options;
    failed(error);
    // A storage that is full can still be read.
    const { records } = await this.#stored.list({ limit }).catch(() => ({ records: [] }));
    const memory = new MemoryHistory({ limit, records });
    memory.subscribe((change) => this.#listeners.emit(change));
    return memory;
  }
}
