import type { Clock, Undo } from '../../base/clock.js';
import { registersPerWindow, registerSpacingMs, registerWindowMs } from './constants.js';

/**
 * How often REGISTER may leave: a mistake of the server's, or of ours, must not become an attack on the server. Kept
 * for the life of the line, over all its connections.
 */
export class RegisterBudget {
  readonly #clock: Clock;
  /** When REGISTERs left or will leave, in order. */
  #times: number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How long the next REGISTER would have to wait, in ms. */
  get waitMs(): number {
    const now = this.#clock.now();
    // A clock set back must not silence the line.
    this.#times = this.#times.filter(
      (time) => time > now - registerWindowMs && time <= now + registerWindowMs,
    );
    const spaced = (this.#times.at(-1) ?? -Infinity) + registerSpacingMs;
    const full = this.#times.at(-registersPerWindow);
    const windowed = full === undefined ? -Infinity : full + registerWindowMs;
    return Math.max(0, spaced - now, windowed - now);
  }

  /** Takes the next place: how long to wait for it, in ms, and how to give it back unused. */
  take(): { readonly waitMs: number; readonly giveBack: Undo } {
    const { waitMs } = this;
    const time = this.#clock.now() + waitMs;
    this.#times.push(time);
    return {
      waitMs,
      giveBack: () => {
        this.#times = this.#times.filter((taken) => taken !== time);
      },
    };
  }
}
