import { CtiError } from '../../../base/error.js';
import { openMicrophone } from './microphone.js';

/** What leaves in a call: the microphone, or in a conference a mix of it with the other far end. */
export class OutgoingSound {
  #microphone: MediaStreamTrack | undefined;
  #inherited: MediaStreamTrack | undefined;
  #mix: MediaStreamTrack | undefined;
  #muted = false;

  get microphone(): MediaStreamTrack | undefined {
    return this.#microphone;
  }

  get muted(): boolean {
    return this.#muted;
  }

  get mixed(): boolean {
    return this.#mix !== undefined;
  }

  get track(): MediaStreamTrack | null {
    return this.#mix ?? this.#microphone ?? null;
  }

  /**
   * Opens the microphone, unless one was inherited. A track that comes too late is stopped.
   * @throws CtiError for example `microphone-denied`, `aborted`
   */
  async open(isTooLate: () => boolean): Promise<void> {
    const track = this.#inherited ?? (await openMicrophone());
    this.#inherited = undefined;
    if (isTooLate()) {
      track.stop();
      throw new CtiError('aborted');
    }
    this.#microphone?.stop();
    this.#microphone = track;
    track.enabled = !this.#muted;
  }

  /** Goes on with the microphone of another call, and its mute. */
  inherit({ microphone, muted }: OutgoingSound): void {
    this.setMuted(muted);
    if (microphone) this.#inherited = microphone.clone();
  }

  setMuted(muted: boolean): void {
    this.#muted = muted;
    if (this.#microphone) this.#microphone.enabled = !muted;
  }

  /** What is sent instead of the microphone alone, which the mix contains. */
  setMix(mix: MediaStreamTrack | undefined): void {
    this.#mix = mix;
  }

  stop(): void {
    this.#microphone?.stop();
    this.#inherited?.stop();
    this.#microphone = this.#inherited = this.#mix = undefined;
  }
}
