/** One call of a media bot, whoever called: what both kinds share, which is all that happens in the dialog. */
import { makeResponse } from './messages.mjs';

/**
 * @typedef {import('./messages.mjs').Message} Message
 * @typedef {import('./dialog.mjs').Dialog} Dialog
 * @typedef {'ringing' | 'connected' | 'ended'} CallState
 * @typedef {{ id: string, from: string, to: string, self: string }} Identity `self`: the number of the bot in it
 */

const T1_MS = 500;
const T2_MS = 4_000;
const TIMER_H_MS = 64 * T1_MS;
const BOT_ALLOW = 'INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, NOTIFY, REFER';
const SDP = 'application/sdp';

export class BotCall {
  /** @type {CallState} */ state = 'ringing';
  /** @type {Dialog | undefined} */ dialog;
  /** @type {BotCall | undefined} the call in which the same person goes on: after a transfer */ successor;
  /** @type {NodeJS.Timeout | undefined} the 200 that waits for its ACK */ #repeatTimer;
  /** @type {number | undefined} */ #answeredSeq;
  #isNegotiating = false;
  #awaitsAnswer = false;
  #endedAt = 0;
  #isByeOwed = false;

  /**
   * @param {Identity} identity
   * @param {import('./media-session.mjs').MediaSession} media
   * @param {(message: Message) => void} send
   */
  constructor(identity, media, send) {
    this.id = identity.id;
    this.from = identity.from;
    this.to = identity.to;
    this.self = identity.self;
    this.media = media;
    this.send = send;
    media.on('lost', () => this.hangUp());
  }

  toJSON() {
    const { id, from, to, state, media } = this;
    return { id, from, to, state, held: state === 'connected' && media.isHeld, heard: media.heard };
  }

  /** Where the person of this call is now. @returns {BotCall} */
  get current() {
    const { successor } = this;
    const hasMoved = successor?.state === 'connected' || this.state === 'ended';
    return successor && hasMoved ? successor.current : this;
  }

  /** This call, and those in which it went on. @returns {BotCall[]} */
  get legs() {
    return [this, ...(this.successor?.legs ?? [])];
  }

  /** Whether a message belongs to this call: its Call-ID and our tag. */
  owns(/** @type {Message} */ message) {
    const side = message.status ? message.headers.from : message.headers.to;
    return (
      message.headers['call-id'] === this.dialog?.callId &&
      side.params.tag === this.dialog?.localTag
    );
  }

  /** A request of the other side in the dialog. */
  handleRequest(/** @type {Message} */ request) {
    const { method } = request;
    if (method === 'ACK') return this.#handleAck(request);
    if (method === 'CANCEL') return this.respond(request, 200);
    if (this.state === 'ended') return this.respond(request, 481);
    if (!this.dialog?.isInOrder(request)) return this.respond(request, 500);
    if (method === 'BYE') return this.#handleBye(request);
    if (method === 'INVITE') return void this.#handleReInvite(request);
    if (method === 'INFO')
      this.media.heard.addInfo(request.headers['content-type'] ?? '', request.content ?? '');
    if (method === 'REFER') return this.onRefer(request);
    if (['INFO', 'OPTIONS', 'NOTIFY'].includes(method ?? '')) return this.respond(request, 200);
    this.respond(request, 405, { headers: { allow: BOT_ALLOW } });
  }

  /** A response to one of our requests. */
  handleResponse(/** @type {Message} */ response) {
    const isUnreachable = [408, 480, 503].includes(response.status ?? 0);
    if (response.headers.cseq.method === 'BYE') this.#isByeOwed = isUnreachable;
  }

  /** The bot ends the call. */
  hangUp() {
    if (this.state !== 'connected') return;
    this.end();
    this.#isByeOwed = true;
    this.payBye();
  }

  /** Sends a BYE that could not be delivered, now that the other side may be back. */
  payBye() {
    if (!this.#isByeOwed || Date.now() - this.#endedAt > TIMER_H_MS) return;
    this.#isByeOwed = false;
    if (this.dialog) this.send(this.dialog.request('BYE'));
  }

  respond(
    /** @type {Message} */ request,
    /** @type {number} */ status,
    /** @type {{ headers?: Record<string, any>, content?: string }} */ options = {},
  ) {
    const routes = request.method === 'INVITE' && request.headers['record-route'];
    const headers = {
      ...(routes && { 'record-route': routes }),
      ...(request.method === 'INVITE' &&
        status < 300 && { contact: [{ uri: this.dialog?.contact, params: {} }] }),
      ...(options.content && { 'content-type': SDP }),
      ...options.headers,
    };
    this.send(
      makeResponse(request, status, {
        toTag: this.dialog?.localTag,
        content: options.content,
        headers,
      }),
    );
  }

  /** Answers an INVITE with 200, repeated until its ACK comes (RFC 3261 13.3.1.4). Rejects when no media can be agreed. */
  async answerInvite(/** @type {Message} */ invite) {
    const hasOffer = Boolean(invite.content);
    const content = hasOffer
      ? await this.media.answer(invite.content ?? '')
      : await this.media.offer();
    if (this.state === 'ended') return;
    this.#awaitsAnswer = !hasOffer;
    this.#answeredSeq = invite.headers.cseq.seq;
    this.dialog?.refreshTarget(invite);
    this.#sendOk(invite, content);
  }

  /** Somebody wants this person connected to somebody else. */
  onRefer(/** @type {Message} */ request) {
    this.respond(request, 603);
  }

  /** Called once when the 200 to the first INVITE has been acknowledged. */
  onConfirmed() {}

  end() {
    if (this.state === 'ended') return;
    this.state = 'ended';
    this.#endedAt = Date.now();
    clearTimeout(this.#repeatTimer);
    this.media.close().catch(() => {});
  }

  #sendOk(/** @type {Message} */ invite, /** @type {string} */ content) {
    const sentAt = Date.now();
    const repeat = (/** @type {number} */ waitMs) => {
      this.respond(invite, 200, { content, headers: { allow: BOT_ALLOW } });
      this.#repeatTimer = setTimeout(() => {
        if (Date.now() - sentAt < TIMER_H_MS) repeat(Math.min(2 * waitMs, T2_MS));
        else this.hangUp();
      }, waitMs).unref();
    };
    clearTimeout(this.#repeatTimer);
    repeat(T1_MS);
  }

  #handleAck(/** @type {Message} */ ack) {
    if (ack.headers.cseq.seq !== this.#answeredSeq) return;
    this.#answeredSeq = undefined;
    clearTimeout(this.#repeatTimer);
    if (this.#awaitsAnswer) this.media.accept(ack.content ?? '').catch(() => this.hangUp());
    this.#awaitsAnswer = false;
    this.onConfirmed();
  }

  #handleBye(/** @type {Message} */ request) {
    this.respond(request, 200);
    this.end();
  }

  async #handleReInvite(/** @type {Message} */ request) {
    if (this.#isNegotiating || this.#answeredSeq !== undefined) {
      // RFC 3261 14.2: a second INVITE before the first is through.
      return this.respond(request, 500, { headers: { 'retry-after': 1 } });
    }
    this.#isNegotiating = true;
    try {
      await this.answerInvite(request);
    } catch {
      this.respond(request, 488);
    } finally {
      this.#isNegotiating = false;
    }
  }
}
