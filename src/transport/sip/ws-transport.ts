import { EmitterImpl, type Transport, TransportState } from 'sip.js';

import type { Clock, Undo } from '../../base/clock.js';
import { CtiError } from '../../base/error.js';
import type { Logger } from '../../base/logger.js';
import { connectTimeoutMs, frameMaxBytes } from './constants.js';
import { inspectInbound } from './inbound.js';

/** What `UserAgentOptions.transportOptions` holds for this transport. */
export interface WsTransportOptions {
  readonly clock: Clock;
  readonly logger: Logger;
}

const keepAlive = '\r\n\r\n';
const pong = '\r\n';
const onlyLineBreaks = /^[\r\n]*$/;

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
  #abortConnect: ((error: CtiError) => void) | undefined;
  #stopProbe: Undo | undefined;
  readonly #clock: Clock;
  readonly #logger: Logger;

  constructor(_sipLogger: unknown, options: WsTransportOptions) {
    this.#clock = options.clock;
    this.#logger = options.logger;
  }

  get protocol(): string {
    return this.server.startsWith('wss:') ? 'WSS' : 'WS';
  }

  get state(): TransportState {
    return this.#state;
  }

  isConnected(): boolean {
    return this.#state === TransportState.Connected;
  }

  /**
   * Opens a new socket; one that is open or opening is dropped.
   * @throws CtiError `transport-refused`, `transport-timeout`, `transport-protocol`, `invalid-configuration`
   */
  connect(): Promise<void> {
    this.drop();
    this.#transition(TransportState.Connecting);
    const generation = ++this.#generation;
    return new Promise<void>((resolve, reject) => {
      const settle = (error?: CtiError): void => {
        stopTimer();
        this.#abortConnect = undefined;
        if (!error) return resolve();
        this.#forgetSocket();
        this.#transition(TransportState.Disconnected);
        reject(error);
      };
      const stopTimer = this.#clock.schedule(connectTimeoutMs, () =>
        settle(new CtiError('transport-timeout')),
      );
      this.#abortConnect = settle;
      this.#open(generation, settle);
    });
  }

  /** Drops the socket without waiting for its `close` event, and without telling `onDisconnect`. */
  drop(): void {
    this.#stopProbe?.();
    this.#stopProbe = undefined;
    this.#abortConnect?.(new CtiError('aborted'));
    this.#forgetSocket();
    this.#transition(TransportState.Disconnected);
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
  send(message: string): Promise<void> {
    if (!this.#socket || !this.isConnected()) return Promise.reject(new CtiError('network'));
    this.#socket.send(message);
    return Promise.resolve();
  }

  /**
   * Asks the server for a sign of life (RFC 5626 section 3.5.1); any inbound byte counts. Silence for `timeoutMs`
   * loses the connection with `transport-timeout`.
   */
  probe(timeoutMs: number): void {
    if (!this.isConnected() || this.#stopProbe) return;
    this.#socket?.send(keepAlive);
    this.#stopProbe = this.#clock.schedule(timeoutMs, () =>
      this.#lose(new CtiError('transport-timeout')),
    );
  }

  #open(generation: number, settle: (error?: CtiError) => void): void {
    let socket: WebSocket;
    try {
      socket = new WebSocket(this.server, 'sip');
    } catch (thrown) {
      // A malformed URL, or `ws:` from an https page: nothing that a later try could mend.
      settle(
        new CtiError('invalid-configuration', {
          message: 'The server URL cannot be opened.',
          cause: thrown,
        }),
      );
      return;
    }
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    const current = (): boolean => generation === this.#generation && this.#socket === socket;
    socket.onopen = () => {
      if (!current()) return;
      if (socket.protocol !== 'sip') return settle(new CtiError('transport-protocol'));
      this.#transition(TransportState.Connected);
      settle();
      this.onConnect?.();
    };
    socket.onclose = (event) => {
      if (!current()) return;
      const message = `The WebSocket closed with code ${event.code}.`;
      if (this.isConnected()) this.#lose(new CtiError('network', { message }));
      else settle(new CtiError('transport-refused', { message }));
    };
    socket.onmessage = (event: MessageEvent<unknown>) => {
      if (current()) this.#receive(event.data);
    };
  }

  #receive(data: unknown): void {
    this.#stopProbe?.();
    this.#stopProbe = undefined;
    const text = this.#decode(data);
    if (text === undefined) return;
    if (onlyLineBreaks.test(text)) {
      if (text === keepAlive) this.#socket?.send(pong);
      return;
    }
    const message = inspectInbound(text);
    if (message === undefined)
      return this.#logger.log('warn', 'sip: message over the limits dropped');
    try {
      this.onMessage?.(message);
    } catch (thrown) {
      // sip.js throws on some malformed messages; one of them must not cost the connection.
      this.#logger.log(
        'warn',
        'sip: message could not be read',
        thrown instanceof Error ? thrown.name : undefined,
      );
    }
  }

  #decode(data: unknown): string | undefined {
    if (typeof data === 'string') return data;
    if (!(data instanceof ArrayBuffer) || data.byteLength > frameMaxBytes) return undefined;
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(data);
    } catch {
      return undefined;
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
