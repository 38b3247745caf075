import {
  html,
  nothing,
  type ReactiveController,
  type ReactiveElement,
  type TemplateResult,
} from 'lit';
import { systemClock, type Clock, type Undo } from '../base/clock.js';
import { toCtiError } from '../base/error.js';
import type { Localizer } from '../i18n/localize.js';
import { placeBelow } from './place-below.js';
import { problemText } from './problem-text.js';

/** Refusals that no call and no other element shows. */
const toldHere: readonly string[] = ['refused', 'forbidden', 'invalid-target'];

/** How long a note stays on the screen, in ms. */
export const noteMs = 5_000;

/**
 * What went wrong, said in passing: the element renders it, and it is shown below the element's button, or what
 * has the class `anchor`.
 */
export class PassingNote implements ReactiveController {
  #text: string | undefined;
  #undo: Undo | undefined;
  readonly #host: ReactiveElement;
  readonly #clock: Clock;

  constructor(host: ReactiveElement, clock: Clock = systemClock) {
    this.#host = host;
    this.#clock = clock;
    host.addController(this);
  }

  /** In place of what it said before; without a text it says nothing. */
  tell(text?: string): void {
    this.#undo?.();
    this.#undo = undefined;
    this.#text = this.#host.isConnected ? text : undefined;
    this.#host.requestUpdate();
    if (this.#text === undefined) return;
    this.#undo = this.#clock.schedule(noteMs, () => this.tell());
  }

  /** What the page or its operator's rights refused; how a call fails is told by the call. */
  tellRefusal(thrown: unknown, localize: Localizer): void {
    if (toldHere.includes(toCtiError(thrown).reason)) this.tell(problemText(thrown, localize));
  }

  render(): TemplateResult | typeof nothing {
    if (this.#text === undefined) return nothing;
    return html`<p part="problem" role="alert" dir="auto" popover="manual">${this.#text}</p>`;
  }

  hostUpdated(): void {
    const note = this.#host.renderRoot.querySelector<HTMLElement>('[part=problem][popover]');
    const anchor = this.#host.renderRoot.querySelector<HTMLElement>('.anchor, [part~=button]');
    if (!note || !anchor || note.matches(':popover-open')) return;
    placeBelow(note, anchor);
    note.showPopover();
  }

  hostDisconnected(): void {
    this.tell();
  }
}
