import { callTransition } from './call-transition.js';
import { endHere } from './call-record.js';
import { commandTransition } from './command-transition.js';
import { immutable } from '../base/immutable.js';
import type { CallCentreEvent } from '../call-centre/call-centre.js';
import { defaultDialPlan } from './dial-plan.js';
import type { Effect, ModelEvent, Stamp } from './events.js';
import { allFeatures } from './features.js';
import { belongsTo, directoryChanged, identityTransition } from './identity-transition.js';
import {
  configured,
  followStatus,
  keptClosed,
  lineTimer,
  lineTransition,
  pageSignal,
  wantLine,
} from './line-transition.js';
import { objection } from './rules.js';
import type { CtiSnapshot } from './snapshot.js';
import { settle } from './settle.js';
import { Step } from './step.js';
import { mergeTransition, transferAnswered } from './transfer-transition.js';

export function initialSnapshot(now: number): CtiSnapshot {
  return Object.freeze({
    mode: 'idle',
    connection: 'offline',
    connectionSince: now,
    elsewhere: false,
    line: Object.freeze({
      servers: Object.freeze([]),
      ready: false,
      wanted: false,
      paused: false,
      server: 0,
      failures: 0,
      failuresHere: 0,
      retryFixed: false,
      networkDown: false,
    }),
    capabilities: Object.freeze({}),
    features: allFeatures,
    dialPlan: defaultDialPlan,
    directory: false,
    statuses: Object.freeze([]),
    calls: Object.freeze([]),
    keypad: false,
    soundBlocked: false,
    requests: Object.freeze([]),
  });
}

/**
 * The whole call model: what an event makes of a snapshot, and what has to be done about it. Pure; an event that
 * means nothing now leaves the snapshot as it is.
 */
export function transition(
  snapshot: CtiSnapshot,
  event: ModelEvent,
  stamp: Stamp,
): readonly [CtiSnapshot, readonly Effect[]] {
  const step = new Step(snapshot, stamp);
  apply(step, event);
  settle(step);
  return [step.snapshot === snapshot ? snapshot : Object.freeze(step.snapshot), step.effects];
}

function apply(step: Step, event: ModelEvent): void {
  switch (event.type) {
    case 'command':
      return objection(step.snapshot, event.command) ? undefined : commandTransition(step, event);
    case 'transport':
      lineTransition(step, event.event);
      mergeTransition(step, event.event);
      return callTransition(step, event.event, event.maxCalls);
    case 'call-centre':
      return callCentre(step, event.event);
    case 'timer':
      return event.name === 'notice' ? dropNotice(step) : lineTimer(step, event.name);
    case 'configured':
      configured(step, event);
      return event.directory === undefined ? undefined : directoryChanged(step, event.directory);
    case 'line-wanted':
      return lineWanted(step, event.wanted, event.endCalls);
    case 'page':
      return pageSignal(step, event.signal);
    case 'call-changed':
      return callChanged(step, event);
    case 'identify':
    case 'identified':
    case 'identify-failed':
    case 'unlink':
    case 'link-settled':
      return identityTransition(step, event);
    default:
      return screen(step, event);
  }
}

function screen(step: Step, event: ModelEvent): void {
  const { requests } = step.snapshot;
  switch (event.type) {
    case 'request-added':
      return step.set({ requests: Object.freeze([...requests, Object.freeze(event.request)]) });
    case 'request-removed':
      return step.set({ requests: Object.freeze(requests.filter(({ id }) => id !== event.id)) });
    case 'transfer-answered':
      return transferAnswered(step, event.callId, event.accepted);
    case 'keypad':
      return step.snapshot.keypad === event.shown ? undefined : step.set({ keypad: event.shown });
    case 'elsewhere':
      return step.set({ elsewhere: event.elsewhere });
    case 'reported':
      if (event.line) keptClosed(step, event.line, event.error);
      return step.notify({ type: 'error', detail: { error: event.error } });
  }
}

function dropNotice(step: Step): void {
  const { lastEnded: _, ...rest } = step.snapshot;
  step.snapshot = rest;
}

function lineWanted(step: Step, wanted: boolean, endCalls: boolean): void {
  // A call came in between the question and this answer to it.
  if (!wanted && !endCalls && step.snapshot.calls.length > 0) return;
  wantLine(step, wanted, () => {
    for (const call of step.snapshot.calls) endHere(step, call);
  });
}

function callChanged(
  step: Step,
  event: Extract<ModelEvent, { readonly type: 'call-changed' }>,
): void {
  const before = step.call(event.callId);
  if (!before) return;
  const { data, customer, note } = event.change;
  const call = step.setCall(event.callId, {
    ...(note === undefined ? {} : { note }),
    ...(customer ? belongsTo(customer) : {}),
    ...(data ? { data: immutable({ ...before.data, ...data }) } : {}),
  });
  step.notify({ type: 'call-updated', detail: { call } });
}

function callCentre(step: Step, event: CallCentreEvent): void {
  const { status: before } = step.snapshot;
  switch (event.type) {
    case 'statuses-changed':
      step.set({ statuses: immutable(event.statuses) });
      return followStatus(step);
    case 'status-changed': {
      const { id, reason, since, next } = event.status;
      const awaited = before?.pending;
      const status = Object.freeze({
        id,
        since,
        ...(reason === undefined ? {} : { reason }),
        ...(next === undefined ? {} : { next }),
        // News of another status is not the answer to what was asked.
        ...(awaited === undefined || awaited === id ? {} : { pending: awaited }),
      });
      step.set({ status });
      step.notify({ type: 'status-changed', detail: { status } });
      return followStatus(step);
    }
    case 'status-failed': {
      if (before?.pending === event.id) {
        const { pending: _, ...status } = before;
        step.set({ status: Object.freeze(status) });
      }
      return step.notify({ type: 'error', detail: { error: event.error } });
    }
  }
}
