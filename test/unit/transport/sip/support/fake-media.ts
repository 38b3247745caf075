import { pretendPermission } from './pretend.js';

/** A description that says nothing but what is read of it. */
export function fakeSdp(direction = 'sendrecv', ufrag = 'fake'): string {
  return [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 0 101',
    'c=IN IP4 0.0.0.0',
    `a=ice-ufrag:${ufrag}`,
    'a=fingerprint:sha-256 00',
    'a=rtpmap:101 telephone-event/8000',
    `a=${direction}`,
    '',
  ].join('\r\n');
}

/** A microphone's track that can be counted without a microphone. */
class FakeTrack extends EventTarget {
  readonly kind = 'audio';
  readyState = 'live';
  enabled = true;

  stop(): void {
    this.readyState = 'ended';
  }

  clone(): FakeTrack {
    const copy = new FakeTrack();
    copy.enabled = this.enabled;
    return copy;
  }
}

interface FakeTransceiver {
  direction: string;
  readonly sender: {
    track: unknown;
    readonly dtmf: undefined;
    replaceTrack(track: unknown): Promise<void>;
  };
  readonly receiver: { readonly track: { readonly kind: string } };
  stop(): void;
}

function fakeTransceiver(): FakeTransceiver {
  return {
    direction: 'sendrecv',
    sender: {
      track: null,
      dtmf: undefined,
      async replaceTrack(track) {
        this.track = track;
      },
    },
    receiver: { track: { kind: 'audio' } },
    stop: () => undefined,
  };
}

/** The offer and answer rules of a peer connection (RFC 8829 section 4.1), without sound and without waiting. */
export class FakeConnection extends EventTarget {
  static made: FakeConnection[] = [];
  /** Refuses every remote description. */
  static unusable = false;
  /** Remote descriptions take until this resolves. */
  static patience: Promise<void> = Promise.resolve();
  signalingState: RTCSignalingState = 'stable';
  readonly iceGatheringState = 'complete';
  connectionState: RTCPeerConnectionState = 'connected';
  /** What the last offer was asked to be. */
  offered: RTCOfferOptions | undefined;
  localDescription: RTCSessionDescriptionInit | null = null;
  currentLocalDescription: RTCSessionDescriptionInit | null = null;
  currentRemoteDescription: RTCSessionDescriptionInit | null = null;
  ontrack: unknown = null;
  onconnectionstatechange: (() => void) | null = null;
  readonly transceivers: FakeTransceiver[] = [];
  #before: RTCSignalingState = 'stable';

  constructor() {
    super();
    FakeConnection.made.push(this);
  }

  addTransceiver(_kind?: string, { direction = 'sendrecv' } = {}): FakeTransceiver {
    const transceiver = { ...fakeTransceiver(), direction };
    this.transceivers.push(transceiver);
    return transceiver;
  }

  getTransceivers(): readonly FakeTransceiver[] {
    return this.transceivers;
  }

  getConfiguration(): RTCConfiguration {
    return {};
  }

  async createOffer(options?: RTCOfferOptions): Promise<RTCSessionDescriptionInit> {
    this.#refuseClosed();
    this.offered = options;
    return { type: 'offer', sdp: fakeSdp(this.transceivers[0]?.direction) };
  }

  become(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }

  async createAnswer(): Promise<RTCSessionDescriptionInit> {
    this.#refuseClosed();
    return { type: 'answer', sdp: fakeSdp(this.transceivers[0]?.direction) };
  }

  async setLocalDescription(description: RTCSessionDescriptionInit): Promise<void> {
    this.#move(description, 'have-local-offer');
    if (description.type === 'rollback') return;
    queueMicrotask(() => this.dispatchEvent(new Event('icegatheringstatechange')));
    this.localDescription = description;
    if (description.type === 'answer') this.currentLocalDescription = description;
  }

  async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    await FakeConnection.patience;
    if (FakeConnection.unusable) throw new DOMException('unusable', 'OperationError');
    this.#move(description, 'have-remote-offer');
    if (description.type === 'offer' && this.transceivers.length === 0) this.addTransceiver();
    if (description.type === 'answer') this.currentRemoteDescription = description;
  }

  close(): void {
    this.signalingState = 'closed';
  }

  #refuseClosed(): void {
    if (this.signalingState === 'closed') throw new DOMException('closed', 'InvalidStateError');
  }

  #move({ type }: RTCSessionDescriptionInit, offered: RTCSignalingState): void {
    this.#refuseClosed();
    const state = this.signalingState;
    const refuse = (): never => {
      throw new DOMException(`${type} in ${state}`, 'InvalidStateError');
    };
    if (type === 'offer') {
      if (state !== 'stable') refuse();
      this.#before = state;
      this.signalingState = offered;
    } else if (state === 'stable') refuse();
    else this.signalingState = type === 'pranswer' ? state : this.#before;
  }
}

/** Stands in for the browser's media; undone by what it returns. */
export function pretendMedia(): () => void {
  const Genuine = globalThis.RTCPeerConnection;
  const { mediaDevices } = navigator;
  FakeConnection.made = [];
  FakeConnection.unusable = false;
  FakeConnection.patience = Promise.resolve();
  Reflect.set(globalThis, 'RTCPeerConnection', FakeConnection);
  pretendPermission('granted');
  mediaDevices.getUserMedia = async () => {
    const track = new FakeTrack();
    return { getAudioTracks: () => [track], getTracks: () => [track] } as unknown as MediaStream;
  };
  return () => {
    globalThis.RTCPeerConnection = Genuine;
    Reflect.deleteProperty(mediaDevices, 'getUserMedia');
  };
}
