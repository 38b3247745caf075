import { Core } from 'sip.js';

import { turns } from '../../../../support/turns.js';
import {
  type IncomingMessage,
  parseMessage,
  type ReplyOptions,
  replyTo,
  type RequestOptions,
  requestText,
} from './sip-message.js';
import { ScriptedSocket } from './scripted-socket.js';
import { Waiting } from './waiting.js';
import { digestResponse } from './server-digest.js';

/** A request that the page sent, and the way to answer it. */
export class SeenRequest {
  constructor(
    readonly message: Core.IncomingRequestMessage,
    readonly socket: ScriptedSocket,
  ) {}

  get method(): string {
    return this.message.method;
  }

  header(name: string): string | undefined {
    return this.message.getHeader(name);
  }

  reply(status: number, options: ReplyOptions = {}): void {
    this.socket.deliver(replyTo(this.message, status, options));
  }
}

/** Our refusal of rubbish echoes the rubbish, on which sip.js throws; it stands in `sent` of the socket. */
function readMessage(data: string): IncomingMessage | undefined {
  try {
    return parseMessage(data);
  } catch (thrown) {
    if (data.startsWith('SIP/2.0 4')) return undefined;
    throw thrown;
  }
}

export type Handler = (request: SeenRequest) => void;

/** How a new socket is treated. `blocked`: the upgrade is refused, as by a proxy. */
export type Admission = 'accept' | 'refuse' | 'silent' | 'no-protocol';

export interface DigestOptions {
  readonly realm: string;
  readonly username: string;
  readonly password: string;
}

/**
 * A SIP server over WebSocket in the page: what it does by default can be replaced for each method. Requests and
 * responses of the page are kept, and can be awaited.
 */
export class ScriptedServer {
  readonly sockets: ScriptedSocket[] = [];
  readonly requests: SeenRequest[] = [];
  readonly responses: Core.IncomingResponseMessage[] = [];
  admission: Admission = 'accept';
  /** Whether a double CRLF is answered with a CRLF (RFC 5626 section 4.4.1). */
  pongs = true;
  /** Asks REGISTER for these credentials. */
  digest: DigestOptions | undefined;
  /** Lifetime granted to a registration, in seconds. */
  expires = 300;
  /** Keep-alives (double CRLF) received. */
  pings = 0;
  readonly #handlers = new Map<string, Handler>();
  readonly #waitingRequests = new Waiting<SeenRequest>();
  readonly #waitingResponses = new Waiting<Core.IncomingResponseMessage>();
  #genuine: typeof WebSocket | undefined;
  #nonce = 0;

  /** Takes the place of `WebSocket` until `uninstall()`. */
  install(): this {
    this.#genuine = globalThis.WebSocket;
    const owner = this.#owner();
    const scripted = function (url: string, protocols?: string | string[]): ScriptedSocket {
      return new ScriptedSocket(owner, url, protocols);
    };
    Reflect.set(globalThis, 'WebSocket', scripted);
    return this;
  }

  uninstall(): void {
    if (this.#genuine) globalThis.WebSocket = this.#genuine;
    this.#genuine = undefined;
  }

  /** The newest socket. */
  get socket(): ScriptedSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error('The page has opened no socket.');
    return socket;
  }

  get openSockets(): readonly ScriptedSocket[] {
    return this.sockets.filter(({ readyState }) => readyState < 2);
  }

  /** Address of the page as it registered: where requests are sent to. */
  get contact(): string {
    const register = this.requests.filter(({ method }) => method === 'REGISTER').at(-1);
    const uri = /<([^>]+)>/.exec(register?.header('contact') ?? '')?.[1];
    if (uri === undefined) throw new Error('The page has not registered.');
    return uri;
  }

  /** Replaces what is done with requests of this method; `undefined` brings the default back. */
  on(method: string, handler: Handler | undefined): void {
    if (handler) this.#handlers.set(method, handler);
    else this.#handlers.delete(method);
  }

  /** The next request of this method that has not been awaited yet. */
  request(method: string, patienceMs?: number): Promise<SeenRequest> {
    return this.#waitingRequests.next(method, (request) => request.method === method, patienceMs);
  }

  /** The next final or provisional response of the page that has not been awaited yet. */
  response(method: string, patienceMs?: number): Promise<Core.IncomingResponseMessage> {
    return this.#waitingResponses.next(
      `response to ${method}`,
      (message) => message.method === method,
      patienceMs,
    );
  }

  count(method: string): number {
    return this.requests.filter((request) => request.method === method).length;
  }

  /** Sends a frame over the newest socket. */
  send(data: string | ArrayBuffer): void {
    this.socket.deliver(data);
  }

  /** Sends a request to the page's contact. Returns its text. */
  sendRequest(options: Omit<RequestOptions, 'uri'> & { readonly uri?: string }): string {
    const text = requestText({ uri: this.contact, ...options });
    this.send(text);
    return text;
  }

  /** Breaks every socket. */
  dropAll(code = 1_006): void {
    for (const socket of this.openSockets) socket.drop(code);
  }

  /** Nothing passes any more on the sockets that there are. */
  blackHoleAll(): void {
    for (const socket of this.openSockets) socket.blackHole = true;
  }

  /** Everything on its way in either direction has arrived after this. */
  settle(count = 12): Promise<void> {
    return turns(count);
  }

  /** 200 with our binding, or what digest asks for first. */
  register(request: SeenRequest): void {
    const { digest } = this;
    if (digest && !this.#isAuthorized(request, digest)) {
      const challenge = `Digest realm="${digest.realm}", nonce="n${++this.#nonce}", algorithm=MD5, qop="auth"`;
      return request.reply(401, { headers: [`WWW-Authenticate: ${challenge}`] });
    }
    const contact = request.header('contact') ?? '';
    const gone = /;expires=0\b/.test(contact);
    const binding = contact.replace(/;expires=\d+/, `;expires=${this.expires}`);
    request.reply(200, { headers: gone ? [] : [`Contact: ${binding}`] });
  }

  #isAuthorized(request: SeenRequest, digest: DigestOptions): boolean {
    const header = request.header('authorization');
    return header !== undefined && digestResponse(header, 'REGISTER', digest).valid;
  }

  #owner(): { opened(socket: ScriptedSocket): void; received(s: ScriptedSocket, d: string): void } {
    return {
      opened: (socket) => {
        this.sockets.push(socket);
        if (this.admission === 'accept') socket.open();
        else if (this.admission === 'no-protocol') socket.open('');
        else if (this.admission === 'refuse') socket.drop(1_006);
      },
      received: (socket, data) => this.#receive(socket, data),
    };
  }

  #receive(socket: ScriptedSocket, data: string): void {
    if (/^[\r\n]*$/.test(data)) {
      if (data !== '\r\n\r\n') return;
      this.pings += 1;
      if (this.pongs) socket.deliver('\r\n');
      return;
    }
    const message = readMessage(data);
    if (!message) return;
    if (message instanceof Core.IncomingResponseMessage) {
      this.responses.push(message);
      return this.#waitingResponses.add(message);
    }
    const request = new SeenRequest(message, socket);
    this.requests.push(request);
    (this.#handlers.get(request.method) ?? ((seen) => this.#handle(seen)))(request);
    this.#waitingRequests.add(request);
  }

  #handle(request: SeenRequest): void {
    switch (request.method) {
      case 'REGISTER':
        return this.register(request);
      case 'INVITE':
        return request.reply(404);
      case 'ACK':
        return;
      default:
        return request.reply(200);
    }
  }
}
