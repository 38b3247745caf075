import { Registerer, RegistererState, type UserAgent } from 'sip.js';

import type { Clock, Undo } from '../../base/clock.js';
import { CtiError } from '../../base/error.js';
import {
  closeTimeoutMs,
  registerExpiresMaxS,
  registerExpiresMinS,
  registerExpiresS,
  registerRefreshMaxShare,
  registerRefreshMinShare,
  registerTimeoutMs,
  registerTriesOnTooBrief,
} from './constants.js';
import type { CredentialsDesk } from './credentials.js';
import type { RegisterBudget } from './register-budget.js';
import { isTooBrief, minExpiresOf, rejectionError, type Rejection } from './registration-error.js';

export interface RegistrationOptions {
  readonly userAgent: UserAgent;
  readonly clock: Clock;
  readonly budget: RegisterBudget;
  readonly desk: CredentialsDesk;
  /** A registration that stood was refused, forgotten by the server, or could not be refreshed. */
  onLost(error: CtiError): void;
}

/** How one REGISTER ended. `forgotten`: accepted, but the server's list does not hold our Contact. */
type Outcome =
  | { readonly type: 'granted'; readonly seconds: number }
  | { readonly type: 'rejected'; readonly message: Rejection }
  | { readonly type: 'forgotten' };

/** The registration of one connection, and its refreshing. A new one is made for every socket. */
export class Registration {
  readonly #options: RegistrationOptions;
  #registerer: Registerer | undefined;
  #expiresS = registerExpiresS;
  #tooBrief = 0;
  #forgotten = 0;
  #registered = false;
  #dropped = false;
  #stopRefresh: Undo | undefined;
  #pending: Promise<void> | undefined;

  constructor(options: RegistrationOptions) {
    this.#options = options;
  }

  /**
   * Resolves once the server has our binding, within 32 s.
   * @throws CtiError
   */
  register(): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const stopWatchdog = this.#options.clock.schedule(registerTimeoutMs, () =>
        reject(new CtiError('transport-timeout', { message: 'REGISTER was not answered.' })),
      );
      this.#pending = this.#establish().finally(() => {
        stopWatchdog();
        this.#pending = undefined;
      });
      this.#pending.then(resolve, reject);
    });
  }

  /** Registers anew before its time; a failure is told to `onLost`. */
  refresh(): void {
    if (this.#dropped || !this.#registered || this.#pending) return;
    this.#stopRefresh?.();
    this.register().catch((thrown: unknown) => {
      if (this.#dropped) return;
      this.#dropped = true;
      this.#options.onLost(thrown instanceof CtiError ? thrown : new CtiError('network'));
    });
  }

  /** Removes our binding, and no other; resolves with the answer, and after 2 s without. Sends before it returns. */
  unregister(): Promise<void> {
    this.#stopRefresh?.();
    return new Promise((resolve) => {
      const done = (): void => {
        stopWatchdog();
        resolve();
      };
      const stopWatchdog = this.#options.clock.schedule(closeTimeoutMs, resolve);
      if (!this.#registered || this.#dropped) return done();
      this.#dropped = true;
      const send = (): void => this.#sendUnregister(done);
      if (this.#pending) this.#pending.then(send, done);
      else send();
    });
  }

  /** Ends it all, with the socket that `dropSocket` drops: with one sip.js would unregister once more. */
  drop(dropSocket: () => void): void {
    this.#dropped = true;
    this.#stopRefresh?.();
    dropSocket();
    this.#disposeRegisterer();
  }

  /** Tries until it is granted, refused for good, or nobody wants it any more. */
  async #establish(): Promise<void> {
    this.#tooBrief = this.#forgotten = 0;
    for (;;) {
      const outcome = await this.#attempt();
      if (this.#dropped) throw new CtiError('aborted');
      if (outcome.type === 'granted') return this.#granted(outcome.seconds);
      const error = this.#considerAgain(outcome);
      this.#disposeRegisterer();
      if (error) throw error;
    }
  }

  #granted(seconds: number): void {
    this.#registered = true;
    const spread = registerRefreshMaxShare - registerRefreshMinShare;
    const share = registerRefreshMinShare + Math.random() * spread;
    // Less than is accepted can only be a mistake: a share of it would be a storm.
    const delayS = seconds < registerExpiresMinS ? registerExpiresMinS : seconds * share;
    this.#stopRefresh = this.#options.clock.schedule(delayS * 1_000, () => this.refresh());
  }

  /** Why it is over, or nothing when another try makes sense. */
  #considerAgain(outcome: Exclude<Outcome, { readonly type: 'granted' }>): CtiError | undefined {
    const { desk, budget } = this.#options;
    if (outcome.type === 'forgotten') {
      this.#forgotten += 1;
      return this.#forgotten > 1 ? new CtiError('binding-lost') : undefined;
    }
    const { message } = outcome;
    if (isTooBrief(message)) {
      this.#tooBrief += 1;
      this.#expiresS = Math.min(minExpiresOf(message, this.#expiresS), registerExpiresMaxS);
      if (this.#tooBrief < registerTriesOnTooBrief) return undefined;
    }
    const error = rejectionError(message, budget.waitMs);
    if (error.reason !== 'auth-failed') return error;
    if (desk.problem) return desk.problem;
    return desk.reject() ? undefined : error;
  }

  #attempt(): Promise<Outcome> {
    const registerer = (this.#registerer ??= this.#createRegisterer());
    return new Promise<Outcome>((resolve) => {
      const rejected = ({ message }: { readonly message: Rejection }): void =>
        resolve({ type: 'rejected', message });
      registerer.stateChange.addListener(
        (state) => {
          // An answer with a reason is told just after the state.
          if (state !== RegistererState.Registered) {
            queueMicrotask(() => resolve({ type: 'forgotten' }));
          }
        },
        { once: true },
      );
      registerer
        .register({
          requestDelegate: {
            onAccept: ({ message }) =>
              resolve({ type: 'granted', seconds: Number(message.getHeader('expires')) }),
            onReject: rejected,
            onRedirect: rejected,
          },
        })
        .catch(() => resolve({ type: 'forgotten' }));
    });
  }

  #createRegisterer(): Registerer {
    const { userAgent } = this.#options;
    return new Registerer(userAgent, {
      expires: this.#expiresS,
      instanceId: userAgent.instanceId,
      regId: 1,
      logConfiguration: false,
    });
  }

  #sendUnregister(done: () => void): void {
    const requestDelegate = { onAccept: done, onReject: done, onRedirect: done };
    const { state } = this.#registerer ?? {};
    if (state !== RegistererState.Registered) return done();
    this.#registerer?.unregister({ requestDelegate }).catch(done);
  }

  #disposeRegisterer(): void {
    this.#registerer?.dispose().catch(() => undefined);
    this.#registerer = undefined;
  }
}
