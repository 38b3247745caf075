import type { ReactiveController, ReactiveElement } from 'lit';
import type { Mode } from '../controller/snapshot.js';

/**
 * Keeps the keyboard in the panel: when a change of mode takes the focused element away (the field after Enter, End
 * call when the caller hangs up), the focus goes to the panel's call, or back to the field. A focus that is elsewhere,
 * or still has its element, is left alone.
 */
export class FocusKeeper implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #mode: () => Mode;
  #was: Mode | undefined;
  #hadFocus = false;

  constructor(host: ReactiveElement, mode: () => Mode) {
    this.#host = host;
    this.#mode = mode;
    host.addController(this);
  }

  hostUpdate(): void {
    this.#hadFocus = this.#hasFocus;
  }

  hostUpdated(): void {
    const mode = this.#mode();
    const changed = this.#was !== undefined && this.#was !== mode;
    this.#was = mode;
    // The elements inside render after their panel.
    if (changed && this.#hadFocus) requestAnimationFrame(() => this.#restore(mode));
  }

  /** Until the next layout the focus stays in an element that is no longer shown. */
  get #hasFocus(): boolean {
    return this.#host.shadowRoot?.activeElement?.checkVisibility() ?? false;
  }

  #restore(mode: Mode): void {
    const { ownerDocument, renderRoot } = this.#host;
    const { activeElement, body } = ownerDocument;
    const lost = activeElement === body || activeElement === this.#host;
    if (this.#hasFocus || !lost) return;
    const place = mode === 'idle' ? 'cti-dial-field' : '[part=call]';
    renderRoot.querySelector<HTMLElement>(place)?.focus({ preventScroll: true });
  }
}
