import type { Clock } from '../../../base/clock.js';
import { CtiError } from '../../../base/error.js';
import type { IceServer, MediaState } from '../../call-transport.js';
import { candidatesGathered } from './ice-gathering.js';
import { openMicrophone } from './microphone.js';
import type { RemoteSound } from './remote-sound.js';

export interface MediaSessionOptions {
  readonly clock: Clock;
  readonly sound: RemoteSound;
  iceServers(): Promise<readonly IceServer[]>;
  onState(state: MediaState): void;
  onRemoteHold(held: boolean): void;
}

const stateByConnection: Readonly<Record<RTCPeerConnectionState, MediaState>> = {
  new: 'connecting',
  connecting: 'connecting',
  connected: 'flowing',
  disconnected: 'interrupted',
  failed: 'interrupted',
  closed: 'none',
};

/** The direction the far end asks for on its audio line, or for the whole session (RFC 8866 section 6.7). */
export function remoteDirection(sdp: string): RTCRtpTransceiverDirection {
  const [session = '', ...media] = sdp.split(/\r?\n(?=m=)/);
  const audio = media.find((section) => section.startsWith('m=audio')) ?? '';
  const attribute = /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m;
  const found = attribute.exec(audio)?.[1] ?? attribute.exec(session)?.[1];
  return (found as RTCRtpTransceiverDirection | undefined) ?? 'sendrecv';
}

/**
 * The sound of one call: owns the peer connection and the microphone's track, and closes both at once, whatever the
 * signalling does. One audio line, both ways.
 */
export class MediaSession {
  readonly #options: MediaSessionOptions;
  #connection: RTCPeerConnection | undefined;
  #transceiver: RTCRtpTransceiver | undefined;
  #microphone: MediaStreamTrack | undefined;
  #remote: MediaStream | undefined;
  #takesTones = false;
  #muted = false;
  #held = false;
  #closed = false;

  constructor(options: MediaSessionOptions) {
    this.#options = options;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Whether the far end takes telephone-event (RFC 4733): known from its description, before media flow. */
  get takesTones(): boolean {
    return this.#takesTones;
  }

  /** The sender's tone generator, while it can be used. */
  get dtmf(): RTCDTMFSender | undefined {
    const dtmf = this.#transceiver?.sender.dtmf;
    return dtmf?.canInsertDTMF ? dtmf : undefined;
  }

  /**
   * Opens the microphone; it is heard once the call is connected. A track that comes after `close()` is stopped.
   * @throws CtiError for example `microphone-denied`, `aborted`
   */
  async openMicrophone(): Promise<void> {
    const track = await openMicrophone();
    if (this.#closed) {
      track.stop();
      throw new CtiError('aborted');
    }
    this.#microphone = track;
    track.enabled = !this.#muted;
    await this.#applyTrack();
  }

  /** An offer, or the answer to the far end's, with candidates. */
  async describe(options: { readonly iceRestart?: boolean } = {}): Promise<string> {
    const connection = await this.#open();
    if (connection.signalingState === 'have-remote-offer') {
      await connection.setLocalDescription(await connection.createAnswer());
    } else {
      this.#transceiver ??= connection.addTransceiver('audio', { direction: 'sendrecv' });
      await this.#applyTrack();
      await connection.setLocalDescription(
        await connection.createOffer({ iceRestart: options.iceRestart ?? false }),
      );
    }
    const hasServers = (connection.getConfiguration().iceServers ?? []).length > 0;
    await candidatesGathered(connection, hasServers, this.#options.clock);
    this.#refuseWhenClosed();
    const sdp = connection.localDescription?.sdp;
    if (!sdp) throw new CtiError('media');
    return sdp;
  }

  /** The far end's offer, or its answer to ours. */
  async accept(sdp: string): Promise<void> {
    const connection = await this.#open();
    const type = connection.signalingState === 'have-local-offer' ? 'answer' : 'offer';
    await connection.setRemoteDescription({ type, sdp });
    this.#refuseWhenClosed();
    this.#takesTones = /^a=rtpmap:\d+ telephone-event\//im.test(sdp);
    if (!this.#transceiver) {
      const transceiver = connection
        .getTransceivers()
        .find(({ receiver }) => receiver.track.kind === 'audio');
      if (!transceiver) throw new CtiError('not-acceptable');
      this.#transceiver = transceiver;
      transceiver.direction = 'sendrecv';
    }
    await this.#applyTrack();
    if (type === 'offer') {
      const direction = remoteDirection(sdp);
      this.#options.onRemoteHold(direction === 'sendonly' || direction === 'inactive');
    }
  }

  /** Takes back an offer that the far end refused (RFC 8829 section 4.1.10.2). */
  async rollBack(): Promise<void> {
    if (this.#connection?.signalingState === 'have-local-offer') {
      await this.#connection.setLocalDescription({ type: 'rollback' });
    }
  }

  /** Silence instead of the microphone: packets still flow. */
  setMuted(muted: boolean): void {
    this.#muted = muted;
    if (this.#microphone) this.#microphone.enabled = !muted;
  }

  /**
   * Prepares the next offer (RFC 3264 section 8.4). From here on a held sender has no track: a disabled one would go
   * on sending packets of silence. Taken off hold, it gets its track back only with the far end's answer.
   */
  async prepareHold(held: boolean): Promise<void> {
    this.#direct(held);
    if (!held) return;
    this.#held = true;
    await this.#applyTrack();
  }

  /** The offer was answered, or taken back: this is how it is now. */
  async settleHold(held: boolean): Promise<void> {
    this.#direct(held);
    this.#held = held;
    await this.#applyTrack();
    if (!this.#remote) return;
    if (held) this.#options.sound.stop(this.#remote);
    else this.#options.sound.play(this.#remote);
  }

  /** Microphone off, connection closed, silence; synchronous and idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#microphone?.stop();
    this.#microphone = undefined;
    if (this.#remote) this.#options.sound.stop(this.#remote);
    if (this.#connection) {
      this.#connection.ontrack = this.#connection.onconnectionstatechange = null;
      this.#connection.close();
    }
    this.#connection = this.#transceiver = undefined;
  }

  async #open(): Promise<RTCPeerConnection> {
    this.#refuseWhenClosed();
    if (this.#connection) return this.#connection;
    const iceServers = await this.#options.iceServers();
    this.#refuseWhenClosed();
    return (this.#connection ??= this.#createConnection(iceServers));
  }

  #refuseWhenClosed(): void {
    if (this.#closed) throw new CtiError('aborted');
  }

  #createConnection(servers: readonly IceServer[]): RTCPeerConnection {
    const iceServers = servers.map(({ urls, ...rest }) => ({
      ...rest,
      urls: typeof urls === 'string' ? urls : [...urls],
    }));
    const connection = new RTCPeerConnection({ iceServers, bundlePolicy: 'max-bundle' });
    connection.onconnectionstatechange = () =>
      this.#options.onState(stateByConnection[connection.connectionState]);
    connection.ontrack = ({ track }) => {
      this.#remote = new MediaStream([track]);
      if (!this.#held) this.#options.sound.play(this.#remote);
    };
    return connection;
  }

  #direct(held: boolean): void {
    if (this.#transceiver) this.#transceiver.direction = held ? 'sendonly' : 'sendrecv';
  }

  async #applyTrack(): Promise<void> {
    const track = this.#held ? null : (this.#microphone ?? null);
    const sender = this.#transceiver?.sender;
    if (sender && sender.track !== track) await sender.replaceTrack(track);
  }
}
