import { ManualClock } from '../../../../support/manual-clock.js';

/** A clock that can jump while its timers stand still, as when the computer sleeps. */
export class SleepingClock extends ManualClock {
  #slept = 0;

  override now(): number {
    return super.now() + this.#slept;
  }

  sleep(ms: number): void {
    this.#slept += ms;
  }
}
