import { EmitterImpl, type Transport, TransportState } from 'sip.js';

import { type Clock, outsideZones } from '../../base/clock.js';
import { CtiError } from '../../base/error.js';
import type { Logger } from '../../base/logger.js';
import { blockedAfterRefusals, connectTimeoutMs } from './constants.js';
import { Heartbeat } from './heartbeat.js';
import { type Authorized, InboundGate, type ServerChallenge } from './inbound-gate.js';
import { isLocalNetworkDenied } from './local-network.js';
import { OutboundGate } from './outbound-gate.js';
import type { RegisterBudget } from './register-budget.js';
import { RegisterExchange } from './register-exchange.js';
import { checkServerUrl } from './server-url.js';
import { closeError, type SocketClose } from './socket-close.js';

/** What `UserAgentOptions.transportOptions` holds for this transport. */
export interface WsTransportOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly budget: RegisterBudget;
  /** Whether a call is in progress. */
  isInCall(): boolean;
  /** Sends an OPTIONS or a REGISTER whose answer is a sign of life. */
  ask(question: 'options' | 'register'): void;
  /** Finds what answers a challenge; rejects when there is nothing. */
  onChallenge(challenge: ServerChallenge): Promise<Authorized>;
}

const keepAlive = '\r\n\r\n';

/**
 * SIP over WebSocket (RFC 7118) below sip.js: one socket at a time. A socket that is given up is forgotten at once:
 * browsers report the end of a dead connection only a minute after `close()`.
 */
export class WsTransport implements Transport {
  readonly stateChange = new EmitterImpl<TransportState>();
  onConnect: (() => void) | undefined;
  onDisconnect: ((error?: Error) => void) | undefined;
  onMessage: ((message: string) => void) | undefined;

  /** The `ws:` or `wss:` URL that the next `connect()` opens. */
  server = '';

  #state = TransportState.Disconnected;
  #socket: WebSocket | undefined;
  /** Counts sockets, so that a late event of an old one is told apart. */
  #generation = 0;
  /** Sockets refused in a row while none has ever opened. */
  #refusals = 0;
  #everOpen = false;
  #abortConnect: ((error: CtiError) => void) | undefined;
  readonly #options: WsTransportOptions;
  readonly #exchange: RegisterExchange;
  readonly #inbound: InboundGate;
  readonly #outbound: OutboundGate;
  readonly #heartbeat: Heartbeat;

