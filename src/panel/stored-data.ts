import { deleteDatabase } from '../history/stored-calls.js';

const prefix = 'cti-panel:';

function isOf(userId: string, key: string): boolean {
  if (!key.startsWith(prefix)) return false;
  const name = key.slice(prefix.length);
  return name.startsWith(`${userId}:`) || name.endsWith(`:${userId}`);
}

/** Removes what is stored in this browser about one user. */
export async function clearStoredData(userId: string): Promise<void> {
  for (const name of ['localStorage', 'sessionStorage'] as const) {
    try {
      const store = globalThis[name];
      for (const key of Object.keys(store)) if (isOf(userId, key)) store.removeItem(key);
    } catch {
      // Storage is forbidden here: then nothing is stored.
    }
  }
  try {
    await deleteDatabase(userId);
  } catch {
    // The same.
  }
}
