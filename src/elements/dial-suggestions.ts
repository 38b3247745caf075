import {
  html,
  nothing,
  type ReactiveController,
  type ReactiveElement,
  type TemplateResult,
} from 'lit';
import type { LentServices } from '../context/lent-services.js';
import type { Customer } from '../directory/customer-directory.js';
import type { CallRecord } from '../history/call-history.js';
import type { Localizer } from '../i18n/localize.js';
import { ActiveOption } from './active-option.js';
import { ClickShield } from './click-shield.js';
import { numbersOf } from './customer-option.js';
import { CustomerQuery, typingPauseMs } from './customer-query.js';
import { customerKey, doNotCall, shownNumber, textOf } from './customer-text.js';
import { placeBelow } from './place-below.js';

/** A number to call, and whose it is. */
export interface Suggestion {
  readonly number: string;
  readonly customer?: Customer;
  readonly label?: string;
}

const mostRecent = 5;
/** Records in which to look for recent numbers. */
const recordsToRead = 50;
const mostOptions = 30;

export interface SuggestionHost {
  readonly element: ReactiveElement;
  readonly localize: Localizer;
  readonly services: LentServices;
  /** What is offered while the field is empty, instead of the last calls. */
  readonly recent?: () => readonly Suggestion[];
  /** The operator has chosen one. */
  readonly choose: (suggestion: Suggestion) => void;
}

/**
 * What a dial field offers below it (ARIA 1.2, editable combobox with a listbox): people and their numbers for text
 * that is no number, and the numbers of the last calls while it is empty.
 */
export class DialSuggestions implements ReactiveController {
  readonly #host: SuggestionHost;
  readonly #query: CustomerQuery;
  readonly #active = new ActiveOption(() => this.#items.map(keyOf));
  readonly #shield = new ClickShield();
  #text = '';
  #isOpen = false;
  #recent: readonly Suggestion[] = [];

  constructor(host: SuggestionHost) {
    this.#host = host;
    this.#query = new CustomerQuery(host.element);
    host.element.addController(this);
  }

  /** There is somebody to ask. */
  get isServed(): boolean {
    const { customers, history } = this.#host.services.value ?? {};
    return customers !== undefined || history !== undefined || this.#host.recent !== undefined;
  }

  /** People can be found by their names. */
  get findsPeople(): boolean {
    return this.#host.services.value?.customers !== undefined;
  }

