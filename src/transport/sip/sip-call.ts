import { type Session, type SessionDelegate, SessionState } from 'sip.js';

import type { Undo } from '../../base/clock.js';
import { CtiError, type EndReason, type SipStatus } from '../../base/error.js';
import type {
  Capabilities,
  DialogRecord,
  EndedBy,
  RemoteParty,
  TransportEvent,
} from '../call-transport.js';
import { callCapabilities } from './capabilities.js';
import type { CallContext } from './call-context.js';
import { ackTimeoutMs, lineWaitMs } from './constants.js';
import { dialogRecord } from './dialog-operations.js';
import { guardDialog, quietly } from './in-dialog.js';
import { InCall } from './in-call.js';
import { MediaSession } from './media/media-session.js';
import { openAsking } from './media/microphone-prompt.js';
import { dropTheirOffer } from './reinvite.js';
import { SessionTimer } from './session-timer.js';
import { Transfer } from './transfer.js';

/** One call: its sip.js session, its sound, and one queue for what changes the dialog. */
export abstract class SipCall {
  readonly id: string;
  readonly context: CallContext;
  readonly media: MediaSession;
  readonly inCall: InCall;
  readonly transfer: Transfer;
  session: Session | undefined;
  pbxId = '';
  /** Who the far end says it is. */
  remote: RemoteParty = { number: '' };
  /** What is to take the place of this call, and ends with it until it has. */
  successor: SipCall | undefined;
  protected readonly timer: SessionTimer;
  readonly #ending = new AbortController();
  #stopAckWatchdog: Undo | undefined;
  #stopGapWatchdog: Undo | undefined;
  #remoteHeld = false;
  #withdrawn = false;
  #hungUp = false;
  #mayRefer = true;

  constructor(id: string, context: CallContext) {
    this.id = id;
    this.context = context;
    this.media = new MediaSession({
      clock: context.clock,
      sound: context.sound,
      microphones: context.microphones,
      codecs: context.codecs,
      iceServers: () => context.iceServers(),
      onState: (media) => this.emit({ type: 'call-media-changed', callId: id, media }),
      onRemoteHold: (held) => this.#setRemoteHeld(held),
      onRestartWanted: () => this.inCall.refresh(),
      onLost: () => this.fail('media', 'network'),
    });
    this.timer = new SessionTimer({
      clock: context.clock,
      onRefresh: () => this.inCall.refresh(),
      onExpired: () => this.fail('timeout', 'network'),
    });
    this.inCall = new InCall(this, this.timer);
    this.transfer = new Transfer(this);
  }

  /** Nothing more will be reported of it. */
  get over(): boolean {
    return this.#ending.signal.aborted;
  }

  /** Aborted when the call is over. */
  get ending(): AbortSignal {
    return this.#ending.signal;
  }

  /** What the two ends can do. */
  get capabilities(): Capabilities {
    return callCapabilities(this.#mayRefer && this.context.refers());
  }

  get dialog(): DialogRecord | undefined {
    const { id, pbxId } = this;
    return this.session && dialogRecord(this.session, { id, pbxId, held: this.inCall.held });
  }

  /** The controller wants no more of this call: silence at once, signalling behind it. */
  end(code?: number): void {
    this.#withdrawn = true;
    this.#close();
    quietly(() => this.leave(code));
  }

  setMuted(muted: boolean): void {
    this.media.setMuted(muted);
    this.successor?.setMuted(muted);
  }

  /** The connection is gone. A call that stands stays; one that does not yet is given the time of a reconnection. */
  lineLost(): void {
    this.inCall.interrupt('network');
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

  emit(event: TransportEvent): void {
    if (!this.over) this.context.emit(event, () => !this.#withdrawn);
  }

  /** Reports the end, once. */
  finish(reason: EndReason, by: EndedBy, sip?: SipStatus): void {
    this.emit({ type: 'call-ended', callId: this.id, reason, by, ...(sip ? { sip } : {}) });
    this.#close();
  }

  /** Reports the end of a call that the far end does not know to be over, and tells it. */
  fail(reason: EndReason, by: EndedBy): void {
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

  /** The far end says what it can (RFC 3261 section 20.5): where it does not, it is tried. */
  protected learnAbilities(message: { getHeaders(name: string): readonly string[] }): void {
    const allow = message.getHeaders('Allow').join();
    this.#mayRefer = allow === '' || /(?:^|,)\s*REFER\s*(?:,|$)/i.test(allow);
  }

  /** The session ended without anyone saying why. */
  protected terminated(from: SessionState): void {
    // It did say.
    if (this.#hungUp) return;
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
        offering: () => this.inCall.offering,
        standing: () => session.state === SessionState.Established,
        answerLines: (invite) => this.timer.answer(invite),
      });
    }
    this.connected();
    this.emit({ type: 'call-connected', callId: this.id, capabilities: this.capabilities });
  }

  #delegate(): SessionDelegate {
    return {
      onAck: () => this.#stopAckWatchdog?.(),
      onBye: (bye) => {
        this.#hungUp = true;
        quietly(() => bye.accept());
        const verdict = this.transfer.farewell();
        if (!verdict) return this.finish('hangup', 'remote');
        void verdict.then((done) =>
          done ? this.finish('transferred', 'local') : this.finish('hangup', 'remote'),
        );
      },
      onInvite: (_request, _response, status) => {
        if (status === 200 && !this.over) this.awaitAck();
      },
      onRefer: (referral) => quietly(() => this.context.onReferral(this, referral)),
      onInfo: (info) => quietly(() => info.accept()),
      onMessage: (message) => quietly(() => message.reject({ statusCode: 405 })),
      onNotify: (notification) => quietly(() => this.transfer.notified(notification)),
    };
  }

  #setRemoteHeld(held: boolean): void {
    if (held === this.#remoteHeld) return;
    this.#remoteHeld = held;
    this.emit({ type: 'call-remote-hold-changed', callId: this.id, held });
  }

  #close(): void {
    this.media.close();
    if (this.over) return;
    this.#ending.abort(new CtiError('aborted'));
    this.inCall.interrupt('aborted');
    this.timer.stop();
    this.#stopAckWatchdog?.();
    this.#stopGapWatchdog?.();
    this.closed();
    this.context.forget(this);
    this.successor?.end();
  }
}
