import type { CtiError, CtiErrorReason } from '../base/error.js';
import { immutable } from '../base/immutable.js';
import type { Capabilities, TransportEvent } from '../transport/call-transport.js';
import type { PageSignal } from './call-controller.js';
import type { ModelEvent } from './events.js';
import { nextServer, reconnectFigures, retryDelay } from './reconnect-policy.js';
import { statusKind } from './rules.js';
import type { Connection, LineProgress, LineTarget } from './snapshot.js';
import type { Step } from './step.js';

function setLine(step: Step, change: Partial<LineProgress>): void {
  step.set({ line: Object.freeze({ ...step.snapshot.line, ...change }) });
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
  return line.wanted && line.ready && !line.paused;
}

function isTrying(step: Step): boolean {
  const { connection } = step.snapshot;
  return isOpen(step) && (connection === 'connecting' || connection === 'reconnecting');
}

function dropTimers(step: Step): void {
  const { retryAt, ...line } = step.snapshot.line;
  if (retryAt !== undefined) step.set({ line: Object.freeze(line) });
  step.effect(
    { type: 'unschedule', name: 'retry' },
    { type: 'unschedule', name: 'stable' },
    { type: 'unschedule', name: 'prefer' },
  );
}

function tryNow(step: Step, fresh: boolean): void {
  dropTimers(step);
  const { servers, server } = step.snapshot.line;
  step.effect({ type: 'connect', server: servers[server] ?? '', fresh });
}

function setTarget(step: Step, { uri, servers, ready }: LineTarget): void {
  const { uri: _, ...rest } = step.snapshot;
  const { next: _next, ...line } = rest.line;
  step.snapshot = {
    ...rest,
    line: Object.freeze({ ...line, servers, ready, server: 0 }),
    ...(uri === undefined ? {} : { uri }),
  };
}

/** Opens the line from nothing: the first connection of a page is at once. */
function open(step: Step): void {
  setLine(step, { server: 0, failures: 0, failuresHere: 0, retryFixed: false });
  setConnection(step, 'connecting');
  // With a call live its transport stays, and so do the settings the call was made with.
  tryNow(step, step.snapshot.calls.length === 0);
}

function close(step: Step): void {
  dropTimers(step);
  setConnection(step, 'offline');
  step.effect({ type: 'disconnect' });
}

function reopen(step: Step): void {
  if (step.snapshot.connection !== 'failed') step.effect({ type: 'disconnect' });
  open(step);
}

/** Makes a change, and opens, closes or re-opens the line as it then should be. */
function follow(step: Step, change: () => void, renew = false): void {
  const before = isOpen(step);
  change();
  const after = isOpen(step);
  if (before && !after) close(step);
  else if (after && !before) open(step);
  else if (after && renew) reopen(step);
}

