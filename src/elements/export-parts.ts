/**
 * Value for `exportparts`: an element's own parts are prefixed with its tag without `cti-`; `through` are parts of
 * its children, prefixed already, that pass on unchanged.
 */
export function exportParts(
  tag: string,
  own: readonly string[],
  through: readonly string[] = [],
): string {
  const prefix = tag.replace(/^cti-/, '');
  return [...own.map((part) => `${part}:${prefix}-${part}`), ...through].join(', ');
}
