import { immutable } from '../base/immutable.js';
import type { TransportEvent } from '../transport/call-transport.js';
import type { CallEnd, CallSnapshot } from './snapshot.js';
import { closeRecord, endCall, newCall } from './call-record.js';
import { takeFloor } from './floor.js';
import { holdChanged, holdFailed } from './hold-transition.js';
import { identify } from './identity-transition.js';
import { statusKind } from './rules.js';
import type { Step } from './step.js';
import { transferTransition } from './transfer-transition.js';

type Of<T extends TransportEvent['type']> = Extract<TransportEvent, { readonly type: T }>;

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
  const { problem: _problem, deferred: _deferred, ...rest } = before;
  const call = step.replaceCall({
    ...rest,
    phase: 'connected',
    capabilities: immutable(event.capabilities),
    askingMicrophone: false,
    times: Object.freeze({ ...before.times, connected: step.stamp.now }),
  });
  step.notify({ type: 'call-connected', detail: { call } });
  // Answered at the handset, beside another call.
  takeFloor(step, call.id);
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
      return step.update(event.callId, { askingMicrophone: event.asking });
    case 'call-answer-failed':
      if (call.phase !== 'connecting') return;
      step.drop(event.callId, 'deferred');
      step.update(event.callId, {
        phase: 'offered',
        askingMicrophone: false,
        problem: event.error.reason,
      });
      return step.notify({ type: 'error', detail: { error: event.error } });
    case 'call-media-changed':
      return step.update(event.callId, { media: event.media });
    case 'call-remote-hold-changed':
      if (call.phase !== 'connected') return;
      return step.update(event.callId, { remoteHold: event.held });
    case 'call-dtmf-sent':
      return step.update(event.callId, { tonesPending: Math.max(0, call.tonesPending - 1) });
    case 'call-dtmf-failed':
      if (call.tonesPending === 0) return;
      step.update(event.callId, {
        tonesPending: Math.max(0, call.tonesPending - 1),
        problem: event.error.reason,
      });
      return step.notify({ type: 'error', detail: { error: event.error } });
    default:
      return transferTransition(step, event, call);
  }
}
