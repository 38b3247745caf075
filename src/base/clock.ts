/** Cancels what it was returned by; calling it again does nothing. */
export type Undo = () => void;

/** Time, injected so that the model can be tested without waiting. */
export interface Clock {
  /** Milliseconds since the epoch, as `Date.now()`. */
  now(): number;
  /** Calls `callback` once after `delayMs`. */
  schedule(delayMs: number, callback: () => void): Undo;
}

/** Longest delay a browser timer keeps: above it the timer fires at once (HTML, timers). */
const longestDelayMs = 2 ** 31 - 1;

type RunOutside = <T>(task: () => T) => T;

/**
 * In a page with zone.js every timer of ours would run the page's change detection: run it in the root zone.
 */
function runOutsideZones(): RunOutside {
  const zone = (globalThis as { Zone?: { root?: { run: RunOutside } } }).Zone;
  return (task) => (zone?.root ? zone.root.run(task) : task());
}

/** The browser's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(delayMs, callback) {
    const id = runOutsideZones()(() =>
      setTimeout(callback, Math.min(Math.max(0, delayMs), longestDelayMs)),
    );
    return () => clearTimeout(id);
  },
};
