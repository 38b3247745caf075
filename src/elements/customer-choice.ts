import { html, nothing, type ReactiveElement, type TemplateResult } from 'lit';
import { toCtiError } from '../base/error.js';
import { CallState, type ControllerHost } from '../context/call-state.js';
import type { LentServices } from '../context/lent-services.js';
import type { Command } from '../controller/commands.js';
import { servesLink } from '../controller/selectors.js';
import type { Customer } from '../directory/customer-directory.js';
import type { RecordedCustomer } from '../history/call-history.js';
import type { Localizer } from '../i18n/localize.js';
import { ClickShield } from './click-shield.js';
import { textOf } from './customer-text.js';
import { partHasFocus } from './focus.js';
import { problemText } from './problem-text.js';
import { recordedCustomer } from './recorded-customer.js';
import type { FoundSubject } from './search-subject.js';

type ChoiceAction = 'link' | 'only' | 'open' | 'unlink';

const names = { link: 'linkNumber', only: 'onlyThisCall', open: 'openCustomer' } as const;

/** What came of what the operator has done with a customer. */
type Outcome =
  | { readonly what: 'linkedTo' | 'callBelongsTo'; readonly customer: RecordedCustomer }
  | { readonly what: 'unlinked' }
  | { readonly what: 'problem'; readonly text: string };

interface ChoiceHost {
  readonly element: ReactiveElement & ControllerHost;
  readonly localize: Localizer;
  readonly services: LentServices;
  readonly send: (command: Command) => Promise<unknown>;
}

/**
 * What an operator does with the customer selected, and what came of it. One thing at a time. The element renders it
 * with the call and the customer of the moment.
 */
export class CustomerChoice {
  readonly #host: ChoiceHost;
  readonly #mayLink: CallState<boolean>;
  readonly #shield = new ClickShield();
  #busy: ChoiceAction | undefined;
  #outcome: Outcome | undefined;
  /** The work under way; what comes of earlier work is not told any more. */
  #turn = 0;

  constructor(host: ChoiceHost) {
    this.#host = host;
    this.#mayLink = new CallState(host.element, servesLink);
  }

