import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, queryAll, state } from 'lit/decorators.js';
import { CtiElement } from '../context/cti-element.js';
import { LentServices } from '../context/lent-services.js';
import type { Customer } from '../directory/customer-directory.js';
import { ActiveOption } from './active-option.js';
import styles from './cti-customer-search.styles.js';
import { CustomerChoice } from './customer-choice.js';
import { CustomerMatches } from './customer-matches.js';
import { customerOption } from './customer-option.js';
import { customerKey, shownNumber } from './customer-text.js';
import { SubjectChoice, type FoundSubject, type SearchSubject } from './search-subject.js';
import controls from './styles/controls.styles.js';
import tokens from './styles/tokens.styles.js';

/** Rows on the screen at first, and how many more each time. */
const rowsAtOnce = 50;

/**
 * The customers that have the number of the current call, or of the one that ended last, and a search in the whole
 * directory. The focus is in the field; arrows select a row; Enter links the number to the customer selected. Links,
 * choices and what failed are said, and a link can be undone. While the operator is at work here the call it is about
 * stays the same, also when another one comes.
 *
 * @tag cti-customer-search
 * @summary Customers that have this number, search, link the number to one.
 * @status experimental
 * @since 0.1
 * @csspart subject - the number it is about
 * @csspart input - the search field
 * @csspart status - how many are found, or how far the search is
 * @csspart retry - asks the directory again
 * @csspart list - the customers
 * @csspart option - one customer
 * @csspart name - name of a customer
 * @csspart type - type of a customer
 * @csspart company - company of a customer
 * @csspart numbers - numbers of a customer
 * @csspart do-not-call - says that a customer or a number is not to be called
 * @csspart more - shows more customers
 * @csspart actions - what can be done with the customer selected
 * @csspart link - stores that the number belongs to the customer selected
 * @csspart only - this call belongs to the customer selected, and nothing is stored
 * @csspart open - opens the record of the customer selected
 * @csspart result - what came of it
 * @csspart unlink - takes the link back
 * @csspart problem - what went wrong
 */
export class CtiCustomerSearch extends CtiElement {
  static override readonly styles = [tokens, controls, styles];
  static override readonly shadowRootOptions: ShadowRootInit = {
    ...CtiElement.shadowRootOptions,
    delegatesFocus: true,
  };
  static readonly parts = [
    ...(['subject', 'input', 'status', 'retry', 'list', 'option', 'name', 'type'] as const),
    ...(['company', 'numbers', 'do-not-call', 'more', 'actions', 'link', 'only'] as const),
    ...(['open', 'result', 'unlink', 'problem'] as const),
  ];

