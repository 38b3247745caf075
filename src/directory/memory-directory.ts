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
  readonly #customers: readonly Customer[];
  readonly #links = new Map<string, Customer>();

  constructor(customers: Iterable<Customer>) {
    this.#customers = [...customers];
  }

  async lookup(number: string, context: LookupContext): Promise<DirectoryPage> {
    this.#assertWanted(context);
    const wanted = bare(number);
    const linked = this.#links.get(wanted);
    const has = ({ numbers = [] }: Customer): boolean =>
      numbers.some((entry) => bare(entry.number) === wanted);
    return pageOf(linked ? [linked] : this.#customers.filter(has), context);
  }

  async search(text: string, context: SearchContext): Promise<DirectoryPage> {
    this.#assertWanted(context);
    const wanted = text.trim().toLocaleLowerCase();
    const digits = /^[+\d]/.test(wanted) ? bare(wanted) : wanted;
    const has = (words: string): boolean => words.includes(wanted) || words.includes(digits);
    return pageOf(
      this.#customers.filter((customer) => has(wordsOf(customer))),
      context,
    );
  }

  async link(number: string, { id, type }: Customer): Promise<void> {
    const known = this.#customers.find((own) => own.id === id && own.type === type);
    if (!known) {
      throw new CtiError('service-unavailable', { message: 'There is no such customer' });
    }
    this.#links.set(bare(number), known);
  }

  async unlink(number: string): Promise<void> {
    this.#links.delete(bare(number));
  }

  #assertWanted({ signal }: { readonly signal: AbortSignal }): void {
    if (signal.aborted) throw new CtiError('aborted');
  }
}
