import type { Core } from 'sip.js';

import { ScriptedServer, type SeenRequest } from './scripted-server.js';
import type { ScriptedSocket } from './scripted-socket.js';

/** Splits a message into its lines and its body. */
function split(text: string): { readonly head: string[]; readonly body: string } {
  const end = text.indexOf('\r\n\r\n');
  return { head: text.slice(0, end).split('\r\n'), body: text.slice(end + 4) };
}

function join({ head, body }: { readonly head: readonly string[]; readonly body: string }): string {
  const lines = head.filter((line) => !/^(?:content-length|l)\s*:/i.test(line));
  const { length } = new TextEncoder().encode(body);
  return [...lines, `Content-Length: ${length}`, '', body].join('\r\n');
}

/** No telephone-event: digits come as INFO then, where they can be read. */
function withoutTones(body: string): string {
  let sdp = body;
  for (const [, id = ''] of body.matchAll(/^a=rtpmap:(\d+) telephone-event\/.*$/gm)) {
    sdp = sdp
      .replace(new RegExp(`^a=(?:rtpmap|fmtp):${id} .*\\r\\n`, 'gm'), '')
      .replace(new RegExp(`^(m=audio .*) ${id}(?= |\\r)`, 'm'), '$1');
  }
  return sdp;
}

/**
 * A stateless proxy and registrar (RFC 3261 section 16.11) in the page: joins two real user agents, each on its own
 * socket.
 */
export class PageProxy {
  readonly server = new ScriptedServer();
  /** Where each user, by the user part of the address of record and of the contact, is reached. */
  readonly #sockets = new Map<string, ScriptedSocket>();
  readonly #byBranch = new Map<string, ScriptedSocket>();
  /** ICE names that each user's descriptions had. */
  readonly ufrags = new Map<string, Set<string>>();
  /** Digits by Call-ID. */
  readonly tones = new Map<string, string>();
  refuseReinvites = false;

  constructor() {
    const { server } = this;
    server.on('REGISTER', (request) => this.#register(request));
    for (const method of ['INVITE', 'ACK', 'BYE', 'CANCEL', 'INFO']) {
      server.on(method, (request) => this.#forward(request));
    }
  }

  install(): void {
    this.server.install();
    const { responses } = this.server;
    // The scripted server keeps what the page answers; here it is passed on.
    responses.push = (...messages: Core.IncomingResponseMessage[]): number => {
      for (const message of messages) this.#passBack(message);
      return Array.prototype.push.apply(responses, messages);
    };
  }

  /** New connections are refused. */
  set refusing(refusing: boolean) {
    this.server.admission = refusing ? 'refuse' : 'accept';
  }

  /** Nothing passes on the connection of this user any more, nor on new ones, and nobody is told. */
  stall(user: string, stalled: boolean): void {
    this.server.admission = stalled ? 'silent' : 'accept';
    const socket = this.#sockets.get(user);
    if (socket) socket.blackHole = stalled;
  }

  /** Ends the connection of one user. */
  drop(user: string): void {
    const socket = this.#sockets.get(user);
    for (const [name, known] of this.#sockets) if (known === socket) this.#sockets.delete(name);
    socket?.drop(1_006);
  }

  #register(request: SeenRequest): void {
    const names = [
      request.message.from.uri.user,
      /sip:([^@>]+)@/.exec(request.header('contact') ?? '')?.[1],
    ];
    for (const name of names) if (name !== undefined) this.#sockets.set(name, request.socket);
    this.server.register(request);
  }

  #forward(request: SeenRequest): void {
    const { message } = request;
    const target = this.#sockets.get(message.ruri?.user ?? '');
    if (!target) {
      if (message.method !== 'ACK') request.reply(404);
      return;
    }
    if (message.method === 'INVITE') this.#note(message);
    if (message.method === 'INVITE' && message.toTag && this.refuseReinvites)
      return request.reply(488);
    if (message.method === 'INFO') {
      const tone = /^Signal=(.)/m.exec(message.body)?.[1] ?? '';
      this.tones.set(message.callId, (this.tones.get(message.callId) ?? '') + tone);
    }
    const branch = `z9hG4bKproxy${message.viaBranch.replace('z9hG4bK', '')}`;
    this.#byBranch.set(branch, request.socket);
    const { head, body } = split(message.data);
    const [start = '', ...rest] = head;
    target.deliver(
      join({
        head: [start, `Via: SIP/2.0/WS proxy.example;branch=${branch}`, ...rest],
        body: withoutTones(body),
      }),
    );
  }

  #passBack(message: Core.IncomingResponseMessage): void {
    const socket = this.#byBranch.get(message.viaBranch);
    if (!socket) return;
    const { head, body } = split(message.data);
    const top = head.findIndex((line) => /^via\s*:/i.test(line));
    head.splice(top, 1);
    socket.deliver(join({ head, body: withoutTones(body) }));
  }

  #note(message: Core.IncomingRequestMessage): void {
    const user = message.from.uri.user ?? '';
    const ufrag = /^a=ice-ufrag:(\S+)/m.exec(message.body)?.[1];
    if (ufrag === undefined) return;
    const known = this.ufrags.get(user) ?? new Set();
    this.ufrags.set(user, known.add(ufrag));
  }
}
