import { toCtiError } from '../base/error.js';

/** Name of everything that is stored about one user and their calls. */
export function databaseName(userId: string): string {
  return `cti-panel:calls:${userId}`;
}

/**
 * Removes everything that is stored about the calls of one user. Without the rest of the history: who signs out must not
 * have to load it first.
 *
 * @throws CtiError `storage-failed`
 */
export async function deleteDatabase(userId: string): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.deleteDatabase(databaseName(userId));
      request.onsuccess = () => resolve();
      request.onerror = () => reject(toCtiError(request.error, 'storage-failed'));
    });
  } catch (thrown) {
    throw toCtiError(thrown, 'storage-failed');
  }
}
