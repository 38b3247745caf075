import type { Core } from 'sip.js';

import { isIntervalTooSmall, minimumHeader } from './session-timer.js';

type Refusable = Pick<Core.IncomingByeRequest, 'reject'>;

/** Runs what may throw because the other side was quicker; sip.js would pass the error on to the socket. */
export function quietly(task: () => unknown): void {
  try {
    const result = task();
    if (result instanceof Promise) result.catch(() => undefined);
  } catch {
    // The call is over, or the request was answered already.
  }
}

/** Following a REFER would let the far end dial at our expense (RFC 3515 section 2.4.2 leaves it to consent). */
export const referRefusal = { statusCode: 603 } as const;

/** Too early: the offer and answer of the call itself are still open (RFC 3261 section 14.2). */
export function refuseForNow(request: Refusable): void {
  quietly(() => request.reject({ statusCode: 500, extraHeaders: ['Retry-After: 2'] }));
}

/** What is answered on an early dialog, where sip.js would only take note or stay silent. */
export function earlyDelegate(onBye: () => void): Core.SessionDelegate {
  return {
    onBye: (request) => {
      quietly(() => request.accept());
      onBye();
    },
    onInfo: refuseForNow,
    onInvite: refuseForNow,
    onMessage: refuseForNow,
    onNotify: refuseForNow,
    onPrack: refuseGone,
    onRefer: (request) => quietly(() => request.reject(referRefusal)),
  };
}

function refuseGone(request: Refusable): void {
  quietly(() => request.reject({ statusCode: 481 }));
}

/** A call that we have ended: only their BYE still makes sense (RFC 3261 section 15.1.2). */
export const goneDelegate: Core.SessionDelegate = {
  onBye: (request) => quietly(() => request.accept()),
  onInfo: refuseGone,
  onInvite: refuseGone,
  onMessage: refuseGone,
  onNotify: refuseGone,
  onPrack: refuseGone,
  onRefer: refuseGone,
};

/** What the guard of a dialog asks about its call. */
export interface GuardedCall {
  /** An offer of ours is open: theirs has to wait (RFC 3261 section 14.2). */
  readonly offering: () => boolean;
  readonly standing: () => boolean;
  /** Header lines of our 2xx to a re-INVITE of theirs. */
  readonly answerLines: (invite: Core.IncomingRequestMessage) => readonly string[];
}

/** Completes what sip.js answers on a confirmed dialog, and keeps it from throwing. */
export function guardDialog(dialog: Core.Session, call: GuardedCall): void {
  const { offering, standing, answerLines } = call;
  const inner = dialog.delegate;
  dialog.delegate = {
    ...inner,
    onInvite: (request) => {
      if (offering()) return quietly(() => request.reject({ statusCode: 491 }));
      if (isIntervalTooSmall(request.message)) {
        const extraHeaders = [minimumHeader];
        return quietly(() => request.reject({ statusCode: 422, extraHeaders }));
      }
      const accept = request.accept.bind(request);
      request.accept = (options) => {
        const extraHeaders = [...(options?.extraHeaders ?? []), ...answerLines(request.message)];
        return accept({ statusCode: 200, ...options, extraHeaders });
      };
      inner?.onInvite?.(request);
    },
    onPrack: refuseGone,
    // A call that ended before its ACK came would be ended again.
    onAckTimeout: () => {
      if (standing()) inner?.onAckTimeout?.();
    },
  };
}
