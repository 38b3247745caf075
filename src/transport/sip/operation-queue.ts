/**
 * Runs operations one after the other: a dialog allows one offer at a time (RFC 3264 section 4). The first of an idle
 * queue begins before `run()` returns. One that fails does not keep the next from running.
 */
export class OperationQueue {
  readonly #waiting: (() => Promise<void>)[] = [];
  #running = false;

  /** @param operation settles by itself, sooner or later; what it throws is dropped */
  run(operation: () => Promise<void>): void {
    this.#waiting.push(operation);
    if (!this.#running) void this.#drain();
  }

  async #drain(): Promise<void> {
    this.#running = true;
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      await next().catch(() => undefined);
    }
    this.#running = false;
  }
}
