/** The records of the operator, as the browser has them now. */
export function recordsOf({ page }) {
  return page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name);
    const name = names.find((each) => each.startsWith('cti-panel:calls:'));
    if (name === undefined) return [];
    const database = await new Promise((resolve, reject) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const rows = await new Promise((resolve) => {
      const asking = database.transaction('calls').objectStore('calls').getAll();
      asking.onsuccess = () => resolve(asking.result);
    });
    database.close();
    return rows.sort((a, b) => b.started - a.started);
  });
}
