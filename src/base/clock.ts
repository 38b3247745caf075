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

/**
 * Runs a task in the root zone of a page with zone.js: a timer or a socket made there does not run the page's change
 * detection each time it calls back. Without zone.js it just runs it.
 */
export function outsideZones<T>(task: () => T): T {
  const { Zone: zone } = globalThis as {
    Zone?: { root?: { run: <R>(task: () => R) => R } };
  };
  return zone?.root ? zone.root.run(task) : task();
}

/** The browser's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(delayMs, callback) {
    // NaN would fire at once, as 0 does: say so here rather than leave it to the browser.
    const delay = Math.min(Math.max(0, delayMs || 0), longestDelayMs);
    const id = outsideZones(() => setTimeout(callback, delay));
    return () => clearTimeout(id);
  },
};
