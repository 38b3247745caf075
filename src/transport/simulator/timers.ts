import type { Clock, Undo } from '../../base/clock.js';

/** The delays of one owner, all of which end with it. */
export class Timers {
  readonly #clock: () => Clock;
  readonly #undos = new Set<Undo>();

  constructor(clock: () => Clock) {
    this.#clock = clock;
  }

  /** Without a delay it is a microtask: later, yet with nothing to wait for, whatever clock a test has. */
  after(delayMs: number, callback: () => void): Undo {
    let due = true;
    const run = (): void => {
      this.#undos.delete(undo);
      if (due) callback();
      due = false;
    };
    const cancel = delayMs > 0 ? this.#clock().schedule(delayMs, run) : undefined;
    if (!cancel) queueMicrotask(run);
    const undo = (): void => {
      due = false;
      cancel?.();
      this.#undos.delete(undo);
    };
    this.#undos.add(undo);
    return undo;
  }

  /** Never resolves once `clear()` was called: what awaits it is over too. */
  wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => void this.after(delayMs, resolve));
  }

  clear(): void {
    for (const undo of [...this.#undos]) undo();
  }
}
