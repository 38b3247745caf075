import { CtiError, type CtiErrorReason } from '../../base/error.js';
import { registerSlowRetryMs, retryAfterMaxMs, retryAfterMinMs } from './constants.js';
import { type FinalResponse, sipStatusOf } from './status-reason.js';

/** The part of a REGISTER's final response that is read here. */
export interface Rejection extends FinalResponse {
  getHeader(name: string): string | undefined;
}

const reasonByStatus: Readonly<Record<number, CtiErrorReason>> = {
  401: 'auth-failed',
  403: 'auth-failed',
  407: 'auth-failed',
  408: 'transport-timeout',
  480: 'unavailable',
  500: 'unavailable',
  503: 'unavailable',
};

/** Only an administrator can mend these: there is no hurry to try again. */
const slowStatuses: ReadonlySet<number> = new Set([404, 405, 603]);

const tooBriefPhrase = 'Interval Too Brief';

/** `Retry-After` in ms within what is honoured (RFC 3261 section 20.33); unreadable is absent. */
export function retryAfterMs(header: string | undefined): number | undefined {
  const seconds = /^\s*([0-9]+)\s*(?:$|[;(])/.exec(header ?? '')?.[1];
  if (seconds === undefined) return undefined;
  return Math.min(Math.max(Number(seconds) * 1_000, retryAfterMinMs), retryAfterMaxMs);
}

/** Whether a longer lifetime is wanted: the 423 that reaches sip.js as a 400. */
export function isTooBrief({ statusCode, reasonPhrase }: Rejection): boolean {
  return statusCode === 400 && reasonPhrase === tooBriefPhrase;
}

/** What to ask for next (RFC 3261 section 21.4.17): what the server says if it is more, else twice as much. */
export function minExpiresOf(message: Rejection, askedS: number): number {
  const header = message.getHeader('Min-Expires') ?? '';
  const wanted = /^[0-9]{1,10}$/.test(header) ? Number(header) : 0;
  return wanted > askedS ? wanted : askedS * 2;
}

/**
 * Why the registrar refused.
 * @param budgetWaitMs how long the next REGISTER would have to wait: why one did not leave
 */
export function rejectionError(message: Rejection, budgetWaitMs: number): CtiError {
  if (isTooBrief(message)) {
    return new CtiError('registration-rejected', { sip: { status: 423, text: tooBriefPhrase } });
  }
  const sip = sipStatusOf(message);
  const isOurs = message.getHeader('CSeq') === undefined;
  if (isOurs && sip.status === 503) {
    return budgetWaitMs > 0
      ? new CtiError('overloaded', { retryAfterMs: budgetWaitMs })
      : new CtiError('network');
  }
  const asked = retryAfterMs(message.getHeader('Retry-After'));
  const redirected = sip.status >= 300 && sip.status < 400;
  const slow = slowStatuses.has(sip.status) || redirected ? registerSlowRetryMs : undefined;
  const waitMs = asked ?? slow;
  return new CtiError(reasonByStatus[sip.status] ?? 'registration-rejected', {
    ...(isOurs ? {} : { sip }),
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
  });
}
