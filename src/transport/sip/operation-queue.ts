/**
 * Runs operations one after the other: a dialog allows one offer at a time (RFC 3264 section 4), and sip.js throws on
 * a second. An operation that fails does not keep the next from running.
 */
export class OperationQueue {
  #last: Promise<void> = Promise.resolve();

  /** Resolves or rejects with the operation. */
  run(operation: () => Promise<void>): Promise<void> {
    const result = this.#last.then(operation);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
