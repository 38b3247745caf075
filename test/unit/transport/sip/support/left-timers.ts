/** A number in browsers; Node's types, when they are about, say otherwise. */
type Timer = ReturnType<typeof setTimeout>;

/** Counts the page's own timers that are set and neither ran nor were cleared: sip.js has no injected clock. */
export class LeftTimers {
  readonly #left = new Map<Timer, string>();
  readonly #set = globalThis.setTimeout;
  readonly #clear = globalThis.clearTimeout;

  install(): this {
    const left = this.#left;
    const set = this.#set;
    const clear = this.#clear;
    Reflect.set(globalThis, 'setTimeout', (task: () => void, delayMs?: number): Timer => {
      const id = set(() => {
        left.delete(id);
        task();
      }, delayMs);
      left.set(id, `${delayMs} ms: ${task.toString().slice(0, 80)}`);
      return id;
    });
    Reflect.set(globalThis, 'clearTimeout', (id: Timer | undefined): void => {
      if (id !== undefined) left.delete(id);
      clear(id);
    });
    return this;
  }

  uninstall(): void {
    globalThis.setTimeout = this.#set;
    globalThis.clearTimeout = this.#clear;
  }

  get list(): readonly string[] {
    return [...this.#left.values()];
  }
}
