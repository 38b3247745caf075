/**
 * Runs when a tag is registered, unless whoever waits for it is gone by then: they are held weakly, for a tag that
 * never comes must not keep an element, and the page around it, for ever.
 *
 * @param run must reach the one who waits by its argument only
 */
export function whenDefined<T extends object>(
  tag: string,
  waiting: T,
  run: (waiting: T) => void,
): void {
  const held = new WeakRef(waiting);
  void customElements.whenDefined(tag).then(() => {
    const still = held.deref();
    if (still) run(still);
  });
}
