import { immutable } from '../base/immutable.js';
import { stopIdentifying } from './identity-transition.js';
import { restoreLineAfterCalls } from './line-transition.js';
import { isLeaving } from './relations.js';
import type { CallEnd, CallSnapshot } from './snapshot.js';
import type { Step } from './step.js';

/** How long the end of a call stays on the screen. */
export const noticeMs = 5_000;

const blankCall = immutable({
  media: 'none',
  hold: 'none',
  holdWanted: false,
  remoteHold: false,
  muted: false,
  silenced: false,
  askingMicrophone: false,
  identity: { state: 'unknown', customers: [] },
  data: {},
  transfer: { state: 'none' },
  heldMs: 0,
  tonesPending: 0,
} as const satisfies Partial<CallSnapshot>);

export function newCall(
  step: Step,
  known: Pick<CallSnapshot, 'id' | 'direction' | 'number' | 'phase' | 'capabilities'> &
    Partial<CallSnapshot>,
): CallSnapshot {
  return immutable({ ...blankCall, times: { started: step.stamp.now }, ...known });
}

type End = Pick<CallEnd, 'reason' | 'by' | 'sip'>;

/** Ends a live call, once: commits its record, and has the next call take its place. */
export function endCall(step: Step, callId: string, end: End): void {
  const call = step.call(callId);
  if (!call) return;
  const identity = stopIdentifying(step, call);
  const ended = closeRecord({ ...call, identity }, end, step.stamp.now);
  step.removeCall(callId);
  if (end.reason !== 'answered-elsewhere') {
    step.set({ lastEnded: ended, previousCall: ended });
    step.effect({ type: 'schedule', name: 'notice', delayMs: noticeMs });
  }
  if (end.reason === 'transferred' && isLeaving(call)) {
    step.notify({ type: 'call-transferred', detail: { call: ended } });
  }
  step.notify({ type: 'call-ended', detail: { call: ended, ...(ended.end as CallEnd) } });
  leaveRelations(step, ended, end);
  restoreLineAfterCalls(step);
}

/** Ends a call here and now; what the network still has to hear goes on in the transport. */
export function endHere(step: Step, call: CallSnapshot): void {
  const unanswered = call.direction === 'incoming' && call.phase !== 'connected';
  step.effect({ type: unanswered ? 'decline' : 'end', callId: call.id });
  const reason = unanswered ? 'declined' : call.phase === 'connected' ? 'hangup' : 'cancelled';
  endCall(step, call.id, { reason, by: 'local' });
}

/** What the end of a call means for those that had to do with it. */
function leaveRelations(step: Step, ended: CallSnapshot, end: End): void {
  for (const { id, merge, transfer, consultationFor, deferred } of step.snapshot.calls) {
    if (merge?.callId === ended.id) step.drop(id, 'merge');
    if (transfer.state === 'consulting' && transfer.consultationId === ended.id) {
      const { number, target } = transfer;
      const given = { ...(number === undefined ? {} : { number }), ...(target ? { target } : {}) };
      const { reason: problem, sip } = end;
      const ours = end.by === 'local' && (problem === 'hangup' || problem === 'cancelled');
      step.update(id, {
        transfer: immutable(
          ours
            ? { state: 'none' }
            : { state: 'failed', ...given, problem, ...(sip ? { sip } : {}) },
        ),
      });
    }
    // The target need not be asked any more.
    if (consultationFor === ended.id && deferred) {
      endCall(step, id, { reason: 'cancelled', by: 'local' });
    }
  }
}

export function closeRecord(call: CallSnapshot, end: End, now: number): CallSnapshot {
  const { merge: _merge, deferred: _deferred, transferAsked: _asked, ...rest } = call;
  const { heldSince, ...times } = rest.times;
  const heldMs = rest.heldMs + (heldSince === undefined ? 0 : Math.max(0, now - heldSince));
  const talkedMs = times.connected === undefined ? 0 : Math.max(0, now - times.connected);
  return Object.freeze({
    ...rest,
    phase: 'ended',
    media: 'none',
    hold: 'none',
    holdWanted: false,
    askingMicrophone: false,
    tonesPending: 0,
    heldMs,
    times: Object.freeze({ ...times, ended: now }),
    end: immutable({ ...end, talkedMs, heldMs }),
  });
}
