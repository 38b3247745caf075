import type { Capabilities } from '../call-transport.js';

/** What a line or a call can do. @param refers it is not known to refuse REFER */
export function callCapabilities(refers: boolean): Capabilities {
  const all = { answer: true, hold: true, mute: true, dtmf: true, merge: true };
  return refers ? { ...all, blindTransfer: true, attendedTransfer: true } : all;
}
