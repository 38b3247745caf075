/** A call that the PBX places to an operator, as if somebody called from outside. */
import { BotCall } from './bot-call.mjs';
import { Dialog } from './dialog.mjs';
import {
  ALLOW,
  DOMAIN,
  makeBranch,
  makeUri,
  makeVia,
  quoteDisplayName,
  randomToken,
  toWireText,
} from './messages.mjs';
import { MediaSession } from './media-session.mjs';

/**
 * @typedef {import('./messages.mjs').Message} Message
 * @typedef {{ from: string, displayName?: string, to: string, play?: import('./sounds.mjs').Play, headers?: Record<string, string> }} CallOrder
 * @typedef {{ call: BotCall, uri: string, replaces?: string, referredBy?: string }} Continuation a call that goes on elsewhere
 */

export class OutgoingCall extends BotCall {
  #branch = makeBranch();
  #answerTag = '';
  /** @type {CallOrder} */ #order;
  /** @type {Message | undefined} */ #invite;
  /** @type {Message | undefined} */ #ack;
  #uri;

  constructor(
    /** @type {string} */ id,
    /** @type {CallOrder} */ order,
    /** @type {(message: Message) => void} */ send,
  ) {
    const { from, to } = order;
    super({ id, from, to, self: from }, new MediaSession(order.play ?? 'music'), send);
    this.#order = order;
    this.#uri = makeUri(to);
  }

  /** The person of a call calls somebody else: `GET /pbx/calls` goes on telling of the same person. */
  static continuing(
    /** @type {Continuation} */ { call, uri, replaces, referredBy },
    /** @type {(message: Message) => void} */ send,
  ) {
    const headers = {
      ...(replaces && { replaces }),
      ...(referredBy && { 'referred-by': referredBy }),
    };
    const order = { from: call.self, to: call.to, play: call.media.play, headers };
    const leg = new OutgoingCall(call.id, order, send);
    leg.from = call.from;
    leg.media.heard = call.media.heard;
    leg.#uri = uri;
    return leg;
  }

  /** Sends the INVITE. */
  async start() {
    const { from, displayName, headers = {} } = this.#order;
    const content = await this.media.offer();
    if (this.state === 'ended') return;
    const name = displayName === undefined ? undefined : quoteDisplayName(displayName);
    this.dialog = new Dialog({
      callId: randomToken(),
      local: { name, uri: makeUri(from), params: { tag: randomToken() } },
      remote: { uri: this.#uri, params: {} },
      contact: `sip:call-${randomToken()}@bots.${DOMAIN};transport=ws`,
      target: this.#uri,
    });
    const extra = Object.entries(headers).map(([key, value]) => [
      key.toLowerCase(),
      toWireText(value),
    ]);
    const inviteHeaders = {
      allow: ALLOW,
      'content-type': 'application/sdp',
      ...Object.fromEntries(extra),
    };
    this.#invite = this.dialog.request('INVITE', {
      branch: this.#branch,
      content,
      headers: inviteHeaders,
    });
    this.send(this.#invite);
  }

  handleResponse(/** @type {Message} */ response) {
    if (response.headers.cseq.method !== 'INVITE') return super.handleResponse(response);
    const status = response.status ?? 0;
    if (status >= 200 && status < 300) return void this.#handleAnswer(response);
    if (this.state !== 'ringing') return;
    if (status >= 300) this.end();
    this.onStatus(response);
  }

  /** How the other side answers the INVITE: told until it is answered or refused. */
  onStatus(/** @type {Message} */ _response) {}

  hangUp() {
    if (this.state !== 'ringing') return super.hangUp();
    this.end();
    if (this.#invite) this.send(this.#makeCancel(this.#invite));
  }

  async #handleAnswer(/** @type {Message} */ response) {
    const tag = response.headers.to.params.tag;
    if (this.#ack && tag === this.#answerTag) return this.send(structuredClone(this.#ack));
    if (this.state !== 'ringing') return this.#dismiss(response);
    this.#answerTag = tag;
    this.dialog?.confirm(response);
    this.state = 'connected';
    this.#ack = this.dialog?.request('ACK', { seq: response.headers.cseq.seq });
    if (this.#ack) this.send(structuredClone(this.#ack));
    this.onStatus(response);
    try {
      await this.media.accept(response.content ?? '');
    } catch {
      this.hangUp();
    }
  }

  /** A second answer, or one that crossed our CANCEL: acknowledged, then ended at once (RFC 3261 13.2.2.4, 15). */
  #dismiss(/** @type {Message} */ response) {
    if (!this.dialog) return;
    const { callId, local, contact } = this.dialog;
    const other = new Dialog({ callId, local, remote: response.headers.to, contact, target: '' });
    other.confirm(response);
    this.send(other.request('ACK', { seq: response.headers.cseq.seq }));
    this.send(other.request('BYE', { seq: response.headers.cseq.seq + 1 }));
  }

  #makeCancel(/** @type {Message} */ invite) {
    const { from, to, 'call-id': callId, cseq } = invite.headers;
    const headers = {
      via: [makeVia(this.#branch, 'bots')],
      from,
      to,
      'call-id': callId,
      cseq: { seq: cseq.seq, method: 'CANCEL' },
      'max-forwards': '70',
    };
    return structuredClone({ method: 'CANCEL', uri: invite.uri, version: '2.0', headers });
  }
}
