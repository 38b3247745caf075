import { expect } from '@open-wc/testing';
import { MemoryDirectory } from '../../../src/directory/memory-directory.js';

const signal = new AbortController().signal;
const call = { id: 'c1', direction: 'incoming' } as const;

describe('the directory in memory', () => {
  it('finds a number however it is written, each customer once', async () => {
    const numbers = [{ number: '+1 (202) 555-0101' }, { number: '+1-202-555-0101' }];
    const anna = { id: '1', type: 'contact', name: 'Anna', numbers };
    const directory = new MemoryDirectory(new Set([anna]));
    const found = await directory.lookup('+12025550101', { call, signal });
    expect(found).to.deep.equal({ customers: [anna], total: 1 });
  });

  it('takes a cursor that is none for the beginning', async () => {
    const directory = new MemoryDirectory([{ id: '1', type: 'lead', name: 'Anna' }]);
    for (const cursor of ['', 'x', '-3', 'NaN']) {
      expect((await directory.search('a', { signal, cursor })).customers).to.have.length(1);
    }
    expect((await directory.search('a', { signal, cursor: '1' })).customers).to.deep.equal([]);
  });

  it('looks a number up among 50,000 customers within 50 ms', async () => {
    const customers = Array.from({ length: 50_000 }, (_, index) => ({
      ...{ id: `${index}`, type: 'contact', name: `Person ${index}` },
      numbers: [{ number: `+1202${String(index).padStart(7, '0')}` }],
    }));
    const directory = new MemoryDirectory(customers);
    const times: number[] = [];
    for (let round = 0; round < 20; round += 1) {
      const begun = performance.now();
      const one = await directory.lookup(`+1202${String(round * 2_000).padStart(7, '0')}`, {
        ...{ call, signal },
      });
      expect(one.customers[0]?.name).to.equal(`Person ${round * 2_000}`);
      times.push(performance.now() - begun);
    }
    const { total } = await directory.search('person 4999', { signal });
    expect(total).to.equal(11);
    expect(times.sort((a, b) => a - b)[18], 'p95 of a lookup, ms').to.be.lessThan(50);
  });
});
