/** The element that has the focus, looked for through shadow trees. */
export function deepActiveElement({ activeElement, body }: Document): HTMLElement | undefined {
  let active = activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return isFocusable(active) && active !== body ? active : undefined;
}

/** Not by `instanceof`: the element may be of another document. */
function isFocusable(element: Element | null): element is HTMLElement {
  return element !== null && 'focus' in element;
}

/** Whether this part has the focus. To disable it would take the focus away: it is disabled in name only. */
export function partHasFocus({ shadowRoot }: Element, part: string): boolean {
  return shadowRoot?.activeElement?.part.contains(part) ?? false;
}

/** Whether keys that are pressed now become text in that element. */
export function isTyping(active: Element | undefined): boolean {
  return active?.matches('input, textarea, select, [contenteditable]') ?? false;
}
