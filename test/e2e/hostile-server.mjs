/**
 * A SIP server over WebSocket that registers everyone and then sends whatever a test wants, raw: a PBX would refuse
 * half of it. It refuses every call with the phrase it was given.
 */
import { once } from 'node:events';
import { WebSocketServer } from 'ws';

const echoed = /^(?:via|from|to|call-id|cseq)\s*:/i;

/** The header lines that an answer repeats. */
function echo(request) {
  const lines = request.split('\r\n\r\n')[0].split('\r\n').slice(1);
  return lines.filter((line) => echoed.test(line));
}

function header(message, name) {
  const line = message.split('\r\n').find((text) => text.toLowerCase().startsWith(`${name}:`));
  return line?.slice(line.indexOf(':') + 1).trim() ?? '';
}

function answer(request, status, lines = []) {
  const tagged = echo(request).map((line) =>
    /^to\s*:/i.test(line) && !/;\s*tag=/i.test(line) ? `${line};tag=hostile` : line,
  );
  return [`SIP/2.0 ${status}`, ...tagged, ...lines, 'Content-Length: 0', '', ''].join('\r\n');
}

export class HostileServer {
  /** What outgoing calls are refused with: status and phrase. */
  refusal = '404 Not Found';
  #sockets;
  #socket;
  #contact = '';
  #calls = 0;

  static async start() {
    const sockets = new WebSocketServer({
      host: '127.0.0.1',
      port: 0,
      handleProtocols: () => 'sip',
    });
    await once(sockets, 'listening');
    return new HostileServer(sockets);
  }

  constructor(sockets) {
    this.#sockets = sockets;
    sockets.on('connection', (socket) => {
      this.#socket = socket;
      socket.on('message', (data) => this.#receive(String(data)));
    });
  }

  get url() {
    return `ws://127.0.0.1:${this.#sockets.address().port}/`;
  }

  /** A call with these raw values; returns its Call-ID and the way to take it back. */
  call({ from, headers = [] }) {
    const id = `hostile-${++this.#calls}`;
    const lines = (method) => [
      `${method} ${this.#contact} SIP/2.0`,
      `Via: SIP/2.0/WS hostile.example;branch=z9hG4bK${id}`,
      'Max-Forwards: 70',
      `From: ${from};tag=t${id}`,
      'To: <sip:101@pbx.example>',
      `Call-ID: ${id}`,
      `CSeq: 1 ${method}`,
    ];
    const end = ['Content-Length: 0', '', ''];
    const contact = 'Contact: <sip:hostile@hostile.example>';
    this.#send([...lines('INVITE'), contact, ...headers, ...end].join('\r\n'));
    return {
      id,
      cancel: (more) => this.#send([...lines('CANCEL'), ...more, ...end].join('\r\n')),
    };
  }

  close() {
    for (const client of this.#sockets.clients) client.terminate();
    return new Promise((resolve) => this.#sockets.close(resolve));
  }

  #send(text) {
    this.#socket.send(text);
  }

  #receive(message) {
    if (/^[\r\n]*$/.test(message)) return this.#send('\r\n');
    if (message.startsWith('SIP/2.0') || message.startsWith('ACK ')) return undefined;
    if (message.startsWith('INVITE ')) return this.#send(answer(message, this.refusal));
    if (!message.startsWith('REGISTER ')) return this.#send(answer(message, '200 OK'));
    const contact = header(message, 'contact');
    this.#contact = /<([^>]+)>/.exec(contact)?.[1] ?? '';
    return this.#send(answer(message, '200 OK', [`Contact: ${contact}`, 'Expires: 300']));
  }
}
