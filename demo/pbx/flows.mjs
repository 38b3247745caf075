/**
 * Flows: the ways by which this PBX reaches user agents. One WebSocket is one flow (RFC 7118); the media
 * bots are one more, inside the process. A user agent is found by the Contact it last presented, on
 * whichever flow it presented it: in-dialog requests reach it again after it has reconnected.
 */
import { EventEmitter } from 'node:events';
import { contactUri, parseMessage, parseUri, serializeMessage } from './messages.mjs';

/** @typedef {import('./messages.mjs').Message} Message @typedef {import('./messages.mjs').Flow} Flow */

const CRLF = '\r\n';
const LEARNED_FROM = ['REGISTER', 'INVITE', 'UPDATE', 'SUBSCRIBE', 'REFER'];

/**
 * All flows, and the Contact addresses behind them.
 * Emits `message` (message, flow) · `closed` (flow) · `learned` (contact URI) · `trace` ('in' | 'out', message, flow).
 */
export class Flows extends EventEmitter {
  /** @type {Map<string, Flow>} */ #flows = new Map();
  /** @type {Map<string, Flow>} */ #byContact = new Map();
  #count = 0;

  constructor() {
    super();
    this.setMaxListeners(0);
  }

  /** Takes over an open WebSocket of sub-protocol `sip`. */
  attachSocket(/** @type {import('ws').WebSocket} */ socket) {
    const id = `ws${++this.#count}`;
    const isOpen = () => socket.readyState === socket.OPEN;
    /** @type {Flow} */
    const flow = {
      id,
      get isOpen() {
        return isOpen();
      },
      send: (message) => {
        if (!isOpen()) return;
        this.emit('trace', 'out', message, flow);
        socket.send(serializeMessage(message), { binary: false });
      },
    };
    this.#flows.set(id, flow);
    socket.on('message', (data) => this.#read(/** @type {Buffer} */ (data), socket, flow));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => this.#drop(flow));
  }

  /** Adds a flow inside this process; `receive` gets what is sent to it. @returns {Flow} */
  attachLocal(/** @type {string} */ id, /** @type {(message: Message) => void} */ receive) {
    /** @type {Flow} */
    const flow = {
      id,
      isOpen: true,
      send: (message) => {
        const copy = structuredClone(message);
        queueMicrotask(() => receive(copy));
      },
    };
    this.#flows.set(id, flow);
    return flow;
  }

  /** A message from a user agent: `message` is emitted once its Contact is known. */
  receive(/** @type {Message} */ message, /** @type {Flow} */ flow) {
    this.emit('trace', 'in', message, flow);
    const uri = contactUri(message);
    const isOwnAddress =
      (message.status ?? 200) < 300 && LEARNED_FROM.includes(message.headers.cseq.method);
    if (uri && isOwnAddress) this.#learn(uri, flow);
    this.emit('message', message, flow);
  }

  /** @returns {Flow | undefined} */
  byId(/** @type {string | null | undefined} */ id) {
    return this.#flows.get(id ?? '');
  }

  /** The open flow of the user agent with this Contact: same user and host, else same user. @returns {Flow | undefined} */
  byContact(/** @type {string | undefined} */ uri) {
    const parsed = parseUri(uri);
    if (!parsed?.user) return undefined;
    return this.#byContact.get(`${parsed.user}@${parsed.host}`) ?? this.#byContact.get(parsed.user);
  }

  #learn(/** @type {string} */ uri, /** @type {Flow} */ flow) {
    const parsed = parseUri(uri);
    if (!parsed?.user) return;
    this.#byContact.set(`${parsed.user}@${parsed.host}`, flow);
    this.#byContact.set(parsed.user, flow);
    this.emit('learned', uri);
  }

  #read(
    /** @type {Buffer} */ data,
    /** @type {import('ws').WebSocket} */ socket,
    /** @type {Flow} */ flow,
  ) {
    const text = data.toString('latin1');
    // RFC 5626 4.4.1: a double CRLF is a ping, the pong is a single one.
    if (text === CRLF + CRLF) socket.send(CRLF);
    if (text.trim() === '') return;
    const message = parseMessage(data);
    if (!message) return;
    try {
      this.receive(message, flow);
    } catch {
      // A message that the parser lets through and the writer cannot write: nobody else must suffer.
    }
  }

  #drop(/** @type {Flow} */ flow) {
    this.#flows.delete(flow.id);
    for (const [key, value] of this.#byContact) if (value === flow) this.#byContact.delete(key);
    this.emit('closed', flow);
  }
}
