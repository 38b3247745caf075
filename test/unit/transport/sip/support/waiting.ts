/** Things that come, each awaited at most once. */
export class Waiting<T> {
  readonly #unseen: T[] = [];
  readonly #takers: {
    readonly wanted: (thing: T) => boolean;
    readonly take: (thing: T) => void;
  }[] = [];

  add(thing: T): void {
    const index = this.#takers.findIndex(({ wanted }) => wanted(thing));
    const [taker] = index < 0 ? [] : this.#takers.splice(index, 1);
    if (taker) taker.take(thing);
    else this.#unseen.push(thing);
  }

  /** The next one wanted; rejects when it has not come in time. */
  next(what: string, wanted: (thing: T) => boolean, patienceMs = 2_000): Promise<T> {
    const index = this.#unseen.findIndex(wanted);
    const [thing] = index < 0 ? [] : this.#unseen.splice(index, 1);
    if (thing !== undefined) return Promise.resolve(thing);
    return new Promise((resolve, reject) => {
      const taker = {
        wanted,
        take: (taken: T): void => {
          clearTimeout(timer);
          resolve(taken);
        },
      };
      const timer = setTimeout(() => {
        this.#takers.splice(this.#takers.indexOf(taker), 1);
        reject(new Error(`${what}: nothing within ${patienceMs} ms`));
      }, patienceMs);
      this.#takers.push(taker);
    });
  }
}
