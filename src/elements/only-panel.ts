/** The panel of a page that has one. Where there are several, none is meant. */
export function onlyPanel(document: Document): Element | undefined {
  const [first, ...others] = document.querySelectorAll('cti-panel');
  return others.length === 0 ? first : undefined;
}
