import { immutable } from '../base/immutable.js';
import type { TransportEvent } from '../transport/call-transport.js';
import { takeFloor, wantHold } from './floor.js';
import { holdTimes } from './hold-transition.js';
import { identify, stopIdentifying, unknown } from './identity-transition.js';
import { isLeaving } from './relations.js';
import type { CallSnapshot } from './snapshot.js';
import type { Step } from './step.js';

type Of<T extends TransportEvent['type']> = Extract<TransportEvent, { readonly type: T }>;

function progress(step: Step, call: CallSnapshot, event: Of<'call-transfer-progress'>): void {
  const { state } = call.transfer;
  if (state !== 'trying' && state !== 'ringing') return;
  if (state === event.progress) return;
  step.update(call.id, { transfer: immutable({ ...call.transfer, state: event.progress }) });
}

function failed(step: Step, call: CallSnapshot, { error }: Of<'call-transfer-failed'>): void {
  const { transfer } = call;
  if (transfer.state !== 'trying' && transfer.state !== 'ringing') return;
  const asked = step.call(transfer.consultationId ?? '');
  step.update(call.id, {
    transfer: immutable({
      ...transfer,
      // Whoever was asked first is still there, and can be asked again.
      state: asked?.consultationFor === call.id ? 'consulting' : 'failed',
      problem: error.reason,
      ...(error.sip ? { sip: error.sip } : {}),
    }),
  });
  step.notify({ type: 'error', detail: { error } });
}

/** The same conversation with another party: its time goes on, who it is has to be found out anew. */
function replaced(step: Step, before: CallSnapshot, event: Of<'call-replaced'>): void {
  if (before.phase !== 'connected') return;
  const { remote, held } = event;
  const wasHeld = before.times.heldSince !== undefined;
  stopIdentifying(step, before);
  step.drop(before.id, 'displayName', 'via', 'customer', 'transferAsked', 'problem');
  step.setCall(before.id, {
    ...holdTimes(before, held, step.stamp.now),
    pbxId: event.pbxId,
    number: remote.number,
    ...(remote.via ? { via: remote.via } : {}),
    ...(remote.displayName ? { displayName: remote.displayName } : {}),
    capabilities: immutable(event.capabilities),
    hold: held ? 'held' : 'none',
    remoteHold: false,
    identity: unknown,
    transfer: immutable({ state: 'none' }),
  });
  identify(step, before.id);
  const call = step.setCall(before.id, {});
  if (wasHeld !== held)
    step.notify({ type: held ? 'call-held' : 'call-resumed', detail: { call } });
  step.notify({ type: 'call-updated', detail: { call } });
  if (!held && !call.holdWanted) takeFloor(step, call.id);
}

function lapsed(step: Step, call: CallSnapshot, { error }: Of<'call-transfer-lapsed'>): void {
  const { transferAsked } = call;
  step.drop(call.id, 'transferAsked');
  if (error) {
    step.update(call.id, { problem: error.reason });
    step.notify({ type: 'error', detail: { error } });
  } else if (transferAsked) {
    step.notify({ type: 'call-updated', detail: { call: step.setCall(call.id, {}) } });
  }
}

/** The transport's reports about the transfer of one call. */
export function transferTransition(step: Step, event: TransportEvent, call: CallSnapshot): void {
  switch (event.type) {
    case 'call-transfer-progress':
      return progress(step, call, event);
    case 'call-transfer-failed':
      return failed(step, call, event);
    case 'call-replaced':
      return replaced(step, call, event);
    case 'call-transfer-asked':
      if (call.phase !== 'connected' || isLeaving(call)) return;
      return step.update(call.id, { transferAsked: immutable(event.target) });
    case 'call-transfer-lapsed':
      return lapsed(step, call, event);
  }
}

/** The operator's answer to the far end's wish. */
export function transferAnswered(step: Step, callId: string, accepted: boolean): void {
  if (!step.call(callId)?.transferAsked) return;
  step.drop(callId, 'transferAsked');
  step.notify({ type: 'call-updated', detail: { call: step.setCall(callId, {}) } });
  step.effect({ type: 'answer-transfer', callId, accepted });
}

/** The two calls of a report about a conference, if they are in the one that it is about. */
function pair(step: Step, [a, b]: readonly [string, string]): readonly CallSnapshot[] {
  const calls = step.snapshot.calls.filter(({ id }) => id === a || id === b);
  return calls.length === 2 && calls[0]?.merge?.callId === calls[1]?.id ? calls : [];
}

function apart(step: Step, calls: readonly CallSnapshot[], problem: CallSnapshot['problem']): void {
  const current = calls.find(({ id }) => id === step.snapshot.currentCallId);
  for (const { id } of calls) step.drop(id, 'merge');
  for (const { id } of calls) {
    // Two calls beside each other again: one of them has the operator.
    if (id !== current?.id) wantHold(step, id, true);
    const call = step.setCall(id, problem === undefined ? {} : { problem });
    step.notify({ type: 'call-updated', detail: { call } });
  }
}

function merged(step: Step, calls: readonly CallSnapshot[]): void {
  const leading = calls.find(({ id }) => id === step.snapshot.currentCallId) ?? calls[0];
  for (const { id, merge, muted } of calls) {
    if (!leading || merge?.state !== 'merging') continue;
    step.update(id, { merge: immutable({ ...merge, state: 'merged' }), muted: leading.muted });
    if (muted !== leading.muted) {
      step.effect({ type: 'set-muted', callId: id, muted: leading.muted });
    }
  }
}

/** The transport's reports about a conference. */
export function mergeTransition(step: Step, event: TransportEvent): void {
  switch (event.type) {
    case 'calls-merged':
      return merged(step, pair(step, event.callIds));
    case 'calls-merge-failed': {
      const calls = pair(step, event.callIds);
      if (calls[0]?.merge?.state !== 'merging') return;
      apart(step, calls, event.error.reason);
      return step.notify({ type: 'error', detail: { error: event.error } });
    }
    case 'calls-split': {
      const calls = pair(step, event.callIds);
      if (calls[0]?.merge?.state === 'merged') apart(step, calls, undefined);
    }
  }
}
