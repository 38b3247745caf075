import type { Clock } from '../../base/clock.js';

/** At most so many in any second; the rest is over the limit. */
export class RateLimit {
  readonly #clock: Clock;
  readonly #perSecond: number;
  #left: number;
  #since: number;

  constructor(clock: Clock, perSecond: number) {
    this.#clock = clock;
    this.#perSecond = perSecond;
    this.#left = perSecond;
    this.#since = clock.now();
  }

  /** Whether one more is allowed now. */
  take(): boolean {
    const now = this.#clock.now();
    // A clock set back would freeze the refill.
    const passed = now < this.#since ? 1_000 : now - this.#since;
    this.#left = Math.min(this.#perSecond, this.#left + (passed * this.#perSecond) / 1_000);
    this.#since = now;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
