/** Letters that are typed within this time, in ms, are the beginning of one name. */
const typingMs = 700;

/** Keyboard of a menu (ARIA Authoring Practices, menu button): arrows, Home, End, and typing a name's beginning. */
export class MenuKeys {
  readonly #items: () => readonly HTMLElement[];
  #typed = '';
  #typedAt = -Infinity;

  constructor(items: () => readonly HTMLElement[]) {
    this.#items = items;
  }

  /** Focuses the first item that matches, else the first. */
  focusFirst(selector: string): void {
    const items = this.#items();
    (items.find((item) => item.matches(selector)) ?? items[0])?.focus();
  }

  handle(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const target = this.#target(event, this.#items());
    if (!target) return;
    event.preventDefault();
    event.stopPropagation();
    target.focus();
  }

  #target(event: KeyboardEvent, items: readonly HTMLElement[]): HTMLElement | undefined {
    const index = items.findIndex(isActive);
    switch (event.key) {
      case 'ArrowDown':
        return items[(index + 1) % items.length];
      case 'ArrowUp':
        return items.at(index <= 0 ? -1 : index - 1);
      case 'Home':
        return items[0];
      case 'End':
        return items.at(-1);
      default:
        return event.key.length === 1 && event.key !== ' '
          ? this.#named(event, index, items)
          : undefined;
    }
  }

  /** The same letter again means the next name that begins with it; other letters go on with the name. */
  #named(
    { key, timeStamp }: KeyboardEvent,
    index: number,
    items: readonly HTMLElement[],
  ): HTMLElement | undefined {
    const letter = key.toLocaleLowerCase();
    const goesOn = timeStamp - this.#typedAt <= typingMs && this.#typed !== letter;
    this.#typed = goesOn ? this.#typed + letter : letter;
    this.#typedAt = timeStamp;
    const from = goesOn ? Math.max(index, 0) : index + 1;
    const inOrder = [...items.slice(from), ...items.slice(0, from)];
    return inOrder.find((item) =>
      item.textContent.trim().toLocaleLowerCase().startsWith(this.#typed),
    );
  }
}

/** Not `:focus`, which nothing is while the window is in the background. */
function isActive(item: HTMLElement): boolean {
  const root = item.getRootNode();
  return 'activeElement' in root && root.activeElement === item;
}
