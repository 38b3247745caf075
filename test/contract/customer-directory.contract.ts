import type {
  Customer,
  CustomerDirectory,
  DirectoryPage,
  LookupContext,
} from '../../src/directory/customer-directory.js';

/**
 * The contract of the port `CustomerDirectory`, sentence by sentence, on the customers of the sample page (numbers
 * +12025550101 to …104, and …199 that nobody has). It imports nothing, so that Node can run it on the built library
 * and the development server too.
 */
export interface DirectoryCheck {
  readonly name: string;
  readonly run: (directory: CustomerDirectory) => Promise<void>;
}

const several = '+12025550104';
const live = (): AbortSignal => new AbortController().signal;

function context(more: Partial<LookupContext> = {}): LookupContext {
  return { call: { id: 'a-call', direction: 'incoming' }, signal: live(), ...more };
}

function equal(actual: unknown, wanted: unknown, what: string): void {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(wanted)];
  if (is !== should) throw new Error(`${what}: ${is}, not ${should}`);
}

function asPage(answer: DirectoryPage | readonly Customer[]): DirectoryPage {
  return 'customers' in answer ? answer : { customers: answer };
}

const names = ({ customers }: DirectoryPage): string[] => customers.map(({ name }) => name).sort();

async function lookup(directory: CustomerDirectory, number: string): Promise<DirectoryPage> {
  return asPage(await directory.lookup(number, context()));
}

async function search(directory: CustomerDirectory, text: string): Promise<string[]> {
  return names(asPage(await directory.search(text, { signal: live() })));
}

async function reasonOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'fine',
    (thrown: unknown) => (thrown as { readonly reason?: unknown }).reason,
  );
}

async function oneOfSeveral(directory: CustomerDirectory, name: string): Promise<Customer> {
  const { customers } = await lookup(directory, several);
  const found = customers.find((customer) => customer.name === name);
  if (!found) throw new Error(`${name} is not found`);
  return found;
}

const lookups: readonly DirectoryCheck[] = [
  {
    name: 'a number leads to its customer: a contact with its account, an account, a lead',
    run: async (directory) => {
      for (const [number, type, name, account] of [
        ['+12025550101', 'contact', 'Anna Schmidt', 'Alfa GmbH'],
        ['+12025550102', 'account', 'Beta LLC', undefined],
        ['+12025550103', 'lead', 'Gamma Project', undefined],
      ] as const) {
        const { customers } = await lookup(directory, number);
        const found = customers.map((customer) => [
          customer.type,
          customer.name,
          customer.account?.name,
        ]);
        equal(found, [[type, name, account]], number);
      }
    },
  },
  {
    name: 'a number may lead to several, or to nobody',
    run: async (directory) => {
      const found = await lookup(directory, several);
      equal(names(found), ['Delta Ltd', 'Ivan Petrov', 'Petrov renovation'], several);
      equal(found.total ?? 3, 3, 'total');
      equal(found.next, undefined, 'next');
      equal(names(await lookup(directory, '+12025550199')), [], '+12025550199');
    },
  },
  {
    name: 'a number that is none is nobody’s, and no failure',
    run: async (directory) => {
      for (const number of ['102', '*72', 'alice@example.com', '+1']) {
        equal(names(await lookup(directory, number)), [], number);
      }
    },
  },
  {
    name: 'an aborted question rejects with aborted',
    run: async (directory) => {
      const signal = AbortSignal.abort();
      equal(await reasonOf(directory.lookup(several, context({ signal }))), 'aborted', 'lookup');
      equal(await reasonOf(directory.search('anna', { signal })), 'aborted', 'search');
    },
  },
];

const searches: readonly DirectoryCheck[] = [
  {
    name: 'a text is found in names and accounts, in any case',
    run: async (directory) => {
      equal(await search(directory, 'ANNA'), ['Anna Schmidt'], 'name');
      equal(await search(directory, 'delta'), ['Delta Ltd', 'Ivan Petrov'], 'account');
      equal(await search(directory, ' petrov '), ['Ivan Petrov', 'Petrov renovation'], 'spaces');
      equal(await search(directory, 'nobody at all'), [], 'nothing');
    },
  },
  {
    name: 'digits are found in numbers',
    run: async (directory) => {
      equal(await search(directory, '5550101'), ['Anna Schmidt'], 'digits');
      equal(await search(directory, '+1 202 555 0102'), ['Beta LLC'], 'separators');
    },
  },
  {
    name: 'what is found comes in pages, each customer once',
    run: async (directory) => {
      const found: string[] = [];
      let cursor: string | undefined;
      for (let pages = 0; pages < 3; pages += 1) {
        const more = cursor === undefined ? {} : { cursor };
        const page = asPage(await directory.lookup(several, context({ limit: 1, ...more })));
        equal(page.total, 3, 'total');
        found.push(...names(page));
        cursor = page.next;
        equal(cursor === undefined, pages === 2, `next of page ${pages}`);
      }
      equal(found.sort(), ['Delta Ltd', 'Ivan Petrov', 'Petrov renovation'], 'pages');
    },
  },
];

const links: readonly DirectoryCheck[] = [
  {
    name: 'a linked number leads to that customer alone, until it is unlinked',
    run: async (directory) => {
      const delta = await oneOfSeveral(directory, 'Delta Ltd');
      await directory.link(several, delta, { signal: live() });
      equal(names(await lookup(directory, several)), ['Delta Ltd'], 'linked');
      await directory.unlink?.(several, delta, { signal: live() });
      equal(names(await lookup(directory, several)).length, 3, 'unlinked');
    },
  },
  {
    name: 'a number is linked to one customer: the last',
    run: async (directory) => {
      const delta = await oneOfSeveral(directory, 'Delta Ltd');
      const ivan = await oneOfSeveral(directory, 'Ivan Petrov');
      await directory.link(several, delta, { signal: live() });
      await directory.link(several, ivan, { signal: live() });
      equal(names(await lookup(directory, several)), ['Ivan Petrov'], 'linked twice');
      await directory.unlink?.(several, ivan, { signal: live() });
      equal(names(await lookup(directory, several)).length, 3, 'unlinked');
    },
  },
  {
    name: 'a number that nobody had can be linked',
    run: async (directory) => {
      const delta = await oneOfSeveral(directory, 'Delta Ltd');
      await directory.link('+12025550199', delta, { signal: live() });
      equal(names(await lookup(directory, '+12025550199')), ['Delta Ltd'], 'linked');
      await directory.unlink?.('+12025550199', delta, { signal: live() });
      equal(names(await lookup(directory, '+12025550199')), [], 'unlinked');
    },
  },
  {
    name: 'a link to a customer that does not exist fails, and changes nothing',
    run: async (directory) => {
      const stranger = { id: 'nobody', type: 'lead', name: 'Nobody' };
      const signal = live();
      const reason = await reasonOf(directory.link(several, stranger, { signal }));
      equal(reason, 'service-unavailable', 'link');
      equal(names(await lookup(directory, several)).length, 3, 'still');
    },
  },
];

export const directoryChecks: readonly DirectoryCheck[] = [...lookups, ...searches, ...links];
