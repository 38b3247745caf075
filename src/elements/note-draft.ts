import type { ReactiveController, ReactiveElement } from 'lit';
import { systemClock, type Clock, type Undo } from '../base/clock.js';

/** How long after the last key a note is saved, in ms. */
const saveMs = 400;

/** Longest note, in characters: more the controller does not take. */
export const longestNote = 20_000;

/**
 * Notes as they are typed: saved a moment after the last key, and at once when the field is left, the element goes or
 * the page is left.
 */
export class NoteDraft implements ReactiveController {
  readonly #save: (id: string, text: string) => void;
  readonly #clock: Clock;
  #unsaved: { readonly id: string; readonly text: string } | undefined;
  #undo: Undo | undefined;

  constructor(
    host: ReactiveElement,
    save: (id: string, text: string) => void,
    clock: Clock = systemClock,
  ) {
    this.#save = save;
    this.#clock = clock;
    host.addController(this);
  }

  type(id: string, text: string): void {
    if (this.#unsaved && this.#unsaved.id !== id) this.flush();
    this.#unsaved = { id, text };
    this.#undo?.();
    this.#undo = this.#clock.schedule(saveMs, this.flush);
  }

  /** What is typed and not saved yet. */
  textOf(id: string): string | undefined {
    return this.#unsaved?.id === id ? this.#unsaved.text : undefined;
  }

  readonly flush = (): void => {
    this.#undo?.();
    this.#undo = undefined;
    const unsaved = this.#unsaved;
    this.#unsaved = undefined;
    if (unsaved) this.#save(unsaved.id, unsaved.text);
  };

  hostConnected(): void {
    globalThis.addEventListener('pagehide', this.flush);
  }

  hostDisconnected(): void {
    globalThis.removeEventListener('pagehide', this.flush);
    this.flush();
  }
}
