import type { Undo } from './clock.js';

/**
 * A typed set of listeners. One that throws is reported and does not keep the others from hearing.
 * A listener added while an event is delivered hears from the next one on.
 */
export class Listeners<E> {
  readonly #listeners = new Set<(event: E) => void>();
  readonly #report: (thrown: unknown, listener: object) => void;

  /** @param report hears what a listener threw, and which one it was */
  constructor(report: (thrown: unknown, listener: object) => void) {
    this.#report = report;
  }

  add(listener: (event: E) => void): Undo {
    // A wrapper, so that the same function added twice is two listeners with two undos.
    const own = (event: E): void => listener(event);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  emit(event: E): void {
    for (const listener of [...this.#listeners]) {
      if (!this.#listeners.has(listener)) continue;
      try {
        listener(event);
      } catch (thrown) {
        this.#report(thrown, listener);
      }
    }
  }

  get size(): number {
    return this.#listeners.size;
  }

  clear(): void {
    this.#listeners.clear();
  }
}
