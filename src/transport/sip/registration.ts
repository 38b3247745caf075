import { Registerer, RegistererState, type UserAgent } from 'sip.js';

import type { Clock } from '../../base/clock.js';
import { CtiError, type CtiErrorReason } from '../../base/error.js';
import {
  closeTimeoutMs,
  registerExpiresS,
  registerRefreshPercent,
  registerTimeoutMs,
  retryAfterMaxMs,
  retryAfterMinMs,
} from './constants.js';
import { type FinalResponse, sipStatusOf } from './status-reason.js';

/** The part of a REGISTER's final response that is read here. */
interface Rejection extends FinalResponse {
  getHeader(name: string): string | undefined;
}

const reasonByStatus: Readonly<Record<number, CtiErrorReason>> = {
  401: 'auth-failed',
  403: 'auth-failed',
  407: 'auth-failed',
  408: 'transport-timeout',
  503: 'unavailable',
};

/** `Retry-After` in ms within what is honoured (RFC 3261 section 20.33); unreadable is absent. */
export function retryAfterMs(header: string | undefined): number | undefined {
  const seconds = /^\s*([0-9]{1,10})\s*(?:$|[;(])/.exec(header ?? '')?.[1];
  if (seconds === undefined) return undefined;
  return Math.min(Math.max(Number(seconds) * 1_000, retryAfterMinMs), retryAfterMaxMs);
}

function rejectionError(message: Rejection): CtiError {
  const sip = sipStatusOf(message);
  const waitMs = retryAfterMs(message.getHeader('Retry-After'));
  return new CtiError(reasonByStatus[sip.status] ?? 'registration-rejected', {
    sip,
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
  });
}

/** The registration of one connection: a new one is made for every socket. */
export class Registration {
  readonly #registerer: Registerer;
  readonly #clock: Clock;
  readonly #onLost: (error: CtiError) => void;
  #registered = false;
  #dropped = false;

  /** @param onLost told when a registration that stood was refused or forgotten by the server */
  constructor(userAgent: UserAgent, clock: Clock, onLost: (error: CtiError) => void) {
    this.#clock = clock;
    this.#onLost = onLost;
    this.#registerer = new Registerer(userAgent, {
      expires: registerExpiresS,
      refreshFrequency: registerRefreshPercent,
      instanceId: userAgent.instanceId,
      regId: 1,
      logConfiguration: false,
    });
  }

  /**
   * Resolves once the server has our binding.
   * @throws CtiError
   */
  register(): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const refuse = (error: CtiError): void => {
        stopWatchdog();
        reject(error);
      };
      const stopWatchdog = this.#clock.schedule(registerTimeoutMs, () =>
        refuse(new CtiError('transport-timeout')),
      );
      this.#registerer.stateChange.addListener((state) => {
        if (state === RegistererState.Registered) {
          this.#registered = true;
          stopWatchdog();
          resolve();
        } else if (this.#registered) {
          this.#lose();
        } else {
          // A response with a reason comes just after the state.
          queueMicrotask(() => refuse(new CtiError('binding-lost')));
        }
      });
      const delegate = {
        onReject: ({ message }: { message: Rejection }) => refuse(rejectionError(message)),
      };
      this.#registerer
        .register({ requestDelegate: { ...delegate, onRedirect: delegate.onReject } })
        .catch(reject);
    });
  }

  /** Removes our binding, and no other; resolves with the answer, and after 2 s without. Sends before it returns. */
  unregister(): Promise<void> {
    this.#dropped = true;
    return new Promise((resolve) => {
      const stopWatchdog = this.#clock.schedule(closeTimeoutMs, resolve);
      const done = (): void => {
        stopWatchdog();
        resolve();
      };
      if (this.#registerer.state !== RegistererState.Registered) return done();
      this.#registerer
        .unregister({ requestDelegate: { onAccept: done, onReject: done, onRedirect: done } })
        .catch(done);
    });
  }

  /** Ends the refreshing. Only with the socket gone: sip.js would unregister otherwise, and here cannot. */
  drop(): void {
    this.#dropped = true;
    this.#registerer.dispose().catch(() => undefined);
  }

  #lose(): void {
    if (this.#dropped) return;
    this.#dropped = true;
    this.#onLost(new CtiError('binding-lost'));
  }
}
