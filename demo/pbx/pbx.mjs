/**
 * The development PBX: registrar, proxy and media bots behind one WebSocket server. For development only:
 * its passwords are in this file, and whoever reaches it may place calls.
 */
import { WebSocketServer } from 'ws';
import { Bots } from './bots.mjs';
import { Flows } from './flows.mjs';
import { DOMAIN } from './messages.mjs';
import { Proxy } from './proxy.mjs';
import { Registrar } from './registrar.mjs';

const SUB_PROTOCOL = 'sip';
const MAX_MESSAGE_BYTES = 65_536;

/** @type {Record<string, string>} */
export const OPERATORS = {
  101: 'Maria Lopez',
  102: 'James Carter',
  103: 'Olga Smirnova',
  104: 'Chen Wei',
  105: 'Amina Diallo',
  106: 'Lukas Novak',
  107: 'Sofia Rossi',
  108: 'David Cohen',
  109: 'Emma Larsen',
};

/** The development password of an operator: no secret. @returns {string | undefined} undefined: no such operator */
export function passwordOf(/** @type {string} */ user) {
  return Object.hasOwn(OPERATORS, user) ? `dev-only-${user}` : undefined;
}

export class Pbx {
  domain = DOMAIN;
  flows = new Flows();
  bots = new Bots(this.flows);
  registrar = new Registrar(this.flows, passwordOf);
  #proxy = new Proxy({
    flows: this.flows,
    registrar: this.registrar,
    passwordOf,
    isTrusted: (flow) => flow === this.bots.flow,
    targetsOf: (user) => this.#targetsOf(user),
  });
  #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    handleProtocols: () => SUB_PROTOCOL,
  });
  #isSignalling = true;

  /** Takes a WebSocket upgrade, or ends it: without the sub-protocol `sip`, or while signalling is stopped. */
  handleUpgrade(
    /** @type {import('node:http').IncomingMessage} */ request,
    /** @type {import('node:stream').Duplex} */ socket,
    /** @type {Buffer} */ head,
  ) {
    if (!this.#isSignalling) return socket.destroy();
    const offered =
      request.headers['sec-websocket-protocol']?.split(',').map((name) => name.trim()) ?? [];
    if (!offered.includes(SUB_PROTOCOL)) {
      return socket.end(
        'HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
      );
    }
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) =>
      this.flows.attachSocket(webSocket),
    );
  }

  /**
   * Cuts all WebSockets without a closing handshake (browsers see 1006) and refuses new ones, as a PBX that
   * was killed. Media and the bots' dialogs go on.
   */
  stopSignalling() {
    this.#isSignalling = false;
    for (const socket of this.#sockets.clients) socket.terminate();
    this.registrar.clear();
  }

  /** Accepts WebSockets again. The registrar is empty. */
  startSignalling() {
    this.#isSignalling = true;
  }

  async close() {
    this.stopSignalling();
    this.#proxy.dispose();
    await this.bots.dispose();
  }

  #targetsOf(/** @type {string} */ user) {
    if (this.bots.has(user))
      return [{ uri: `sip:${user}@bots.${DOMAIN};transport=ws`, flow: this.bots.flow }];
    return Object.hasOwn(OPERATORS, user) ? this.registrar.bindings(user) : undefined;
  }
}
