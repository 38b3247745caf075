import type { CtiError, CtiErrorReason } from '../base/error.js';
import type { TransportEvent } from '../transport/call-transport.js';
import type { PageSignal } from './call-controller.js';
import type { ModelEvent } from './events.js';
import { nextServer, reconnectFigures, retryDelay } from './reconnect-policy.js';
import type { Connection, LineProgress } from './snapshot.js';
import type { Step } from './step.js';

function setLine(step: Step, change: Partial<LineProgress>): void {
  step.set({ line: Object.freeze({ ...step.snapshot.line, ...change }) });
}

function dropRetry(step: Step): void {
  const { retryAt, ...line } = step.snapshot.line;
  if (retryAt === undefined) return;
  step.set({ line: Object.freeze(line) });
  step.effect({ type: 'unschedule', name: 'retry' });
}

function setConnection(step: Step, connection: Connection, error?: CtiError): void {
  const { connectionProblem: before, ...rest } = step.snapshot;
  const problem: CtiErrorReason | undefined = error?.reason;
  if (rest.connection === connection && before === problem) return;
  const since = rest.connection === connection ? rest.connectionSince : step.stamp.now;
  step.snapshot = {
    ...rest,
    connection,
    connectionSince: since,
    ...(problem ? { connectionProblem: problem } : {}),
  };
  step.notify({
    type: 'connection-changed',
    detail: error ? { connection, error } : { connection },
  });
}

function isOpen(step: Step): boolean {
  const { line } = step.snapshot;
  return line.wanted && !line.paused;
}

/** Tries now. */
function tryNow(step: Step): void {
  dropRetry(step);
  const { servers, server } = step.snapshot.line;
  step.effect({ type: 'connect', server: servers[server] ?? '' });
}

/** Opens the line from nothing: the first connection of a page is at once. */
function open(step: Step): void {
  setLine(step, { server: 0, failures: 0, failuresHere: 0, reopen: false });
  setConnection(step, 'connecting');
  tryNow(step);
}

function close(step: Step): void {
  dropRetry(step);
  step.effect({ type: 'unschedule', name: 'stable' }, { type: 'unschedule', name: 'prefer' });
  setLine(step, { reopen: false });
  setConnection(step, 'offline');
  step.effect({ type: 'disconnect' });
}

function opened(
  step: Step,
  event: Extract<TransportEvent, { readonly type: 'line-opened' }>,
): void {
  if (!isOpen(step)) return;
  dropRetry(step);
  setLine(step, { failuresHere: 0 });
  step.set({ capabilities: event.capabilities });
  setConnection(step, 'online');
  step.effect({ type: 'schedule', name: 'stable', delayMs: reconnectFigures.stableMs });
  const { server, servers } = step.snapshot.line;
  if (server > 0 && servers.length > 1) schedulePreferred(step);
  // The far end's requests find us only when it has learnt the new flow.
  for (const call of step.snapshot.calls) {
    if (call.phase === 'connected') step.effect({ type: 'refresh', callId: call.id });
  }
}

function schedulePreferred(step: Step): void {
  const { preferMinMs, preferMaxMs } = reconnectFigures;
  const delayMs = preferMinMs + step.stamp.random * (preferMaxMs - preferMinMs);
  step.effect({ type: 'schedule', name: 'prefer', delayMs });
}

function failed(
  step: Step,
  event: Extract<TransportEvent, { readonly type: 'line-failed' }>,
): void {
  if (!isOpen(step)) return;
  step.effect({ type: 'unschedule', name: 'stable' }, { type: 'unschedule', name: 'prefer' });
  if (event.final) {
    dropRetry(step);
    setConnection(step, 'failed', event.error);
    return;
  }
  const { line, calls } = step.snapshot;
  const failures = line.failures + 1;
  const failuresHere = line.failuresHere + 1;
  const server = nextServer(line.server, failuresHere, line.servers.length);
  const delayMs = retryDelay({
    failures,
    urgent: calls.length > 0,
    networkDown: line.networkDown,
    random: step.stamp.random,
    ...(event.error.retryAfterMs === undefined ? {} : { retryAfterMs: event.error.retryAfterMs }),
  });
  setLine(step, {
    failures,
    failuresHere: server === line.server ? failuresHere : 0,
    server,
    retryAt: step.stamp.now + delayMs,
  });
  setConnection(step, 'reconnecting', event.error);
  step.effect({ type: 'schedule', name: 'retry', delayMs });
}

/** The transport's reports about the line. */
export function lineTransition(step: Step, event: TransportEvent): void {
  switch (event.type) {
    case 'line-opened':
      return opened(step, event);
    case 'line-failed':
      return failed(step, event);
    case 'sound-blocked':
      return step.set({ soundBlocked: event.blocked });
  }
}

/** After the last call: settings that waited for it are applied now. */
export function restoreLineAfterCalls(step: Step): void {
  const { line, calls } = step.snapshot;
  if (line.reopen && calls.length === 0) reopen(step);
}

function reopen(step: Step): void {
  if (!isOpen(step)) return setLine(step, { reopen: false });
  step.effect({ type: 'disconnect' });
  open(step);
}

/** The page, or the operator's status, wants the line or no longer wants it. */
export function wantLine(step: Step, change: { wanted?: boolean; paused?: boolean }): void {
  const before = isOpen(step);
  const again = change.wanted === true && step.snapshot.connection === 'failed';
  setLine(step, change);
  const after = isOpen(step);
  if (after && (!before || again)) open(step);
  if (before && !after) close(step);
}

export function configured(
  step: Step,
  event: Extract<ModelEvent, { readonly type: 'configured' }>,
): void {
  const { uri: _, ...rest } = step.snapshot;
  step.snapshot = {
    ...rest,
    features: event.features,
    ...(event.uri === undefined ? {} : { uri: event.uri }),
  };
  setLine(step, { servers: event.servers });
  if (!event.lineChanged || !isOpen(step)) return;
  if (step.snapshot.calls.length > 0) setLine(step, { reopen: true });
  else reopen(step);
}

/** What the browser tells of the network and of the page. */
export function pageSignal(step: Step, signal: PageSignal): void {
  const { connection, line } = step.snapshot;
  setLine(step, { networkDown: signal === 'offline' });
  if (!isOpen(step)) return;
  if (signal !== 'offline' && connection === 'online') return step.effect({ type: 'probe' });
  if (signal === 'offline' || connection !== 'reconnecting' || line.retryAt === undefined) {
    return;
  }
  const { firstUrgentMs } = reconnectFigures;
  const delayMs = Math.min(
    step.stamp.random * firstUrgentMs,
    Math.max(0, line.retryAt - step.stamp.now),
  );
  setLine(step, { retryAt: step.stamp.now + delayMs });
  step.effect({ type: 'schedule', name: 'retry', delayMs });
}

export function lineTimer(step: Step, name: 'retry' | 'stable' | 'prefer'): void {
  const { connection, calls } = step.snapshot;
  if (!isOpen(step)) return;
  switch (name) {
    case 'retry':
      return connection === 'reconnecting' ? tryNow(step) : undefined;
    case 'stable':
      return setLine(step, { failures: 0 });
    case 'prefer':
      return calls.length > 0 ? schedulePreferred(step) : reopen(step);
  }
}
