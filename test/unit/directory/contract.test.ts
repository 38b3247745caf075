import type {
  Customer,
  CustomerDirectory,
  LookupContext,
} from '../../../src/directory/customer-directory.js';
import { CheckedDirectory } from '../../../src/directory/checked-directory.js';
import { HttpDirectory } from '../../../src/directory/http-directory.js';
import { MemoryDirectory } from '../../../src/directory/memory-directory.js';
import { directoryChecks } from '../../contract/customer-directory.contract.js';
import { sampleCustomers, sampleFetch } from './sample-directory.js';

const src = 'https://crm.example/directory?tenant=5';

/** As a page may write it: lists, errors without a type. */
class OwnDirectory implements CustomerDirectory {
  readonly #customers: readonly Customer[];
  readonly #links = new Map<string, string>();

  constructor(customers: readonly Customer[]) {
    this.#customers = customers;
  }

  async lookup(number: string, { limit = 20, cursor = '0' }: LookupContext) {
    const linked = this.#links.get(number);
    const found = this.#customers.filter(({ id, numbers = [] }) =>
      linked ? id === linked : numbers.some((entry) => entry.number === number),
    );
    if (found.length <= limit) return found;
    const end = Number(cursor) + limit;
    const next = end < found.length ? String(end) : '';
    return { customers: found.slice(Number(cursor), end), total: found.length, next };
  }

  async search(text: string) {
    const wanted = text.replace(/(?<=\d) /g, '').toLowerCase();
    return this.#customers.filter(({ name, account, numbers }) =>
      JSON.stringify([name, account?.name, numbers]).toLowerCase().includes(wanted),
    );
  }

  async link(number: string, { id }: Customer) {
    if (!this.#customers.some((customer) => customer.id === id)) throw new Error('Who?');
    this.#links.set(number, id);
  }

  async unlink(number: string) {
    this.#links.delete(number);
  }
}

const implementations: Record<string, () => Promise<CustomerDirectory>> = {
  HttpDirectory: async () => new HttpDirectory({ src, fetch: await sampleFetch() }),
  MemoryDirectory: async () => new MemoryDirectory(await sampleCustomers()),
  'HttpDirectory, checked': async () =>
    new CheckedDirectory(new HttpDirectory({ src, fetch: await sampleFetch() })),
  'MemoryDirectory, checked': async () =>
    new CheckedDirectory(new MemoryDirectory(await sampleCustomers())),
  'an object of the page, checked': async () =>
    new CheckedDirectory(new OwnDirectory(await sampleCustomers())),
};

for (const [name, make] of Object.entries(implementations)) {
  describe(`${name} keeps the contract of CustomerDirectory`, () => {
    for (const check of directoryChecks) {
      it(check.name, async () => check.run(await make()));
    }
  });
}
