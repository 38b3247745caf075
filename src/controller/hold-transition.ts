import type { TransportEvent } from '../transport/call-transport.js';
import type { CallSnapshot } from './snapshot.js';
import type { Step } from './step.js';

type Of<T extends TransportEvent['type']> = Extract<TransportEvent, { readonly type: T }>;

/** Times and sums of a call that is, or is no longer, on hold from now on. */
export function holdTimes(
  { times: before, heldMs }: CallSnapshot,
  held: boolean,
  now: number,
): Pick<CallSnapshot, 'times' | 'heldMs'> {
  const { heldSince, ...times } = before;
  const over = heldSince !== undefined && !held ? Math.max(0, now - heldSince) : 0;
  return {
    heldMs: heldMs + over,
    times: Object.freeze(held ? { ...times, heldSince: heldSince ?? now } : times),
  };
}

export function holdChanged(step: Step, event: Of<'call-hold-changed'>): void {
  const before = step.call(event.callId);
  if (before?.phase !== 'connected') return;
  const wasHeld = before.times.heldSince !== undefined;
  // Nobody here asked, or the answer is not what was asked: what the line says is so, asking again would not end.
  const expected = before.hold === (event.held ? 'holding' : 'resuming');
  const { problem: _, ...rest } = before;
  const call = step.replaceCall({
    ...rest,
    ...holdTimes(before, event.held, step.stamp.now),
    hold: event.held ? 'held' : 'none',
    holdWanted: expected ? before.holdWanted : event.held,
  });
  if (!event.held) makeCurrent(step, call);
  if (wasHeld !== event.held) {
    step.notify({ type: event.held ? 'call-held' : 'call-resumed', detail: { call } });
  }
}

/** Who is talked to is the current call; not while another one is dialled, or in the same conference. */
function makeCurrent(step: Step, call: CallSnapshot): void {
  const current = step.call(step.snapshot.currentCallId ?? '');
  if (current?.phase === 'connected' && current.hold !== 'none' && !call.merge) {
    step.makeCurrent(call.id);
  }
}

export function holdFailed(step: Step, event: Of<'call-hold-failed'>): void {
  const before = step.call(event.callId);
  if (before?.hold !== 'holding' && before?.hold !== 'resuming') return;
  const held = before.times.heldSince !== undefined;
  // The wish is given up with the attempt: asking again at once would only fail again.
  step.update(event.callId, {
    hold: held ? 'held' : 'none',
    holdWanted: held,
    problem: event.error.reason,
  });
  step.notify({ type: 'error', detail: { error: event.error } });
}