  /** There is something to be seen. */
  get isShown(): boolean {
    if (!this.#isOpen) return false;
    return this.#items.length > 0 || isName(this.#text);
  }

  /** There are options. */
  get isListed(): boolean {
    return this.isShown && this.#items.length > 0;
  }

  /** Id of the option that is highlighted. */
  get activeId(): string | undefined {
    const { index } = this.#active;
    return this.isShown && index >= 0 ? `suggestion-${index}` : undefined;
  }

  /** The option that is highlighted. */
  get highlighted(): Suggestion | undefined {
    return this.isShown ? this.#items[this.#active.index] : undefined;
  }

  /** To be called with what the field holds, when it gets the focus or its text changes. */
  offer(text: string): void {
    this.#text = text.trim();
    this.#active.set(undefined);
    const { customers, history } = this.#host.services.value ?? {};
    this.#isOpen = true;
    this.#query.stop();
    if (this.#text === '') {
      if (this.#host.recent) this.#recent = this.#host.recent();
      else if (history) void this.#read(history);
    } else if (isName(this.#text) && customers) {
      this.#query.start((context) => customers.search(this.#text, context), typingPauseMs);
    } else this.close();
    this.#host.element.requestUpdate();
  }

  readonly close = (): void => {
    this.#isOpen = false;
    this.#active.set(undefined);
    this.#query.stop();
  };

  /** @returns whether the key was meant for the suggestions */
  handle(event: KeyboardEvent, text: string): boolean {
    if (event.isComposing || !this.isServed) return false;
    if (event.key === 'Escape' && this.isShown) this.close();
    else if (!this.isShown && event.key === 'ArrowDown') this.offer(text);
    else if (!this.isShown || !this.#active.handle(event)) return false;
    this.#host.element.requestUpdate();
    return true;
  }

  render(): TemplateResult | typeof nothing {
    if (!this.isShown) return nothing;
    const items = this.#items;
    const { localize } = this.#host;
    this.#shield.mean(items.map(keyOf).join('\n') || undefined);
    const name = localize.term(this.#text === '' ? 'recentNumbers' : 'suggestions');
    const status = this.#status();
    return html`<div
      part="suggestions"
      popover="manual"
      @mousedown=${(event: Event) => event.preventDefault()}
      @pointerdown=${this.#shield.pointerDown}
    >
      ${
        items.length > 0
          ? html`<ul id="suggestions" role="listbox" aria-label=${name}>
              ${items.map((item, index) => this.#option(item, index))}
            </ul>`
          : nothing
      }
      <p part="suggestion-status" role="status" ?hidden=${status === undefined}>${status}</p>
    </div>`;
  }

  hostUpdated(): void {
    const root = this.#host.element.renderRoot;
    const popup = root.querySelector<HTMLElement>('[part=suggestions]');
    const anchor = root.querySelector<HTMLElement>('.anchor');
    if (!popup || !anchor) return;
    if (!popup.matches(':popover-open')) {
      placeBelow(popup, anchor);
      popup.showPopover();
    }
    popup.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }

  hostDisconnected(): void {
    this.close();
  }

  /** Of a press in the element, which may have been on an option. */
  readonly pressed = (event: Event): void => {
    const path = event.composedPath();
    const options = [...this.#host.element.renderRoot.querySelectorAll('[role=option]')];
    const item = this.#items[options.findIndex((option) => path.includes(option))];
    if (item && this.#shield.accepts(event)) this.#host.choose(item);
  };

  #option(item: Suggestion, index: number): TemplateResult {
    const { customer, number, label } = item;
    const { localize, services } = this.#host;
    const numbers = services.value?.numbers;
    const unwelcome = customer && doNotCall(customer, number, numbers);
    return html`<li
      part="suggestion"
      id="suggestion-${index}"
      role="option"
      aria-selected=${index === this.#active.index ? 'true' : 'false'}
    >
      ${customer ? html`<b part="suggestion-name">${textOf(customer.name)}</b>` : nothing}
      ${unwelcome ? html`<span part="do-not-call">${localize.term('doNotCall')}</span>` : nothing}
      <span part="suggestion-number"
        ><bdi dir="ltr">${shownNumber(number, numbers)}</bdi> ${textOf(label)}</span
      >
      ${
        customer?.type !== 'account' && customer?.account
          ? html`<span part="suggestion-company">${textOf(customer.account.name)}</span>`
          : nothing
      }
    </li>`;
  }

  #status(): string | undefined {
    const { localize } = this.#host;
    if (this.#text === '') return undefined;
    if (this.#query.error) return localize.term('problem', this.#query.error.reason);
    if (this.#query.isSearching) return localize.term('searching');
    return this.#items.length > 0 ? undefined : localize.term('nobodyFound');
  }

  get #items(): readonly Suggestion[] {
    if (this.#text === '') return this.#recent;
    const found = this.#query.customers.flatMap((customer) =>
      numbersOf(customer).map(({ number, label }) => ({
        customer,
        number,
        ...(label === undefined ? {} : { label }),
      })),
    );
    return found.slice(0, mostOptions);
  }

  async #read(history: { list: (query: { limit: number }) => Promise<Recent> }): Promise<void> {
    try {
      const { records } = await history.list({ limit: recordsToRead });
      this.#recent = recentNumbers(records);
    } catch {
      // What is only a help is not worth a complaint.
      this.#recent = [];
    }
    this.#host.element.requestUpdate();
  }
}

interface Recent {
  readonly records: readonly CallRecord[];
}

/** Text that is no number and no address, but may be a name. */
function isName(text: string): boolean {
  return /\p{L}/u.test(text) && !/[@:]/.test(text);
}

function keyOf({ number, customer }: Suggestion): string {
  return `${number} ${customer ? customerKey(customer) : ''}`;
}

/** The numbers of the last calls, each once. */
function recentNumbers(records: readonly CallRecord[]): readonly Suggestion[] {
  const byNumber = new Map<string, Suggestion>();
  for (const { number, customer } of records) {
    if (number === '' || byNumber.has(number)) continue;
    byNumber.set(number, customer ? { number, customer } : { number });
  }
  return [...byNumber.values()].slice(0, mostRecent);
}
