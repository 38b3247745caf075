/** Deeper than this a value is left as it is: nothing of ours is, and a cycle would have no end. */
const deepest = 8;

/**
 * A frozen copy of plain data: what a page or a port handed over, and may go on changing. Objects with a class of
 * their own (functions, errors, DOM nodes) stay what they are.
 */
export function immutable<T>(value: T, depth = 0): T {
  if (depth > deepest || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return Object.freeze(value.map((item: unknown) => immutable(item, depth + 1))) as T;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const entries = Object.entries(value).map(([key, item]: [string, unknown]) => [
    key,
    immutable(item, depth + 1),
  ]);
  return Object.freeze(Object.fromEntries(entries)) as T;
}
