import type { Clock } from '../../base/clock.js';
import { CtiError } from '../../base/error.js';

/** Whether the line is open, for calls that outlive it. */
export class LineWatch {
  readonly #waiting = new Set<() => void>();
  #open = false;

  get open(): boolean {
    return this.#open;
  }

  set(open: boolean): void {
    this.#open = open;
    if (!open) return;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const goOn of waiting) goOn();
  }

  /**
   * Resolves at once while the line is open, else when it opens.
   * @throws CtiError `network` when it does not within `limitMs`; the reason of `signal`
   */
  whenOpen(limitMs: number, clock: Clock, signal: AbortSignal): Promise<void> {
    if (this.#open) return Promise.resolve();
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const done = (): void => {
        stopLimit();
        this.#waiting.delete(goOn);
        signal.removeEventListener('abort', giveUp);
      };
      const goOn = (): void => {
        done();
        resolve();
      };
      const giveUp = (): void => {
        done();
        reject(signal.aborted ? (signal.reason as Error) : new CtiError('network'));
      };
      const stopLimit = clock.schedule(limitMs, giveUp);
      this.#waiting.add(goOn);
      signal.addEventListener('abort', giveUp);
    });
  }
}
