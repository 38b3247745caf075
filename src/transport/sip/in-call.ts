import { SessionState } from 'sip.js';

import { CtiError, toCtiError } from '../../base/error.js';
import { lineWaitMs } from './constants.js';
import { sendToneByInfo } from './media/dtmf-info.js';
import { OperationQueue } from './operation-queue.js';
import { reinvite, ReinviteFailure } from './reinvite.js';
import type { SessionTimer } from './session-timer.js';
import type { SipCall } from './sip-call.js';

const validTones = /^[0-9*#A-D,]+$/;

/** What is done in a call that stands, one thing after the other: hold, digits, refreshing, and what others add. */
export class InCall {
  readonly #call: SipCall;
  readonly #timer: SessionTimer;
  readonly #queue = new OperationQueue();
  #reinviting: AbortController | undefined;
  #holdRequests = 0;
  #offering = false;
  #refreshWaits = false;
  #held = false;

  constructor(call: SipCall, timer: SessionTimer) {
    this.#call = call;
    this.#timer = timer;
  }

  get held(): boolean {
    return this.#held;
  }

  /** An offer of ours is open. */
  get offering(): boolean {
    return this.#offering;
  }

  /** The call begins on hold: it takes the place of one that was. */
  async beginHeld(): Promise<void> {
    this.#held = true;
    await this.#call.media.prepareHold(true);
  }

  setHold(held: boolean): void {
    const request = ++this.#holdRequests;
    this.#queue.run(() => this.#changeHold(held, request));
  }

  sendDtmf(tones: string): void {
    this.#queue.run(() => this.#playDtmf(tones));
  }

  /** After what is under way. @param operation settles by itself, sooner or later */
  run(operation: () => Promise<void>): void {
    this.#queue.run(operation);
  }

  refresh(): void {
    if (this.#refreshWaits) return;
    this.#refreshWaits = true;
    this.#queue.run(async () => {
      this.#refreshWaits = false;
      const { over, context } = this.#call;
      // Without a line it is done when there is one again.
      if (over || !this.#stands || !context.line.open) return;
      await this.#reinvite().catch((thrown: unknown) => {
        // Who cannot be reached now may be on the way back, as we were.
        if (thrown instanceof ReinviteFailure && thrown.error.reason === 'timeout') return;
        this.#endIfLost(thrown);
      });
    });
  }

  /** Gives up the offer that is open. */
  interrupt(reason: 'network' | 'aborted'): void {
    this.#reinviting?.abort(new CtiError(reason));
  }

  get #stands(): boolean {
    return this.#call.session?.state === SessionState.Established;
  }

  async #changeHold(held: boolean, request: number): Promise<void> {
    const { id, media, context, ending, over } = this.#call;
    if (over) return;
    try {
      // Of many clicks the last one counts; those in between were taken back by it.
      if (request !== this.#holdRequests) throw new CtiError('aborted');
      if (!this.#stands) throw new CtiError('not-allowed');
      if (held !== this.#held) {
        // Silent at once; heard again only when the far end can be told.
        if (held) await media.prepareHold(true);
        await context.line.whenOpen(lineWaitMs, context.clock, ending);
        if (!held) await media.prepareHold(false);
        await this.#reinvite();
        await media.settleHold(held);
        this.#held = held;
      }
      this.#call.emit({ type: 'call-hold-changed', callId: id, held });
    } catch (thrown) {
      await media.settleHold(this.#held).catch(() => undefined);
      const error = thrown instanceof ReinviteFailure ? thrown.error : toCtiError(thrown);
      this.#call.emit({ type: 'call-hold-failed', callId: id, error });
      this.#endIfLost(thrown);
    }
  }

  async #reinvite(): Promise<void> {
    const { session, media, context } = this.#call;
    if (!session) throw new CtiError('not-allowed');
    const abort = new AbortController();
    this.#reinviting = abort;
    try {
      await reinvite({
        session,
        media,
        clock: context.clock,
        timer: this.#timer,
        signal: abort.signal,
        onOffering: (offering) => (this.#offering = offering),
      });
    } finally {
      this.#reinviting = undefined;
    }
  }

  async #playDtmf(tones: string): Promise<void> {
    const { id, over, session, media, context } = this.#call;
    if (over) return;
    try {
      if (!validTones.test(tones) || !session || !this.#stands) throw new CtiError('not-allowed');
      await media.sendTones(tones, (tone) => sendToneByInfo(session, tone, context.clock));
      this.#call.emit({ type: 'call-dtmf-sent', callId: id });
    } catch (thrown) {
      this.#call.emit({ type: 'call-dtmf-failed', callId: id, error: toCtiError(thrown) });
    }
  }

  #endIfLost(thrown: unknown): void {
    if (thrown instanceof ReinviteFailure && thrown.ends) this.#call.fail(thrown.ends, 'remote');
  }
}
