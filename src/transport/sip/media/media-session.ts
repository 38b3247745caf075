import type { Clock, Undo } from '../../../base/clock.js';
import { CtiError } from '../../../base/error.js';
import type { IceServer, MediaState } from '../../call-transport.js';
import { iceServersTimeoutMs } from '../constants.js';
import { preferCodecs } from './codecs.js';
import { keepOneAudio, openConnection, stateByConnection } from './connection.js';
import { playTones, sendTones } from './dtmf.js';
import { watchInterruption } from './interruption.js';
import { setLocalDescription } from './local-description.js';
import { watchMedia } from './media-watchdog.js';
import type { Microphones, MicrophoneUser } from './microphones.js';
import { type Mix, OutgoingSound } from './outgoing-sound.js';
import type { RemoteSound } from './remote-sound.js';
import { agreesOnTones, remoteDirection } from './sdp.js';
import { orElse } from './time-limit.js';

export interface MediaSessionOptions {
  readonly clock: Clock;
  readonly sound: RemoteSound;
  readonly microphones: Microphones;
  /** To be tried first, by name and in this order. */
  readonly codecs?: readonly string[] | undefined;
  iceServers(): Promise<readonly IceServer[]>;
  onState(state: MediaState): void;
  onRemoteHold(held: boolean): void;
  /** A re-INVITE is wanted: its offer will restart ICE. */
  onRestartWanted(): void;
  /** Media never came: the call is worth nothing. */
  onLost(): void;
}

/**
 * The sound of one call: owns the peer connection and the microphone's track, and closes both at once, whatever the
 * signalling does. One audio line, both ways.
 *
 * ```
 *   outgoing  describe() ─▶ [acceptEarly()] ─▶ accept()
 *   incoming  [prepare() ─▶ [prepareAnswer()]] ─▶ accept() ─▶ describe()
 *   any time  openMicrophone(), setMuted(), close()
 * ```
 */
export class MediaSession implements MicrophoneUser {
  /** Hears that another microphone is spoken into. */
  onMicrophone: ((track: MediaStreamTrack) => void) | undefined;
  readonly #options: MediaSessionOptions;
  readonly #closing = new AbortController();
  readonly #tellInterruption: (state: RTCPeerConnectionState) => void;
  #connection: RTCPeerConnection | undefined;
  #transceiver: RTCRtpTransceiver | undefined;
  readonly #outgoing = new OutgoingSound();
  #remote: MediaStream | undefined;
  #stopWatchdog: Undo | undefined;
  /** The far end (its To tag) whose sound before the answer is heard. */
  #earlyTag: string | undefined;
  /** Their first offer, once the connection has it. */
  #prepared: Promise<string | undefined> | undefined;
  #draft: RTCSessionDescriptionInit | undefined;
  /** Our answer to it, with candidates: made while the microphone opens. */
  #answer: Promise<string | undefined> | undefined;
  #early = false;
  #takesTones = false;
  #restartWanted = false;
  #held = false;

  constructor(options: MediaSessionOptions) {
    this.#options = options;
    this.#tellInterruption = watchInterruption(options.clock, () => this.#wantRestart());
  }

  get closed(): boolean {
    return this.#closing.signal.aborted;
  }

  /** What the far end sends. */
  get remote(): MediaStream | undefined {
    return this.#remote;
  }

  get microphone(): MediaStreamTrack | undefined {
    return this.#outgoing.microphone;
  }

  /** Sends a mix, which the microphone is part of, and plays one instead of the far end alone; or ends that. */
  async setMix(mix: Mix | undefined): Promise<void> {
    if (this.closed) return;
    this.#outgoing.setMix(mix);
    await this.#applyTrack();
    this.#play();
  }

  /** The answer is being made, or was made, beside the microphone. */
  get answering(): boolean {
    return this.#answer !== undefined;
  }

  /** Whether telephone-event (RFC 4733) was agreed on: known from the descriptions, before media flow. */
  get takesTones(): boolean {
    return this.#takesTones;
  }

  /**
   * Opens the microphone; it is heard once the call is connected. A track that comes after `close()`, or after it was
   * given up, is stopped.
   * @throws CtiError for example `microphone-denied`, `aborted`
   */
  async openMicrophone(givenUp?: AbortSignal): Promise<void> {
    this.#refuseWhenClosed();
    const { microphones } = this.#options;
    await microphones.open(this, { inherited: this.#outgoing.takeInherited(), givenUp });
  }

  async replaceMicrophone(track: MediaStreamTrack): Promise<void> {
    if (this.closed) return track.stop();
    const before = this.#outgoing.replace(track);
    await this.#applyTrack();
    this.onMicrophone?.(track);
    before?.stop();
  }

  /** Goes on with the microphone of a call that this one takes the place of, and its mute. */
  inherit(other: MediaSession): void {
    this.#outgoing.inherit(other.#outgoing);
  }

  /** An offer, or the answer to the far end's, with candidates. */
  async describe(options: { readonly iceRestart?: boolean } = {}): Promise<string> {
    const answer = await this.#answer;
    this.#answer = undefined;
    const connection = await this.#open();
    const answering = answer !== undefined || connection.signalingState === 'have-remote-offer';
    const sdp =
      answer ??
      (await this.#setLocal(
        connection,
        answering
          ? await connection.createAnswer()
          : await this.#createOffer(connection, options.iceRestart ?? false),
      ));
    if (answering) {
      this.#agreed(connection);
      this.#play();
    }
    return sdp;
  }

  /**
   * Reads the offer of a call that still rings, so that its answer has less to wait for. Nothing is sent or heard yet,
   * and what is wrong with the offer is met by `accept()`.
   */
  prepare(sdp: string): void {
    this.#prepared = this.#draftAnswer(sdp).then(
      () => sdp,
      () => undefined,
    );
  }

