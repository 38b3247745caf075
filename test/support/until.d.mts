/** Asks until the answer satisfies, for at most `timeoutMs`; returns it. */
export function until<T>(
  ask: () => T | Promise<T>,
  satisfies?: (answer: T) => unknown,
  timeoutMs?: number,
): Promise<T>;
