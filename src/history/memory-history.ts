import * as v from 'valibot';
import type { Undo } from '../base/clock.js';
import type {
  CallHistory,
  CallRecord,
  HistoryChange,
  HistoryPage,
  HistoryQuery,
  RecordChange,
} from './call-history.js';
import { HistoryChanges } from './history-changes.js';
import {
  changed,
  comparePlaces,
  cursorOf,
  isUnfinished,
  isUnseen,
  matcher,
  pageSize,
  placeOf,
  readCursor,
} from './history-query.js';
import { defaultLimit } from './indexed-db-history.js';
import { readRecord } from './record-schema.js';

export interface MemoryHistoryOptions {
  /** How many records are kept; 1,000 by default. */
  readonly limit?: number;
  /** What it begins with, newest first. */
  readonly records?: readonly CallRecord[];
  /** Where they survive a reload: `sessionStorage` and a key in it. */
  readonly storage?: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  readonly key?: string;
  /** It could not be stored: from now on it is kept in memory only. */
  readonly failed?: (thrown: unknown) => void;
}

/** The calls since this tab was opened; without a storage, since this page was. */
export class MemoryHistory implements CallHistory {
  readonly #limit: number;
  readonly #key: string;
  readonly #changes = new HistoryChanges();
  readonly #failed: (thrown: unknown) => void;
  #storage: MemoryHistoryOptions['storage'];
  /** Newest first. */
  #records: readonly CallRecord[];

  constructor(options: MemoryHistoryOptions = {}) {
    this.#limit = options.limit ?? defaultLimit;
    this.#storage = options.storage;
    this.#key = options.key ?? 'cti-panel:calls';
    this.#failed = options.failed ?? (() => undefined);
    this.#records = options.records ?? this.#read();
  }

  async save(record: CallRecord): Promise<void> {
    const others = this.#records.filter(({ id }) => id !== record.id);
    const all = [...others, record].sort((a, b) => comparePlaces(placeOf(a), placeOf(b)));
    const dropped = this.#oldest(all, all.length - this.#limit);
    this.#put(
      all.filter(({ id }) => !dropped.includes(id)),
      [record.id, ...dropped],
    );
  }

  async get(id: string): Promise<CallRecord | undefined> {
    return this.#records.find((record) => record.id === id);
  }

  async update(id: string, change: RecordChange): Promise<void> {
    const record = await this.get(id);
    if (record) await this.save(changed(record, change));
  }

  async list(query: HistoryQuery = {}): Promise<HistoryPage> {
    const { limit = pageSize, cursor } = query;
    const after = readCursor(cursor);
    const rest = this.#records
      .filter((record) => !after || comparePlaces(placeOf(record), after) > 0)
      .filter(matcher(query));
    const records = rest.slice(0, limit);
    const last = records.at(-1);
    return { records, ...(last && rest.length > limit ? { next: cursorOf(last) } : {}) };
  }

  async missedCount(): Promise<number> {
    return this.#records.filter(isUnseen).length;
  }

  async markSeen(): Promise<void> {
    const ids = this.#records.filter(isUnseen).map(({ id }) => id);
    if (ids.length === 0) return;
    this.#put(
      this.#records.map((record) => (isUnseen(record) ? { ...record, seen: true } : record)),
      ids,
    );
  }

  async delete(id: string): Promise<void> {
    this.#put(
      this.#records.filter((record) => record.id !== id),
      [id],
    );
  }

  async clear(): Promise<void> {
    this.#put([]);
  }

  subscribe(listener: (change: HistoryChange) => void): Undo {
    return this.#changes.subscribe(listener);
  }

  dispose(): void {
    this.#changes.dispose();
  }

  #oldest(records: readonly CallRecord[], surplus: number): readonly string[] {
    if (surplus <= 0) return [];
    const finished = records.filter((record) => !isUnfinished(record));
    return finished.slice(-surplus).map(({ id }) => id);
  }

  #put(records: readonly CallRecord[], ids?: readonly string[]): void {
    this.#records = records;
    try {
      if (records.length === 0) this.#storage?.removeItem(this.#key);
      else this.#storage?.setItem(this.#key, JSON.stringify(records));
    } catch (thrown) {
      this.#storage = undefined;
      this.#failed(thrown);
    }
    this.#changes.tell(ids ? { ids } : {});
  }

  #read(): readonly CallRecord[] {
    try {
      const stored = this.#storage?.getItem(this.#key) ?? '[]';
      const parsed = v.safeParse(storedList, stored);
      const list = parsed.success ? parsed.output : [];
      return list.map(readRecord).filter((record) => record !== undefined);
    } catch (thrown) {
      this.#storage = undefined;
      this.#failed(thrown);
      return [];
    }
  }
}

const storedList = v.pipe(v.string(), v.parseJson(), v.array(v.unknown()));
