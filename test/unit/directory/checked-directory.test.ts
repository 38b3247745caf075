import { expect } from '@open-wc/testing';
import { CtiError } from '../../../src/base/error.js';
import { CheckedDirectory } from '../../../src/directory/checked-directory.js';
import type {
  CustomerDirectory,
  DirectoryPage,
  LookupContext,
} from '../../../src/directory/customer-directory.js';
import { ManualClock } from '../../support/manual-clock.js';
import { turns } from '../../support/turns.js';

const number = '+12025550101';
const anna = { id: '7', type: 'contact', name: 'Anna' };
const beta = { id: '8', type: 'account', name: 'Beta' };

interface Asked {
  readonly number: string;
  readonly signal: AbortSignal;
  answer(found: unknown): void;
  fail(thrown: unknown): void;
}

function context(signal = new AbortController().signal): LookupContext {
  return { call: { id: 'c1', direction: 'incoming' }, signal };
}

/** A directory that answers when it is told to. */
function bench(own: Partial<CustomerDirectory> = {}) {
  const clock = new ManualClock();
  const asked: Asked[] = [];
  const inner: CustomerDirectory = {
    lookup: (wanted, { signal }) =>
      new Promise<DirectoryPage>((resolve, reject) => {
        asked.push({
          ...{ number: wanted, signal, fail: reject },
          answer: (found) => resolve(found as DirectoryPage),
        });
      }),
    search: async () => [],
    link: async () => undefined,
    unlink: async () => undefined,
    ...own,
  };
  return { clock, asked, directory: new CheckedDirectory(inner, clock) };
}

async function outcome(work: Promise<unknown>): Promise<unknown> {
  return work.catch((thrown: unknown) =>
    thrown instanceof CtiError ? thrown.reason : `untyped: ${String(thrown)}`,
  );
}

/** What a directory's answer is read as. */
async function read(answer: unknown): Promise<unknown> {
  const { directory, asked } = bench();
  const result = outcome(directory.lookup(number, context()));
  asked[0]?.answer(answer);
  return result;
}

describe('a directory, checked: time', () => {
  it('gives a lookup 3 s; who asks again gets what came later, without a second question', async () => {
    const { directory, asked, clock } = bench();
    const first = outcome(directory.lookup(number, context()));
    clock.advance(2_999);
    clock.advance(1);
    expect(await first).to.equal('service-unavailable');
    expect(asked[0]!.signal.aborted).to.equal(false);
    asked[0]!.answer([anna]);
    await turns();
    expect(await directory.lookup(number, context())).to.deep.include({ customers: [anna] });
    expect(asked).to.have.length(1);
  });

  it('gives the question itself up after 15 s, and asks anew', async () => {
    const { directory, asked, clock } = bench();
    const first = outcome(directory.lookup(number, context()));
    clock.advance(15_000);
    expect(await first).to.equal('service-unavailable');
    await turns();
    expect(asked[0]!.signal.aborted).to.equal(true);
    void outcome(directory.lookup(number, context()));
    expect(asked).to.have.length(2);
  });

  it('leaves no timer behind', async () => {
    const { directory, asked, clock } = bench();
    const abort = new AbortController();
    const results = [
      outcome(directory.lookup(number, context())),
      outcome(directory.lookup('+2', context(abort.signal))),
      outcome(directory.search('anna', context())),
    ];
    asked[0]!.answer([]);
    abort.abort();
    await Promise.all(results);
    await turns();
    expect(clock.pending).to.equal(0);
  });

  it('bounds everything else but the making of a customer', async () => {
    const never = (): Promise<never> => new Promise<never>(() => undefined);
    const own = { search: never, link: never, unlink: never, create: never };
    const { directory, clock } = bench(own);
    const results = [
      outcome(directory.search('a', context())),
      outcome(directory.link(number, anna, context())),
      outcome(directory.unlink(number, anna, context())),
    ];
    const abort = new AbortController();
    const making = outcome(directory.create(number, context(abort.signal)));
    clock.advance(15_000);
    expect(await Promise.all(results)).to.deep.equal(Array(3).fill('service-unavailable'));
    clock.advance(600_000);
    abort.abort();
    expect(await making).to.equal('aborted');
  });
});

