import type { Undo } from '../base/clock.js';

/**
 * Which calls are live in any tab of this browser: each has a Web Lock as long as its page lives, however that ends.
 * Where there are none (no secure context, so no microphone either) only this page's are known.
 */
export class LiveCalls {
  readonly #prefix: string;
  readonly #held = new Map<string, Undo>();
  // Secure contexts only, whatever the types say.
  readonly #locks = (navigator as { locks?: LockManager }).locks;

  constructor(userId: string) {
    this.#prefix = `cti-panel:call:${userId}:`;
  }

  begin(id: string): void {
    if (this.#held.has(id)) return;
    const held = new Promise<void>((resolve) => this.#held.set(id, resolve));
    // An opaque origin has no locks, and no other tab to tell.
    this.#locks?.request(this.#prefix + id, () => held).catch(() => undefined);
  }

  end(id: string): void {
    this.#held.get(id)?.();
    this.#held.delete(id);
  }

  async everywhere(): Promise<ReadonlySet<string>> {
    const { held = [], pending = [] } = (await this.#locks?.query()) ?? {};
    const names = [...held, ...pending].flatMap(({ name = '' }) =>
      name.startsWith(this.#prefix) ? [name.slice(this.#prefix.length)] : [],
    );
    return new Set([...names, ...this.#held.keys()]);
  }

  /** One tab at a time. */
  async alone(work: () => Promise<void>): Promise<void> {
    if (!this.#locks) return work();
    await this.#locks.request(`${this.#prefix}recover`, work);
  }

  dispose(): void {
    for (const id of [...this.#held.keys()]) this.end(id);
  }
}
