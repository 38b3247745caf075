import { expect } from '@open-wc/testing';
import { CtiError } from '../../../src/base/error.js';
import type { DirectoryPage, SearchContext } from '../../../src/directory/customer-directory.js';
import { CustomerQuery, typingPauseMs } from '../../../src/elements/customer-query.js';
import { ManualClock } from '../../support/manual-clock.js';
import { settle } from './bench.js';
import { people } from './showing.js';

const { anna, beta, gamma } = people;

interface Asked extends SearchContext {
  readonly answer: (page: DirectoryPage | readonly (typeof anna | typeof beta)[]) => void;
  readonly fail: (reason: unknown) => void;
}

describe('CustomerQuery', () => {
  let clock: ManualClock;
  let query: CustomerQuery;
  let asked: Asked[];
  let renders: number;
  const ask = (context: SearchContext): Promise<DirectoryPage> =>
    new Promise((answer, fail) => {
      asked.push({ ...context, answer: answer as Asked['answer'], fail });
    });
  const names = (): string[] => query.customers.map(({ name }) => name);

  beforeEach(() => {
    clock = new ManualClock();
    asked = [];
    renders = 0;
    query = new CustomerQuery(
      {
        addController: () => undefined,
        removeController: () => undefined,
        requestUpdate: () => (renders += 1),
        updateComplete: Promise.resolve(true),
      },
      clock,
    );
  });

  it('asks once a pause is over, for the last question alone', () => {
    query.start(ask, typingPauseMs);
    clock.advance(typingPauseMs - 1);
    query.start(ask, typingPauseMs);
    clock.advance(typingPauseMs - 1);
    expect([asked.length, query.isSearching]).to.deep.equal([0, true]);
    clock.advance(1);
    expect(asked).to.have.length(1);
  });

  it('aborts the question before, and drops its late answer', async () => {
    query.start(ask);
    clock.advance(0);
    query.start(ask);
    clock.advance(0);
    expect([asked[0]!.signal.aborted, asked[1]!.signal.aborted]).to.deep.equal([true, false]);
    asked[0]!.answer([anna]);
    await settle();
    expect(names()).to.deep.equal([]);
    asked[1]!.answer([beta]);
    await settle();
    expect(names()).to.deep.equal(['Beta LLC']);
    expect([query.isAnswered, query.isSearching, query.hasMore]).to.deep.equal([
      true,
      false,
      false,
    ]);
    expect(renders).to.be.greaterThan(0);
  });

  it('keeps what was found until the next answer, and shows each customer once', async () => {
    query.start(ask);
    clock.advance(0);
    asked[0]!.answer([anna, anna, beta]);
    await settle();
    expect(names()).to.deep.equal(['Anna Schmidt', 'Beta LLC']);
    query.start(ask);
    clock.advance(0);
    expect(names()).to.deep.equal(['Anna Schmidt', 'Beta LLC']);
  });

  it('goes on where the last page ended', async () => {
    query.start(ask);
    clock.advance(0);
    asked[0]!.answer({ customers: [anna], total: 2, next: 'page 2' });
    await settle();
    expect([query.total, query.hasMore]).to.deep.equal([2, true]);
    query.more();
    query.more();
    expect(asked).to.have.length(2);
    expect(asked[1]!.cursor).to.equal('page 2');
    asked[1]!.answer({ customers: [beta] });
    await settle();
    expect(names()).to.deep.equal(['Anna Schmidt', 'Beta LLC']);
    expect(query.hasMore).to.equal(false);
  });

  it('begins with what is known, and gets the rest behind it', async () => {
    query.seed([anna], 3, ask);
    expect([query.total, query.hasMore, asked.length]).to.deep.equal([3, true, 0]);
    query.more();
    asked[0]!.answer({ customers: [anna], total: 3, next: 'rest' });
    await settle();
    expect(asked[1]!.cursor).to.equal('rest');
    asked[1]!.answer({ customers: [beta, gamma], total: 3 });
    await settle();
    expect(names()).to.deep.equal(['Anna Schmidt', 'Beta LLC', 'Gamma Project']);
    expect(query.hasMore).to.equal(false);
  });

  it('ends where a directory has no more than it said', async () => {
    query.seed([anna], 3, ask);
    query.more();
    asked[0]!.answer([anna]);
    await settle();
    expect([asked.length, query.hasMore, query.total]).to.deep.equal([1, false, 1]);
  });

  it('says why it failed, loses nothing, and asks again', async () => {
    query.start(ask);
    clock.advance(0);
    asked[0]!.answer({ customers: [anna], next: 'rest' });
    await settle();
    query.more();
    asked[1]!.fail(new CtiError('signed-out'));
    await settle();
    expect([query.error?.reason, query.isAnswered]).to.deep.equal(['signed-out', false]);
    expect(names()).to.deep.equal(['Anna Schmidt']);
    query.retry();
    expect(query.error).to.equal(undefined);
    asked[2]!.answer([beta]);
    await settle();
    expect(names()).to.deep.equal(['Anna Schmidt', 'Beta LLC']);
  });

  it('takes what a page throws for a service that failed', async () => {
    query.start(() => {
      throw new Error('rubbish');
    });
    clock.advance(0);
    await settle();
    expect(query.error?.reason).to.equal('service-unavailable');
  });

  it('forgets everything when its element goes', async () => {
    query.start(ask);
    clock.advance(0);
    query.hostDisconnected();
    expect(asked[0]!.signal.aborted).to.equal(true);
    asked[0]!.answer([anna]);
    await settle();
    expect([names(), query.isSearching, query.isAnswered]).to.deep.equal([[], false, false]);
  });
});
