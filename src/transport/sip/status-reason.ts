import type { EndReason, SipStatus } from '../../base/error.js';
import { nameMaxLength } from './constants.js';

const reasonByStatus: Readonly<Record<number, EndReason>> = {
  400: 'failed',
  401: 'forbidden',
  403: 'forbidden',
  404: 'not-found',
  407: 'forbidden',
  408: 'timeout',
  410: 'not-found',
  415: 'not-acceptable',
  416: 'invalid-target',
  480: 'unavailable',
  484: 'invalid-target',
  486: 'busy',
  487: 'cancelled',
  488: 'not-acceptable',
  503: 'unavailable',
  600: 'busy',
  603: 'declined',
  604: 'not-found',
  606: 'not-acceptable',
  607: 'declined',
  608: 'declined',
};

/** Why a call ended, by the final status of its INVITE (RFC 3261 section 21). */
export function reasonOfStatus(status: number): EndReason {
  return reasonByStatus[status] ?? 'failed';
}

/** The cause in a `Reason` header of protocol SIP (RFC 3326): 200 says that another phone answered. */
export function sipCauseOf(reasonHeader: string | undefined): number | undefined {
  if (reasonHeader === undefined || !/^\s*SIP\s*[;,]/i.test(reasonHeader)) return undefined;
  const cause = /;\s*cause\s*=\s*([0-9]{3})\b/i.exec(reasonHeader)?.[1];
  return cause === undefined ? undefined : Number(cause);
}

/** The part of a final response that is read here. */
export interface FinalResponse {
  readonly statusCode?: number | undefined;
  readonly reasonPhrase?: string | undefined;
}

/** A final response as untrusted plain text of bounded length. */
export function sipStatusOf(message: FinalResponse): SipStatus {
  return {
    status: message.statusCode ?? 0,
    text: (message.reasonPhrase ?? '').slice(0, nameMaxLength),
  };
}
