import type { CallTransport } from './transport/call-transport.js';

/** Read while the script runs: afterwards a classic script no longer knows where it came from. */
const file = new URL('./cti-panel.sip.min.mjs', import.meta.url).href;

/** Of the SIP file that was built with this one; the bundler writes it here. */
const hash = '%SIP_INTEGRITY%';

/**
 * In the script-tag bundles the SIP transport lies in a file beside them, loaded when a panel first connects.
 *
 * `import()` takes no hash, and the one in the page's script tag covers only that file. A preload with a hash does,
 * and what it has verified is what `import()` then gets (HTML, "modulepreload").
 *
 * @throws when the file is missing or is not the one that belongs to this bundle; who asked for it says what that means
 */
export async function createSipTransport(): Promise<CallTransport> {
  const link = document.createElement('link');
  Object.assign(link, { rel: 'modulepreload', crossOrigin: 'anonymous', integrity: hash });
  link.href = file;
  try {
    await new Promise((resolve, reject) => {
      link.onload = resolve;
      link.onerror = () => reject(new Error(`${file} could not be loaded, or is another version`));
      document.head.append(link);
    });
    const sip = (await import(file)) as { createSipTransport(): CallTransport };
    return sip.createSipTransport();
  } finally {
    link.remove();
  }
}
