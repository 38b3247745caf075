import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { CtiErrorReason } from '../base/error.js';
import type { LentServices } from '../context/lent-services.js';
import type { CustomerServices } from '../context/panel-services.js';
import type { Customer } from '../directory/customer-directory.js';
import { CustomerQuery, typingPauseMs } from './customer-query.js';
import { customerKey } from './customer-text.js';
import type { FoundSubject } from './search-subject.js';

/**
 * The customers that a search shows: those that have the number of its call, and, once something is typed, those of
 * them that fit it, before what the directory finds.
 */
export class CustomerMatches implements ReactiveController {
  readonly #services: LentServices;
  readonly #ofNumber: CustomerQuery;
  readonly #found: CustomerQuery;
  #subject: FoundSubject | undefined;
  /** What the directory was asked last, so that it is asked once. */
  #asked: readonly unknown[] = [];
  #text = '';
  #rows: readonly Customer[] = [];

  constructor(host: ReactiveControllerHost, services: LentServices) {
    this.#services = services;
    this.#ofNumber = new CustomerQuery(host);
    this.#found = new CustomerQuery(host);
    host.addController(this);
  }

  /** To be called before the host renders. */
  update(subject: FoundSubject | undefined, text: string): void {
    this.#subject = subject;
    const { customers } = this.#services.value ?? {};
    const query = text.trim();
    this.#lookUp(customers);
    if (query !== this.#text) this.#search(customers, query);
    const matches = this.#ofNumber.customers.filter((customer) => fits(customer, query));
    const keys = new Set(matches.map(customerKey));
    const others = this.#found.customers.filter((customer) => !keys.has(customerKey(customer)));
    this.#rows = [...matches, ...others];
  }

  get rows(): readonly Customer[] {
    return this.#rows;
  }

  /** How many there are, also those that are not here yet. */
  get total(): number {
    const { hasMore, total } = this.#query;
    return Math.max(this.#rows.length, hasMore ? total : 0);
  }

  get hasMore(): boolean {
    return this.#query.hasMore;
  }

  get isSearching(): boolean {
    return this.#query.isSearching || (this.#text === '' && this.#state === 'searching');
  }

  /** Somebody was asked, and has answered. */
  get isAnswered(): boolean {
    return this.#query.isAnswered;
  }

  /** Why the directory has not answered. */
  get problem(): CtiErrorReason | undefined {
    const { error } = this.#query;
    if (error) return error.reason;
    if (this.#text !== '' || this.#state !== 'failed' || !this.#subject?.isLive) return undefined;
    return this.#subject.identity?.problem ?? 'service-unavailable';
  }

  more(): void {
    this.#query.more();
  }

  retry(): void {
    if (this.#query.error) this.#query.retry();
    else if (this.#subject?.isLive) this.#services.value?.customers?.retry(this.#subject.id);
  }

  hostDisconnected(): void {
    this.#asked = [];
    this.#text = '';
  }

  get #query(): CustomerQuery {
    return this.#text === '' ? this.#ofNumber : this.#found;
  }

  get #state(): string | undefined {
    return this.#subject?.identity?.state;
  }

  #lookUp(customers: CustomerServices | undefined): void {
    const { id, number, direction, isLive } = this.#subject ?? {};
    const identity = isLive || isSettled(this.#subject) ? this.#subject?.identity : undefined;
    const asked = [customers, id, identity?.state, identity?.customers];
    if (asked.every((each, index) => each === this.#asked[index]) && this.#asked.length > 0) return;
    this.#asked = asked;
    if (!customers || id === undefined || !direction || !number) return this.#ofNumber.stop();
    const ask: Parameters<CustomerQuery['start']>[0] = (context) =>
      customers.lookup(number, { ...context, call: { id, direction } });
    if (!identity) this.#ofNumber.start(ask);
    else if (identity.customers.length === 0) this.#ofNumber.stop();
    else this.#ofNumber.seed(identity.customers, identity.total, ask);
  }

  #search(customers: CustomerServices | undefined, text: string): void {
    this.#text = text;
    if (!customers || text === '') this.#found.stop();
    else this.#found.start((context) => customers.search(text, context), typingPauseMs);
  }
}

/** Of a call that is over nobody goes on asking: what was not known at its end is asked here. */
function isSettled(subject: FoundSubject | undefined): boolean {
  const state = subject?.identity?.state;
  return state === 'one' || state === 'many' || state === 'none';
}

/** Whether a text is in a name, a company or a number of the customer. */
function fits({ name, account, numbers = [] }: Customer, text: string): boolean {
  const wanted = text.toLocaleLowerCase();
  const texts = [name, account?.name ?? '', ...numbers.map(({ number }) => number)];
  return texts.some((each) => each.toLocaleLowerCase().includes(wanted));
}
