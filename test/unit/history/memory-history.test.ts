import { expect } from '@open-wc/testing';
import { MemoryHistory } from '../../../src/history/memory-history.js';
import { callRecord } from '../../support/call-records.js';

const key = 'test-memory-history';

describe('MemoryHistory', () => {
  afterEach(() => sessionStorage.removeItem(key));

  it('survives a reload in sessionStorage, which holds nothing once it is cleared', async () => {
    const before = new MemoryHistory({ storage: sessionStorage, key });
    await before.save(callRecord({ id: 'a' }));
    const after = new MemoryHistory({ storage: sessionStorage, key });
    expect(await after.get('a')).to.deep.equal(callRecord({ id: 'a' }));
    await after.clear();
    expect(sessionStorage.getItem(key)).to.equal(null);
  });

  it('reads only records out of what is stored', async () => {
    const good = callRecord({ id: 'a' });
    for (const stored of ['', '{', '7', '{"id":1}', JSON.stringify([{ id: 'x' }, null, good])]) {
      sessionStorage.setItem(key, stored);
      const { records } = await new MemoryHistory({ storage: sessionStorage, key }).list();
      expect(records, stored).to.deep.equal(stored.startsWith('[') ? [good] : []);
    }
  });

  it('goes on without its storage when that is full, and says so once', async () => {
    const failures: unknown[] = [];
    const full = {
      getItem: () => null,
      removeItem: () => undefined,
      setItem() {
        throw new DOMException('full', 'QuotaExceededError');
      },
    };
    const history = new MemoryHistory({ storage: full, failed: (thrown) => failures.push(thrown) });
    await history.save(callRecord({ id: 'a' }));
    await history.save(callRecord({ id: 'b' }));
    expect((await history.list()).records.length).to.equal(2);
    expect(failures.length).to.equal(1);
  });
});
