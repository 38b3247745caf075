import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { outsideZones } from '../base/clock.js';
import { CtiError, toCtiError } from '../base/error.js';
import type { CallRecord } from './call-history.js';
import { databaseName } from './stored-calls.js';
import type { Place } from './history-query.js';

/** A record as it lies there, with what the indexes need. Read back by `readRecord`. */
export interface Row extends CallRecord {
  readonly at: [...Place];
  /** Missed, and nobody has seen it. A boolean cannot be a key. */
  readonly unseen?: 1;
}

interface Schema extends DBSchema {
  calls: { key: string; value: Row; indexes: { at: [number, string]; unseen: number } };
  /** Records that the call log has not taken yet. */
  outbox: { key: string; value: CallRecord };
}
export type Database = IDBPDatabase<Schema>;

const version = 1;

/** Another tab, of another release, may keep the database from being opened: longer than this nobody waits, in ms. */
const blockedMs = 5_000;

/** What is stored about one user in this browser. Opened when it is needed, and again when it was closed under us. */
export class UserDatabase {
  readonly #name: string;
  #opened: Promise<Database> | undefined;
  #disposed = false;

  constructor(userId: string) {
    this.#name = databaseName(userId);
  }

  /** @throws CtiError `storage-failed`, `disposed` */
  async run<T>(work: (database: Database) => Promise<T>): Promise<T> {
    try {
      return await this.#run(work);
    } catch (thrown) {
      throw toCtiError(thrown, 'storage-failed');
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#close();
  }

  async #run<T>(work: (database: Database) => Promise<T>): Promise<T> {
    try {
      return await work(await this.#use());
    } catch (thrown) {
      // Closed between the opening and the transaction, for another tab or by the browser.
      if ((thrown as { readonly name?: unknown }).name !== 'InvalidStateError') throw thrown;
      this.#close();
      return work(await this.#use());
    }
  }

  #use(): Promise<Database> {
    if (this.#disposed) throw new CtiError('disposed');
    return (this.#opened ??= this.#open().catch((thrown: unknown) => {
      this.#opened = undefined;
      throw thrown;
    }));
  }

  async #open(): Promise<Database> {
    const opening = outsideZones(() =>
      openDB<Schema>(this.#name, version, {
        upgrade: (database, oldVersion) => upgrade(database, oldVersion),
        // A newer release, or someone who wipes it, must not wait for this tab.
        blocking: () => this.#close(),
        terminated: () => (this.#opened = undefined),
      }),
    );
    const database = await inTime(opening);
    // A page that goes on without it must not keep others from it.
    if (this.#disposed) database.close();
    return database;
  }

  #close(): void {
    void this.#opened?.then(
      (database) => database.close(),
      () => undefined,
    );
    this.#opened = undefined;
  }
}

/** Steps from each version to the next; a release that changes the shape adds one and keeps the others. */
function upgrade(database: Database, oldVersion: number): void {
  if (oldVersion < 1) {
    const calls = database.createObjectStore('calls', { keyPath: 'id' });
    calls.createIndex('at', 'at');
    calls.createIndex('unseen', 'unseen');
    database.createObjectStore('outbox', { keyPath: 'id' });
  }
}

async function inTime(opening: Promise<Database>): Promise<Database> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      void opening.then(
        (database) => database.close(),
        () => undefined,
      );
      reject(new CtiError('storage-failed', { message: 'Another tab blocks the database' }));
    }, blockedMs);
  });
  try {
    return await Promise.race([opening, late]);
  } finally {
    clearTimeout(timer);
  }
}
