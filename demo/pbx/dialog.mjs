/** The SIP dialog of one bot (RFC 3261 12): tags, sequence numbers, remote target and route. */
import { contactUri, makeBranch, makeVia, randomToken } from './messages.mjs';

/** @typedef {import('./messages.mjs').Message} Message @typedef {import('./messages.mjs').Address} Address */

export class Dialog {
  /** @type {Address[]} */ #routes = [];
  #localSeq = 0;
  #remoteSeq = -1;

  /**
   * @param {{ callId: string, local: Address, remote: Address, contact: string, target: string }} parts
   *   `local` carries our tag, `remote` theirs once it is known, `target` is where requests go
   */
  constructor(parts) {
    this.callId = parts.callId;
    this.local = parts.local;
    this.remote = parts.remote;
    this.contact = parts.contact;
    this.target = parts.target;
  }

  /** As the one who was called. */
  static fromInvite(/** @type {Message} */ invite, /** @type {string} */ contact) {
    const { from, to, 'call-id': callId } = invite.headers;
    const local = { ...to, params: { ...to.params, tag: randomToken() } };
    const dialog = new Dialog({
      callId,
      local,
      remote: from,
      contact,
      target: contactUri(invite) ?? from.uri,
    });
    dialog.#routes = invite.headers['record-route'] ?? [];
    dialog.#remoteSeq = invite.headers.cseq.seq;
    return dialog;
  }

  get localTag() {
    return this.local.params.tag ?? '';
  }

  /** As the one who called: their answer completes the dialog. */
  confirm(/** @type {Message} */ response) {
    this.remote = response.headers.to;
    this.#routes = (response.headers['record-route'] ?? []).toReversed();
    this.refreshTarget(response);
  }

  /** The Contact of a re-INVITE or its answer is the new remote target (RFC 3261 12.2). */
  refreshTarget(/** @type {Message} */ message) {
    this.target = contactUri(message) ?? this.target;
  }

  /** False for a request that is older than the last one (RFC 3261 12.2.2). */
  isInOrder(/** @type {Message} */ request) {
    const { seq } = request.headers.cseq;
    if (seq <= this.#remoteSeq) return false;
    this.#remoteSeq = seq;
    return true;
  }

  /** A new request; ACK and CANCEL take the number of their INVITE. @returns {Message} */
  request(
    /** @type {string} */ method,
    /** @type {{ headers?: Record<string, any>, content?: string, seq?: number, branch?: string }} */ options = {},
  ) {
    const seq = options.seq ?? ++this.#localSeq;
    const headers = {
      via: [makeVia(options.branch ?? makeBranch(), 'bots')],
      from: this.local,
      to: this.remote,
      'call-id': this.callId,
      cseq: { seq, method },
      'max-forwards': '70',
      ...(this.#routes.length > 0 && { route: this.#routes }),
      contact: [{ uri: this.contact, params: {} }],
      ...options.headers,
    };
    return structuredClone({
      method,
      uri: this.target,
      version: '2.0',
      headers,
      content: options.content ?? '',
    });
  }
}
