import { expect } from '@open-wc/testing';
import { CtiError } from '../../../src/base/error.js';
import { newId } from '../../../src/base/new-id.js';
import type { CallLog, CallRecord, RecordChange } from '../../../src/history/call-history.js';
import { Outbox } from '../../../src/history/outbox.js';
import { deleteDatabase } from '../../../src/history/stored-calls.js';
import { callRecord, noon } from '../../support/call-records.js';
import { ManualClock } from '../../support/manual-clock.js';
import { until } from '../../support/until.mjs';

/** A call log that does what the test says, and notes what it got. */
class ScriptedLog implements CallLog {
  readonly got: CallRecord[] = [];
  answer: (record: CallRecord) => Promise<unknown> = async () => ({});
  save(record: CallRecord): Promise<{ readonly id?: string; readonly url?: string }> {
    this.got.push(record);
    return this.answer(record) as Promise<object>;
  }
}
const down = async (): Promise<never> => {
  throw new CtiError('service-unavailable');
};

describe('Outbox', () => {
  let userId: string;
  let boxes: Outbox[];
  let log: ScriptedLog;
  let clock: ManualClock;
  let settled: [string, Pick<RecordChange, 'log' | 'logUrl'>][];
  let failures: string[];
  const outbox = (own: CallLog = log): Outbox => {
    const made = new Outbox({
      ...{ userId, clock, log: own },
      settled: async (id, change) => void settled.push([id, change]),
      failed: ({ reason }) => failures.push(reason),
    });
    boxes.push(made);
    return made;
  };
  const got = (): string[] => log.got.map(({ id }) => id);
  const pending = async (box: Outbox): Promise<number> => (await box.state()).pending;
  beforeEach(() => {
    userId = newId();
    [boxes, log, clock, settled, failures] = [[], new ScriptedLog(), new ManualClock(), [], []];
  });
  afterEach(async () => {
    for (const box of boxes) box.dispose();
    await deleteDatabase(userId);
  });

  it('gives each record to the log once, without what is ours alone', async () => {
    const box = outbox();
    log.answer = async () => ({ url: 'https://crm.example/1', more: 1 });
    await box.add({ ...callRecord({ id: 'a' }), log: 'pending', seen: true });
    expect(log.got).to.deep.equal([]);
    box.flush();
    await until(() => settled.length, Boolean);
    expect(log.got).to.deep.equal([callRecord({ id: 'a' })]);
    expect(settled).to.deep.equal([['a', { log: 'saved', logUrl: 'https://crm.example/1' }]]);
    await until(
      () => pending(box),
      (count) => count === 0,
    );
    box.flush();
    clock.advance(1_000_000);
    await box.state();
    expect(got()).to.deep.equal(['a']);
  });

  it('takes no address out of an answer that is no web page’s', async () => {
    for (const answer of [undefined, null, 7, 'ok', { url: 'javascript:alert(1)' }, { id: {} }]) {
      settled = [];
      log.answer = async () => answer;
      const box = outbox();
      await box.add(callRecord({ id: 'a' }));
      box.flush();
      await until(() => settled.length, Boolean);
      expect(settled).to.deep.equal([['a', { log: 'saved' }]]);
      await until(
        () => pending(box),
        (count) => count === 0,
      );
    }
  });

  it('tries again, later and later, and says once that it does not work', async () => {
    const box = outbox();
    log.answer = down;
    await box.add(callRecord({ id: 'a' }));
    box.flush();
    for (const [index, waitMs] of [4_000, 8_000, 16_000].entries()) {
      await until(
        () => clock.pending,
        (count) => count === 1,
      );
      expect(log.got.length).to.equal(index + 1);
      clock.advance(waitMs - 1);
      expect(clock.pending, `no try before ${waitMs} ms`).to.equal(1);
      clock.advance(1);
    }
    await until(
      () => log.got.length,
      (count) => count === 4,
    );
    expect(failures).to.deep.equal(['service-unavailable']);
    expect(settled).to.deep.equal([['a', { log: 'failed' }]]);
    await until(() => clock.pending, Boolean);
    expect(await box.state()).to.deep.include({ pending: 1 });
    log.answer = async () => ({});
    box.flush();
    await until(
      () => pending(box),
      (count) => count === 0,
    );
    expect(settled.at(-1)).to.deep.equal(['a', { log: 'saved' }]);
  });

  it('goes on after a reload, and in another tab when the first is gone', async () => {
    const first = outbox();
    const second = outbox();
    log.answer = down;
    await first.add(callRecord({ id: 'a' }));
    first.flush();
    await until(() => settled.length, Boolean);
    first.dispose();
    log.answer = async () => ({});
    // It has heard that there is something to send.
    await until(
      () => {
        clock.advance(2_000);
        return pending(second);
      },
      (count) => count === 0,
    );
    expect(got()).to.deep.equal(['a', 'a']);
    log.answer = down;
    await second.add(callRecord({ id: 'b' }));
    second.flush();
    await until(
      () => got().length,
      (count) => count === 3,
    );
    second.dispose();
    log.answer = async () => ({});
    const third = outbox();
    third.flush();
    await until(
      () => pending(third),
      (count) => count === 0,
    );
    expect(got()).to.deep.equal(['a', 'a', 'b', 'b']);
  });

  it('sends nothing twice when two tabs send at once', async () => {
    const [first, second] = [outbox(), outbox()];
    log.answer = () => new Promise((resolve) => setTimeout(resolve, 30, {}));
    for (const id of ['a', 'b', 'c']) await first.add(callRecord({ id }));
    first.flush();
    second.flush();
    await until(
      () => pending(first),
      (count) => count === 0,
    );
    second.flush();
    await until(
      () => pending(second),
      (count) => count === 0,
    );
    expect(got().sort()).to.deep.equal(['a', 'b', 'c']);
  });

  it('does not let one record that is refused keep the others waiting', async () => {
    const box = outbox();
    log.answer = async ({ id }) => (id.startsWith('bad') ? down() : {});
    const ids = ['bad-1', 'bad-2', 'bad-3', 'good'];
    for (const [index, id] of ids.entries()) {
      await box.add(callRecord({ id, started: noon + index }));
    }
    box.flush();
    await until(() => clock.pending, Boolean);
    box.flush();
    await until(
      () => pending(box),
      (count) => count === 3,
    );
    expect(got()).to.include('good');
  });

  it('waits for whoever is signed out, with every record', async () => {
    const box = outbox();
    log.answer = async () => {
      throw new CtiError('signed-out');
    };
    for (const id of ['a', 'b']) await box.add(callRecord({ id }));
    box.flush();
    await until(() => clock.pending, Boolean);
    expect(log.got.length).to.equal(1);
    expect(failures).to.deep.equal(['signed-out']);
  });

  it('takes along what is learnt while a record waits', async () => {
    const box = outbox();
    await box.add(callRecord({ id: 'a' }));
    await box.change('a', { note: 'later' });
    await box.change('gone', { note: 'later' });
    box.flush();
    await until(
      () => pending(box),
      (count) => count === 0,
    );
    expect(log.got.map(({ note }) => note)).to.deep.equal(['later']);
  });

  it('keeps what waits in memory when storage is forbidden', async () => {
    const original = IDBFactory.prototype.open;
    IDBFactory.prototype.open = () => {
      throw new DOMException('no', 'SecurityError');
    };
    try {
      const box = outbox();
      await box.add(callRecord({ id: 'a' }));
      expect(await pending(box)).to.equal(1);
      box.flush();
      await until(
        () => pending(box),
        (count) => count === 0,
      );
    } finally {
      IDBFactory.prototype.open = original;
    }
    expect(failures).to.deep.equal(['storage-failed']);
    expect(got()).to.deep.equal(['a']);
  });
});
