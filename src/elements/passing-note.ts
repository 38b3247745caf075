import type { ReactiveController, ReactiveElement } from 'lit';
import { systemClock, type Clock, type Undo } from '../base/clock.js';
import { placeBelow } from './place-below.js';

/** How long a note stays on the screen, in ms. */
export const noteMs = 5_000;

/**
 * Something an element has to say in passing, as a popover below its button: the element renders `text`, when there
 * is one, in `[part=problem]` with `popover="manual"`.
 */
export class PassingNote implements ReactiveController {
  text: string | undefined;
  #undo: Undo | undefined;
  readonly #host: ReactiveElement;
  readonly #clock: Clock;

  constructor(host: ReactiveElement, clock: Clock = systemClock) {
    this.#host = host;
    this.#clock = clock;
    host.addController(this);
  }

  tell(text: string): void {
    if (!this.#host.isConnected) return;
    this.#set(text);
    this.#undo = this.#clock.schedule(noteMs, () => this.clear());
  }

  clear(): void {
    this.#set(undefined);
  }

  hostUpdated(): void {
    const note = this.#host.renderRoot.querySelector<HTMLElement>('[part=problem]');
    const anchor = this.#host.renderRoot.querySelector<HTMLElement>('[part~=button]');
    if (!note || !anchor || note.matches(':popover-open')) return;
    placeBelow(note, anchor);
    note.showPopover();
  }

  hostDisconnected(): void {
    this.clear();
  }

  #set(text: string | undefined): void {
    this.#undo?.();
    this.#undo = undefined;
    this.text = text;
    this.#host.requestUpdate();
  }
}
