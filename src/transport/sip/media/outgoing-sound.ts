/** A conference, as one of its calls has it: what is sent there, and what we hear of all. */
export interface Mix {
  readonly sent: MediaStreamTrack;
  readonly heard: MediaStream;
}

/** What leaves in a call: the microphone, or in a conference a mix of it with the other far end. */
export class OutgoingSound {
  #microphone: MediaStreamTrack | undefined;
  #inherited: MediaStreamTrack | undefined;
  #mix: Mix | undefined;
  #muted = false;

  get microphone(): MediaStreamTrack | undefined {
    return this.#microphone;
  }

  get muted(): boolean {
    return this.#muted;
  }

  get mix(): Mix | undefined {
    return this.#mix;
  }

  get track(): MediaStreamTrack | null {
    return this.#mix?.sent ?? this.#microphone ?? null;
  }

  /** Another microphone; returns the last one, which is to be stopped when it is no longer sent. */
  replace(track: MediaStreamTrack): MediaStreamTrack | undefined {
    const before = this.#microphone;
    this.#microphone = track;
    track.enabled = !this.#muted;
    return before;
  }

  /** The microphone of the call that this one takes the place of, once. */
  takeInherited(): MediaStreamTrack | undefined {
    const inherited = this.#inherited;
    this.#inherited = undefined;
    return inherited;
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

  /** Sent instead of the microphone alone, which the mix contains. */
  setMix(mix: Mix | undefined): void {
    this.#mix = mix;
  }

  stop(): void {
    this.#microphone?.stop();
    this.#inherited?.stop();
    this.#microphone = this.#inherited = this.#mix = undefined;
  }
}
