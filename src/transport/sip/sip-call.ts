import { type Session, type SessionDelegate, SessionState } from 'sip.js';

import type { Clock } from '../../base/clock.js';
import { CtiError, type EndReason, type SipStatus, toCtiError } from '../../base/error.js';
import type { Logger } from '../../base/logger.js';
import type {
  Capabilities,
  DialogRecord,
  EndedBy,
  IceServer,
  TransportEvent,
} from '../call-transport.js';
import { dialogRecord, hangUp, reinvite } from './dialog-operations.js';
import { playTones } from './media/dtmf.js';
import { MediaSession } from './media/media-session.js';
import { microphonePermission } from './media/microphone.js';
import type { RemoteSound } from './media/remote-sound.js';
import type { MediaRegistry } from './media/session-description-handler.js';
import { OperationQueue } from './operation-queue.js';

/** What a call needs of its line. */
export interface CallContext {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly registry: MediaRegistry;
  readonly sound: RemoteSound;
  iceServers(): Promise<readonly IceServer[]>;
  /** Delivers later, and only if `wanted` still says so then. */
  emit(event: TransportEvent, wanted: () => boolean): void;
  /** The call is over for the controller. */
  forget(callId: string): void;
}

const validTones = /^[0-9*#A-D,]+$/;

/** One call: its sip.js session, its sound, and one queue for what changes the dialog. */
export abstract class SipCall {
  readonly id: string;
  protected readonly context: CallContext;
  protected readonly media: MediaSession;
  protected session: Session | undefined;
  readonly #queue = new OperationQueue();
  #held = false;
  #remoteHeld = false;
  #over = false;
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
    });
  }

  /** Nothing more will be reported of it. */
  get over(): boolean {
    return this.#over;
  }

  get dialog(): DialogRecord | undefined {
    return this.session && dialogRecord(this.session, this.id, this.#held);
  }

  /** The controller wants no more of this call: silence at once, signalling behind it. */
  end(code?: number): void {
    this.#withdrawn = true;
    this.#close();
    if (this.session) void hangUp(this.session, this.context.clock, code);
  }

  setMuted(muted: boolean): void {
    this.media.setMuted(muted);
  }

  setHold(held: boolean): void {
    void this.#queue.run(() => this.#changeHold(held));
  }

  sendDtmf(tones: string): void {
    void this.#queue.run(() => this.#playDtmf(tones));
  }

  refresh(): void {
    void this.#queue.run(async () => {
      if (this.over || this.session?.state !== SessionState.Established) return;
      await reinvite(this.session, this.context.clock).catch((thrown: unknown) =>
        this.#checkDialog(thrown),
      );
    });
  }

  protected emit(event: TransportEvent): void {
    if (!this.#over) this.context.emit(event, () => !this.#withdrawn);
  }

  /** Reports the end, once. */
  protected finish(reason: EndReason, by: EndedBy, sip?: SipStatus): void {
    this.emit({ type: 'call-ended', callId: this.id, reason, by, ...(sip ? { sip } : {}) });
    this.#close();
  }

  /** Reports the end of a call that the far end does not know to be over, and tells it. */
  protected fail(reason: EndReason, by: EndedBy): void {
    this.finish(reason, by);
    if (this.session) void hangUp(this.session, this.context.clock);
  }

  /**
   * Opens the microphone, telling of a prompt that is in front of the operator.
   * @throws CtiError
   */
  protected async askMicrophone(): Promise<void> {
    const prompting = (await microphonePermission()) === 'prompt';
    const report = (asking: boolean): void => {
      if (prompting) this.emit({ type: 'call-microphone-asked', callId: this.id, asking });
    };
    if (this.over) throw new CtiError('aborted');
    report(true);
    try {
      await this.media.openMicrophone();
    } finally {
      report(false);
    }
  }

  /** Takes the session over: media, every delegate, state. */
  protected adopt(session: Session, delegate: SessionDelegate = {}): void {
    this.session = session;
    this.context.registry.register(session, this.media);
    session.delegate = { ...this.#delegate(), ...delegate };
    session.stateChange.addListener((state) => {
      if (state === SessionState.Established) this.#connected();
      // The reason comes just after the state: from a response, a CANCEL or a BYE.
      if (state === SessionState.Terminated) queueMicrotask(() => this.finish('failed', 'network'));
    });
  }

  protected connected(): void {
    // For subclasses.
  }

  #connected(): void {
    if (this.over) return;
    this.connected();
    const capabilities: Capabilities = {
      hold: true,
      mute: true,
      dtmf: this.media.takesTones,
    };
    this.emit({ type: 'call-connected', callId: this.id, capabilities });
  }

  #delegate(): SessionDelegate {
    return {
      onBye: (bye) => {
        bye.accept().catch(() => undefined);
        this.finish('hangup', 'remote');
      },
      // Following a REFER would let the far end dial at our expense (RFC 3515 section 2.4.2 leaves it to consent).
      onRefer: (referral) => void referral.reject({ statusCode: 603 }).catch(() => undefined),
      onInfo: (info) => void info.accept().catch(() => undefined),
      onMessage: (message) => void message.reject({ statusCode: 405 }).catch(() => undefined),
      onNotify: (notification) =>
        void notification.reject({ statusCode: 481 }).catch(() => undefined),
    };
  }

  async #changeHold(held: boolean): Promise<void> {
    if (this.over) return;
    try {
      if (this.session?.state !== SessionState.Established) throw new CtiError('not-allowed');
      await this.media.prepareHold(held);
      await reinvite(this.session, this.context.clock);
      await this.media.settleHold(held);
      this.#held = held;
      this.emit({ type: 'call-hold-changed', callId: this.id, held });
    } catch (thrown) {
      await this.media.settleHold(this.#held).catch(() => undefined);
      this.emit({ type: 'call-hold-failed', callId: this.id, error: toCtiError(thrown) });
      this.#checkDialog(thrown);
    }
  }

  async #playDtmf(tones: string): Promise<void> {
    if (this.over) return;
    try {
      const sender = this.media.dtmf;
      if (!validTones.test(tones) || this.#held) throw new CtiError('not-allowed');
      if (!sender) throw new CtiError('not-supported');
      await playTones(sender, tones, this.context.clock);
      this.emit({ type: 'call-dtmf-sent', callId: this.id });
    } catch (thrown) {
      this.emit({ type: 'call-dtmf-failed', callId: this.id, error: toCtiError(thrown) });
    }
  }

  /** These two answers say that the far end no longer knows the dialog (RFC 3261 section 12.2.1.2). */
  #checkDialog(thrown: unknown): void {
    const status = thrown instanceof CtiError ? thrown.sip?.status : undefined;
    if (status === 481 || status === 408) this.fail('failed', 'remote');
  }

  #setRemoteHeld(held: boolean): void {
    if (held === this.#remoteHeld) return;
    this.#remoteHeld = held;
    this.emit({ type: 'call-remote-hold-changed', callId: this.id, held });
  }

  #close(): void {
    this.media.close();
    if (this.#over) return;
    this.#over = true;
    this.context.forget(this.id);
  }
}
