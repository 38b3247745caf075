import { immutable } from '../base/immutable.js';
import type { TransportEvent } from '../transport/call-transport.js';
import type { CallEnd, CallSnapshot } from './snapshot.js';
import type { Step } from './step.js';
import { identify, stopIdentifying } from './identity-transition.js';
import { restoreLineAfterCalls } from './line-transition.js';
import { statusKind } from './rules.js';

/** How long the end of a call stays on the screen. */
export const noticeMs = 5_000;

type Of<T extends TransportEvent['type']> = Extract<TransportEvent, { readonly type: T }>;

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

/** Ends a live call, once: commits its record, and has the next call take its place. */
export function endCall(
  step: Step,
  callId: string,
  end: Pick<CallEnd, 'reason' | 'by' | 'sip'>,
): void {
  const call = step.call(callId);
  if (!call) return;
  const identity = stopIdentifying(step, call);
  const ended = closeRecord({ ...call, identity }, end, step.stamp.now);
  step.removeCall(callId);
  if (end.reason !== 'answered-elsewhere') {
    step.set({ lastEnded: ended, previousCall: ended });
    step.effect({ type: 'schedule', name: 'notice', delayMs: noticeMs });
  }
  step.notify({ type: 'call-ended', detail: { call: ended, ...(ended.end as CallEnd) } });
  restoreLineAfterCalls(step);
}

