import { CtiError } from '../../base/error.js';

/** `asking`: a permission prompt stays in front of the operator until another outcome is set. */
export const microphoneOutcomes = ['granted', 'denied', 'missing', 'asking'] as const;
export type MicrophoneOutcome = (typeof microphoneOutcomes)[number];

/** A microphone that gives what it was told to give. */
export class SimulatedMicrophone {
  readonly #users = new Set<string>();
  #outcome: MicrophoneOutcome = 'granted';
  #decided: (() => void)[] = [];

  get inUse(): boolean {
    return this.#users.size > 0;
  }

  set(outcome: MicrophoneOutcome): void {
    this.#outcome = outcome;
    if (outcome === 'asking') return;
    const waiting = this.#decided;
    this.#decided = [];
    for (const decide of waiting) decide();
  }

  /** @throws CtiError `microphone-denied`, `microphone-missing`, `aborted` (nobody wants it any more) */
  async open(
    callId: string,
    want: { readonly wanted: () => boolean; readonly onAsking: (asking: boolean) => void },
  ): Promise<void> {
    if (this.#outcome === 'asking') {
      want.onAsking(true);
      await new Promise<void>((resolve) => this.#decided.push(resolve));
      want.onAsking(false);
    }
    if (!want.wanted()) throw new CtiError('aborted');
    if (this.#outcome === 'denied') throw new CtiError('microphone-denied');
    if (this.#outcome === 'missing') throw new CtiError('microphone-missing');
    this.#users.add(callId);
  }

  close(callId: string): void {
    this.#users.delete(callId);
  }
}
