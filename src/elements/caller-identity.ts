import { html, nothing, type ReactiveElement, type TemplateResult } from 'lit';
import { CallState, type ControllerHost } from '../context/call-state.js';
import { LentServices } from '../context/lent-services.js';
import type { LinkHost } from '../context/panel-link.js';
import { toCtiError } from '../base/error.js';
import type { Command } from '../controller/commands.js';
import { commandState } from '../controller/selectors.js';
import type { CallSnapshot, CtiSnapshot } from '../controller/snapshot.js';
import type { Customer } from '../directory/customer-directory.js';
import type { Localizer } from '../i18n/localize.js';
import type { ClickShield } from './click-shield.js';
import {
  customerDetail,
  customerUrl,
  doNotCall,
  isPlainClick,
  shownNumber,
  textOf,
} from './customer-text.js';
import { PassingNote } from './passing-note.js';
import { problemText } from './problem-text.js';
import { askAbout } from './search-subject.js';
import { shownText } from './shown-text.js';

const openCustomers = { type: 'open-window', view: 'customers' } as const;

type Shown = TemplateResult | typeof nothing;

function customerSearch(snapshot: CtiSnapshot): { possible: boolean; requestId?: string } {
  const { possible, requestId } = commandState(snapshot, openCustomers);
  return requestId === undefined ? { possible } : { possible, requestId };
}

/** What an element lends to what it shows of the customer. */
export interface IdentityHost {
  readonly element: ReactiveElement & ControllerHost & LinkHost;
  readonly localize: Localizer;
  readonly shield: ClickShield;
  readonly send: (command: Command) => Promise<unknown>;
}

/** Who is on the line, as far as it is known, and what the operator can do about it. */
export class CallerIdentity {
  readonly #host: IdentityHost;
  readonly #search: CallState<ReturnType<typeof customerSearch>>;
  readonly #services: LentServices;
  readonly #note: PassingNote;
  /** What the directory is asked to do now. */
  #busy: 'create' | 'unlink' | undefined;

