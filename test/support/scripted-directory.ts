import type {
  Customer,
  CustomerDirectory,
  DirectoryPage,
  LookupContext,
  SearchContext,
} from '../../src/directory/customer-directory.js';

export const anna: Customer = {
  id: '1',
  type: 'contact',
  name: 'Anna Schmidt',
  account: { id: '9', name: 'Alfa GmbH' },
};
export const beta: Customer = { id: '2', type: 'account', name: 'Beta LLC' };

type Answer = DirectoryPage | readonly Customer[];

interface Question<T> {
  readonly number: string;
  readonly signal: AbortSignal;
  readonly answer: (value: T) => void;
  readonly fail: (reason: unknown) => void;
}

/** Answers when the test says so, in any order. */
export class ScriptedDirectory implements CustomerDirectory {
  readonly lookups: (Question<Answer> & { readonly context: LookupContext })[] = [];
  readonly links: (Question<void> & { readonly take: string; readonly customer: Customer })[] = [];

  lookup(number: string, context: LookupContext): Promise<Answer> {
    return new Promise((answer, fail) => {
      this.lookups.push({ number, context, signal: context.signal, answer, fail });
    });
  }

  search(_text: string, _context: SearchContext): Promise<Answer> {
    return Promise.resolve([]);
  }

  link(number: string, customer: Customer, { signal }: { signal: AbortSignal }): Promise<void> {
    return this.#bind('link', number, customer, signal);
  }

  unlink(number: string, customer: Customer, { signal }: { signal: AbortSignal }): Promise<void> {
    return this.#bind('unlink', number, customer, signal);
  }

  #bind(take: string, number: string, customer: Customer, signal: AbortSignal): Promise<void> {
    return new Promise((answer, fail) => {
      this.links.push({ take, number, customer, signal, answer, fail });
    });
  }
}
