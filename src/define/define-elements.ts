import { version } from '../version.js';

/** Where the first copy of the library on a page leaves its version for the others. */
const key = Symbol.for('cti-panel.version');
const page = globalThis as Record<symbol, string | undefined>;
const first = (page[key] ??= version);

if (first !== version) {
  // No panel, and so no logger, is there yet, and it is the page's developer who must know.
  // eslint-disable-next-line no-console
  console.warn(`cti-panel ${version} finds ${first} on this page: what that registered, stays.`);
}

/** Registers elements. Tags that another copy of the library has taken are left to it. */
export function defineElements(elements: Readonly<Record<string, CustomElementConstructor>>): void {
  for (const [tag, element] of Object.entries(elements)) {
    if (!customElements.get(tag)) customElements.define(tag, element);
  }
}
