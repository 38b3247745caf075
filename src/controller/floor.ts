import type { CallSnapshot, CtiSnapshot } from './snapshot.js';
import type { Step } from './step.js';

/**
 * Who hears the operator. One call at a time has the floor, or the two of a conference: whoever takes it has the others
 * put on hold first, and waits until they are.
 */

/** The calls that are no longer only offered, but for this one and the one it is in a conference with. */
export function others({ calls }: CtiSnapshot, callId?: string): readonly CallSnapshot[] {
  const partner = calls.find(({ id }) => id === callId)?.merge?.callId;
  return calls.filter(({ id, phase }) => id !== callId && id !== partner && phase !== 'offered');
}

export function canHold({ features }: CtiSnapshot, call: CallSnapshot): boolean {
  return features.hold && call.phase === 'connected' && call.capabilities.hold === true;
}

/** Whether this call, or a new one, may be talked on: every other one is on hold, or can be. */
export function canTakeFloor(snapshot: CtiSnapshot, callId?: string): boolean {
  return others(snapshot, callId).every(
    (other) => (other.hold === 'held' && other.holdWanted) || canHold(snapshot, other),
  );
}

/** Nobody else hears the operator now, nor is about to. */
export function hasFloor(snapshot: CtiSnapshot, callId: string): boolean {
  return obstacles(snapshot, callId).length === 0;
}

/** The calls that are not on hold yet. */
export function obstacles(snapshot: CtiSnapshot, callId: string): readonly CallSnapshot[] {
  return others(snapshot, callId).filter(({ hold, deferred }) => hold !== 'held' && !deferred);
}

/** Wishes every other call on hold. */
export function takeFloor(step: Step, callId?: string): void {
  for (const other of others(step.snapshot, callId)) {
    if (!other.holdWanted && canHold(step.snapshot, other)) {
      step.setCall(other.id, { holdWanted: true });
    }
  }
}

/** Notes the wish for a call, and for the one it is in a conference with. Served when the step is settled. */
export function wantHold(step: Step, callId: string, held: boolean): void {
  for (const call of step.snapshot.calls) {
    if (call.phase !== 'connected') continue;
    if (call.id !== callId && call.merge?.callId !== callId) continue;
    if (call.problem !== undefined) step.drop(call.id, 'problem');
    if (call.holdWanted !== held) step.setCall(call.id, { holdWanted: held });
  }
  if (!held) takeFloor(step, callId);
}
