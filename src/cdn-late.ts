import { importBeside } from './cdn-beside.js';
import { lent, type Lent } from './cdn-lent.js';
import type { KeepRecords } from './panel/record-keeper.js';

interface LateParts {
  defineLateElements(): void;
  loadRecordKeeper(): Promise<KeepRecords>;
}

let made: Promise<LateParts> | undefined;

/**
 * In the script-tag bundles what comes late lies in a file beside them. It has nothing that the bundle has:
 * it takes Lit, our base class and the rest from the bundle, or there would be two of them on the page. The
 * bundler writes the hash.
 */
function load(): Promise<LateParts> {
  return (made ??= make().catch((thrown: unknown) => {
    made = undefined;
    throw thrown;
  }));
}

async function make(): Promise<LateParts> {
  const file = await importBeside('cti-panel.window.min.mjs', '%INTEGRITY%');
  return (file as { default: (lent: Lent) => LateParts }).default(lent);
}

export async function defineLateElements(): Promise<void> {
  (await load()).defineLateElements();
}

export async function loadRecordKeeper(): Promise<KeepRecords> {
  return (await load()).loadRecordKeeper();
}
