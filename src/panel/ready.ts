import type { CtiError } from '../base/error.js';

/** A promise that is settled from outside, and whose rejection nobody has to hear. */
export class Ready {
  readonly promise: Promise<void>;
  #settle: { readonly resolve: () => void; readonly reject: (error: CtiError) => void } | undefined;
  #failed = false;

  constructor() {
    this.promise = new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
    this.promise.catch(() => undefined);
  }

  get failed(): boolean {
    return this.#failed;
  }

  resolve(): void {
    this.#settle?.resolve();
    this.#settle = undefined;
  }

  reject(error: CtiError): void {
    this.#failed = this.#settle !== undefined;
    this.#settle?.reject(error);
    this.#settle = undefined;
  }
}
