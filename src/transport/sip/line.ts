import { type Invitation, type UserAgent, type UserAgentDelegate, UserAgentState } from 'sip.js';

import type { Clock } from '../../base/clock.js';
import { CtiError, type CtiErrorReason, toCtiError } from '../../base/error.js';
import { type Logger, redacting } from '../../base/logger.js';
import type { IceServer, LineSettings } from '../call-transport.js';
import { probeTimeoutMs } from './constants.js';
import { CredentialsDesk } from './credentials.js';
import type { Authorized, ServerChallenge } from './inbound-gate.js';
import { StunWatch } from './media/ice-servers.js';
import type { MediaRegistry } from './media/session-description-handler.js';
import { RegisterBudget } from './register-budget.js';
import { Registration } from './registration.js';
import { authorize, createUserAgent, sendOptions, transportOf } from './user-agent.js';

export interface LineOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly registry: MediaRegistry;
  /** Whether a call is in progress: a dead line is then noticed sooner. */
  isInCall(): boolean;
  onOpened(server: string): void;
  onFailed(error: CtiError, final: boolean): void;
  onInvite(invitation: Invitation): void;
}

/** Trying again cannot mend these. */
const finalReasons: ReadonlySet<CtiErrorReason> = new Set([
  'auth-failed',
  'auth-unsupported',
  'invalid-configuration',
  'browser-unsupported',
]);

/** The line: one user agent per address, one registration per connection. */
export class SipLine {
  readonly #options: LineOptions;
  readonly #logger: Logger;
  readonly #budget: RegisterBudget;
  readonly #stun: StunWatch;
  #settings: LineSettings | undefined;
  #userAgent: UserAgent | undefined;
  #registration: Registration | undefined;
  #desk: CredentialsDesk | undefined;
  #state: 'closed' | 'connecting' | 'open' = 'closed';
  /** Counts attempts, so that what an older one still awaits is ignored. */
  #attempt = 0;

  constructor(options: LineOptions) {
    this.#options = options;
    this.#logger = redacting(options.logger);
    this.#budget = new RegisterBudget(options.clock);
    this.#stun = new StunWatch(options.clock);
  }

  /** The user agent, also while the line is away for a moment. */
  get userAgent(): UserAgent | undefined {
    return this.#userAgent;
  }

  /** The user agent while the line is open. */
  get openUserAgent(): UserAgent | undefined {
    return this.#state === 'open' ? this.#userAgent : undefined;
  }

  /** One attempt; answered by `onOpened` or `onFailed`. Sessions of the same address are kept. */
  async connect(settings: LineSettings, server: string): Promise<void> {
    this.#dropConnection();
    const attempt = this.#attempt;
    this.#state = 'connecting';
    const current = (): boolean => attempt === this.#attempt;
    try {
      // Better known before the first call than in it.
      if (typeof RTCPeerConnection === 'undefined') throw new CtiError('browser-unsupported');
      const userAgent = this.#useUserAgent(settings);
      const transport = transportOf(userAgent);
      transport.server = server;
      await (userAgent.state === UserAgentState.Started
        ? userAgent.reconnect()
        : userAgent.start());
      if (!current()) return;
      await this.#register(userAgent, settings);
      if (!current()) return;
      this.#state = 'open';
      transport.startHeartbeat();
      this.#stun.start(() => this.#namedServers());
      this.#options.onOpened(server);
    } catch (thrown) {
      if (current()) this.#fail(toCtiError(thrown));
    }
  }