describe('a directory, checked: memory', () => {
  it('asks for a number once a minute', async () => {
    const { directory, asked, clock } = bench();
    const both = [directory.lookup(number, context()), directory.lookup(number, context())];
    asked[0]!.answer([anna]);
    expect(await Promise.all(both)).to.have.length(2);
    clock.advance(59_000);
    await directory.lookup(number, context());
    expect(asked).to.have.length(1);
    clock.advance(1_000);
    void outcome(directory.lookup(number, context()));
    expect(asked).to.have.length(2);
  });

  it('does not take a failure for an answer', async () => {
    const { directory, asked } = bench();
    const first = outcome(directory.lookup(number, context()));
    asked[0]!.fail(new CtiError('signed-out'));
    expect(await first).to.equal('signed-out');
    void outcome(directory.lookup(number, context()));
    expect(asked).to.have.length(2);
  });

  it('stops asking when the last who wanted to know is gone', async () => {
    const { directory, asked } = bench();
    const [one, other] = [new AbortController(), new AbortController()];
    const results = [one, other].map(({ signal }) =>
      outcome(directory.lookup(number, context(signal))),
    );
    one.abort();
    expect(asked[0]!.signal.aborted).to.equal(false);
    expect(await results[0]).to.equal('aborted');
    other.abort();
    expect(asked[0]!.signal.aborted).to.equal(true);
    expect(await results[1]).to.equal('aborted');
    void outcome(directory.lookup(number, context()));
    expect(asked).to.have.length(2);
  });

  it('knows a link at once, and what it undoes', async () => {
    const { directory, asked } = bench();
    const before = outcome(directory.lookup(number, context()));
    await directory.link(number, beta, context());
    asked[0]!.answer([anna]);
    await before;
    expect(await directory.lookup(number, context())).to.deep.include({ customers: [beta] });
    expect(asked).to.have.length(1);
    await directory.unlink(number, beta, context());
    void outcome(directory.lookup(number, context()));
    expect(asked).to.have.length(2);
  });

  it('forgets a link that failed, and everything when told to', async () => {
    const link = (): Promise<never> => Promise.reject(new Error('no'));
    const { directory, asked } = bench({ link });
    expect(await outcome(directory.link(number, beta, context()))).to.equal('service-unavailable');
    const first = directory.lookup(number, context());
    asked[0]!.answer([anna]);
    await first;
    directory.forget();
    void outcome(directory.lookup(number, context()));
    expect(asked).to.have.length(2);
  });
});