  readonly #services = new LentServices(this);
  readonly #subject = new SubjectChoice(this, () => this.record);
  readonly #matches = new CustomerMatches(this, this.#services);
  readonly #choice = new CustomerChoice({
    element: this,
    localize: this.localize,
    services: this.#services,
    send: (command) => this.request(command),
  });
  readonly #active = new ActiveOption(() =>
    this.#matches.rows.slice(0, this.shown).map(customerKey),
  );
  #call: FoundSubject | undefined;

  @query('input') private readonly input!: HTMLInputElement | null;
  @queryAll('[role=option]') private readonly options!: NodeListOf<HTMLElement>;
  @query('[aria-selected=true]') private readonly selectedRow!: HTMLElement | null;
  @state() private text = '';
  @state() private shown = rowsAtOnce;

  /** A past call to find the customer of, a record of the history; by default the current call. */
  @property({ attribute: false }) record?: SearchSubject;

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const call = this.#subject.update();
    if (call?.id !== this.#call?.id) this.#beginAnew();
    this.#call = call;
    this.#matches.update(call, this.text);
  }

  protected override firstUpdated(): void {
    this.renderRoot.addEventListener('click', this.#pressed);
  }

  protected override updated(): void {
    this.selectedRow?.scrollIntoView({ block: 'nearest' });
  }

  override render(): TemplateResult {
    const { rows, hasMore, problem } = this.#matches;
    const number = this.#call?.number;
    return html`
      ${
        number
          ? html`<p part="subject">
              <bdi dir="ltr">${shownNumber(number, this.#services.value?.numbers)}</bdi>
            </p>`
          : nothing
      }
      ${this.#field()}
      <div class="line">
        <p part="status" role="status">${this.#status()}</p>
        ${problem === undefined ? nothing : this.#retryButton()}
      </div>
      ${rows.length > 0 ? this.#list() : nothing}
      ${hasMore || rows.length > this.shown ? this.#moreButton() : nothing}
      ${this.#choice.render(this.#call, this.#selected)}
    `;
  }

  #field(): TemplateResult {
    const { index } = this.#active;
    const filled = this.#matches.rows.length > 0;
    return html`<input
      part="input"
      type="text"
      role="combobox"
      autocomplete="off"
      enterkeyhint="search"
      spellcheck="false"
      aria-label=${this.localize.term('searchCustomers')}
      placeholder=${this.localize.term('searchCustomers')}
      aria-autocomplete="list"
      aria-expanded=${filled ? 'true' : 'false'}
      aria-controls=${filled ? 'list' : nothing}
      aria-activedescendant=${index < 0 ? nothing : `option-${index}`}
      ?disabled=${!this.activeController || !this.#services.value?.customers}
      .value=${this.text}
      @input=${this.#typed}
      @keydown=${this.#keyDown}
    />`;
  }

  #list(): TemplateResult {
    const { rows, isSearching } = this.#matches;
    const active = this.#active.index;
    return html`<ul
      part="list"
      id="list"
      role="listbox"
      aria-label=${this.localize.term('customerList')}
      aria-busy=${isSearching ? 'true' : nothing}
      @mousedown=${keepFocus}
    >
      ${rows
        .slice(0, this.shown)
        .map((customer, index) => this.#row(customer, index, index === active))}
    </ul>`;
  }

  #row(customer: Customer, index: number, selected: boolean): TemplateResult {
    return html`<li
      part="option"
      id="option-${index}"
      role="option"
      aria-selected=${selected ? 'true' : 'false'}
    >
      ${customerOption(this.localize, customer, this.#services.value?.numbers)}
    </li>`;
  }

  #moreButton(): TemplateResult {
    return html`<button
      part="more"
      type="button"
      aria-busy=${this.#matches.isSearching ? 'true' : nothing}
      @click=${this.#showMore}
    >
      ${this.localize.term('more')}
    </button>`;
  }

  #retryButton(): TemplateResult {
    return html`<button part="retry" type="button" class="link" @click=${this.#retry}>
      ${this.localize.term('retry')}
    </button>`;
  }

  #status(): string {
    const { rows, total, problem, isSearching, isAnswered } = this.#matches;
    if (problem !== undefined) return this.localize.term('problem', problem);
    if (isSearching) return this.localize.term('searching');
    if (rows.length > 0) return this.localize.term('customersFound', total);
    return this.localize.term(isAnswered ? 'nobodyFound' : 'searchHint');
  }

  get #selected(): Customer | undefined {
    return this.#matches.rows[this.#active.index];
  }

  #beginAnew(): void {
    this.text = '';
    this.shown = rowsAtOnce;
    this.#active.set(undefined);
    this.#choice.reset();
  }

  /** Rows are chosen by keys in the field, and by a press anywhere on them. */
  readonly #pressed = (event: Event): void => {
    const path = event.composedPath();
    const index = [...this.options].findIndex((option) => path.includes(option));
    const customer = this.#matches.rows[index];
    if (!customer) return;
    this.#active.set(customerKey(customer));
    this.input?.focus();
    this.requestUpdate();
  };

  readonly #retry = (): void => {
    this.#matches.retry();
  };

  readonly #showMore = (): void => {
    this.shown += rowsAtOnce;
    if (this.#matches.rows.length <= this.shown) this.#matches.more();
  };

  readonly #typed = (): void => {
    this.text = this.input?.value ?? '';
    this.shown = rowsAtOnce;
  };

  readonly #keyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (this.#active.handle(event)) {
      event.preventDefault();
      this.requestUpdate();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (!event.repeat) this.#choice.enter(this.#call, this.#selected);
    } else if (event.key === 'Escape' && this.text !== '') {
      // Only then for the window around it.
      event.preventDefault();
      event.stopPropagation();
      this.text = '';
    }
  };
}

/** A press on a row selects it; the field keeps the focus. */
function keepFocus(event: Event): void {
  event.preventDefault();
}

declare global {
  interface HTMLElementTagNameMap {
    'cti-customer-search': CtiCustomerSearch;
  }
}
