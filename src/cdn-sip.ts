import { importBeside } from './cdn-beside.js';
import type { CallTransport } from './transport/call-transport.js';

/** In the script-tag bundles SIP lies beside them, and is loaded when a panel first connects. The bundler writes the hash. */
export async function createSipTransport(): Promise<CallTransport> {
  const sip = await importBeside('cti-panel.sip.min.mjs', '%INTEGRITY%');
  return (sip as { createSipTransport(): CallTransport }).createSipTransport();
}
