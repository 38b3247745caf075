/**
 * The active option of a listbox whose field keeps the focus (ARIA 1.2, combobox, `aria-activedescendant`). It is
 * known by its key, so that it stays the same while the list around it changes.
 */
export class ActiveOption {
  readonly #keys: () => readonly string[];
  #key: string | undefined;

  constructor(keys: () => readonly string[]) {
    this.#keys = keys;
  }

  /** -1: none. */
  get index(): number {
    return this.#key === undefined ? -1 : this.#keys().indexOf(this.#key);
  }

  set(key: string | undefined): void {
    this.#key = key;
  }

  /** Moves it by an arrow key, round at the ends. @returns whether it was such a key */
  handle({ key, altKey, ctrlKey, metaKey, shiftKey }: KeyboardEvent): boolean {
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    const keys = this.#keys();
    if (step === undefined || altKey || ctrlKey || metaKey || shiftKey) return false;
    const { index } = this;
    const from = index < 0 && step < 0 ? 0 : index;
    this.#key = keys.at((from + step) % keys.length);
    return true;
  }
}
