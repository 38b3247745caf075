import { type Invitation, type UserAgent, type UserAgentDelegate, UserAgentState } from 'sip.js';

import type { Clock } from '../../base/clock.js';
import { type CtiError, type CtiErrorReason, toCtiError } from '../../base/error.js';
import type { Logger } from '../../base/logger.js';
import type { Credentials, IceServer, LineSettings } from '../call-transport.js';
import { probeTimeoutMs } from './constants.js';
import type { MediaRegistry } from './media/session-description-handler.js';
import { Registration } from './registration.js';
import { addressOfRecord, createUserAgent, setCredentials, transportOf } from './user-agent.js';

export interface LineOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly registry: MediaRegistry;
  onOpened(server: string): void;
  onFailed(error: CtiError, final: boolean): void;
  onInvite(invitation: Invitation): void;
}

/** Trying again cannot mend these. */
const finalReasons: ReadonlySet<CtiErrorReason> = new Set([
  'auth-failed',
  'auth-unsupported',
  'invalid-configuration',
]);

/** The line: one user agent per address, one registration per connection. */
export class SipLine {
  readonly #options: LineOptions;
  #settings: LineSettings | undefined;
  #userAgent: UserAgent | undefined;
  #registration: Registration | undefined;
  #state: 'closed' | 'connecting' | 'open' = 'closed';
  /** Counts attempts, so that what an older one still awaits is ignored. */
  #attempt = 0;
  #abort = new AbortController();

  constructor(options: LineOptions) {
    this.#options = options;
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
      const credentials = await this.#askCredentials(settings);
      if (!current()) return;
      const userAgent = this.#useUserAgent(settings);
      setCredentials(userAgent, credentials);
      transportOf(userAgent).server = server;
      await (userAgent.state === UserAgentState.Started
        ? userAgent.reconnect()
        : userAgent.start());
      if (!current()) return;
      this.#registration = new Registration(userAgent, this.#options.clock, (error) =>
        this.#fail(error),
      );
      await this.#registration.register();
      if (!current()) return;
      this.#state = 'open';
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
    this.#abort.abort();
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

  /** The servers for the next call. */
  async iceServers(): Promise<readonly IceServer[]> {
    const servers = this.#settings?.iceServers ?? [];
    return typeof servers === 'function' ? servers() : servers;
  }

  dispose(): void {
    this.#dropConnection();
    this.#stopUserAgent();
  }

  #useUserAgent(settings: LineSettings): UserAgent {
    const same =
      this.#settings?.uri === settings.uri && this.#settings.instanceId === settings.instanceId;
    if (!same) this.#stopUserAgent();
    this.#settings = settings;
    return (this.#userAgent ??= createUserAgent(settings, {
      ...this.#options,
      delegate: this.#delegate(),
    }));
  }

  #askCredentials(settings: LineSettings): Promise<Credentials | undefined> {
    this.#abort = new AbortController();
    const { host } = addressOfRecord(settings.uri);
    const provide = settings.credentials;
    if (!provide) return Promise.resolve(undefined);
    return provide({ realm: host, reason: 'first', signal: this.#abort.signal });
  }

  #delegate(): UserAgentDelegate {
    return {
      onDisconnect: (error) => this.#fail(toCtiError(error, 'network')),
      onInvite: (invitation) => {
        try {
          this.#options.onInvite(invitation);
        } catch (thrown) {
          this.#options.logger.log('error', 'sip: an incoming call could not be offered', thrown);
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
    this.#abort.abort();
    if (this.#userAgent) transportOf(this.#userAgent).drop();
    this.#registration?.drop();
    this.#registration = undefined;
  }

  #stopUserAgent(): void {
    this.#userAgent?.stop().catch(() => undefined);
    this.#userAgent = undefined;
  }
}
