import { expect } from '@open-wc/testing';
import { openDB } from 'idb';
import type { CtiError } from '../../../src/base/error.js';
import { newId } from '../../../src/base/new-id.js';
import type { HistoryChange } from '../../../src/history/call-history.js';
import { IndexedDbHistory } from '../../../src/history/indexed-db-history.js';
import { LastingHistory } from '../../../src/history/lasting-history.js';
import { databaseName, deleteDatabase } from '../../../src/history/stored-calls.js';
import { callRecord, missedRecord, noon } from '../../support/call-records.js';

const changeOf = (history: IndexedDbHistory): Promise<HistoryChange> =>
  new Promise((resolve) => history.subscribe(resolve));

describe('IndexedDbHistory', () => {
  let userId: string;
  let open: { dispose(): void }[];
  const history = (): IndexedDbHistory => {
    const made = new IndexedDbHistory({ userId });
    open.push(made);
    return made;
  };
  const lasting = (failures: CtiError[]): LastingHistory => {
    const made = new LastingHistory({ userId, failed: (error) => failures.push(error) });
    open.push(made);
    return made;
  };
  beforeEach(() => {
    userId = newId();
    open = [];
  });
  afterEach(async () => {
    for (const made of open) made.dispose();
    await deleteDatabase(userId);
  });

  it('is there after a reload, and for its user only', async () => {
    const before = history();
    await before.save(callRecord({ id: 'a' }));
    before.dispose();
    expect((await history().list()).records.length).to.equal(1);
    const other = new IndexedDbHistory({ userId: `${userId}-other` });
    expect((await other.list()).records).to.deep.equal([]);
    other.dispose();
    await deleteDatabase(`${userId}-other`);
  });

  it('tells the other tabs, which can read it then', async () => {
    const [here, there] = [history(), history()];
    await there.list();
    const told = changeOf(there);
    await here.save(callRecord({ id: 'a' }));
    expect((await told).ids).to.deep.equal(['a']);
    expect((await there.get('a'))?.id).to.equal('a');
  });

  it('takes rubbish on its channel for a change of anything', async () => {
    const here = history();
    const channel = new BroadcastChannel(databaseName(userId));
    const told = changeOf(here);
    channel.postMessage({ ids: 'all' });
    expect(await told).to.deep.equal({});
    channel.close();
  });

  it('does not read what is no record', async () => {
    const here = history();
    await here.save(callRecord({ id: 'good' }));
    const database = await openDB(databaseName(userId));
    const at = [-noon, 'x'];
    await database.put('calls', { id: 'x', at, number: 7 });
    await database.put('calls', { ...callRecord({ id: 'y' }), at, reason: 'made-up' });
    database.close();
    expect((await here.list()).records.map(({ id }) => id)).to.deep.equal(['good']);
    expect(await here.get('x')).to.equal(undefined);
    await here.update('x', { note: 'new' });
    expect(await here.get('x')).to.equal(undefined);
  });

  it('opens again after it was closed under it, also by who wipes it', async () => {
    const here = history();
    await here.save(callRecord({ id: 'a' }));
    await deleteDatabase(userId);
    expect((await here.list()).records).to.deep.equal([]);
    await here.save(callRecord({ id: 'b' }));
    expect((await here.list()).records.length).to.equal(1);
  });

  it('closes for a newer release, and says that it keeps nothing then', async () => {
    const here = history();
    await here.save(callRecord({ id: 'a' }));
    const newer = await openDB(databaseName(userId), 1_000);
    const reason = await here.list().catch((error: unknown) => (error as CtiError).reason);
    expect(reason).to.equal('storage-failed');
    newer.close();
  });

  it('says so, once, when storage is forbidden, and goes on in memory', async () => {
    const original = Object.getOwnPropertyDescriptor(IDBFactory.prototype, 'open');
    Object.defineProperty(IDBFactory.prototype, 'open', {
      configurable: true,
      value: () => {
        throw new DOMException('no', 'SecurityError');
      },
    });
    const failures: CtiError[] = [];
    const changes: HistoryChange[] = [];
    try {
      const here = lasting(failures);
      here.subscribe((change) => changes.push(change));
      await Promise.all([here.save(missedRecord({ id: 'a' })), here.missedCount()]);
      await here.update('a', { note: 'kept' });
      expect((await here.get('a'))?.note).to.equal('kept');
      expect(await here.missedCount()).to.equal(1);
    } finally {
      Object.defineProperty(IDBFactory.prototype, 'open', original ?? {});
    }
    expect(failures.map(({ reason }) => reason)).to.deep.equal(['storage-failed']);
    expect(changes.length).to.equal(2);
  });

  it('goes on with what it had when there is no room left', async () => {
    const failures: CtiError[] = [];
    const here = lasting(failures);
    await here.save(callRecord({ id: 'before' }));
    const original = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    try {
      await here.save(callRecord({ id: 'after', started: noon + 1 }));
      const { records } = await here.list();
      expect(records.map(({ id }) => id)).to.deep.equal(['after', 'before']);
    } finally {
      IDBObjectStore.prototype.put = original;
    }
    expect(failures.map(({ reason }) => reason)).to.deep.equal(['storage-failed']);
  });
});
