/** Says whether a document can be seen: tests run beside each other, and all but one in the background. */
export function setHidden(hidden: boolean, target: Document = document): void {
  Object.defineProperty(target, 'hidden', { configurable: true, value: hidden });
  target.dispatchEvent(new Event('visibilitychange'));
}

/** What the browser itself says, again. */
export function resetHidden(): void {
  Reflect.deleteProperty(document, 'hidden');
}
