import type { CtiElement } from '../context/cti-element.js';
import type { CallRecord } from '../history/call-history.js';

/**
 * One row of the list is in the order of Tab, with all its buttons; arrows, Home and End lead to another row, to the
 * button of the same kind. When the row goes that has the focus, the one in its place gets it.
 */
export class HistoryKeys {
  readonly #host: CtiElement;
  #ids: readonly string[] = [];
  #records: readonly CallRecord[] = [];
  #active: string | undefined;
  #lost = false;

  constructor(host: CtiElement) {
    this.#host = host;
  }

  isActive(id: string): boolean {
    return id === this.#active;
  }

  /** To be called before the list is rendered. */
  follow(records: readonly CallRecord[]): void {
    if (records === this.#records) return;
    const index = this.#active === undefined ? -1 : this.#ids.indexOf(this.#active);
    this.#records = records;
    this.#ids = records.map(({ id }) => id);
    if (this.#active !== undefined && this.#ids.includes(this.#active)) return;
    this.#lost = this.#focused() !== undefined;
    this.#active = this.#ids[Math.min(Math.max(index, 0), this.#ids.length - 1)];
  }

  /** To be called after the list was rendered. */
  restoreFocus(): void {
    if (!this.#lost) return;
    this.#lost = false;
    this.#focus(this.#active, 'details');
  }

  readonly focusIn = (event: Event): void => {
    const id = rowOf(event)?.dataset.id;
    if (id !== undefined) this.#activate(id);
  };

  readonly keyDown = (event: KeyboardEvent): void => {
    const row = rowOf(event);
    const { target, key } = event;
    if (!row || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    if (target instanceof HTMLElement && target.matches('textarea')) return;
    const index = this.#ids.indexOf(row.dataset.id ?? '');
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      Home: 0,
      End: this.#ids.length - 1,
    };
    const next = steps[key] === undefined ? undefined : this.#ids[steps[key]];
    if (next === undefined) return;
    event.preventDefault();
    this.#focus(next, (target as HTMLElement).part.value);
  };

  #activate(id: string): void {
    if (id === this.#active) return;
    this.#active = id;
    this.#host.requestUpdate();
  }

  /** The button of that kind in a row, else the last one: that for the details. */
  #focus(id: string | undefined, part: string): void {
    const row = id === undefined ? undefined : this.#row(id);
    const found =
      row?.querySelector<HTMLElement>(`[part="${CSS.escape(part)}"]`) ??
      row?.querySelector<HTMLElement>('[part=details]');
    if (id !== undefined) this.#activate(id);
    found?.focus();
  }

  #row(id: string): HTMLElement | null {
    return this.#host.renderRoot.querySelector(`li[data-id="${CSS.escape(id)}"]`);
  }

  #focused(): Element | undefined {
    return this.#host.shadowRoot?.activeElement?.closest('li') ?? undefined;
  }
}

function rowOf({ target }: Event): HTMLElement | undefined {
  return target instanceof Element ? (target.closest<HTMLElement>('li') ?? undefined) : undefined;
}
