import { importBeside } from './cdn-beside.js';
import type { NumberReader } from './directory/numbering-plan.js';

/** In the script-tag bundles the world's numbering plans lie beside them. The bundler writes the hash. */
export async function loadNumberReader(): Promise<NumberReader> {
  const numbers = await importBeside('cti-panel.numbers.min.mjs', '%INTEGRITY%');
  return (numbers as { loadNumberReader(): Promise<NumberReader> }).loadNumberReader();
}