  /**
   * Sets the answer to that offer, and gathers, while the microphone still opens. It says nothing of the track, which
   * may come later or never: what was made is used when the call is answered again.
   */
  prepareAnswer(): void {
    if (this.#answer || !this.#draft || !this.#connection) return;
    this.#answer = this.#setLocal(this.#connection, this.#draft).catch(() => undefined);
  }

  /** The far end's offer, or its answer to ours. */
  async accept(sdp: string): Promise<void> {
    const prepared = await this.#prepared;
    this.#prepared = undefined;
    const connection = await this.#open();
    const answers =
      connection.signalingState === 'have-local-offer' ||
      connection.signalingState === 'have-remote-pranswer';
    if (prepared !== sdp) {
      await connection.setRemoteDescription({ type: answers ? 'answer' : 'offer', sdp });
    }
    this.#refuseWhenClosed();
    const wasEarly = this.#early;
    this.#early = false;
    this.#use(keepOneAudio(connection, this.#transceiver));
    await this.#applyTrack();
    if (answers) {
      this.#agreed(connection);
      if (wasEarly) this.#tellState(connection);
      this.#play();
      return;
    }
    const direction = remoteDirection(sdp);
    this.#options.onRemoteHold(direction === 'sendonly' || direction === 'inactive');
  }

  /**
   * The description in a provisional answer: an announcement or the network's own ring-back (RFC 3960 section 3). The
   * microphone stays silent until the real answer. When a second far end sends one too, which of them to hear is
   * anyone's guess, and none is heard. What cannot be used is ignored: the call does not depend on it. Never rejects.
   */
  async acceptEarly(sdp: string, toTag: string): Promise<void> {
    if (this.#earlyTag !== undefined) {
      if (toTag === this.#earlyTag || !this.#early || !this.#connection) return;
      this.#early = false;
      if (this.#remote) this.#options.sound.stop(this.#remote);
      return this.#options.onState('connecting');
    }
    const connection = this.#connection;
    if (connection?.signalingState !== 'have-local-offer') return;
    this.#earlyTag = toTag;
    this.#early = true;
    try {
      await this.#applyTrack();
      await connection.setRemoteDescription({ type: 'pranswer', sdp });
    } catch {
      this.#early = false;
    }
  }

  /** Takes back an offer that was refused, by either side (RFC 8829 section 4.1.10.2). */
  async rollBack(): Promise<void> {
    const connection = this.#connection;
    if (connection?.signalingState === 'have-local-offer') {
      await connection.setLocalDescription({ type: 'rollback' });
    } else if (connection?.signalingState === 'have-remote-offer') {
      await connection.setRemoteDescription({ type: 'rollback' });
    }
  }

  /** Silence instead of the microphone: packets still flow. */
  setMuted(muted: boolean): void {
    this.#outgoing.setMuted(muted);
  }

  /**
   * Digits and pauses: by RFC 4733 where it was agreed on, else one by one through `sendByInfo`; never both.
   * @throws CtiError `not-allowed` while held, `aborted` when the call ends, `timeout`, `media`
   */
  sendTones(tones: string, sendByInfo: (tone: string) => Promise<void>): Promise<void> {
    const { clock } = this.#options;
    const { signal } = this.#closing;
    if (this.#held || this.closed) return Promise.reject(new CtiError('not-allowed'));
    if (!this.#takesTones) return sendTones(sendByInfo, tones, clock, signal);
    const dtmf = this.#transceiver?.sender.dtmf;
    if (!dtmf?.canInsertDTMF) return Promise.reject(new CtiError('media'));
    return playTones(dtmf, tones, clock, signal);
  }

  /**
   * Prepares the next offer (RFC 3264 section 8.4). From here on a held sender has no track: a disabled one would go
   * on sending packets of silence. Taken off hold, it gets its track back at once: to `sendonly` the far end listens
   * all the time (section 5.1), and what it refuses is taken back by `settleHold()`.
   */
  async prepareHold(held: boolean): Promise<void> {
    this.#direct(held);
    this.#held = held;
    await this.#applyTrack();
  }

  /** The offer was answered, or taken back: this is how it is now. */
  async settleHold(held: boolean): Promise<void> {
    this.#direct(held);
    this.#held = held;
    await this.#applyTrack();
    if (held && this.#remote) this.#options.sound.stop(this.#remote);
    else this.#play();
  }

  /** Microphone off, connection closed, silence; synchronous and idempotent. */
  close(): void {
    if (this.closed) return;
    this.#closing.abort(new CtiError('aborted'));
    this.#stopWatchdog?.();
    this.#tellInterruption('closed');
    this.#options.microphones.release(this);
    this.#outgoing.stop();
    if (this.#remote) this.#options.sound.stop(this.#remote);
    this.#remote = undefined;
    if (this.#connection) {
      this.#connection.ontrack = this.#connection.onconnectionstatechange = null;
      this.#connection.close();
    }
    this.#connection = this.#transceiver = undefined;
  }

  async #open(): Promise<RTCPeerConnection> {
    this.#refuseWhenClosed();
    if (this.#connection) return this.#connection;
    const asked = Promise.resolve().then(() => this.#options.iceServers());
    const iceServers = await orElse(asked, [], iceServersTimeoutMs, this.#options.clock);
    this.#refuseWhenClosed();
    return (this.#connection ??= this.#createConnection(iceServers));
  }

  #refuseWhenClosed(): void {
    if (this.closed) throw new CtiError('aborted');
  }

  #createConnection(servers: readonly IceServer[]): RTCPeerConnection {
    const connection = openConnection(servers);
    connection.onconnectionstatechange = () => {
      if (connection.connectionState === 'connected') this.#stopWatchdog?.();
      this.#tellInterruption(connection.connectionState);
      this.#tellState(connection);
    };
    connection.ontrack = ({ track }) => this.#hear(track);
    return connection;
  }

  async #createOffer(
    connection: RTCPeerConnection,
    restart: boolean,
  ): Promise<RTCSessionDescriptionInit> {
    if (!this.#transceiver) this.#use(connection.addTransceiver('audio'));
    await this.#applyTrack();
    // On a new connection to the server the old path may be gone with the old address.
    const broken = stateByConnection[connection.connectionState] === 'interrupted';
    const iceRestart = restart || broken || this.#restartWanted;
    this.#restartWanted = false;
    return connection.createOffer({ iceRestart });
  }

  async #draftAnswer(sdp: string): Promise<void> {
    const connection = await this.#open();
    await connection.setRemoteDescription({ type: 'offer', sdp });
    this.#use(keepOneAudio(connection, this.#transceiver));
    this.#draft = await connection.createAnswer();
  }

  /** The description with its candidates. */
  async #setLocal(
    connection: RTCPeerConnection,
    description: RTCSessionDescriptionInit,
  ): Promise<string> {
    this.#refuseWhenClosed();
    const sdp = await setLocalDescription(connection, description, this.#options.clock);
    this.#refuseWhenClosed();
    return sdp;
  }

  /** Offer and answer have met: tones are known, and media should come. */
  #agreed(connection: RTCPeerConnection): void {
    this.#takesTones = agreesOnTones(
      connection.currentLocalDescription?.sdp ?? '',
      connection.currentRemoteDescription?.sdp ?? '',
    );
    if (this.#stopWatchdog || connection.connectionState === 'connected') return;
    this.#stopWatchdog = watchMedia({
      clock: this.#options.clock,
      onStalled: () => this.#wantRestart(),
      onLost: () => this.#options.onLost(),
    });
  }

  #wantRestart(): void {
    this.#restartWanted = true;
    this.#options.onRestartWanted();
  }

  #use(transceiver: RTCRtpTransceiver): void {
    if (transceiver === this.#transceiver) return;
    this.#transceiver = transceiver;
    preferCodecs(transceiver, this.#options.codecs);
    this.#direct(this.#held);
  }

  #hear(track: MediaStreamTrack): void {
    if (track.kind !== 'audio') return;
    const stream = (this.#remote ??= new MediaStream());
    for (const old of stream.getTracks()) if (old !== track) stream.removeTrack(old);
    stream.addTrack(track);
    this.#play();
  }

  /** Not before the call is answered: one that rings must not take the place of the one that is heard. */
  #play(): void {
    const open = this.#connection?.signalingState === 'have-remote-offer';
    const ringing = open || this.#answer !== undefined;
    const heard = this.#outgoing.mix?.heard ?? this.#remote;
    if (heard && !this.#held && !ringing) this.#options.sound.play(heard);
  }

  #tellState(connection: RTCPeerConnection): void {
    const state = stateByConnection[connection.connectionState];
    this.#options.onState(this.#early && state === 'flowing' ? 'early' : state);
  }

  #direct(held: boolean): void {
    if (this.#transceiver) this.#transceiver.direction = held ? 'sendonly' : 'sendrecv';
  }

  async #applyTrack(): Promise<void> {
    const silent = this.#held || this.#early;
    const track = silent ? null : this.#outgoing.track;
    const sender = this.#transceiver?.sender;
    if (sender && sender.track !== track) await sender.replaceTrack(track);
  }
}