  constructor(_sipLogger: unknown, options: WsTransportOptions) {
    this.#options = options;
    const { clock, logger, budget } = options;
    this.#exchange = new RegisterExchange((message) => logger.log('warn', message));
    this.#inbound = new InboundGate({
      clock,
      logger,
      exchange: this.#exchange,
      deliver: (message) => this.#deliver(message),
      answer: (text) => this.#socket?.send(text),
      onChallenge: (challenge) => options.onChallenge(challenge),
    });
    this.#outbound = new OutboundGate({ clock, budget, exchange: this.#exchange });
    this.#heartbeat = new Heartbeat({
      clock,
      isInCall: () => options.isInCall(),
      ask: (question) => {
        if (question === 'crlf') this.#socket?.send(keepAlive);
        else options.ask(question);
      },
      onDead: () =>
        this.#lose(new CtiError('transport-timeout', { message: 'The server fell silent.' })),
    });
  }

  get protocol(): string {
    return this.server.startsWith('wss:') ? 'WSS' : 'WS';
  }

  get state(): TransportState {
    return this.#state;
  }

  /** What came and was not used, by reason. */
  get dropped(): Readonly<Record<string, number>> {
    return this.#inbound.dropped;
  }

  isConnected(): boolean {
    return this.#state === TransportState.Connected;
  }

  /**
   * Opens a new socket; one that is open or opening is dropped.
   * @throws CtiError `transport-refused`, `transport-blocked`, `transport-timeout`, `transport-protocol`,
   * `local-network-denied`, `invalid-configuration`
   */
  async connect(): Promise<void> {
    this.drop();
    checkServerUrl(this.server, globalThis.location.protocol);
    this.#transition(TransportState.Connecting);
    const generation = ++this.#generation;
    try {
      await this.#open(generation);
    } catch (thrown) {
      if (generation === this.#generation) this.#transition(TransportState.Disconnected);
      throw thrown;
    }
  }

  /** Begins to watch whether the server lives: once it has answered at all. */
  startHeartbeat(): void {
    if (this.isConnected()) this.#heartbeat.start();
  }

  /** Drops the socket without waiting for its `close` event, and without telling `onDisconnect`. */
  drop(): void {
    this.#heartbeat.stop();
    this.#inbound.reset();
    this.#outbound.reset();
    this.#abortConnect?.(new CtiError('aborted'));
    this.#forgetSocket();
    this.#transition(TransportState.Disconnected);
    const unanswered = this.#exchange.abandon();
    if (unanswered !== undefined) this.#deliver(unanswered);
  }

  disconnect(): Promise<void> {
    this.drop();
    return Promise.resolve();
  }

  dispose(): Promise<void> {
    this.drop();
    this.onConnect = this.onDisconnect = this.onMessage = undefined;
    this.stateChange.removeAllListeners();
    return Promise.resolve();
  }

  /** Rejects when there is no open socket: sip.js then answers its own request with 503. */
  async send(message: string): Promise<void> {
    const generation = this.#generation;
    if (!this.isConnected()) throw new CtiError('network');
    const wait = this.#outbound.admit(message);
    if (wait) {
      await wait;
      if (generation !== this.#generation) throw new CtiError('network');
    }
    if (!this.#socket || !this.isConnected()) throw new CtiError('network');
    this.#socket.send(message);
  }

  /** Asks for a sign of life; silence for `timeoutMs` loses the connection. */
  probe(timeoutMs: number): void {
    this.#heartbeat.probe(timeoutMs);
  }

  #open(generation: number): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const settle = (error?: CtiError): void => {
        stopTimer();
        this.#abortConnect = undefined;
        if (!error) return resolve();
        this.#forgetSocket();
        reject(error);
      };
      const stopTimer = this.#options.clock.schedule(connectTimeoutMs, () =>
        settle(new CtiError('transport-timeout')),
      );
      this.#abortConnect = settle;
      outsideZones(() => this.#openSocket(generation, settle));
    });
  }

  #openSocket(generation: number, settle: (error?: CtiError) => void): void {
    let socket: WebSocket;
    try {
      socket = new WebSocket(this.server, 'sip');
    } catch {
      // The cause would quote the URL, and with it a token.
      const message = 'The server URL cannot be opened.';
      return settle(new CtiError('invalid-configuration', { message }));
    }
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    const current = (): boolean => generation === this.#generation && this.#socket === socket;
    socket.onopen = () => {
      if (!current()) return;
      this.#everOpen = true;
      if (socket.protocol !== 'sip') return settle(new CtiError('transport-protocol'));
      this.#transition(TransportState.Connected);
      settle();
      this.onConnect?.();
    };
    socket.onclose = (event) => {
      if (!current()) return;
      if (this.isConnected()) this.#lose(closeError(event));
      else void this.#refused(event).then((error) => current() && settle(error));
    };
    socket.onmessage = (event: MessageEvent<unknown>) => {
      if (current()) this.#heartbeat.heard(this.#inbound.receive(event.data));
    };
  }

  /** Browsers give scripts no reason for a socket that does not open. */
  async #refused({ code }: SocketClose): Promise<CtiError> {
    if (!this.#everOpen && navigator.onLine) this.#refusals += 1;
    if (await isLocalNetworkDenied()) return new CtiError('local-network-denied');
    const blocked = !this.#everOpen && this.#refusals >= blockedAfterRefusals;
    const reason = blocked ? 'transport-blocked' : 'transport-refused';
    return new CtiError(reason, { message: `The WebSocket did not open (code ${code}).` });
  }

  #deliver(message: string): void {
    try {
      this.onMessage?.(message);
    } catch (thrown) {
      // sip.js throws on some malformed messages; one of them must not cost the connection.
      const name = thrown instanceof Error ? thrown.name : undefined;
      this.#options.logger.log('warn', 'sip: message could not be read', name);
    }
  }

  #lose(error: CtiError): void {
    this.drop();
    this.onDisconnect?.(error);
  }

  #forgetSocket(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    if (!socket) return;
    socket.onopen = socket.onclose = socket.onerror = socket.onmessage = null;
    socket.close();
  }

  #transition(state: TransportState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.stateChange.emit(state);
  }
}
