import type { EndReason, SipStatus } from '../../base/error.js';
import { nameMaxLength } from './constants.js';

const reasonByStatus: Readonly<Record<number, EndReason>> = {
  401: 'forbidden',
  403: 'forbidden',
  404: 'not-found',
  406: 'not-acceptable',
  407: 'forbidden',
  408: 'timeout',
  410: 'not-found',
  414: 'invalid-target',
  415: 'not-acceptable',
  416: 'invalid-target',
  420: 'not-acceptable',
  433: 'forbidden',
  480: 'unavailable',
  484: 'invalid-target',
  485: 'invalid-target',
  486: 'busy',
  487: 'cancelled',
  488: 'not-acceptable',
  493: 'not-acceptable',
  502: 'unavailable',
  503: 'unavailable',
  504: 'timeout',
  600: 'busy',
  603: 'declined',
  604: 'not-found',
  606: 'not-acceptable',
  607: 'declined',
  608: 'declined',
};

/** Q.850 causes (ITU-T Q.850 table 1) that say more than the status beside them. */
const reasonByCause: Readonly<Record<number, EndReason>> = {
  1: 'not-found',
  2: 'not-found',
  3: 'not-found',
  17: 'busy',
  18: 'no-answer',
  19: 'no-answer',
  20: 'unavailable',
  21: 'declined',
  22: 'not-found',
  26: 'answered-elsewhere',
  27: 'unavailable',
  28: 'invalid-target',
  34: 'unavailable',
  38: 'unavailable',
  41: 'unavailable',
  42: 'unavailable',
  52: 'forbidden',
  55: 'forbidden',
  57: 'forbidden',
  58: 'unavailable',
  65: 'not-acceptable',
  79: 'not-acceptable',
  88: 'not-acceptable',
  102: 'timeout',
};

/** Why a call ended, by the final status of its INVITE (RFC 3261 section 21); unknown ones are `failed`. */
export function reasonOfStatus(status: number): EndReason {
  return reasonByStatus[status] ?? 'failed';
}

function causeOf(reasonHeader: string | undefined, protocol: RegExp): number | undefined {
  if (reasonHeader === undefined || !protocol.test(reasonHeader)) return undefined;
  const cause = /;\s*cause\s*=\s*([0-9]{1,3})\b/i.exec(reasonHeader)?.[1];
  return cause === undefined ? undefined : Number(cause);
}

/** The cause in a `Reason` header of protocol SIP (RFC 3326): 200 says that another phone answered. */
export function sipCauseOf(reasonHeader: string | undefined): number | undefined {
  return causeOf(reasonHeader, /^\s*SIP\s*[;,]/i);
}

/** The cause in a `Reason` header of protocol Q.850 (RFC 3326). */
export function q850CauseOf(reasonHeader: string | undefined): number | undefined {
  return causeOf(reasonHeader, /^\s*Q\.850\s*[;,]/i);
}

/** The part of a final response that is read here. */
export interface FinalResponse {
  readonly statusCode?: number | undefined;
  readonly reasonPhrase?: string | undefined;
  getHeader(name: string): string | undefined;
}

/** Statuses that leave it open what happened: a PBX sends them for anything. */
const vagueReasons: ReadonlySet<EndReason> = new Set(['failed', 'unavailable']);

/**
 * Why a call ended, by the whole final response: the status, and where that says little the cause beside it (RFC 3326,
 * or what Asterisk adds).
 */
export function reasonOfResponse(message: FinalResponse): EndReason {
  const reason = reasonOfStatus(message.statusCode ?? 0);
  if (!vagueReasons.has(reason)) return reason;
  const cause =
    q850CauseOf(message.getHeader('Reason')) ??
    Number(message.getHeader('X-Asterisk-HangupCauseCode') ?? 0);
  return reasonByCause[cause] ?? reason;
}

/** False for a response that sip.js made up because none came (408), or because it could not send (503). */
export function fromFarEnd(message: FinalResponse): boolean {
  return message.getHeader('Via') !== undefined;
}

/** A final response as untrusted plain text of bounded length. */
export function sipStatusOf(message: Omit<FinalResponse, 'getHeader'>): SipStatus {
  return {
    status: message.statusCode ?? 0,
    text: (message.reasonPhrase ?? '').slice(0, nameMaxLength),
  };
}
