import { CtiError } from '../../../base/error.js';
import type { MediaSession } from './media-session.js';
import type { RemoteSound } from './remote-sound.js';

type Pair = readonly [MediaSession, MediaSession];

/** How long the browser may take to start its audio clock: it does not where it forbids sound. */
const startLimitMs = 2_000;

/**
 * Chromium feeds Web Audio from a far end's stream only while a media element plays it (crbug.com/933677): a muted one
 * needs nobody's leave.
 */
function keepFlowing(stream: MediaStream): HTMLAudioElement {
  const element = new Audio();
  element.muted = true;
  element.srcObject = stream;
  element.play().catch(() => undefined);
  return element;
}

async function start(context: AudioContext): Promise<void> {
  const limit = new Promise((resolve) => setTimeout(resolve, startLimitMs));
  await Promise.race([context.resume(), limit]);
  if (context.state !== 'running') throw new CtiError('sound-blocked');
}

/**
 * A conference of three, mixed here: each far end is sent our microphone and the other far end, never itself; we hear
 * both. Whatever is muted or on hold is silent in the mix.
 */
export class Mixer {
  readonly #sound: RemoteSound;
  readonly #pair: Pair;
  readonly #context = new AudioContext();
  #elements: readonly HTMLAudioElement[] = [];
  #heard: MediaStream | undefined;

  constructor(pair: Pair, sound: RemoteSound) {
    this.#pair = pair;
    this.#sound = sound;
  }

  /** @throws CtiError `media` when one of them has no sound, `sound-blocked` when the browser forbids ours */
  async start(): Promise<void> {
    const [one, other] = this.#pair;
    await start(this.#context);
    const remotes = [this.#remoteOf(one), this.#remoteOf(other)] as const;
    this.#elements = remotes.map(keepFlowing);
    const ofOne = this.#context.createMediaStreamSource(remotes[0]);
    const ofOther = this.#context.createMediaStreamSource(remotes[1]);
    const heard = this.#mix([ofOne, ofOther]);
    const [toOne, toOther] = [
      this.#trackOf([ofOther, this.#microphoneOf(one)]),
      this.#trackOf([ofOne, this.#microphoneOf(other)]),
    ];
    this.#heard = heard;
    await one.setMix({ sent: toOne, heard });
    await other.setMix({ sent: toOther, heard });
  }

  /** Back to two calls, of which each is sent the microphone alone. */
  async stop(): Promise<void> {
    if (this.#heard) this.#sound.stop(this.#heard);
    this.#heard = undefined;
    for (const media of this.#pair) media.onMicrophone = undefined;
    await Promise.all(this.#pair.map((media) => media.setMix(undefined)));
    for (const element of this.#elements) {
      element.pause();
      element.srcObject = null;
    }
    this.#elements = [];
    if (this.#context.state !== 'closed') await this.#context.close();
  }

  #remoteOf({ remote }: MediaSession): MediaStream {
    if (!remote?.getAudioTracks().length) throw new CtiError('media');
    return remote;
  }

  /** Whichever it speaks into: a node that takes the place of the microphone when that is exchanged. */
  #microphoneOf(media: MediaSession): AudioNode {
    if (!media.microphone) throw new CtiError('media');
    const open = (track: MediaStreamTrack): AudioNode =>
      this.#context.createMediaStreamSource(new MediaStream([track]));
    const out = this.#context.createGain();
    let source = open(media.microphone);
    source.connect(out);
    media.onMicrophone = (track) => {
      source.disconnect();
      source = open(track);
      source.connect(out);
    };
    return out;
  }

  #mix(sources: readonly AudioNode[]): MediaStream {
    const out = this.#context.createMediaStreamDestination();
    for (const source of sources) source.connect(out);
    return out.stream;
  }

  #trackOf(sources: readonly AudioNode[]): MediaStreamTrack {
    const [track] = this.#mix(sources).getAudioTracks();
    if (!track) throw new CtiError('media');
    return track;
  }
}
