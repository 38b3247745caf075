/** The media bots: one user agent inside the process that has all extensions, and the list of its calls. */
import { randomUUID } from 'node:crypto';
import { IncomingCall, EXTENSIONS } from './incoming-call.mjs';
import { makeResponse, parseUri } from './messages.mjs';
import { OutgoingCall } from './outgoing-call.mjs';
import { readReferTo, readReplaces, Reports } from './transfer.mjs';

/** @typedef {import('./messages.mjs').Message} Message @typedef {import('./bot-call.mjs').BotCall} BotCall */

const MAX_CALLS = 200;
/** How long somebody who was transferred stays with the one who did it, should that one not hang up. */
const STAY_MS = 32_000;

export class Bots {
  /** @type {Map<string, BotCall>} each person's first call */ #calls = new Map();
  /** @type {import('./flows.mjs').Flows} */ #flows;

  constructor(/** @type {import('./flows.mjs').Flows} */ flows) {
    this.#flows = flows;
    this.flow = flows.attachLocal('bots', (message) => this.#receive(message));
    flows.on('learned', () => {
      for (const call of this.#legs) call.payBye();
    });
  }

  /** The newest last; ended ones stay, 200 in all. One that was transferred is where it is now. @returns {BotCall[]} */
  get calls() {
    return [...this.#calls.values()].map((call) => call.current);
  }

  get #legs() {
    return [...this.#calls.values()].flatMap((call) => call.legs);
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
    for (const leg of call?.legs ?? []) leg.hangUp();
    return call !== undefined;
  }

  /** Ends everything without a word. */
  async dispose() {
    for (const call of this.#legs) call.end();
  }

  #send(/** @type {Message} */ message) {
    // The proxy must not run inside the bot that speaks to it.
    queueMicrotask(() => this.#flows.receive(message, this.flow));
  }

  #add(/** @type {BotCall} */ call) {
    this.#prepare(call);
    this.#calls.set(call.id, call);
    for (const old of this.#calls.values()) {
      if (this.#calls.size <= MAX_CALLS) break;
      if (old.current.state === 'ended') this.#calls.delete(old.id);
    }
  }

  #receive(/** @type {Message} */ message) {
    const call = this.#legs.findLast((known) => known.owns(message));
    if (message.status) return call?.handleResponse(message);
    if (call) return call.handleRequest(message);
    if (message.method === 'INVITE' && !message.headers.to.params.tag)
      return this.#takeCall(message);
    if (message.method === 'CANCEL') return this.#cancel(message);
    if (message.method !== 'ACK') this.#send(makeResponse(message, 481));
  }

  #takeCall(/** @type {Message} */ invite) {
    const { replaces } = invite.headers;
    const replaced = replaces && this.#named(replaces);
    if (replaces && !replaced) return this.#send(makeResponse(invite, 481));
    const number = replaced ? replaced.self : (parseUri(invite.uri)?.user ?? '');
    const send = (/** @type {Message} */ message) => this.#send(message);
    const call = new IncomingCall(randomUUID(), number, invite, send, replaced);
    if (!replaced) this.#add(call);
    else this.#succeed(replaced, call);
    call
      .start()
      .then(() => call.state === 'connected' && replaced?.hangUp())
      .catch(() => call.end());
  }

  /** The call whose dialog a Replaces header names exactly (RFC 3891 3). */
  #named(/** @type {unknown} */ header) {
    const named = readReplaces(header);
    return this.#legs.find(
      ({ dialog, state }) =>
        state === 'connected' &&
        dialog?.callId === named?.callId &&
        dialog?.localTag === named?.toTag &&
        dialog?.remote.params.tag === named?.fromTag,
    );
  }

  #prepare(/** @type {BotCall} */ call) {
    call.onRefer = (refer) => this.#follow(call, refer);
  }

  #succeed(/** @type {BotCall} */ call, /** @type {BotCall} */ leg) {
    this.#prepare(leg);
    call.successor = leg;
  }

  /** Calls whom a REFER names, and tells the one who sent it how that goes. */
  #follow(/** @type {BotCall} */ call, /** @type {Message} */ refer) {
    const target = readReferTo(refer);
    if (!target) return call.respond(refer, 400);
    if (call.successor) return call.respond(refer, 491);
    call.respond(refer, 202);
    const reports = new Reports(call, refer);
    reports.tell({ status: 100, reason: 'Trying' });
    const leg = OutgoingCall.continuing(
      { call, ...target, referredBy: refer.headers['referred-by'] },
      (message) => this.#send(message),
    );
    this.#succeed(call, leg);
    leg.onStatus = (response) => {
      const { status = 500 } = response;
      if (status >= 300) call.successor = undefined;
      if (status > 100) reports.tell(response);
      if (status >= 200 && status < 300) setTimeout(() => call.hangUp(), STAY_MS).unref();
    };
    leg.start().catch(() => {
      call.successor = undefined;
      leg.end();
      reports.tell({ status: 500, reason: 'Server Internal Error' });
    });
  }

  #cancel(/** @type {Message} */ cancel) {
    const callId = cancel.headers['call-id'];
    const call = this.#legs.findLast(
      (known) => known instanceof IncomingCall && known.dialog?.callId === callId,
    );
    this.#send(makeResponse(cancel, call ? 200 : 481));
    if (call instanceof IncomingCall) call.cancel();
  }
}