describe('a directory, checked: answers', () => {
  it('may be a list or a page', async () => {
    expect(await read([anna])).to.deep.equal({ customers: [anna], total: 1 });
    const page = { customers: [anna], total: 9, next: 'x' };
    expect(await read(page)).to.deep.equal(page);
    expect(await read({ customers: [], total: null, next: null })).to.deep.equal({
      ...{ customers: [], total: 0 },
    });
  });

  for (const [what, answer] of Object.entries<unknown>({
    nothing: undefined,
    null: null,
    'a text': 'anna',
    'an object without customers': {},
    'customers that are no list': { customers: { length: 1 } },
    'a total that is none': { customers: [], total: -1 },
    'a customer that is null': [null],
    'a number for an id': [{ ...anna, id: 7 }],
    'no id': [{ type: 'contact', name: 'Anna' }],
    'no type': [{ id: '7', name: 'Anna' }],
    'an id without end': [{ ...anna, id: 'x'.repeat(300) }],
    'an object for a name': [{ ...anna, name: { toString: () => 'Anna' } }],
    'numbers that are texts': [{ ...anna, numbers: ['+1'] }],
    'one bad customer among good ones': [anna, { id: '8' }],
    'an account that is a text': [{ ...anna, account: 'Alfa' }],
  })) {
    it(`are refused: ${what}`, async () => {
      expect(await read(answer)).to.equal('service-unavailable');
    });
  }

  it('are cleaned: null is absent, names are one line, what is not in the port is left out', async () => {
    const given = {
      ...{ id: '7', type: 'contact', name: ' An\u0000na\r\n\tSchmidt ', email: 'x', photo: null },
      ...{ account: { id: 'a', name: null, more: 1 }, doNotCall: 'asked\nus' },
      numbers: [{ number: ' +1 ', label: null, preferred: true }, { number: '' }],
    };
    expect(await read([given])).to.deep.equal({
      customers: [
        {
          ...{ id: '7', type: 'contact', name: 'An na Schmidt' },
          ...{ account: { id: 'a', name: 'a' }, doNotCall: 'asked us' },
          numbers: [{ number: '+1', preferred: true }],
        },
      ],
      total: 1,
    });
  });

  it('keep markup and marks of direction as the text they are, and cut what has no end', async () => {
    const name = '<img src=x onerror=alert(1)>\u202etxt.exe\u200f';
    expect(await read([{ ...anna, name }])).to.deep.nested.include({ 'customers[0].name': name });
    const long = (await read([{ ...anna, name: 'x'.repeat(499) + '😀😀' }])) as DirectoryPage;
    expect(long.customers[0]!.name).to.equal('x'.repeat(499));
    const none = (await read([{ ...anna, name: '\u0000' }])) as DirectoryPage;
    expect(none.customers[0]!.name).to.equal('7');
  });

  it('lead to pages of the web only', async () => {
    for (const [url, kept] of [
      ['/contacts/7', true],
      ['#/contacts/7', true],
      ['https://crm.example/7', true],
      ['javascript:alert(1)', false],
      [' jAva\tscript:alert(1)', false],
      ['data:text/html,x', false],
      ['file:///etc/passwd', false],
      ['https://' + 'x'.repeat(3_000), false],
    ] as const) {
      const page = (await read([{ ...anna, url, photo: url }])) as DirectoryPage;
      expect(page.customers[0]!.url, url).to.equal(kept ? url : undefined);
      expect('photo' in page.customers[0]!, url).to.equal(kept);
    }
  });

  it('hold each customer once, by type and id, and count them so', async () => {
    const twice = [anna, { ...anna, name: 'Again' }, { ...anna, type: 'lead' }];
    expect(await read(twice)).to.deep.equal({ customers: [twice[0], twice[2]], total: 2 });
    const one = { customers: [anna, anna], total: 2 };
    expect(await read(one)).to.deep.equal({ customers: [anna], total: 1 });
  });

  it('are cut after 200, and counted', async () => {
    const many = Array.from({ length: 10_000 }, (_, id) => ({ ...anna, id: `${id}` }));
    const page = (await read(many)) as DirectoryPage;
    expect(page.customers).to.have.length(200);
    expect(page.total).to.equal(10_000);
  });

  it('bring no prototype and no functions, and are frozen', async () => {
    const data: unknown = JSON.parse(
      '{"__proto__":{"bad":1},"constructor":{"prototype":{"bad":1}},"a":{"__proto__":{"bad":1},"b":[1]}}',
    );
    const given = JSON.parse('{"__proto__":{"doNotCall":true},"id":"7","type":"c"}') as object;
    const page = (await read([
      { ...given, data: Object.assign(data as object, { run: alert }) },
    ])) as DirectoryPage;
    const [customer] = page.customers;
    expect(customer).to.deep.equal({ id: '7', type: 'c', name: '7', data: { a: { b: [1] } } });
    expect(Object.getPrototypeOf(customer)).to.equal(Object.prototype);
    expect(({} as { bad?: unknown }).bad).to.equal(undefined);
    expect(Object.isFrozen(customer) && Object.isFrozen(customer!.data)).to.equal(true);
  });

  it('fail as a CtiError, whatever is thrown, also by what is no directory', async () => {
    for (const thrown of [new Error('x'), 'x', undefined, new DOMException('x', 'AbortError')]) {
      const { directory, asked } = bench();
      const result = outcome(directory.lookup(number, context()));
      asked[0]!.fail(thrown);
      expect(await result).to.equal('service-unavailable');
    }
    const nothing = new CheckedDirectory({} as CustomerDirectory, new ManualClock());
    expect(await outcome(nothing.lookup(number, context()))).to.equal('service-unavailable');
    expect(await outcome(nothing.search('a', context()))).to.equal('service-unavailable');
    expect(await outcome(nothing.unlink(number, anna, context()))).to.equal('not-supported');
    expect(await outcome(nothing.create(number, context()))).to.equal('not-supported');
    expect([nothing.canCreate, nothing.canUnlink]).to.deep.equal([false, false]);
  });

  it('make customers, or leave it to the page', async () => {
    const { directory } = bench({ create: async () => ({ ...anna, url: 'javascript:1' }) });
    expect(await directory.create(number, context())).to.deep.equal(anna);
    const page = bench({ create: async () => undefined });
    expect(await page.directory.create(number, context())).to.equal(undefined);
    const bad = bench({ create: async () => ({}) as never });
    expect(await outcome(bad.directory.create(number, context()))).to.equal('service-unavailable');
    expect(bad.directory.canCreate).to.equal(true);
  });
});
