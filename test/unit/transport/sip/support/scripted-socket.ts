import { nextTurn } from '../../../../support/turns.js';

/** What the server does with a socket. */
export interface SocketOwner {
  opened(socket: ScriptedSocket): void;
  received(socket: ScriptedSocket, data: string): void;
}

/** A WebSocket of the page with its server in the same page. */
export class ScriptedSocket {
  readonly CONNECTING = 0;
  readonly OPEN = 1;
  readonly CLOSING = 2;
  readonly CLOSED = 3;
  readonly url: string;
  readonly offered: readonly string[];
  protocol = '';
  readyState = 0;
  binaryType: BinaryType = 'blob';
  readonly bufferedAmount = 0;
  onopen: ((event: Event) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  onmessage: ((event: MessageEvent) => void) | null = null;

  /** Nothing passes any more in either direction, and nobody is told: a dead path. */
  blackHole = false;
  /** All that the page sent, keep-alives too. */
  readonly sent: string[] = [];
  /** Whether the page has called `close()`. */
  closedByPage = false;
  readonly #owner: SocketOwner;

  constructor(owner: SocketOwner, url: string, protocols: string | readonly string[] = []) {
    if (!/^wss?:\/\/[^\s/]/.test(url)) throw new DOMException('Invalid URL', 'SyntaxError');
    this.#owner = owner;
    this.url = url;
    this.offered = typeof protocols === 'string' ? [protocols] : protocols;
    nextTurn(() => owner.opened(this));
  }

  send(data: string): void {
    if (this.readyState === this.CONNECTING) {
      throw new DOMException('Still connecting', 'InvalidStateError');
    }
    if (this.readyState !== this.OPEN) return;
    this.sent.push(data);
    if (!this.blackHole) nextTurn(() => this.#owner.received(this, data));
  }

  close(): void {
    this.closedByPage = true;
    if (this.readyState >= this.CLOSING) return;
    this.readyState = this.CLOSING;
    if (!this.blackHole) nextTurn(() => this.drop(1_000));
  }

  /** The server accepts the connection. */
  open(protocol = 'sip'): void {
    if (this.readyState !== this.CONNECTING || this.blackHole) return;
    this.protocol = protocol;
    this.readyState = this.OPEN;
    this.onopen?.(new Event('open'));
  }

  /** The connection ends with this close code: 1006 is one that broke. */
  drop(code = 1_006, reason = ''): void {
    if (this.readyState === this.CLOSED) return;
    this.readyState = this.CLOSED;
    if (code === 1_006) this.onerror?.(new Event('error'));
    this.onclose?.(new CloseEvent('close', { code, reason, wasClean: code !== 1_006 }));
  }

  /** Sends a frame to the page. */
  deliver(data: string | ArrayBuffer): void {
    nextTurn(() => {
      if (this.readyState !== this.OPEN || this.blackHole) return;
      this.onmessage?.(new MessageEvent('message', { data }));
    });
  }

  addEventListener(): never {
    throw new Error('The scripted socket knows on… handlers only.');
  }
}