  constructor(host: IdentityHost) {
    this.#host = host;
    this.#search = new CallState(
      host.element,
      customerSearch,
      (a, b) => a?.possible === b?.possible && a?.requestId === b?.requestId,
    );
    this.#services = new LentServices(host.element);
    this.#note = new PassingNote(host.element);
  }

  /** The customer, as a link to their record where there is one; else the number. */
  name(call: CallSnapshot): TemplateResult {
    const { customer, number } = call;
    if (!customer) return this.number('name', number);
    const text = shownText(customer.name);
    const url = customerUrl(customer, this.#host.element.ownerDocument.baseURI);
    if (url === undefined) return html`<bdi part="name">${text}</bdi>`;
    return html`<a
      part="name"
      href=${url}
      rel="noopener"
      @click=${(event: MouseEvent) => this.#open(event, call, customer)}
      ><bdi>${text}</bdi></a
    >`;
  }

  /** A number, or that there is none. */
  number(part: 'name' | 'number', number: string): TemplateResult {
    if (!number) return html`<span part=${part}>${this.#term('unknownCaller')}</span>`;
    const shown = shownNumber(number, this.#services.value?.numbers);
    return html`<bdi part=${part} dir="ltr">${shown}</bdi>`;
  }

  /** What went wrong with what was asked for here. */
  note(): Shown {
    return this.#note.render();
  }

  /** One line that is there from the first moment: what is found later must not move the buttons below. */
  line(call: CallSnapshot): Shown {
    const { customer, identity } = call;
    if (!customer && identity.state === 'unknown') return nothing;
    return html`<div part="identity" class="anchor">${this.#found(call)}</div>`;
  }

  /** What else is known of the far end. */
  facts(call: CallSnapshot): Shown[] {
    const { customer, displayName, number, via } = call;
    const claims = customer ? undefined : displayName;
    return [
      customer && number ? html`<span>${this.number('number', number)}</span>` : nothing,
      claims === undefined || shownText(claims) === ''
        ? nothing
        : html`<span part="claimed"
            >${textOf(claims)} <small part="unverified">${this.#term('unverified')}</small></span
          >`,
      via ? html`<span part="via">${this.#term('via')} ${textOf(via)}</span>` : nothing,
    ];
  }

  /** What can still be done about a call that is over. */
  afterwards(call: CallSnapshot): Shown {
    const { customer, number, identity } = call;
    const unsettled = ['none', 'many', 'failed'].includes(identity.state);
    if (customer || !number || !unsettled || !this.#search.value?.possible) return nothing;
    return this.#customers(call);
  }

  #found(call: CallSnapshot): Shown {
    const { customer, identity } = call;
    if (customer) return this.#customer(call, customer);
    if (identity.state === 'many') return this.#customers(call);
    if (identity.state === 'searching') return html`<span>${this.#term('searching')}</span>`;
    if (identity.state === 'failed') return this.#failed(call);
    return this.#create(call);
  }

  #customer(call: CallSnapshot, customer: Customer): Shown {
    const mark = doNotCall(customer, call.number, this.#services.value?.numbers);
    return html`${mark ? this.#mark(mark) : nothing}${textOf(customerDetail(customer))}${
      call.identity.linked && this.#services.value?.customers
        ? this.#button('unlink', 'unlink', () => this.#unlink(call, customer))
        : nothing
    }`;
  }

  #mark(reason: string | true): TemplateResult {
    const why = reason === true ? nothing : html`: ${textOf(reason)}`;
    return html`<span part="do-not-call">${this.#term('doNotCall')}${why}</span>`;
  }

  #failed({ id, identity }: CallSnapshot): TemplateResult {
    const text =
      identity.problem === 'signed-out'
        ? this.#host.localize.term('problem', 'signed-out')
        : this.#term('lookupFailed');
    const { customers } = this.#services.value ?? {};
    return html`<span id="lookup-problem" part="lookup-problem" title=${text}>${text}</span>${
        customers
          ? this.#button('retry', 'retry', () => customers.retry(id), 'lookup-problem')
          : nothing
      }`;
  }

  #create({ id, number }: CallSnapshot): Shown {
    const { customers } = this.#services.value ?? {};
    if (!customers?.canCreate || !number) return nothing;
    return this.#button('create', 'createCustomer', () =>
      this.#ask('create', () => customers.create(number, id)),
    );
  }

  #unlink({ id, number }: CallSnapshot, customer: Customer): void {
    const { customers } = this.#services.value ?? {};
    if (customers) this.#ask('unlink', () => customers.unlink(number, customer, id));
  }

  #button(
    part: 'create' | 'unlink' | 'retry',
    term: 'createCustomer' | 'unlink' | 'retry',
    press: () => void,
    describedBy?: string,
  ): TemplateResult {
    const { shield } = this.#host;
    return html`<button
      part=${part}
      type="button"
      class="link"
      aria-describedby=${describedBy ?? nothing}
      aria-busy=${this.#busy === part ? 'true' : nothing}
      @pointerdown=${shield.pointerDown}
      @keydown=${shield.keyDown}
      @click=${(event: Event) => {
        if (shield.accepts(event) && !this.#busy) press();
      }}
    >
      ${this.#term(term)}
    </button>`;
  }

  /** Several customers, or where to look for one. */
  #customers(call: CallSnapshot): TemplateResult {
    const { identity } = call;
    const text =
      identity.state === 'many'
        ? this.#host.localize.term('customersFound', identity.total ?? identity.customers.length)
        : this.#term('findCustomer');
    const { possible, requestId } = this.#search.value ?? {};
    if (!possible && requestId === undefined) return html`<span>${text}</span>`;
    return html`<button
      part="customers"
      type="button"
      class="link anchor"
      aria-busy=${requestId === undefined ? nothing : 'true'}
      @pointerdown=${this.#host.shield.pointerDown}
      @keydown=${this.#host.shield.keyDown}
      @click=${(event: Event) => this.#choose(event, call)}
    >
      ${text}
    </button>`;
  }

  #choose(event: Event, call: CallSnapshot): void {
    if (!this.#host.shield.accepts(event)) return;
    const { activeController } = this.#host.element;
    const requestId = this.#search.value?.requestId;
    this.#note.tell();
    if (requestId !== undefined) return activeController?.abort(requestId);
    if (call.phase === 'ended' && activeController) askAbout(activeController, call);
    this.#host
      .send(openCustomers)
      .catch((thrown: unknown) => this.#note.tellRefusal(thrown, this.#host.localize));
  }

  /** A page with a router refuses, and goes there by itself: that is nothing to tell. */
  #open(event: MouseEvent, { id }: CallSnapshot, customer: Customer): void {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    this.#note.tell();
    this.#host
      .send({ type: 'open-customer', customer, callId: id })
      .catch((thrown: unknown) => this.#note.tell(toCtiError(thrown).operatorText));
  }

  #ask(what: 'create' | 'unlink', ask: () => Promise<unknown>): void {
    this.#busy = what;
    this.#note.tell();
    ask()
      .catch((thrown: unknown) => this.#note.tell(problemText(thrown, this.#host.localize)))
      .finally(() => {
        this.#busy = undefined;
        this.#host.element.requestUpdate();
      });
  }

  #term(
    key:
      | 'searching'
      | 'lookupFailed'
      | 'unverified'
      | 'via'
      | 'unknownCaller'
      | 'findCustomer'
      | 'createCustomer'
      | 'unlink'
      | 'retry'
      | 'doNotCall',
  ): string {
    return this.#host.localize.term(key);
  }
}