function closeRecord(
  call: CallSnapshot,
  end: Pick<CallEnd, 'reason' | 'by' | 'sip'>,
  now: number,
): CallSnapshot {
  const { heldSince, ...times } = call.times;
  const heldMs = call.heldMs + (heldSince === undefined ? 0 : Math.max(0, now - heldSince));
  const talkedMs = times.connected === undefined ? 0 : Math.max(0, now - times.connected);
  return Object.freeze({
    ...call,
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

function offered(step: Step, event: Of<'call-offered'>, maxCalls: number): void {
  if (step.call(event.callId)) return;
  const call = newCall(step, {
    id: event.callId,
    pbxId: event.pbxId,
    direction: 'incoming',
    number: event.remote.number,
    ...(event.remote.displayName ? { displayName: event.remote.displayName } : {}),
    ...(event.remote.via ? { via: event.remote.via } : {}),
    phase: 'offered',
    capabilities: event.capabilities,
    data: event.headers ?? {},
  });
  const kind = statusKind(step.snapshot);
  // `offline` with the line still open: a call made before is not over yet.
  const unwanted = kind === 'busy' || kind === 'offline';
  if (unwanted || step.snapshot.calls.length >= maxCalls) {
    // It never rings, yet it was a call: the page and the history hear of it. Too many at once is busy, no refusal.
    step.effect({ type: 'decline', callId: call.id, ...(unwanted ? {} : { code: 486 }) });
    step.notify({ type: 'call-offered', detail: { call } });
    const ended = closeRecord(call, { reason: 'declined', by: 'local' }, step.stamp.now);
    step.notify({ type: 'call-ended', detail: { call: ended, ...(ended.end as CallEnd) } });
    return;
  }
  step.addCall(call);
  identify(step, call.id);
  step.notify({ type: 'call-offered', detail: { call: step.call(call.id) ?? call } });
}

function connected(step: Step, event: Of<'call-connected'>): void {
  const before = step.call(event.callId);
  if (!before || before.phase === 'connected') return;
  const { problem: _, ...rest } = before;
  const call = step.replaceCall({
    ...rest,
    phase: 'connected',
    capabilities: immutable(event.capabilities),
    askingMicrophone: false,
    times: Object.freeze({ ...before.times, connected: step.stamp.now }),
  });
  step.notify({ type: 'call-connected', detail: { call } });
}

function ringing(step: Step, callId: string): void {
  const before = step.call(callId);
  if (before?.phase !== 'dialing') return;
  const call = step.setCall(callId, {
    phase: 'ringing',
    times: Object.freeze({ ...before.times, ringing: step.stamp.now }),
  });
  step.notify({ type: 'call-updated', detail: { call } });
}

function dialed(step: Step, event: Of<'call-dialed'>): void {
  const before = step.call(event.callId);
  if (!before || before.pbxId !== undefined) return;
  const call = step.setCall(event.callId, { pbxId: event.pbxId, askingMicrophone: false });
  step.notify({ type: 'call-dialed', detail: { call } });
}

/** Asks for the next hold operation when the operator wants another state than the one reached. */
export function serveHold(step: Step, callId: string): void {
  const call = step.call(callId);
  if (!call) return;
  const { hold, holdWanted } = call;
  if (hold === 'holding' || hold === 'resuming' || (hold === 'held') === holdWanted) return;
  step.setCall(callId, { hold: holdWanted ? 'holding' : 'resuming' });
  step.effect({ type: 'set-hold', callId, held: holdWanted });
}

function holdChanged(step: Step, event: Of<'call-hold-changed'>): void {
  const before = step.call(event.callId);
  if (before?.phase !== 'connected') return;
  const wasHeld = before.times.heldSince !== undefined;
  // Nobody here asked, or the answer is not what was asked: what the line says is so, asking again would not end.
  const expected = before.hold === (event.held ? 'holding' : 'resuming');
  const { heldSince, ...times } = before.times;
  const { now } = step.stamp;
  const over = wasHeld && !event.held ? Math.max(0, now - (heldSince ?? now)) : 0;
  const { problem: _, ...rest } = before;
  const call = step.replaceCall({
    ...rest,
    hold: event.held ? 'held' : 'none',
    holdWanted: expected ? before.holdWanted : event.held,
    heldMs: before.heldMs + over,
    times: Object.freeze(event.held ? { ...times, heldSince: heldSince ?? now } : times),
  });
  if (wasHeld !== event.held) {
    step.notify({ type: event.held ? 'call-held' : 'call-resumed', detail: { call } });
  }
  serveHold(step, event.callId);
}

function holdFailed(step: Step, event: Of<'call-hold-failed'>): void {
  const before = step.call(event.callId);
  if (before?.hold !== 'holding' && before?.hold !== 'resuming') return;
  const held = before.times.heldSince !== undefined;
  // The wish is given up with the attempt: asking again at once would only fail again.
  update(step, event.callId, {
    hold: held ? 'held' : 'none',
    holdWanted: held,
    problem: event.error.reason,
  });
  step.notify({ type: 'error', detail: { error: event.error } });
}

function update(step: Step, callId: string, change: Partial<CallSnapshot>): void {
  const before = step.call(callId);
  if (!before || unchanged(before, change)) return;
  const call = step.setCall(callId, change);
  step.notify({ type: 'call-updated', detail: { call } });
}

function unchanged(call: CallSnapshot, change: Partial<CallSnapshot>): boolean {
  return Object.entries(change).every(
    ([key, value]: [string, unknown]) => call[key as keyof CallSnapshot] === value,
  );
}

/** The transport's reports about one call. Reports about a call that is gone are late, and are dropped. */
export function callTransition(step: Step, event: TransportEvent, maxCalls: number): void {
  if (event.type === 'call-offered') return offered(step, event, maxCalls);
  if (!('callId' in event)) return;
  const call = step.call(event.callId);
  if (!call) return;
  switch (event.type) {
    case 'call-dialed':
      return dialed(step, event);
    case 'call-ringing':
      return ringing(step, event.callId);
    case 'call-connected':
      return connected(step, event);
    case 'call-hold-changed':
      return holdChanged(step, event);
    case 'call-hold-failed':
      return holdFailed(step, event);
    case 'call-ended':
      return endCall(step, event.callId, pickEnd(event));
    default:
      return detailTransition(step, event, call);
  }
}

function pickEnd(event: Of<'call-ended'>): Pick<CallEnd, 'reason' | 'by' | 'sip'> {
  const { reason, by, sip } = event;
  return sip ? { reason, by, sip } : { reason, by };
}

function detailTransition(step: Step, event: TransportEvent, call: CallSnapshot): void {
  switch (event.type) {
    case 'call-microphone-asked':
      return update(step, event.callId, { askingMicrophone: event.asking });
    case 'call-answer-failed':
      if (call.phase !== 'connecting') return;
      update(step, event.callId, {
        phase: 'offered',
        askingMicrophone: false,
        problem: event.error.reason,
      });
      return step.notify({ type: 'error', detail: { error: event.error } });
    case 'call-media-changed':
      return update(step, event.callId, { media: event.media });
    case 'call-remote-hold-changed':
      if (call.phase !== 'connected') return;
      return update(step, event.callId, { remoteHold: event.held });
    case 'call-dtmf-sent':
      return update(step, event.callId, { tonesPending: Math.max(0, call.tonesPending - 1) });
    case 'call-dtmf-failed':
      if (call.tonesPending === 0) return;
      update(step, event.callId, {
        tonesPending: Math.max(0, call.tonesPending - 1),
        problem: event.error.reason,
      });
      return step.notify({ type: 'error', detail: { error: event.error } });
  }
}
