import { systemClock, type Clock, type Undo } from '../base/clock.js';

/** How long a key is held until it means something else, in ms. */
export const longPressMs = 600;

/** A key that is held. The click that follows a long press is not one. */
export class LongPress {
  readonly #clock: Clock;
  #undo: Undo | undefined;
  #wasLong = false;

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  start(callback: () => void): void {
    this.cancel();
    this.#undo = this.#clock.schedule(longPressMs, () => {
      this.#wasLong = true;
      callback();
    });
  }

  cancel(): void {
    this.#undo?.();
    this.#undo = undefined;
    this.#wasLong = false;
  }

  /** The press is over. True when it was a long one, and the click means nothing. */
  end(): boolean {
    const wasLong = this.#wasLong;
    this.cancel();
    return wasLong;
  }
}
