import type { Undo } from '../base/clock.js';
import type { HistoryServices } from '../context/panel-services.js';

/**
 * Has it said once how many calls were missed: when a panel comes to a history with some, and whenever there are more.
 * One that has just been missed here is announced by its end already.
 */
export class MissedCalls {
  readonly #say: (count: number) => void;
  #history: HistoryServices | undefined;
  #undo: Undo | undefined;
  #count = 0;

  /** @param say 0: nothing any more */
  constructor(say: (count: number) => void) {
    this.#say = say;
  }

  follow(history: HistoryServices | undefined): void {
    if (history === this.#history) return;
    this.#undo?.();
    this.#history = history;
    this.#count = 0;
    this.#undo = history?.subscribe(() => void this.#ask());
    void this.#ask();
  }

  async #ask(): Promise<void> {
    const history = this.#history;
    // What cannot be read is told by the history.
    const count = (await history?.missedCount().catch(() => 0)) ?? 0;
    if (history !== this.#history || count === this.#count) return;
    const more = count > this.#count;
    this.#count = count;
    this.#say(more ? count : 0);
  }
}
