import { expect } from '@open-wc/testing';
import { CtiError } from '../../../src/base/error.js';
import { LocalCallController } from '../../../src/controller/local-call-controller.js';
import type { CallHistory, CallRecord } from '../../../src/history/call-history.js';
import { IndexedDbHistory } from '../../../src/history/indexed-db-history.js';
import { MemoryHistory } from '../../../src/history/memory-history.js';
import { databaseName } from '../../../src/history/stored-calls.js';
import { CallRecords, type RecordSettings } from '../../../src/panel/call-records.js';
import { loadRecordKeeper, type KeepRecords } from '../../../src/panel/record-keeper.js';
import { callRecord } from '../../support/call-records.js';
import { until } from '../../support/until.mjs';
import { next, online as onlinePanel, task } from './panel-bench.js';
import { online, receive, turns, type PartsBench } from './parts-bench.js';

const isOne = (count: number): boolean => count === 1;

describe('the record of a controller’s calls', () => {
  let bench: PartsBench;
  let history: MemoryHistory;
  let kept: CallRecords[];
  const settings = (own: Partial<RecordSettings> = {}): RecordSettings => ({
    ...{ userId: 'ann', history: 'off', historyLimit: 1_000, callHistory: history },
    ...{ callLog: undefined, logSrc: undefined, fetch: () => undefined },
    ...own,
  });
  const recorded = (own?: Partial<RecordSettings>): CallRecords => {
    const records = new CallRecords(bench.controller);
    records.use(settings(own));
    kept.push(records);
    return records;
  };
  const all = async (): Promise<readonly CallRecord[]> => (await history.list()).records;
  const only = (satisfies: (record: CallRecord) => boolean): Promise<CallRecord> =>
    until(
      async () => (await all())[0],
      (record) => record !== undefined && satisfies(record),
    ) as Promise<CallRecord>;

  beforeEach(async () => {
    bench = await online();
    history = new MemoryHistory();
    kept = [];
  });
  afterEach(() => {
    for (const records of kept) records.dispose();
    bench.controller.dispose();
  });

  it('is written at the start, at the answer and at the end', async () => {
    recorded();
    const { controller, simulator, clock } = bench;
    const id = await receive(bench, '+12025550101', 'Anna');
    const offered = await only(() => true);
    expect(offered).to.include({ id, number: '+12025550101', displayName: 'Anna', missed: false });
    expect(offered).not.to.have.property('connected');
    expect(offered).not.to.have.property('reason');
    await controller.send({ type: 'answer' });
    clock.advance(10_000);
    await only(({ connected }) => connected !== undefined);
    await controller.send({ type: 'set-hold', held: true });
    clock.advance(5_000);
    const ended = new Promise<CallRecord>((resolve) => {
      controller.observe(({ type, detail }) => {
        if (type === 'call-ended') resolve(detail as unknown as CallRecord);
      });
    });
    simulator.remoteHangUp(id);
    const { talkedMs, heldMs, reason, by } = await ended;
    const record = await only((found) => found.reason !== undefined);
    expect(record).to.include({ talkedMs, heldMs, reason, by, missed: false });
    expect(record.ended! - record.connected!).to.equal(talkedMs);
    expect((await all()).length).to.equal(1);
  });

  it('takes along the customer, the note and the page’s data', async () => {
    recorded();
    const { controller } = bench;
    const call = await controller.send({ type: 'dial', target: '603', data: { ticket: '7' } });
    const customer = { id: '1', type: 'contact', name: 'Anna', photo: 'no', data: { secret: 1 } };
    controller.updateCall(call!.id, { note: 'Wants an offer', customer });
    await controller.send({ type: 'end' });
    const record = await only(({ reason }) => reason !== undefined);
    expect(record).to.deep.include({
      direction: 'outgoing',
      note: 'Wants an offer',
      data: { ticket: '7' },
      customer: { id: '1', type: 'contact', name: 'Anna' },
    });
  });

  it('knows what was missed, and what was not', async () => {
    recorded();
    const { controller, simulator } = bench;
    const id = await receive(bench);
    simulator.remoteHangUp(id);
    expect((await only(({ reason }) => reason !== undefined)).missed).to.equal(true);
    await history.clear();
    await receive(bench);
    await controller.send({ type: 'decline' });
    expect((await only(({ reason }) => reason !== undefined)).missed).to.equal(false);
    await history.clear();
    const third = await receive(bench);
    simulator.remoteHangUp(third, { reason: 'answered-elsewhere' });
    expect((await only(({ reason }) => reason !== undefined)).missed).to.equal(false);
  });

  it('has the call that never rang', async () => {
    const { controller, simulator } = bench;
    controller.configure({
      line: { servers: ['wss://pbx.example'], uri: 'sip:101@example.com' },
      transport: simulator,
      maxCalls: 0,
    });
    await controller.connect();
    recorded();
    await receive(bench);
    const record = await only(({ reason }) => reason !== undefined);
    expect(record).to.include({ reason: 'declined', by: 'local', missed: false });
  });

  it('closes what a page that crashed left open, and says that nobody knows how it ended', async () => {
    const { ended: _e, reason: _r, by: _b, ...open } = callRecord({ talkedMs: 0 });
    const { connected: _c, ...ringing } = open;
    await history.save({ ...open, id: 'talking' });
    await history.save({ ...ringing, id: 'ringing' });
    await history.save(callRecord({ id: 'over' }));
    recorded();
    await until(async () => (await all()).every(({ reason }) => reason !== undefined));
    const found = Object.fromEntries((await all()).map((record) => [record.id, record]));
    expect(found.talking).to.include({ reason: 'network', by: 'network', missed: false });
    expect(found.talking).not.to.have.property('ended');
    expect(found.ringing).to.include({ reason: 'network', missed: true });
    expect(found.over).to.deep.equal(callRecord({ id: 'over' }));
  });

  it('leaves a call alone that is live in another tab', async () => {
    const id = await receive(bench);
    recorded();
    await only(() => true);
    const other = await online();
    const records = new CallRecords(other.controller);
    records.use(settings());
    await history.save(callRecord({ id: 'lost', reason: undefined } as never));
    const again = new CallRecords(other.controller);
    again.use(settings());
    await until(async () => (await history.get('lost'))?.reason);
    expect(await history.get(id)).not.to.have.property('reason');
    records.dispose();
    again.dispose();
    other.controller.dispose();
  });

  it('goes to the call log once, after it failed too, and says so in the record', async () => {
    const got: CallRecord[] = [];
    let failing = true;
    const callLog = {
      save: async (record: CallRecord) => {
        if (failing) throw new CtiError('service-unavailable');
        got.push(record);
        return { url: 'https://crm.example/1' };
      },
    };
    const userId = crypto.randomUUID();
    const records = recorded({ callLog, userId });
    const errors: string[] = [];
    bench.controller.observe(({ type, detail }) => {
      if (type === 'error') errors.push(detail.error.reason);
    });
    const id = await receive(bench);
    await bench.controller.send({ type: 'decline' });
    await only(({ log }) => log === 'failed');
    expect(errors).to.deep.equal(['service-unavailable']);
    await records.services?.update(id, { note: 'Called back' });
    failing = false;
    records.services?.retryLog();
    const record = await only(({ log }) => log === 'saved');
    expect(record.logUrl).to.equal('https://crm.example/1');
    expect(got.map(({ note }) => note)).to.deep.equal(['Called back']);
  });

  it('sends a record that was lost on its way to the log', async () => {
    const got: string[] = [];
    const callLog = { save: async ({ id }: CallRecord) => void got.push(id) };
    await history.save(callRecord({ id: 'lost', log: 'pending' }));
    await history.save(callRecord({ id: 'saved', log: 'saved' }));
    recorded({ callLog, userId: crypto.randomUUID() });
    await only(({ log }) => log === 'saved');
    await until(async () => (await history.get('lost'))?.log === 'saved');
    expect(got).to.deep.equal(['lost']);
  });

  it('does not hold a call up when the page’s history fails, and says so once', async () => {
    const broken = {
      list: () => Promise.reject(new TypeError('broken')),
      save: () => Promise.reject(new TypeError('broken')),
    } as unknown as CallHistory;
    const errors: string[] = [];
    bench.controller.observe(({ type, detail }) => {
      if (type === 'error') errors.push(detail.error.reason);
    });
    recorded({ callHistory: broken });
    await receive(bench);
    await bench.controller.send({ type: 'answer' });
    await bench.controller.send({ type: 'end' });
    await until(() => errors.length > 0);
    await turns();
    expect(errors).to.deep.equal(['storage-failed']);
  });

  it('has every call that came before its keeper could be loaded, and asks for that again', async () => {
    let come = false;
    let asked = 0;
    const load = (): Promise<KeepRecords> => {
      asked += 1;
      return come ? loadRecordKeeper() : Promise.reject(new TypeError('no network'));
    };
    const errors: string[] = [];
    bench.controller.observe(({ type, detail }) => {
      if (type === 'error') errors.push(detail.error.reason);
    });
    const records = new CallRecords(bench.controller, load);
    kept.push(records);
    records.use(settings());
    const counted = records.services!.missedCount();
    const ids = [await receive(bench)];
    bench.simulator.remoteHangUp(ids[0]!);
    ids.push(await receive(bench));
    await bench.controller.send({ type: 'decline' });
    await turns();
    expect(asked, 'with each call').to.be.greaterThan(2);
    expect(errors).to.deep.equal(['service-unavailable']);
    const failed: unknown = await records.services!.list().catch((thrown: unknown) => thrown);
    expect(failed).to.include({ reason: 'service-unavailable' });
    let changes = 0;
    records.services!.subscribe(() => (changes += 1));
    come = true;
    ids.push(await receive(bench));
    await bench.controller.send({ type: 'decline' });
    const found = await until(
      all,
      (list) => list.length === ids.length && list.every(({ reason }) => reason !== undefined),
    );
    expect(found.map(({ id }) => id)).to.have.members(ids);
    expect(found.map(({ missed }) => missed).filter(Boolean).length).to.equal(1);
    expect(await counted).to.be.within(0, 1);
    expect(changes).to.be.greaterThan(0);
  });

  it('is not loaded for a button that counts missed calls, before the line is online', async () => {
    const offline = new LocalCallController();
    let asked = 0;
    const records = new CallRecords(offline, () => {
      asked += 1;
      return loadRecordKeeper();
    });
    kept.push(records);
    records.use(settings());
    void records.services!.missedCount();
    records.services!.subscribe(() => undefined);
    await turns();
    expect(asked).to.equal(0);
    expect((await records.services!.list()).records).to.deep.equal([]);
    expect(asked).to.equal(1);
    offline.dispose();
  });

  it('keeps nothing of nobody, and nothing when it is off', () => {
    const none = { callHistory: undefined } as const;
    expect(recorded({ ...none, history: 'local', userId: '' }).services).to.equal(undefined);
    expect(recorded({ ...none, history: 'off' }).services).to.equal(undefined);
  });
});

describe('the history of a panel', () => {
  it('is the user’s, is not there when it is off, and goes when it is wiped', async () => {
    const userId = crypto.randomUUID();
    const { panel, transport } = await onlinePanel({ userId });
    const ended = next('cti-call-ended');
    await panel.call('603');
    await panel.end();
    await ended;
    const history = new IndexedDbHistory({ userId });
    await until(async () => (await history.list()).records.length, isOne);
    history.dispose();
    await panel.clearUserData();
    const names = (await indexedDB.databases()).map(({ name }) => name);
    expect(names).not.to.include(databaseName(userId));
    panel.history = 'off';
    await task();
    const offered = next('cti-call-offered');
    transport.receiveCall({ number: '101' });
    await offered;
    await panel.decline();
    expect((await indexedDB.databases()).map(({ name }) => name)).not.to.include(
      databaseName(userId),
    );
    panel.remove();
  });
});
