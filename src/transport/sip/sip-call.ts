import { type Session, type SessionDelegate, SessionState } from 'sip.js';

import type { Undo } from '../../base/clock.js';
import { CtiError, type EndReason, type SipStatus, toCtiError } from '../../base/error.js';
import type { Capabilities, DialogRecord, EndedBy, TransportEvent } from '../call-transport.js';
import type { CallContext } from './call-context.js';
import { ackTimeoutMs, lineWaitMs } from './constants.js';
import { dialogRecord } from './dialog-operations.js';
import { guardDialog, quietly, referRefusal } from './in-dialog.js';
import { sendToneByInfo } from './media/dtmf-info.js';
import { MediaSession } from './media/media-session.js';
import { openAsking } from './media/microphone-prompt.js';
import { OperationQueue } from './operation-queue.js';
import { dropTheirOffer, reinvite, ReinviteFailure } from './reinvite.js';

const validTones = /^[0-9*#A-D,]+$/;

/** One call: its sip.js session, its sound, and one queue for what changes the dialog. */
export abstract class SipCall {
  readonly id: string;
  protected readonly context: CallContext;
  protected readonly media: MediaSession;
  protected session: Session | undefined;
  protected pbxId = '';
  readonly #queue = new OperationQueue();
  readonly #ending = new AbortController();
  #reinviting: AbortController | undefined;
  #stopAckWatchdog: Undo | undefined;
  #stopGapWatchdog: Undo | undefined;
  #holdRequests = 0;
  #offering = false;
  #refreshWaits = false;
  #held = false;
  #remoteHeld = false;
  #withdrawn = false;

  constructor(id: string, context: CallContext) {
    this.id = id;
    this.context = context;
    this.media = new MediaSession({
      clock: context.clock,
      sound: context.sound,
      iceServers: () => context.iceServers(),
      onState: (media) => this.emit({ type: 'call-media-changed', callId: id, media }),
      onRemoteHold: (held) => this.#setRemoteHeld(held),
      onRestartWanted: () => this.refresh(),
      onLost: () => this.fail('media', 'network'),
    });
  }

  /** Nothing more will be reported of it. */
  get over(): boolean {
    return this.#ending.signal.aborted;
  }

  get dialog(): DialogRecord | undefined {
    const { id, pbxId } = this;
    return this.session && dialogRecord(this.session, { id, pbxId, held: this.#held });
  }

  /** The controller wants no more of this call: silence at once, signalling behind it. */
  end(code?: number): void {
    this.#withdrawn = true;
    this.#close();
    quietly(() => this.leave(code));
  }

  setMuted(muted: boolean): void {
    this.media.setMuted(muted);
  }

  setHold(held: boolean): void {
    const request = ++this.#holdRequests;
    this.#queue.run(() => this.#changeHold(held, request));
  }

  sendDtmf(tones: string): void {
    this.#queue.run(() => this.#playDtmf(tones));
  }

  refresh(): void {
    if (this.#refreshWaits) return;
    this.#refreshWaits = true;
    this.#queue.run(async () => {
      this.#refreshWaits = false;
      if (this.over || this.session?.state !== SessionState.Established) return;
      // Without a line it is done when there is one again.
      if (!this.context.line.open) return;
      await this.#reinvite().catch((thrown: unknown) => {
        // Who cannot be reached now may be on the way back, as we were.
        if (thrown instanceof ReinviteFailure && thrown.error.reason === 'timeout') return;
        this.#endIfLost(thrown);
      });
    });
  }

  /** The connection is gone. A call that stands stays; one that does not yet is given the time of a reconnection. */
  lineLost(): void {
    this.#reinviting?.abort(new CtiError('network'));
    if (this.session && dropTheirOffer(this.session)) this.#stopAckWatchdog?.();
    if (this.session?.state === SessionState.Established || this.#stopGapWatchdog) return;
    this.#stopGapWatchdog = this.context.clock.schedule(lineWaitMs, () => {
      this.#stopGapWatchdog = undefined;
      const stands = this.session?.state === SessionState.Established;
      if (!this.context.line.open && !stands) this.fail('network', 'network');
    });
  }

  /** There is a new connection. */
  lineOpened(): void {
    this.#stopGapWatchdog?.();
    this.#stopGapWatchdog = undefined;
  }

  /** Tells the far end that we are gone, by whatever fits the state of the session. */
  protected abstract leave(code?: number): void;

  protected emit(event: TransportEvent): void {
    if (!this.over) this.context.emit(event, () => !this.#withdrawn);
  }

  /** Reports the end, once. */
  protected finish(reason: EndReason, by: EndedBy, sip?: SipStatus): void {
    this.emit({ type: 'call-ended', callId: this.id, reason, by, ...(sip ? { sip } : {}) });
    this.#close();
  }

  /** Reports the end of a call that the far end does not know to be over, and tells it. */
  protected fail(reason: EndReason, by: EndedBy): void {
    if (this.over) return;
    this.finish(reason, by);
    quietly(() => this.leave());
  }

  /**
   * Opens the microphone, telling of a prompt that is in front of the operator.
   * @throws CtiError `timeout` when nobody attends to it
   */
  protected askMicrophone(): Promise<void> {
    return openAsking(this.media, this.context.clock, (asking) =>
      this.emit({ type: 'call-microphone-asked', callId: this.id, asking }),
    );
  }

  /** Takes the session over: media, every delegate, state. */
  protected adopt(session: Session, delegate: SessionDelegate = {}): void {
    this.session = session;
    this.context.registry.register(session, this.media);
    session.delegate = { ...this.#delegate(), ...delegate };
    let before = session.state;
    session.stateChange.addListener((state) => {
      const from = before;
      before = state;
      if (state === SessionState.Established) quietly(() => this.#connected(session));
      // The reason comes just after the state: from a response, a CANCEL or a BYE.
      if (state === SessionState.Terminated) queueMicrotask(() => this.terminated(from));
    });
  }

  /** The session ended without anyone saying why. */
  protected terminated(from: SessionState): void {
    // An answer that could not be used, or one that was never acknowledged.
    if (from === SessionState.Establishing) this.finish('media', 'local');
    else if (this.#stopAckWatchdog) this.finish('timeout', 'network');
    else this.finish('failed', 'network');
  }

  /** Our 2xx is out: the ACK is to follow (RFC 3261 section 13.3.1.4). */
  protected awaitAck(): void {
    this.#stopAckWatchdog?.();
    const stop = this.context.clock.schedule(ackTimeoutMs, () => this.fail('timeout', 'network'));
    this.#stopAckWatchdog = () => {
      stop();
      this.#stopAckWatchdog = undefined;
    };
  }

  protected connected(): void {
    // For subclasses.
  }

  /** Over: subclasses stop their timers. */
  protected abstract closed(): void;

  #connected(session: Session): void {
    if (this.over) return quietly(() => this.context.farewells.bye(session));
    if (session.dialog) {
      guardDialog(session.dialog, {
        offering: () => this.#offering,
        standing: () => session.state === SessionState.Established,
      });
    }
    this.connected();
    const capabilities: Capabilities = { hold: true, mute: true, dtmf: true };
    this.emit({ type: 'call-connected', callId: this.id, capabilities });
  }

  #delegate(): SessionDelegate {
    return {
      onAck: () => this.#stopAckWatchdog?.(),
      onBye: (bye) => {
        quietly(() => bye.accept());
        this.finish('hangup', 'remote');
      },
      onInvite: (_request, _response, status) => {
        if (status === 200 && !this.over) this.awaitAck();
      },
      onRefer: (referral) => quietly(() => referral.reject(referRefusal)),
      onInfo: (info) => quietly(() => info.accept()),
      onMessage: (message) => quietly(() => message.reject({ statusCode: 405 })),
      onNotify: (notification) => quietly(() => notification.reject({ statusCode: 481 })),
    };
  }

  async #changeHold(held: boolean, request: number): Promise<void> {
    if (this.over) return;
    try {
      // Of many clicks the last one counts; those in between were taken back by it.
      if (request !== this.#holdRequests) throw new CtiError('aborted');
      if (this.session?.state !== SessionState.Established) throw new CtiError('not-allowed');
      if (held !== this.#held) {
        // Silent at once; heard again only when the far end can be told.
        if (held) await this.media.prepareHold(true);
        await this.context.line.whenOpen(lineWaitMs, this.context.clock, this.#ending.signal);
        if (!held) await this.media.prepareHold(false);
        await this.#reinvite();
        await this.media.settleHold(held);
        this.#held = held;
      }
      this.emit({ type: 'call-hold-changed', callId: this.id, held });
    } catch (thrown) {
      await this.media.settleHold(this.#held).catch(() => undefined);
      const error = thrown instanceof ReinviteFailure ? thrown.error : toCtiError(thrown);
      this.emit({ type: 'call-hold-failed', callId: this.id, error });
      this.#endIfLost(thrown);
    }
  }

  async #reinvite(): Promise<void> {
    const { session, media, context } = this;
    if (!session) throw new CtiError('not-allowed');
    const abort = new AbortController();
    this.#reinviting = abort;
    try {
      await reinvite({
        session,
        media,
        clock: context.clock,
        signal: abort.signal,
        onOffering: (offering) => (this.#offering = offering),
      });
    } finally {
      this.#reinviting = undefined;
    }
  }

  async #playDtmf(tones: string): Promise<void> {
    if (this.over) return;
    try {
      const { session } = this;
      if (!validTones.test(tones) || session?.state !== SessionState.Established)
        throw new CtiError('not-allowed');
      await this.media.sendTones(tones, (tone) =>
        sendToneByInfo(session, tone, this.context.clock),
      );
      this.emit({ type: 'call-dtmf-sent', callId: this.id });
    } catch (thrown) {
      this.emit({ type: 'call-dtmf-failed', callId: this.id, error: toCtiError(thrown) });
    }
  }

  #endIfLost(thrown: unknown): void {
    if (thrown instanceof ReinviteFailure && thrown.ends) this.fail(thrown.ends, 'remote');
  }

  #setRemoteHeld(held: boolean): void {
    if (held === this.#remoteHeld) return;
    this.#remoteHeld = held;
    this.emit({ type: 'call-remote-hold-changed', callId: this.id, held });
  }

  #close(): void {
    this.media.close();
    if (this.over) return;
    const over = new CtiError('aborted');
    this.#ending.abort(over);
    this.#reinviting?.abort(over);
    this.#stopAckWatchdog?.();
    this.#stopGapWatchdog?.();
    this.closed();
    this.context.forget(this.id);
  }
}
