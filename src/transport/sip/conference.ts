import { SessionState } from 'sip.js';

import { CtiError, toCtiError } from '../../base/error.js';
import type { MergedCalls, TransportEvent } from '../call-transport.js';
import { Mixer } from './media/mixer.js';
import type { RemoteSound } from './media/remote-sound.js';
import type { SipCall } from './sip-call.js';

export interface ConferenceOptions {
  /** The calls there are, by id. */
  readonly calls: ReadonlyMap<string, SipCall>;
  readonly sound: RemoteSound;
  emit(event: TransportEvent): void;
}

interface Merged {
  readonly callIds: MergedCalls;
  readonly mixer: Mixer;
  readonly forget: () => void;
}

/** The conference of three of this line, if there is one. */
export class Conference {
  readonly #options: ConferenceOptions;
  #merged: Merged | undefined;

  constructor(options: ConferenceOptions) {
    this.#options = options;
  }

  merge(callIds: MergedCalls): void {
    this.#start(callIds).then(
      () => this.#options.emit({ type: 'calls-merged', callIds }),
      (thrown: unknown) =>
        this.#options.emit({ type: 'calls-merge-failed', callIds, error: toCtiError(thrown) }),
    );
  }

  split(): void {
    const callIds = this.#merged?.callIds;
    if (!callIds) return;
    void this.#stop().then(() => this.#options.emit({ type: 'calls-split', callIds }));
  }

  /** Everyone whom a mute of this call concerns: in a conference, both far ends. */
  with(callId: string): readonly string[] {
    const callIds = this.#merged?.callIds;
    return callIds?.includes(callId) ? callIds : [callId];
  }

  dispose(): void {
    void this.#stop();
  }

  async #start(callIds: MergedCalls): Promise<void> {
    const [one, other] = callIds.map((id) => this.#options.calls.get(id));
    const stands = (call: SipCall | undefined): call is SipCall =>
      call?.session?.state === SessionState.Established && !call.over && !call.inCall.held;
    if (this.#merged || !stands(one) || !stands(other) || one === other) {
      throw new CtiError('not-allowed');
    }
    const mixer = new Mixer([one.media, other.media], this.#options.sound);
    const onEnd = (): void => void this.#ended();
    const calls = [one, other];
    for (const { ending } of calls) ending.addEventListener('abort', onEnd);
    const forget = (): void => {
      for (const { ending } of calls) ending.removeEventListener('abort', onEnd);
    };
    const merged = { callIds, mixer, forget };
    this.#merged = merged;
    try {
      await mixer.start();
    } catch (thrown) {
      if (this.#merged === merged) await this.#stop();
      throw thrown;
    }
    // One of them has ended meanwhile.
    if (this.#merged !== merged) throw new CtiError('aborted');
  }

  async #stop(): Promise<void> {
    const merged = this.#merged;
    this.#merged = undefined;
    merged?.forget();
    await merged?.mixer.stop().catch(() => undefined);
  }

  /** One is over: the other is an ordinary call again, unless somebody else has taken its place. */
  async #ended(): Promise<void> {
    const callIds = this.#merged?.callIds;
    await this.#stop();
    const goesOn = callIds?.every((id) => this.#options.calls.get(id)?.over === false);
    if (callIds && goesOn) await this.#start(callIds).catch(() => undefined);
  }
}
