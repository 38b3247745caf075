import { html, nothing, type ReactiveElement, type TemplateResult } from 'lit';
import { CallState, type ControllerHost } from '../context/call-state.js';
import { LentServices } from '../context/lent-services.js';
import type { LinkHost } from '../context/panel-link.js';
import { askedElsewhere } from '../controller/selectors.js';
import type { CallSnapshot } from '../controller/snapshot.js';
import type { Localizer } from '../i18n/localize.js';
import { ClickShield } from './click-shield.js';
import { shownNumber, textOf } from './customer-text.js';
import { shownText } from './shown-text.js';
import { nameOf } from './transfer-words.js';

/** Stand for the two names until the sentence is made: each is isolated, in whatever order a language has them. */
const whoGap = '\uE000';
const targetGap = '\uE001';

/** What an element lends to the question that it shows. */
export interface QuestionHost {
  readonly element: ReactiveElement & ControllerHost & LinkHost;
  readonly localize: Localizer;
  readonly answer: (callId: string, accepted: boolean) => void;
}

/**
 * A far end wishes that we call another number in its place: who, which number, and the operator's yes or no. It goes
 * when it is answered, taken back or too late. Nothing is said yes to by a press that began before it was there.
 */
export class TransferQuestion {
  readonly #host: QuestionHost;
  readonly #asked: CallState<CallSnapshot | undefined>;
  readonly #services: LentServices;
  readonly #shield = new ClickShield();

  constructor(host: QuestionHost) {
    this.#host = host;
    this.#asked = new CallState(host.element, askedElsewhere);
    this.#services = new LentServices(host.element);
  }

  render(): TemplateResult | typeof nothing {
    const call = this.#asked.value;
    const target = call?.transferAsked;
    this.#shield.mean(call && target && `${call.id} ${target.number}`, Date.now());
    if (!call || !target) return nothing;
    const { localize } = this.#host;
    const shown = this.#targetText(target);
    return html`<div
      part="question"
      role="group"
      aria-labelledby="question"
      @pointerdown=${this.#shield.pointerDown}
      @keydown=${this.#shield.keyDown}
    >
      <p id="question">${this.#sentence(call, shown)}</p>
      ${this.#button('follow', localize.term('followTransfer', shown), call.id)}
      ${this.#button('stay', localize.term('stayOnCall'), call.id)}
    </div>`;
  }

  #sentence(call: CallSnapshot, target: string): unknown[] {
    const { localize } = this.#host;
    const who = nameOf(localize, call, this.#services.value?.numbers);
    return localize
      .term('transferAsked', whoGap, targetGap)
      .split(/([\uE000\uE001])/)
      .map((piece) => {
        if (piece === whoGap) return textOf(who);
        return piece === targetGap ? textOf(target) : piece;
      });
  }

  /** What it calls itself proves nothing: the number is always there. */
  #targetText({ displayName, number }: NonNullable<CallSnapshot['transferAsked']>): string {
    const shown = shownNumber(number, this.#services.value?.numbers);
    const name = shownText(displayName ?? '');
    return name && name !== shown ? `${name}, ${shown}` : shown;
  }

  #button(part: 'follow' | 'stay', label: string, callId: string): TemplateResult {
    return html`<button
      part=${part}
      type="button"
      @click=${(event: Event) => {
        if (this.#shield.accepts(event)) this.#host.answer(callId, part === 'follow');
      }}
    >
      <bdi>${label}</bdi>
    </button>`;
  }
}
