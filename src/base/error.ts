/**
 * Why a call ended: a closed list, part of the public contract.
 * `replaced`: another leg took the call over (RFC 3891). `refused`: this page's guard said no.
 */
export const endReasons = [
  'hangup',
  'cancelled',
  'declined',
  'busy',
  'not-found',
  'unavailable',
  'no-answer',
  'answered-elsewhere',
  'timeout',
  'forbidden',
  'not-acceptable',
  'invalid-target',
  'microphone-denied',
  'microphone-missing',
  'media',
  'network',
  'transferred',
  'replaced',
  'refused',
  'failed',
] as const;
/** One of `endReasons`. */
export type EndReason = (typeof endReasons)[number];

/** Reasons that concern the line, a command or the configuration, beside those that end a call. */
const otherReasons = [
  /** The command makes no sense now, for example `answer` with no call ringing. */
  'not-allowed',
  /** This line, this browser or this release cannot do it. */
  'not-supported',
  /** A newer command, a timeout of the caller's own or `dispose()` took the command back. */
  'aborted',
  /** The customer does not want to be called: asked again with `confirmed` it is dialled. */
  'do-not-call',
  /** The controller was disposed. */
  'disposed',
  /** `disconnect()` was refused because a call is live. */
  'call-live',
  /** The configuration is unusable: the message says which value. */
  'invalid-configuration',
  /** An HTTP endpoint of the page answered with a redirect, 401 or 403: the session has expired. */
  'signed-out',
  /** An HTTP endpoint of the page failed or answered with rubbish. */
  'service-unavailable',
  /** This browser keeps nothing here: storage is forbidden, broken or full. */
  'storage-failed',
  /** Credentials were rejected twice, or there are none. */
  'auth-failed',
  /** The server asks for an authentication scheme that this client does not speak. */
  'auth-unsupported',
  /** The registrar refused for another reason. */
  'registration-rejected',
  /** The registrar answered without our binding. */
  'binding-lost',
  /** The socket could not be opened: certificate, network or nobody listening. */
  'transport-refused',
  /** The socket opened or failed in a way that says that something in between blocks WebSockets. */
  'transport-blocked',
  /** The socket or the server did not answer in time. */
  'transport-timeout',
  /** The server answered without the sub-protocol `sip` (RFC 7118 section 4). */
  'transport-protocol',
  /** Chrome's Local Network Access permission was refused. */
  'local-network-denied',
  /** No secure context (https or localhost): browsers give no microphone there. */
  'insecure-context',
  /** A Permissions-Policy (an iframe without `allow="microphone"`) forbids the microphone. */
  'permission-policy',
  /** Another program uses the microphone. */
  'microphone-busy',
  /** The browser has no WebRTC, or is below the baseline. */
  'browser-unsupported',
  /** The browser forbids sound before the first gesture on the page. */
  'sound-blocked',
  /** Another tab of this browser holds the line. */
  'in-use',
  /** Too many calls, or too many requests, at once. */
  'overloaded',
] as const;

/** All that a `CtiError` may say: how a call ended, and what else can go wrong. A closed list, part of the public contract. */
export const ctiErrorReasons = [...endReasons, ...otherReasons] as const;
/** One of `ctiErrorReasons`. */
export type CtiErrorReason = (typeof ctiErrorReasons)[number];

/** A final SIP status: `status` 300-699 (RFC 3261 section 21), `text` the peer's phrase, untrusted plain text. */
export interface SipStatus {
  readonly status: number;
  readonly text: string;
}

/** What an error may carry beside its reason. No secrets: errors are logged and dispatched. */
export interface CtiErrorInit {
  readonly message?: string;
  readonly cause?: unknown;
  readonly sip?: SipStatus;
  /** How long the server asked us to wait, in ms (RFC 3261 section 20.33). */
  readonly retryAfterMs?: number;
  /** Text meant for the operator: given by the page's guard (`{ refuse: 'text' }`). */
  readonly operatorText?: string;
}

const brand = Symbol.for('cti-panel.error');

/**
 * The one error type of the library. Branch on `reason`; the message is for developers and is in English.
 * `instanceof` also knows one from another copy of the library: of the SIP bundle, or of a second script tag.
 */
export class CtiError extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && brand in value;
  }

  override readonly name = 'CtiError';
  /** @internal */
  readonly [brand] = true;
  readonly reason: CtiErrorReason;
  readonly sip?: SipStatus;
  readonly retryAfterMs?: number;
  readonly operatorText?: string;

  constructor(reason: CtiErrorReason, init: CtiErrorInit = {}) {
    super(init.message ?? reason, init.cause === undefined ? undefined : { cause: init.cause });
    this.reason = reason;
    if (init.sip) this.sip = init.sip;
    if (init.retryAfterMs !== undefined) this.retryAfterMs = init.retryAfterMs;
    if (init.operatorText !== undefined) this.operatorText = init.operatorText;
  }
}

/** Any thrown value as a `CtiError`; one that is already typed is returned as it is. */
export function toCtiError(thrown: unknown, reason: CtiErrorReason = 'failed'): CtiError {
  if (thrown instanceof CtiError) return thrown;
  return new CtiError(reason, { message: messageOf(thrown) ?? reason, cause: thrown });
}

function messageOf(thrown: unknown): string | undefined {
  if (typeof thrown === 'string') return thrown;
  const { message } = (thrown ?? {}) as { readonly message?: unknown };
  return typeof message === 'string' ? message : undefined;
}
