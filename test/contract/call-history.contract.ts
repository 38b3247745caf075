import { expect } from '@open-wc/testing';
import type { CtiError } from '../../src/base/error.js';
import type { CallHistory, CallRecord, HistoryChange } from '../../src/history/call-history.js';
import { callRecord, missedRecord, noon } from '../support/call-records.js';

/** A history with nothing in it that keeps at most so many records. */
export type MakeHistory = (limit?: number) => CallHistory;

const ids = (records: readonly CallRecord[]): string[] => records.map(({ id }) => id);
const numbered = (count: number): CallRecord[] =>
  Array.from({ length: count }, (_, index) =>
    callRecord({ id: `call-${index}`, started: noon + index }),
  );

async function filled(make: MakeHistory, records: readonly CallRecord[]): Promise<CallHistory> {
  const history = make();
  for (const record of records) await history.save(record);
  return history;
}

/** What every history of calls must do (the contract is written above the port). */
export function describeCallHistory(name: string, make: MakeHistory): void {
  describe(`${name}, as every history of calls`, () => {
    let made: CallHistory[];
    const fresh: MakeHistory = (limit) => {
      const history = make(limit);
      made.push(history);
      return history;
    };
    beforeEach(() => void (made = []));
    afterEach(async () => {
      for (const history of made) {
        await history.clear();
        history.dispose();
      }
    });

    it('keeps every part of a record', async () => {
      const record = callRecord({
        id: 'whole',
        pbxId: 'call-id@pbx',
        direction: 'outgoing',
        displayName: '<b>Anna</b>',
        customer: {
          ...{ id: 'anna', type: 'broker', typeLabel: 'Broker', name: 'Anna Schmidt', url: '/#/a' },
          account: { id: 'alfa', name: 'Alfa GmbH' },
        },
        data: { ticket: '7' },
        note: 'Wants\nan offer',
        sip: { status: 486, text: 'Busy Here' },
        heldMs: 2_000,
        log: 'saved',
        logUrl: 'https://crm.example/calls/1',
      });
      const history = await filled(fresh, [record]);
      expect(await history.get('whole')).to.deep.equal(record);
      expect((await history.list()).records).to.deep.equal([record]);
      expect(await history.get('another')).to.equal(undefined);
    });

    it('keeps one record for each id', async () => {
      const history = await filled(fresh, [callRecord({ id: 'a' })]);
      await history.save(callRecord({ id: 'a', note: 'later' }));
      const { records } = await history.list();
      expect(records.map(({ note }) => note)).to.deep.equal(['later']);
    });

    it('lists the newest first, whatever the order they came in', async () => {
      const [a, b, c] = numbered(3) as [CallRecord, CallRecord, CallRecord];
      const history = await filled(fresh, [b, c, a]);
      expect(ids((await history.list()).records)).to.deep.equal(['call-2', 'call-1', 'call-0']);
    });

    it('is paged through, each record once, also those of the same moment', async () => {
      const same = numbered(7).map((record) => ({ ...record, started: noon }));
      const history = await filled(fresh, same);
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await history.list({ limit: 3, ...(cursor ? { cursor } : {}) });
        expect(page.records.length).to.be.within(1, 3);
        seen.push(...ids(page.records));
        cursor = page.next;
      } while (cursor);
      expect([...seen].sort()).to.deep.equal(ids(same));
    });

    it('has no next page when there is nothing on it', async () => {
      const history = await filled(fresh, numbered(4));
      expect((await history.list({ limit: 4 })).next).to.equal(undefined);
      expect((await history.list({ limit: 3 })).next).to.be.a('string');
    });

    it('goes on where it was when a newer call has come', async () => {
      const history = await filled(fresh, numbered(4));
      const { next = '' } = await history.list({ limit: 2 });
      await history.save(callRecord({ id: 'newer', started: noon + 1_000 }));
      const { records } = await history.list({ limit: 2, cursor: next });
      expect(ids(records)).to.deep.equal(['call-1', 'call-0']);
    });

    it('takes no cursor that is none', async () => {
      const history = await filled(fresh, []);
      for (const cursor of ['', 'rubbish', '[]', '{"a":1}', '[1,2]']) {
        const reason = await history
          .list({ cursor })
          .catch((error: unknown) => (error as CtiError).reason);
        expect(reason, cursor).to.equal('not-allowed');
      }
    });

    it('finds by number, names and note, and only the missed ones', async () => {
      const history = await filled(fresh, [
        callRecord({ id: 'number', number: '+74955550101', started: noon + 4 }),
        callRecord({ id: 'name', displayName: 'Anna SCHMIDT', started: noon + 3 }),
        callRecord({ id: 'note', note: 'Schmidt called', number: '101', started: noon + 2 }),
        missedRecord({
          id: 'customer',
          started: noon + 1,
          customer: {
            ...{ id: '1', type: 'contact', name: 'Иван' },
            account: { id: '2', name: 'Schmidt & Co' },
          },
        }),
      ]);
      const found = async (query: object): Promise<string[]> =>
        ids((await history.list(query)).records);
      expect(await found({ text: ' schmidt ' })).to.deep.equal(['name', 'note', 'customer']);
      expect(await found({ text: '495) 555-01' })).to.deep.equal(['number']);
      expect(await found({ text: 'иВАН' })).to.deep.equal(['customer']);
      expect(await found({ missed: true })).to.deep.equal(['customer']);
      expect(await found({ missed: true, text: 'nobody' })).to.deep.equal([]);
      expect((await found({ text: ' ' })).length).to.equal(4);
    });

    it('pages through what was found', async () => {
      const many = numbered(30).map((record, index) =>
        index % 10 === 0 ? { ...record, note: 'wanted' } : record,
      );
      const history = await filled(fresh, many);
      const first = await history.list({ text: 'wanted', limit: 2 });
      const second = await history.list({ text: 'wanted', limit: 2, cursor: first.next ?? '' });
      expect([...ids(first.records), ...ids(second.records)]).to.deep.equal([
        ...['call-20', 'call-10', 'call-0'],
      ]);
      expect(second.next).to.equal(undefined);
    });

    it('changes a part, takes a part away, and makes no record of what is gone', async () => {
      const history = await filled(fresh, [callRecord({ id: 'a', note: 'old', displayName: 'A' })]);
      await history.update('a', { note: 'new', displayName: undefined });
      const record = await history.get('a');
      expect(record?.note).to.equal('new');
      expect(record).not.to.have.property('displayName');
      await history.update('gone', { note: 'new' });
      expect((await history.list()).records.length).to.equal(1);
    });

    it('counts missed calls until they have been seen', async () => {
      const history = await filled(fresh, [
        missedRecord({ id: 'a' }),
        missedRecord({ id: 'b' }),
        callRecord({ id: 'c' }),
      ]);
      expect(await history.missedCount()).to.equal(2);
      await history.delete('b');
      expect(await history.missedCount()).to.equal(1);
      await history.markSeen();
      expect(await history.missedCount()).to.equal(0);
      expect((await history.get('a'))?.missed).to.equal(true);
      await history.save(missedRecord({ id: 'd' }));
      expect(await history.missedCount()).to.equal(1);
    });

    it('drops the oldest, but nothing that is not finished', async () => {
      const history = fresh(3);
      const [a, b, ...rest] = numbered(6) as [CallRecord, CallRecord, ...CallRecord[]];
      const { reason: _, ...living } = a;
      for (const record of [living, { ...b, log: 'failed' as const }, ...rest]) {
        await history.save(record);
      }
      expect(ids((await history.list()).records)).to.deep.equal(['call-5', 'call-1', 'call-0']);
    });

    it('tells of every change, once it can be read', async () => {
      const history = await filled(fresh, [callRecord({ id: 'a' })]);
      const heard: { readonly change: HistoryChange; readonly found: Promise<unknown> }[] = [];
      const undo = history.subscribe((change) =>
        heard.push({ change, found: history.list().then(({ records }) => ids(records)) }),
      );
      await history.save(missedRecord({ id: 'b', started: noon + 1 }));
      await history.update('a', { note: 'new' });
      await history.markSeen();
      await history.delete('b');
      await history.clear();
      expect(heard.map(({ change }) => change.ids)).to.deep.equal([
        ...[['b'], ['a'], ['b'], ['b'], undefined],
      ]);
      expect(await heard[0]?.found).to.deep.equal(['b', 'a']);
      undo();
      await history.save(callRecord({ id: 'c' }));
      expect(heard.length).to.equal(5);
    });

    it('forgets everything', async () => {
      const history = await filled(fresh, [missedRecord(), callRecord({ id: 'c' })]);
      await history.clear();
      expect((await history.list()).records).to.deep.equal([]);
      expect(await history.missedCount()).to.equal(0);
    });
  });
}
