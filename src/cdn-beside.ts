/** Read while the script runs: afterwards a classic script no longer knows where it came from. */
const own = import.meta.url;

/**
 * Loads a file that lies beside the script-tag bundles and was built with them.
 *
 * `import()` takes no hash, and the one in the page's script tag covers only that file. A preload with a hash does,
 * and what it has verified is what `import()` then gets (HTML, "modulepreload").
 *
 * @throws when the file is missing or is not the one that belongs to this bundle; who asked for it says what that means
 */
export async function importBeside(name: string, integrity: string): Promise<unknown> {
  const file = new URL(name, own).href;
  const link = document.createElement('link');
  Object.assign(link, { rel: 'modulepreload', crossOrigin: 'anonymous', integrity });
  link.href = file;
  try {
    await new Promise((resolve, reject) => {
      link.onload = resolve;
      link.onerror = () => reject(new Error(`${file} could not be loaded, or is another version`));
      document.head.append(link);
    });
    return (await import(file)) as unknown;
  } finally {
    link.remove();
  }
}
