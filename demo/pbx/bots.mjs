/** The media bots: one user agent inside the process that has all extensions, and the list of its calls. */
import { randomUUID } from 'node:crypto';
import { IncomingCall, EXTENSIONS } from './incoming-call.mjs';
import { makeResponse, parseUri } from './messages.mjs';
import { OutgoingCall } from './outgoing-call.mjs';

/** @typedef {import('./messages.mjs').Message} Message */

const MAX_CALLS = 200;

export class Bots {
  /** @type {Map<string, IncomingCall | OutgoingCall>} */ #calls = new Map();
  /** @type {import('./flows.mjs').Flows} */ #flows;

  constructor(/** @type {import('./flows.mjs').Flows} */ flows) {
    this.#flows = flows;
    this.flow = flows.attachLocal('bots', (message) => this.#receive(message));
    flows.on('learned', () => {
      for (const call of this.#calls.values()) call.payBye();
    });
  }

  /** The newest last; ended ones stay, 200 in all. @returns {(IncomingCall | OutgoingCall)[]} */
  get calls() {
    return [...this.#calls.values()];
  }

  /** @returns {boolean} */
  has(/** @type {string} */ number) {
    return Object.hasOwn(EXTENSIONS, number);
  }

  /** Calls an operator. @returns {string} the id of the call */
  place(/** @type {import('./outgoing-call.mjs').CallOrder} */ order) {
    const call = new OutgoingCall(randomUUID(), order, (message) => this.#send(message));
    this.#add(call);
    call.start().catch(() => call.end());
    return call.id;
  }

  /** Hangs up, or stops calling. @returns {boolean} false for an unknown id */
  hangUp(/** @type {string} */ id) {
    const call = this.#calls.get(id);
    call?.hangUp();
    return call !== undefined;
  }

  /** Ends everything without a word. */
  async dispose() {
    for (const call of this.#calls.values()) call.end();
  }

  #send(/** @type {Message} */ message) {
    // The proxy must not run inside the bot that speaks to it.
    queueMicrotask(() => this.#flows.receive(message, this.flow));
  }

  #add(/** @type {IncomingCall | OutgoingCall} */ call) {
    this.#calls.set(call.id, call);
    for (const old of this.#calls.values()) {
      if (this.#calls.size <= MAX_CALLS) break;
      if (old.state === 'ended') this.#calls.delete(old.id);
    }
  }

  #receive(/** @type {Message} */ message) {
    const call = this.calls.findLast((known) => known.owns(message));
    if (message.status) return call?.handleResponse(message);
    if (call) return call.handleRequest(message);
    if (message.method === 'INVITE' && !message.headers.to.params.tag)
      return this.#takeCall(message);
    if (message.method === 'CANCEL') return this.#cancel(message);
    if (message.method !== 'ACK') this.#send(makeResponse(message, 481));
  }

  #takeCall(/** @type {Message} */ invite) {
    const number = parseUri(invite.uri)?.user ?? '';
    const call = new IncomingCall(randomUUID(), number, invite, (message) => this.#send(message));
    this.#add(call);
    call.start().catch(() => call.end());
  }

  #cancel(/** @type {Message} */ cancel) {
    const callId = cancel.headers['call-id'];
    const call = this.calls.findLast(
      (known) => known instanceof IncomingCall && known.dialog?.callId === callId,
    );
    this.#send(makeResponse(cancel, call ? 200 : 481));
    if (call instanceof IncomingCall) call.cancel();
  }
}