function opened(
  step: Step,
  event: Extract<TransportEvent, { readonly type: 'line-opened' }>,
): void {
  if (!isTrying(step)) return;
  dropTimers(step);
  setLine(step, { failuresHere: 0, retryFixed: false });
  step.set({ capabilities: immutable(event.capabilities) });
  setConnection(step, 'online');
  step.effect({ type: 'schedule', name: 'stable', delayMs: reconnectFigures.stableMs });
  if (step.snapshot.line.server > 0) schedulePreferred(step);
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

function scheduleRetry(step: Step, delayMs: number): void {
  setLine(step, { retryAt: step.stamp.now + delayMs });
  step.effect({ type: 'schedule', name: 'retry', delayMs });
}

function failed(
  step: Step,
  event: Extract<TransportEvent, { readonly type: 'line-failed' }>,
): void {
  if (!isTrying(step) && step.snapshot.connection !== 'online') return;
  const { line, calls } = step.snapshot;
  // Between two tries nothing is under way that could fail: a late or a second report.
  if (line.retryAt !== undefined && !event.final) return;
  dropTimers(step);
  if (event.final) return setConnection(step, 'failed', event.error);
  const { reason, retryAfterMs } = event.error;
  const lost = step.snapshot.connection === 'online';
  const failures = line.failures + 1;
  // A server that does not even take the connection is not asked twice while there is another.
  const hopeless = !lost && reason === 'transport-timeout';
  const failuresHere = hopeless ? reconnectFigures.triesPerServer : line.failuresHere + 1;
  const server = nextServer(line.server, failuresHere, line.servers.length);
  setLine(step, {
    failures,
    failuresHere: server === line.server ? failuresHere : 0,
    server,
    retryFixed: retryAfterMs !== undefined,
  });
  scheduleRetry(
    step,
    retryDelay({
      failures,
      urgent: calls.length > 0,
      networkDown: line.networkDown,
      lost,
      silent: lost && reason === 'transport-timeout',
      untried:
        server !== line.server && failures < reconnectFigures.triesPerServer * line.servers.length,
      random: step.stamp.random,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    }),
  );
  setConnection(step, 'reconnecting', event.error);
}

/** What the line turns out not to know, its calls cannot either. */
function capabilitiesChanged(step: Step, capabilities: Capabilities): void {
  step.set({ capabilities: immutable(capabilities) });
  for (const call of step.snapshot.calls) {
    const kept = Object.entries(call.capabilities).filter(
      ([name]) => capabilities[name as keyof Capabilities] === true,
    );
    if (kept.length === Object.keys(call.capabilities).length) continue;
    step.update(call.id, { capabilities: immutable(Object.fromEntries(kept)) });
  }
}

/** The transport's reports about the line. */
export function lineTransition(step: Step, event: TransportEvent): void {
  switch (event.type) {
    case 'line-opened':
      return opened(step, event);
    case 'line-failed':
      return isOpen(step) ? failed(step, event) : undefined;
    case 'line-capabilities-changed':
      return capabilitiesChanged(step, event.capabilities);
    case 'sound-blocked':
      return step.set({ soundBlocked: event.blocked });
    case 'device-notice':
      return step.set({ deviceNotice: event.notice });
  }
}

/** After the last call: what waited for its end, new settings and the status `offline`, is applied now. */
export function restoreLineAfterCalls(step: Step): void {
  const { line, calls } = step.snapshot;
  if (calls.length > 0) return;
  follow(step, () => applyWaiting(step), line.next !== undefined);
}

function applyWaiting(step: Step): void {
  const { next } = step.snapshot.line;
  if (next) setTarget(step, next);
  const paused = statusKind(step.snapshot) === 'offline';
  if (paused !== step.snapshot.line.paused) setLine(step, { paused });
}

/** The status may have become one that keeps the line closed, or no longer be one: not while a call is live. */
export function followStatus(step: Step): void {
  restoreLineAfterCalls(step);
}

/** What is needed to open the line is missing. */
export function keptClosed(
  step: Step,
  connection: 'reconnecting' | 'failed',
  error: CtiError,
): void {
  if (!isOpen(step)) setConnection(step, connection, error);
}

/** The page wants the line, or no longer wants it: then its calls are ended first. */
export function wantLine(step: Step, wanted: boolean, endCalls: () => void): void {
  const again = wanted && step.snapshot.connection === 'failed';
  follow(
    step,
    () => {
      if (wanted !== step.snapshot.line.wanted) setLine(step, { wanted });
      if (!wanted) endCalls();
    },
    again,
  );
  if (!wanted) setConnection(step, 'offline');
}

export function configured(
  step: Step,
  event: Extract<ModelEvent, { readonly type: 'configured' }>,
): void {
  step.set({ features: event.features, dialPlan: event.dialPlan });
  if (event.callCentreChanged) {
    const { status: _, ...rest } = step.snapshot;
    step.snapshot = { ...rest, statuses: Object.freeze([]) };
  }
  if (event.lineChanged) setLine(step, { next: event.line });
  restoreLineAfterCalls(step);
}

/** What the browser tells of the network and of the page. It may be wrong: nothing waits for it for ever. */
export function pageSignal(step: Step, signal: PageSignal): void {
  const { connection, line } = step.snapshot;
  const networkDown = signal === 'offline' || (signal === 'resumed' && line.networkDown);
  if (networkDown !== line.networkDown) setLine(step, { networkDown });
  if (!isOpen(step)) return;
  // Also when it says that there is no network: a PBX in this building may answer all the same.
  if (connection === 'online') return step.effect({ type: 'probe' });
  if (connection !== 'reconnecting' || line.retryAt === undefined) return;
  const { firstUrgentMs, offlineMs } = reconnectFigures;
  const left = Math.max(0, line.retryAt - step.stamp.now);
  if (!networkDown && !line.retryFixed) {
    scheduleRetry(step, Math.min(step.stamp.random * firstUrgentMs, left));
  } else if (networkDown && !line.networkDown) {
    scheduleRetry(step, Math.max(offlineMs, left));
  }
}

export function lineTimer(step: Step, name: 'retry' | 'stable' | 'prefer'): void {
  const { connection, calls, line } = step.snapshot;
  if (!isOpen(step)) return;
  switch (name) {
    case 'retry':
      return connection === 'reconnecting' ? tryNow(step, calls.length === 0) : undefined;
    case 'stable':
      return connection === 'online' ? setLine(step, { failures: 0 }) : undefined;
    case 'prefer':
      if (connection !== 'online' || line.server === 0) return;
      return calls.length > 0 ? schedulePreferred(step) : reopen(step);
  }
}
