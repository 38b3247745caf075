import type { Clock, Undo } from '../../base/clock.js';

/** A clock whose timers can all be stopped at once. */
export class TrackedClock implements Clock {
  readonly #clock: () => Clock;
  readonly #timers = new Set<Undo>();
  #stopped = false;

  constructor(clock: () => Clock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock().now();
  }

  schedule(delayMs: number, callback: () => void): Undo {
    if (this.#stopped) return () => undefined;
    const undo = this.#clock().schedule(delayMs, () => {
      this.#timers.delete(stop);
      callback();
    });
    const stop = (): void => {
      this.#timers.delete(stop);
      undo();
    };
    this.#timers.add(stop);
    return stop;
  }

  /** For good: nothing is scheduled any more. */
  stop(): void {
    this.#stopped = true;
    for (const stop of [...this.#timers]) stop();
  }
}