  /** Unregisters as well as possible and closes, within 2 s. */
  async close(): Promise<void> {
    this.#attempt += 1;
    const attempt = this.#attempt;
    this.#state = 'closed';
    this.#desk?.close();
    this.#stun.stop();
    await this.#registration?.unregister();
    if (attempt === this.#attempt) this.#dropConnection();
  }

  /** Unregisters without waiting. */
  abandon(): void {
    void this.#registration?.unregister();
  }

  probe(): void {
    if (this.#userAgent) transportOf(this.#userAgent).probe(probeTimeoutMs);
  }

  /** The servers for the next call, without those that do not answer. */
  async iceServers(): Promise<readonly IceServer[]> {
    return this.#stun.usable(await this.#namedServers());
  }

  dispose(): void {
    this.#dropConnection();
    this.#stopUserAgent();
  }

  async #namedServers(): Promise<readonly IceServer[]> {
    const servers = this.#settings?.iceServers ?? [];
    return typeof servers === 'function' ? servers() : servers;
  }

  async #register(userAgent: UserAgent, settings: LineSettings): Promise<void> {
    const { clock } = this.#options;
    const desk = (this.#desk = new CredentialsDesk(settings.credentials, clock));
    const registration = (this.#registration = new Registration({
      userAgent,
      clock,
      budget: this.#budget,
      desk,
      onLost: (error) => this.#fail(error),
    }));
    await registration.register();
  }

  #useUserAgent(settings: LineSettings): UserAgent {
    const same =
      this.#settings?.uri === settings.uri && this.#settings.instanceId === settings.instanceId;
    if (!same) this.#stopUserAgent();
    this.#settings = settings;
    return (this.#userAgent ??= createUserAgent(settings, {
      registry: this.#options.registry,
      delegate: this.#delegate(),
      transport: {
        clock: this.#options.clock,
        logger: this.#logger,
        budget: this.#budget,
        isInCall: () => this.#options.isInCall(),
        ask: (question) => this.#ask(question),
        onChallenge: (challenge) => this.#answerChallenge(challenge),
      },
    }));
  }

  #ask(question: 'options' | 'register'): void {
    if (question === 'register') this.#registration?.refresh();
    else if (this.#userAgent) sendOptions(this.#userAgent);
  }

  async #answerChallenge({ offer }: ServerChallenge): Promise<Authorized> {
    const desk = this.#desk;
    const userAgent = this.#userAgent;
    if (!desk || !userAgent) throw new CtiError('aborted');
    if (!offer) {
      const error = new CtiError('auth-unsupported');
      desk.fail(error);
      throw error;
    }
    const credentials = await desk.give(offer.realm);
    return (task) => authorize(userAgent, credentials, task);
  }

  #delegate(): UserAgentDelegate {
    return {
      onDisconnect: (error) => this.#fail(toCtiError(error, 'network')),
      onInvite: (invitation) => {
        try {
          this.#options.onInvite(invitation);
        } catch (thrown) {
          this.#logger.log('error', 'sip: an incoming call could not be offered', thrown);
          invitation.reject({ statusCode: 480 }).catch(() => undefined);
        }
      },
      onMessage: (message) => void message.reject({ statusCode: 405 }).catch(() => undefined),
      onNotify: (notification) =>
        void notification.reject({ statusCode: 481 }).catch(() => undefined),
      onReferRequest: (request) => void request.reject({ statusCode: 603 }),
      onSubscribeRequest: (request) => void request.reject({ statusCode: 489 }),
      onRegisterRequest: (request) => void request.reject({ statusCode: 405 }),
    };
  }

  #fail(error: CtiError): void {
    if (this.#state === 'closed') return;
    this.#dropConnection();
    this.#options.onFailed(error, finalReasons.has(error.reason));
  }

  #dropConnection(): void {
    this.#attempt += 1;
    this.#state = 'closed';
    this.#desk?.close();
    this.#desk = undefined;
    this.#stun.stop();
    const registration = this.#registration;
    this.#registration = undefined;
    const dropSocket = (): void => {
      if (this.#userAgent) transportOf(this.#userAgent).drop();
    };
    if (registration) registration.drop(dropSocket);
    else dropSocket();
  }

  #stopUserAgent(): void {
    this.#userAgent?.stop().catch(() => undefined);
    this.#userAgent = undefined;
  }
}
