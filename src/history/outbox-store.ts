import { toCtiError, type CtiError } from '../base/error.js';
import type { CallRecord } from './call-history.js';
import { readRecord } from './record-schema.js';
import type { UserDatabase } from './user-database.js';

/** Records that wait for the call log, across reloads where the browser keeps anything. */
export class OutboxStore {
  readonly #database: UserDatabase;
  readonly #failed: (error: CtiError) => void;
  #memory: Map<string, CallRecord> | undefined;

  /** @param failed told once: from now on what waits is in memory only */
  constructor(database: UserDatabase, failed: (error: CtiError) => void) {
    this.#database = database;
    this.#failed = failed;
  }

  all(): Promise<readonly CallRecord[]> {
    return this.#on(
      async (database) => {
        const rows = await database.run((opened) => opened.getAll('outbox'));
        return rows.map(readRecord).filter((record) => record !== undefined);
      },
      (memory) => [...memory.values()],
    );
  }

  get(id: string): Promise<CallRecord | undefined> {
    return this.#on(
      async (database) => readRecord(await database.run((opened) => opened.get('outbox', id))),
      (memory) => memory.get(id),
    );
  }

  put(record: CallRecord): Promise<void> {
    return this.#on(
      (database) =>
        database.run(async (opened) => {
          await opened.put('outbox', record);
        }),
      (memory) => void memory.set(record.id, record),
    );
  }

  delete(id: string): Promise<void> {
    return this.#on(
      (database) => database.run((opened) => opened.delete('outbox', id)),
      (memory) => void memory.delete(id),
    );
  }

  clear(): Promise<void> {
    return this.#on(
      (database) => database.run((opened) => opened.clear('outbox')),
      (memory) => memory.clear(),
    );
  }

  async #on<T>(
    stored: (database: UserDatabase) => Promise<T>,
    inMemory: (memory: Map<string, CallRecord>) => T,
  ): Promise<T> {
    const memory = this.#memory;
    if (memory) return inMemory(memory);
    try {
      return await stored(this.#database);
    } catch (thrown) {
      const error = toCtiError(thrown, 'storage-failed');
      if (error.reason !== 'storage-failed') throw error;
      return inMemory(this.#memory ?? this.#fall(error));
    }
  }

  #fall(error: CtiError): Map<string, CallRecord> {
    this.#failed(error);
    const memory = new Map<string, CallRecord>();
    this.#memory = memory;
    return memory;
  }
}
