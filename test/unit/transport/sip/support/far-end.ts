import { systemClock } from '../../../../../src/base/clock.js';
import type { Clock } from '../../../../../src/base/clock.js';
import type { CtiError } from '../../../../../src/base/error.js';
import type { DeviceNotice } from '../../../../../src/devices/device-choice.js';
import type { IceServer, MediaState } from '../../../../../src/transport/call-transport.js';
import { MediaSession } from '../../../../../src/transport/sip/media/media-session.js';
import { Devices } from '../../../../../src/transport/sip/media/devices.js';
import { RemoteSound } from '../../../../../src/transport/sip/media/remote-sound.js';

/** Waits for a condition that no event announces, for at most four seconds. */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 4_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`Never held: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Which of these tones (Hz) a track carries now. */
export async function tonesOf(
  track: MediaStreamTrack,
  tones: readonly number[],
  context: AudioContext,
): Promise<readonly number[]> {
  await context.resume();
  const stream = new MediaStream([track]);
  // Without an element that plays it Chromium gives a far end's track no sound.
  const element = new Audio();
  element.muted = true;
  element.srcObject = stream;
  await element.play().catch(() => undefined);
  const analyser = new AnalyserNode(context, { fftSize: 8_192, smoothingTimeConstant: 0 });
  context.createMediaStreamSource(stream).connect(analyser);
  const bins = new Float32Array(analyser.frequencyBinCount);
  const found = new Set<number>();
  for (let look = 0; look < 20; look += 1) {
    await new Promise((resolve) => setTimeout(resolve, 40));
    analyser.getFloatFrequencyData(bins);
    for (const tone of tones) {
      const at = Math.round((tone * analyser.fftSize) / context.sampleRate);
      if (Math.max(...bins.slice(at - 2, at + 3)) > -45) found.add(tone);
    }
  }
  element.srcObject = null;
  return tones.filter((tone) => found.has(tone));
}

/** The other side of a call, without signalling: a peer connection that sends a tone. */
export class FarEnd {
  readonly connection = new RTCPeerConnection();
  readonly #context = new AudioContext();

  constructor(frequency = 440) {
    const tone = new OscillatorNode(this.#context, { frequency });
    const out = new MediaStreamAudioDestinationNode(this.#context);
    tone.connect(out);
    tone.start();
    const [track] = out.stream.getAudioTracks();
    if (track) this.connection.addTrack(track, out.stream);
  }

  async answer(offer: string): Promise<string> {
    await this.connection.setRemoteDescription({ type: 'offer', sdp: offer });
    return this.#describe(await this.connection.createAnswer());
  }

  async offer(options: RTCOfferOptions = {}): Promise<string> {
    return this.#describe(await this.connection.createOffer(options));
  }

  async take(answer: string): Promise<void> {
    await this.connection.setRemoteDescription({ type: 'answer', sdp: answer });
  }

  /** Packets of sound that came from the other side. */
  async packets(): Promise<number> {
    const report = [...(await this.connection.getStats()).values()] as {
      readonly type: string;
      readonly packetsReceived?: number;
    }[];
    return report.find(({ type }) => type === 'inbound-rtp')?.packetsReceived ?? 0;
  }

  /** Which of these tones (Hz) it hears now. */
  async hears(tones: readonly number[]): Promise<readonly number[]> {
    const [receiver] = this.connection.getReceivers();
    return receiver ? tonesOf(receiver.track, tones, this.#context) : [];
  }

  async close(): Promise<void> {
    this.connection.close();
    await this.#context.close();
  }

  async #describe(description: RTCSessionDescriptionInit): Promise<string> {
    await this.connection.setLocalDescription(description);
    if (this.connection.iceGatheringState !== 'complete') {
      await new Promise<void>((resolve) => {
        this.connection.addEventListener('icegatheringstatechange', () => {
          if (this.connection.iceGatheringState === 'complete') resolve();
        });
      });
    }
    return this.connection.localDescription?.sdp ?? '';
  }
}

/** A media session, and what it told. */
export interface Rig {
  readonly media: MediaSession;
  readonly states: MediaState[];
  readonly told: string[];
  readonly sound: RemoteSound;
  readonly devices: Devices;
  /** What was said of the devices, the last one at the end. */
  readonly notices: readonly (DeviceNotice | undefined)[];
}

export function createRig(
  options: {
    readonly clock?: Clock;
    readonly sound?: RemoteSound;
    readonly codecs?: readonly string[];
    readonly iceServers?: () => Promise<readonly IceServer[]>;
  } = {},
): Rig {
  const states: MediaState[] = [];
  const told: string[] = [];
  const notices: (DeviceNotice | undefined)[] = [];
  const devices = new Devices((notice) => notices.push(notice));
  const sound =
    options.sound ?? new RemoteSound((blocked) => told.push(`blocked ${blocked}`), devices.speaker);
  const media = new MediaSession({
    clock: options.clock ?? systemClock,
    sound,
    microphones: devices.microphones,
    codecs: options.codecs,
    iceServers: options.iceServers ?? (() => Promise.resolve([])),
    onState: (state) => states.push(state),
    onRemoteHold: (held) => told.push(`remote hold ${held}`),
    onRestartWanted: () => told.push('restart'),
    onLost: () => told.push('lost'),
  });
  return { media, states, told, sound, devices, notices };
}

/** A call of ours to a far end, up to the moment when sound flows. */
export async function connectCall(rig: Rig, far: FarEnd): Promise<void> {
  const microphone = rig.media.openMicrophone();
  await rig.media.accept(await far.answer(await rig.media.describe()));
  await microphone;
  await eventually(() => rig.states.at(-1) === 'flowing');
}

/** Why a promise was rejected, by its typed reason. */
export async function reasonOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'nothing';
  } catch (thrown) {
    return (thrown as CtiError).reason;
  }
}
