import type { Clock } from '../../../base/clock.js';

/** What the promise gives, or `fallback` when it rejects or takes longer than `limitMs`. Never rejects. */
export function orElse<T>(
  promise: Promise<T>,
  fallback: T,
  limitMs: number,
  clock: Clock,
): Promise<T> {
  return new Promise((resolve) => {
    const stopLimit = clock.schedule(limitMs, () => resolve(fallback));
    void promise
      .catch(() => fallback)
      .then((value) => {
        stopLimit();
        resolve(value);
      });
  });
}

/**
 * Resolves after `delayMs`.
 * @throws the reason of `signal` as soon as that is aborted
 */
export function wait(delayMs: number, clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const onAbort = (): void => {
      stopTimer();
      reject(signal.reason as Error);
    };
    const stopTimer = clock.schedule(delayMs, () => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

/**
 * What the promise gives, unless the signal comes first.
 * @throws what the promise throws; the reason of `signal`
 */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
