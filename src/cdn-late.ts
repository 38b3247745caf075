import { importBeside } from './cdn-beside.js';
import { lent, type Lent } from './cdn-lent.js';

/**
 * In the script-tag bundles the elements that come late lie in a file beside them. It has nothing that the bundle has:
 * it takes Lit, our base class and the rest from the bundle, or there would be two of them on the page. The
 * bundler writes the hash.
 */
export async function defineLateElements(): Promise<void> {
  const file = await importBeside('cti-panel.window.min.mjs', '%INTEGRITY%');
  const { default: make } = file as {
    default: (lent: Lent) => { defineLateElements(): void };
  };
  make(lent).defineLateElements();
}
