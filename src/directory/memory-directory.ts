import { CtiError } from '../base/error.js';
import type {
  Customer,
  CustomerDirectory,
  DirectoryPage,
  LookupContext,
  SearchContext,
} from './customer-directory.js';

const defaultLimit = 20;

/** A number without what people put between its digits. */
const bare = (number: string): string => number.replace(/[\s\u2010-\u2015./()-]/g, '');

/** What a customer is found by. */
function wordsOf({ name, account, numbers = [] }: Customer): string {
  const own = numbers.map(({ number }) => bare(number));
  return [name, account?.name ?? '', ...own].join('\n').toLocaleLowerCase();
}

/** A part of what was found; a cursor is where it begins. */
function pageOf(
  found: readonly Customer[],
  { limit = defaultLimit, cursor = '0' }: Pick<SearchContext, 'limit' | 'cursor'>,
): DirectoryPage {
  const begin = Math.max(0, Number.parseInt(cursor, 10) || 0);
  const end = begin + limit;
  return {
    customers: found.slice(begin, end),
    total: found.length,
    ...(end < found.length && { next: String(end) }),
  };
}

/**
 * A directory of what the page holds already: a list of customers. Numbers are in E.164, as the panel asks for them.
 * Links are kept as long as the object is.
 *
 * ```js
 * panel.directory = new MemoryDirectory([
 *   { id: '7', type: 'contact', name: 'Anna Schmidt', numbers: [{ number: '+12025550101' }] },
 * ]);
 * ```
 */
export class MemoryDirectory implements CustomerDirectory {
  readonly #known: readonly { readonly customer: Customer; readonly words: string }[];
  readonly #byNumber = new Map<string, Customer[]>();
  readonly #links = new Map<string, Customer>();

  constructor(customers: Iterable<Customer>) {
    this.#known = Array.from(customers, (customer) => ({ customer, words: wordsOf(customer) }));
    for (const { customer } of this.#known) {
      for (const number of new Set(customer.numbers?.map((entry) => bare(entry.number)))) {
        const same = this.#byNumber.get(number);
        if (same) same.push(customer);
        else this.#byNumber.set(number, [customer]);
      }
    }
  }

  async lookup(number: string, context: LookupContext): Promise<DirectoryPage> {
    this.#assertWanted(context);
    const wanted = bare(number);
    const linked = this.#links.get(wanted);
    return pageOf(linked ? [linked] : (this.#byNumber.get(wanted) ?? []), context);
  }

  async search(text: string, context: SearchContext): Promise<DirectoryPage> {
    this.#assertWanted(context);
    const wanted = text.trim().toLocaleLowerCase();
    const digits = /^[+\d]/.test(wanted) ? bare(wanted) : wanted;
    const found = this.#known.filter(
      ({ words }) => words.includes(wanted) || words.includes(digits),
    );
    return pageOf(
      found.map(({ customer }) => customer),
      context,
    );
  }

  async link(number: string, { id, type }: Customer): Promise<void> {
    const known = this.#known.find(({ customer }) => customer.id === id && customer.type === type);
    if (!known) {
      throw new CtiError('service-unavailable', { message: 'There is no such customer' });
    }
    this.#links.set(bare(number), known.customer);
  }

  async unlink(number: string): Promise<void> {
    this.#links.delete(bare(number));
  }

  #assertWanted({ signal }: { readonly signal: AbortSignal }): void {
    if (signal.aborted) throw new CtiError('aborted');
  }
}
