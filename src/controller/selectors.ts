import { findCall, objection } from './rules.js';
import type { CallSnapshot, CtiSnapshot } from './snapshot.js';

/** What elements read: functions of the snapshot, so that each takes only its slice. */

export function currentCall(snapshot: CtiSnapshot): CallSnapshot | undefined {
  return findCall(snapshot, undefined);
}

export function canDial(snapshot: CtiSnapshot): boolean {
  return objection(snapshot, { type: 'dial' }) === undefined;
}
