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
  cursorOf,
  isUnfinished,
  isUnseen,
  matcher,
  pageSize,
  placeOf,
  readCursor,
  type Place,
} from './history-query.js';
import { readRecord } from './record-schema.js';
import { databaseName } from './stored-calls.js';
import { UserDatabase, type Database, type Row } from './user-database.js';

/** How many records are kept when nobody says. */
export const defaultLimit = 1_000;
/** How many rows are read at once when a list looks for few among many. */
const batchSize = 200;

export interface HistoryOptions {
  readonly userId: string;
  /** How many records are kept: the oldest go, but for those that still have to be sent. 1,000 by default. */
  readonly limit?: number;
}

/** The calls of one user in this browser, the same in all tabs. */
export class IndexedDbHistory implements CallHistory {
  readonly #limit: number;
  readonly #database: UserDatabase;
  readonly #changes: HistoryChanges;

  constructor({ userId, limit = defaultLimit }: HistoryOptions) {
    this.#limit = limit;
    this.#database = new UserDatabase(userId);
    this.#changes = new HistoryChanges(databaseName(userId));
  }

  async save(record: CallRecord): Promise<void> {
    const isNew = await this.#database.run(async (database) => {
      const transaction = database.transaction('calls', 'readwrite');
      const before = transaction.store.getKey(record.id);
      const stored = transaction.store.put(rowOf(record));
      // At once: a page that goes away takes with it what still waits for an answer.
      transaction.commit();
      await Promise.all([stored, transaction.done]);
      return (await before) === undefined;
    });
    const dropped = isNew ? await this.#makeRoom() : [];
    this.#changes.tell({ ids: [record.id, ...dropped] });
  }

  async get(id: string): Promise<CallRecord | undefined> {
    return readRecord(await this.#database.run((database) => database.get('calls', id)));
  }

  async update(id: string, change: RecordChange): Promise<void> {
    const found = await this.#database.run(async (database) => {
      const { store, done } = database.transaction('calls', 'readwrite');
      const record = readRecord(await store.get(id));
      if (record) await store.put(rowOf(changed(record, change)));
      await done;
      return record !== undefined;
    });
    if (found) this.#changes.tell({ ids: [id] });
  }

  async list(query: HistoryQuery = {}): Promise<HistoryPage> {
    const { limit = pageSize, cursor } = query;
    const after = readCursor(cursor);
    // A filter looks for few among many.
    const batch = query.missed || query.text ? batchSize : limit + 1;
    return this.#database.run((database) =>
      page(database, matcher(query), { limit, after, batch }),
    );
  }

  async missedCount(): Promise<number> {
    return this.#database.run((database) => database.countFromIndex('calls', 'unseen'));
  }

  async markSeen(): Promise<void> {
    const ids = await this.#database.run(async (database) => {
      const { store, done } = database.transaction('calls', 'readwrite');
      const unseen = await store.index('unseen').getAll();
      for (const { unseen: _, ...row } of unseen) await store.put({ ...row, seen: true });
      await done;
      return unseen.map(({ id }) => id);
    });
    if (ids.length > 0) this.#changes.tell({ ids });
  }

  async delete(id: string): Promise<void> {
    await this.#database.run((database) => database.delete('calls', id));
    this.#changes.tell({ ids: [id] });
  }

  async clear(): Promise<void> {
    await this.#database.run((database) => database.clear('calls'));
    this.#changes.tell({});
  }

  subscribe(listener: (change: HistoryChange) => void): Undo {
    return this.#changes.subscribe(listener);
  }

  dispose(): void {
    this.#changes.dispose();
    this.#database.dispose();
  }

  async #makeRoom(): Promise<readonly string[]> {
    return this.#database.run(async (database) => {
      const { store, done } = database.transaction('calls', 'readwrite');
      const surplus = (await store.count()) - this.#limit;
      const dropped = surplus > 0 ? await oldest(store.index('at'), surplus) : [];
      for (const id of dropped) await store.delete(id);
      await done;
      return dropped;
    });
  }
}

function rowOf(record: CallRecord): Row {
  return { ...record, at: [...placeOf(record)], ...(isUnseen(record) ? { unseen: 1 } : {}) };
}

/** As much of an index as is needed, whatever the transaction. */
interface OldestFirst {
  openCursor(query: null, direction: 'prev'): Promise<RowCursor | null>;
}
interface RowCursor {
  readonly value: Row;
  continue(): Promise<RowCursor | null>;
}

/** The ids of the oldest, as many as there are too many. */
async function oldest(index: OldestFirst, surplus: number): Promise<string[]> {
  const ids: string[] = [];
  let cursor = await index.openCursor(null, 'prev');
  while (cursor && ids.length < surplus) {
    if (!isUnfinished(cursor.value)) ids.push(cursor.value.id);
    cursor = await cursor.continue();
  }
  return ids;
}

async function page(
  database: Database,
  matches: (record: CallRecord) => boolean,
  { limit, after, batch }: { limit: number; after: Place | undefined; batch: number },
): Promise<HistoryPage> {
  const index = database.transaction('calls').store.index('at');
  const found: CallRecord[] = [];
  let from = after;
  for (;;) {
    const range = from && IDBKeyRange.lowerBound(from, true);
    const rows = await index.getAll(range, batch);
    for (const row of rows) {
      const record = readRecord(row);
      if (!record || !matches(record)) continue;
      // One more than was asked for has been found: there is a next page.
      const last = found.at(-1);
      if (last && found.length === limit) return { records: found, next: cursorOf(last) };
      found.push(record);
    }
    from = rows.at(-1)?.at;
    if (rows.length < batch || !from) return { records: found };
  }
}
