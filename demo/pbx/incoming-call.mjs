/** An operator has called one of the extensions 600-606. */
import { BotCall } from './bot-call.mjs';
import { Dialog } from './dialog.mjs';
import { DOMAIN, parseUri } from './messages.mjs';
import { MediaSession } from './media-session.mjs';

/** @typedef {import('./messages.mjs').Message} Message */

/** RFC 3261 13.3.1.1: a provisional response is repeated every minute, or proxies give up. */
const RING_AGAIN_MS = 60_000;
const ANNOUNCEMENT_MS = 3_000;

/**
 * @typedef {object} Extension
 * @property {import('./sounds.mjs').Play} [play] answers with this
 * @property {number} [hangUpAfterMs]
 * @property {number} [refuses] with this status
 * @property {boolean} [announces] plays early media, then 480
 */

/** @type {Record<string, Extension>} one with nothing rings for ever */
export const EXTENSIONS = {
  600: { play: 'echo' },
  601: { play: 'music' },
  602: { refuses: 486 },
  603: {},
  604: { refuses: 603 },
  605: { play: 'announcement', announces: true },
  606: { play: 'music', hangUpAfterMs: 3_000 },
};

export class IncomingCall extends BotCall {
  /** @type {NodeJS.Timeout | undefined} */ #timer;
  /** @type {Message} */ #invite;
  /** @type {Extension} */ #extension;
  #isTakeover;

  constructor(
    /** @type {string} */ id,
    /** @type {string} */ number,
    /** @type {Message} */ invite,
    /** @type {(message: Message) => void} */ send,
    /** @type {BotCall | undefined} the call that this one takes the place of */ replaced,
  ) {
    const extension = replaced ? { play: replaced.media.play } : EXTENSIONS[number];
    const from = parseUri(invite.headers.from.uri)?.user ?? '';
    const identity = replaced ?? { id, from, to: number, self: number };
    super(identity, new MediaSession(extension.play ?? 'silence', replaced?.media.heard), send);
    this.#invite = invite;
    this.#extension = extension;
    this.#isTakeover = replaced !== undefined;
    this.dialog = Dialog.fromInvite(invite, `sip:${number}@bots.${DOMAIN};transport=ws`);
  }

  /** Does what this extension does. */
  async start() {
    const { refuses, announces, play } = this.#extension;
    if (refuses) return this.#refuse(refuses);
    if (this.#invite.headers.require) {
      return this.#refuse(420, { unsupported: this.#invite.headers.require });
    }
    try {
      if (announces) return await this.#announce();
      if (!this.#isTakeover) this.respond(this.#invite, 180);
      if (!play) return this.#ringAgain();
      await this.answerInvite(this.#invite);
      if (this.state === 'ringing') this.state = 'connected';
    } catch {
      this.#refuse(488);
    }
  }

  /** CANCEL of the INVITE that is not answered yet. */
  cancel() {
    if (this.state === 'ringing') this.#refuse(487);
  }

  hangUp() {
    if (this.state === 'ringing') this.#refuse(480);
    else super.hangUp();
  }

  end() {
    clearTimeout(this.#timer);
    super.end();
  }

  onConfirmed() {
    const { hangUpAfterMs } = this.#extension;
    if (hangUpAfterMs === undefined || this.#timer) return;
    this.#timer = setTimeout(() => this.hangUp(), hangUpAfterMs).unref();
  }

  #ringAgain() {
    this.#timer = setTimeout(() => {
      this.respond(this.#invite, 180);
      this.#ringAgain();
    }, RING_AGAIN_MS).unref();
  }

  async #announce() {
    const content = this.#invite.content ? await this.media.answer(this.#invite.content) : '';
    if (this.state === 'ended') return;
    this.respond(this.#invite, content ? 183 : 180, { content });
    this.#timer = setTimeout(() => this.#refuse(480), ANNOUNCEMENT_MS).unref();
  }

  #refuse(/** @type {number} */ status, headers = {}) {
    if (this.state === 'ended') return;
    this.respond(this.#invite, status, { headers });
    this.end();
  }
}