  render(call: FoundSubject | undefined, selected: Customer | undefined): TemplateResult {
    this.#shield.mean(call?.id ?? 'nobody');
    const mayChoose = call && (call.isKnown || this.#host.services.value?.history);
    return html`${this.#told(call)}
      <div part="actions">
        ${this.#isLinkable(call) ? this.#button('link', call, selected) : nothing}
        ${mayChoose ? this.#button('only', call, selected) : nothing}
        ${this.#button('open', call, selected)}
      </div>`;
  }

  /** Enter in the field: what the first button does. */
  enter(call: FoundSubject | undefined, selected: Customer | undefined): void {
    if (this.#isLinkable(call) && !this.#shield.isUp) this.#act('link', call, selected);
  }

  /** It is about another call now. */
  reset(): void {
    this.#turn += 1;
    this.#busy = this.#outcome = undefined;
  }

  #told(call: FoundSubject | undefined): TemplateResult {
    const outcome = this.#outcome ?? alreadyLinked(call);
    const told = outcome && outcome.what !== 'problem' ? outcome : undefined;
    const customer = told && 'customer' in told ? told.customer : undefined;
    const problem = outcome?.what === 'problem' ? outcome.text : nothing;
    return html`<div class="line">
      <p part="result" role="status">
        ${told ? this.#host.localize.term(told.what) : nothing} ${textOf(customer?.name)}
      </p>
      ${
        call && customer && told?.what === 'linkedTo'
          ? html`<button
              part="unlink"
              type="button"
              class="link"
              aria-busy=${this.#busy === 'unlink' ? 'true' : nothing}
              @click=${() => this.#unlink(call, customer)}
            >
              ${this.#host.localize.term('unlink')}
            </button>`
          : nothing
      }
      <p part="problem" role="alert" dir="auto">${problem}</p>
    </div>`;
  }

  #button(
    action: keyof typeof names,
    call: FoundSubject | undefined,
    selected: Customer | undefined,
  ): TemplateResult {
    const { element, localize } = this.#host;
    const blocked = selected === undefined || !element.activeController;
    const focused = partHasFocus(element, action);
    return html`<button
      part=${action}
      type="button"
      class=${action === 'link' ? 'primary' : ''}
      aria-busy=${this.#busy === action ? 'true' : nothing}
      ?disabled=${blocked && !focused}
      aria-disabled=${blocked && focused ? 'true' : nothing}
      @pointerdown=${this.#shield.pointerDown}
      @keydown=${this.#shield.keyDown}
      @click=${(event: Event) => {
        if (this.#shield.accepts(event)) this.#act(action, call, selected);
      }}
    >
      ${localize.term(names[action])}
    </button>`;
  }

  #act(
    action: keyof typeof names,
    call: FoundSubject | undefined,
    customer: Customer | undefined,
  ): void {
    if (!customer) return;
    if (action === 'open') this.#open(call, customer);
    else if (call && action === 'link') this.#link(call, customer);
    else if (call) this.#only(call, customer);
  }

  #isLinkable(call: FoundSubject | undefined): call is FoundSubject {
    return call?.number !== undefined && call.number !== '' && this.#mayLink.value === true;
  }

  #link(call: FoundSubject, customer: Customer): void {
    const { id, number } = call;
    this.#do('link', { what: 'linkedTo', customer }, async () => {
      await this.#host.send({ type: 'link-customer', customer, number, callId: id });
      if (!call.isKnown) await this.#record(call, customer);
    });
  }

  #only(call: FoundSubject, customer: Customer): void {
    this.#do('only', { what: 'callBelongsTo', customer }, async () => {
      if (!call.isKnown) await this.#record(call, customer);
      else await this.#host.send({ type: 'set-customer', customer, callId: call.id });
    });
  }

  /** Of a call that only the history knows. */
  async #record({ id }: FoundSubject, customer: Customer): Promise<void> {
    await this.#host.services.value?.history?.update(id, { customer: recordedCustomer(customer) });
  }

  /** A page with a router refuses, and goes there by itself: that is nothing to tell. */
  #open(call: FoundSubject | undefined, customer: Customer): void {
    this.#do('open', this.#outcome, () =>
      this.#host
        .send({ type: 'open-customer', customer, ...(call ? { callId: call.id } : {}) })
        .catch((thrown: unknown) => {
          const { reason, operatorText } = toCtiError(thrown);
          if (reason !== 'refused' || operatorText !== undefined) throw thrown;
        }),
    );
  }

  #unlink({ id, number }: FoundSubject, customer: RecordedCustomer): void {
    this.#do('unlink', { what: 'unlinked' }, async () =>
      this.#host.services.value?.customers?.unlink(number, customer, id),
    );
  }

  #do(what: ChoiceAction, done: Outcome | undefined, work: () => Promise<unknown>): void {
    if (this.#busy) return;
    const turn = (this.#turn += 1);
    this.#busy = what;
    const end = (outcome: Outcome | undefined): void => {
      if (turn !== this.#turn) return;
      this.#busy = undefined;
      this.#outcome = outcome;
      this.#host.element.requestUpdate();
    };
    this.#host.element.requestUpdate();
    work().then(
      () => end(done),
      (thrown: unknown) => {
        const text = problemText(thrown, this.#host.localize);
        end(text === undefined ? undefined : { what: 'problem', text });
      },
    );
  }
}

/** The call may have been linked before the search was opened. */
function alreadyLinked(call: FoundSubject | undefined): Outcome | undefined {
  const { identity, customer } = call ?? {};
  return identity?.linked && customer ? { what: 'linkedTo', customer } : undefined;
}
