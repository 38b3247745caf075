/** A user agent of a few lines that sends and receives single SIP messages over WebSocket, for the tests of the PBX. */
import digest from 'sip/digest.js';
import { WebSocket } from 'ws';
import {
  makeBranch,
  parseMessage,
  randomToken,
  serializeMessage,
} from '../../demo/pbx/messages.mjs';

/** @typedef {import('../../demo/pbx/messages.mjs').Message} Message */

const PATIENCE_MS = 8_000;
export const DOMAIN = 'pbx.example';

export class RawPhone {
  /** @type {string[]} everything that is no SIP message, as it came */ texts = [];
  /** @type {Message[]} */ #inbox = [];
  /** @type {Set<() => void>} */ #waiting = new Set();

  /** @returns {Promise<RawPhone>} */
  static async connect(
    /** @type {string} */ url,
    /** @type {string} */ user,
    contactUser = randomToken(),
  ) {
    const socket = new WebSocket(
      `${url.replace('http', 'ws').replace('localhost', '127.0.0.1')}sip`,
      'sip',
    );
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return new RawPhone(socket, user, contactUser);
  }

  constructor(
    /** @type {WebSocket} */ socket,
    /** @type {string} */ user,
    /** @type {string} */ contactUser,
  ) {
    this.socket = socket;
    this.user = user;
    this.aor = `sip:${user}@${DOMAIN}`;
    this.contact = `sip:${contactUser}@phone.invalid;transport=ws`;
    this.password = `dev-only-${user}`;
    socket.on('message', (/** @type {Buffer} */ data) => {
      const message = parseMessage(data);
      if (message) this.#inbox.push(message);
      else this.texts.push(data.toString());
      for (const check of this.#waiting) check();
    });
  }

  close() {
    this.socket.terminate();
  }

  send(/** @type {Message} */ message) {
    this.socket.send(serializeMessage(message), { binary: false });
  }

  /** The first message not yet taken that fits. @returns {Promise<any>} */
  next(/** @type {(message: any) => boolean} */ fits, what = 'a message') {
    return this.#until(() => {
      const index = this.#inbox.findIndex(fits);
      return index < 0 ? undefined : this.#inbox.splice(index, 1)[0];
    }, what);
  }

  /** Of the messages not yet taken, those that fit. @returns {any[]} */
  pending(/** @type {(message: any) => boolean} */ fits) {
    return this.#inbox.filter(fits);
  }

  nextRequest(/** @type {string} */ method) {
    return this.next((message) => message.method === method, method);
  }

  nextText() {
    return this.#until(() => this.texts.shift(), 'a text');
  }

  /** A request outside of any dialog. @returns {any} */
  request(
    /** @type {string} */ method,
    /** @type {string} */ uri,
    /** @type {Record<string, any>} */ headers = {},
    content = '',
  ) {
    return {
      method,
      uri,
      version: '2.0',
      content,
      headers: {
        via: [
          {
            version: '2.0',
            protocol: 'WS',
            host: 'phone.invalid',
            params: { branch: makeBranch() },
          },
        ],
        from: { uri: this.aor, params: { tag: randomToken() } },
        to: { uri: method === 'REGISTER' ? this.aor : uri, params: {} },
        'call-id': randomToken(),
        cseq: { seq: 1, method },
        'max-forwards': '70',
        contact: [{ uri: this.contact, params: {} }],
        ...headers,
      },
    };
  }

  /** Sends a request and waits for its final answer, signing it when asked to. @returns {Promise<any>} */
  async ask(/** @type {any} */ request) {
    this.send(request);
    const first = await this.final(request);
    if (first.status !== 401 && first.status !== 407) return first;
    this.sign(request, first);
    this.send(request);
    return this.final(request);
  }

  /** Makes of a challenged request the same one with credentials. */
  sign(/** @type {any} */ request, /** @type {Message} */ challenge) {
    const context = {};
    digest.signRequest(context, request, challenge, {
      user: this.user,
      password: this.password,
      realm: DOMAIN,
    });
    request.headers.cseq.seq += 1;
    request.headers.via[0].params.branch = makeBranch();
  }

  final(/** @type {any} */ request) {
    const fits = this.answers(request);
    return this.next(
      (message) => fits(message) && message.status >= 200,
      `an answer to ${request.method}`,
    );
  }

  /** Whether a message is a response to this request. */
  answers(/** @type {any} */ request) {
    const { 'call-id': callId, cseq } = request.headers;
    return (/** @type {any} */ message) =>
      message.status > 0 &&
      message.headers['call-id'] === callId &&
      message.headers.cseq.seq === cseq.seq &&
      message.headers.cseq.method === cseq.method;
  }

  register(headers = {}) {
    return this.ask(this.request('REGISTER', `sip:${DOMAIN}`, headers));
  }

  /** Sends a signed INVITE. @returns {Promise<any>} the request as it was sent last */
  async invite(
    /** @type {string} */ uri,
    /** @type {Record<string, any>} */ headers = {},
    content = '',
  ) {
    const type = content ? { 'content-type': 'application/sdp' } : {};
    const request = this.request('INVITE', uri, { ...type, ...headers }, content);
    this.send(request);
    const challenge = await this.final(request);
    this.sign(request, challenge);
    this.send(request);
    return request;
  }

  /** Answers a request. */
  answer(
    /** @type {any} */ request,
    /** @type {number} */ status,
    /** @type {Record<string, any>} */ headers = {},
    content = '',
  ) {
    const { via, from, to, 'call-id': callId, cseq, 'record-route': routes } = request.headers;
    const tagged = {
      ...to,
      params: { tag: `tag-${this.contact.length}-${this.user}`, ...to.params },
    };
    this.send({
      status,
      reason: 'x',
      version: '2.0',
      content,
      headers: {
        via,
        from,
        to: tagged,
        'call-id': callId,
        cseq,
        ...(routes && { 'record-route': routes }),
        contact: [{ uri: this.contact, params: {} }],
        ...headers,
      },
    });
  }

  async #until(/** @type {() => any} */ take, /** @type {string} */ what) {
    const found = take();
    if (found !== undefined) return found;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(check);
        reject(new Error(`${this.user} waited in vain for ${what}`));
      }, PATIENCE_MS);
      const check = () => {
        const value = take();
        if (value === undefined) return;
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve(value);
      };
      this.#waiting.add(check);
    });
  }
}
