import { immutable } from '../base/immutable.js';
import { endCall } from './call-record.js';
import { hasFloor, obstacles, wantHold } from './floor.js';
import type { CallSnapshot } from './snapshot.js';
import type { Step } from './step.js';

/**
 * Has what waited for its turn go out, now that an event may have made way: hold operations one at a time, calls that
 * wait for others to be on hold, transfers and conferences that wait for their own.
 */
export function settle(step: Step): void {
  each(step, giveUpWaiting);
  each(step, sendTransfer);
  each(step, sendMerge);
  each(step, serveHold);
  each(step, startDeferred);
}

function each(step: Step, act: (step: Step, call: CallSnapshot) => void): void {
  for (const { id } of step.snapshot.calls) {
    const call = step.call(id);
    if (call) act(step, call);
  }
}

function waitsToResume({ hold, holdWanted }: CallSnapshot): boolean {
  return hold === 'held' && !holdWanted;
}

/** Whom it waits for will not be on hold: it could not be, or no longer is. */
function giveUpWaiting(step: Step, call: CallSnapshot): void {
  if (!call.deferred && !waitsToResume(call)) return;
  const obstacle = obstacles(step.snapshot, call.id).find(({ holdWanted }) => !holdWanted);
  if (!obstacle) return;
  const problem = obstacle.problem ?? 'failed';
  if (call.deferred?.type === 'dial') {
    return endCall(step, call.id, { reason: 'failed', by: 'local' });
  }
  if (call.deferred) {
    step.drop(call.id, 'deferred');
    return step.update(call.id, { phase: 'offered', problem });
  }
  wantHold(step, call.id, true);
  step.update(call.id, { problem });
}

/** Asks for the next hold operation when another state is wished for than the one reached. */
function serveHold(step: Step, { id: callId, hold, holdWanted }: CallSnapshot): void {
  if (hold === 'holding' || hold === 'resuming' || (hold === 'held') === holdWanted) return;
  if (!holdWanted && !hasFloor(step.snapshot, callId)) return;
  step.setCall(callId, { hold: holdWanted ? 'holding' : 'resuming' });
  step.effect({ type: 'set-hold', callId, held: holdWanted });
}

function startDeferred(step: Step, { id: callId, deferred }: CallSnapshot): void {
  if (!deferred || !hasFloor(step.snapshot, callId)) return;
  step.drop(callId, 'deferred');
  step.effect({ ...deferred, callId });
}

function sendTransfer(
  step: Step,
  { id: callId, transfer, hold, holdWanted, problem }: CallSnapshot,
): void {
  const { state, target, ...rest } = transfer;
  if (state !== 'holding' || !target) return;
  if (hold === 'held') {
    step.update(callId, { transfer: immutable({ ...rest, target, state: 'trying' }) });
    step.effect({ type: 'transfer', callId, target });
  } else if (!holdWanted) {
    const failed = { ...rest, target, state: 'failed', problem: problem ?? 'aborted' } as const;
    step.update(callId, { transfer: immutable(failed) });
  }
}

function sendMerge(step: Step, { id, hold, holdWanted, merge, problem }: CallSnapshot): void {
  if (merge?.state !== 'preparing') return;
  const partner = step.call(merge.callId);
  if (holdWanted) {
    // It could not be taken off hold, or the operator wants it otherwise.
    step.drop(id, 'merge');
    step.drop(merge.callId, 'merge');
    wantHold(step, merge.callId, merge.callId !== step.snapshot.currentCallId);
    return problem === undefined ? undefined : step.update(merge.callId, { problem });
  }
  if (hold !== 'none' || partner?.hold !== 'none' || partner.holdWanted) return;
  step.update(id, { merge: immutable({ ...merge, state: 'merging' }) });
  step.update(partner.id, { merge: immutable({ state: 'merging', callId: id }) });
  step.effect({ type: 'merge', callIds: [id, partner.id] });
}
