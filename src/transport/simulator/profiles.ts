import type { Capabilities } from '../call-transport.js';

/** `no-answer`: a desk phone, whose handset answers; `basic`: calls and nothing beside. */
export const simulatorProfiles = ['full', 'no-answer', 'basic'] as const;
export type SimulatorProfile = (typeof simulatorProfiles)[number];

export const capabilitiesOf: Readonly<Record<SimulatorProfile, Capabilities>> = {
  full: Object.freeze({
    ...{ answer: true, hold: true, mute: true, dtmf: true },
    ...{ blindTransfer: true, attendedTransfer: true, merge: true },
  }),
  'no-answer': Object.freeze({ hold: true, mute: true, dtmf: true }),
  basic: Object.freeze({ answer: true }),
};
