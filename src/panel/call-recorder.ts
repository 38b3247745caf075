import type { Undo } from '../base/clock.js';
import { toCtiError, type CtiError } from '../base/error.js';
import type { CallController, CtiNotification } from '../controller/call-controller.js';
import type { CallSnapshot } from '../controller/snapshot.js';
import { recordedCustomer } from '../elements/recorded-customer.js';
import type { CallHistory, CallRecord, RecordChange } from '../history/call-history.js';
import type { Outbox } from '../history/outbox.js';
import { recordOf } from './call-record.js';
import { LiveCalls } from './live-calls.js';

/** Among the newest of so many is every call that a page lost its hold of. */
const recoveredOf = 200;

export interface RecorderParts {
  readonly userId: string;
  /** Absent: nothing is kept. */
  readonly history?: CallHistory | undefined;
  /** Absent: nobody wants the records. */
  readonly outbox?: Outbox | undefined;
  /** Told once until it works again. */
  readonly failed: (error: CtiError) => void;
}

/**
 * Writes down every call once: at its start, at what is learnt of it, at its end. So a page that crashes loses at most
 * the end of the call it was in. Nothing of a call ever waits for it.
 */
export class CallRecorder {
  readonly #parts: RecorderParts;
  readonly #live: LiveCalls;
  /** The newest of what is to be written, by call. */
  readonly #wanted = new Map<string, CallRecord>();
  readonly #written = new Map<string, string>();
  #writing = Promise.resolve();
  #failing = false;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
    this.#live = new LiveCalls(parts.userId);
  }

  /** @param earlier calls that came before, as they were last seen */
  attach(controller: CallController, earlier: Iterable<CallSnapshot> = []): Undo {
    for (const call of earlier) {
      if (call.end) this.#end(recordOf(call));
    }
    for (const call of controller.snapshot.calls) this.#keep(recordOf(call));
    const undo = controller.observe((notification) => this.#hear(notification));
    void this.#recover();
    return () => {
      undo();
      this.#live.dispose();
    };
  }

  /** A part of a record that is not the call's any more: of a call that has ended. */
  async change(id: string, change: RecordChange): Promise<void> {
    await this.#parts.history?.update(id, change);
    await this.#parts.outbox?.change(id, change);
  }

  #hear({ type, detail }: CtiNotification): void {
    if (!('call' in detail)) return;
    const { call } = detail;
    if (type === 'call-ended') this.#end(recordOf(call));
    else if (!call.end) this.#keep(recordOf(call));
    else if (call.customer) {
      const customer = recordedCustomer(call.customer);
      this.change(call.id, { customer }).catch((thrown: unknown) => this.#fail(thrown));
    }
  }

  #keep(record: CallRecord): void {
    this.#live.begin(record.id);
    void this.#write(record);
  }

  #end(record: CallRecord): void {
    const { outbox } = this.#parts;
    // Both at once: a page that goes away has no time for one after the other.
    const waiting = outbox?.add(record);
    const written = this.#write(outbox ? { ...record, log: 'pending' } : record);
    Promise.all([waiting, written]).then(
      // Not before: that it was saved is noted in what is written here.
      () => outbox?.flush(),
      (thrown: unknown) => this.#fail(thrown),
    );
  }

  #write(record: CallRecord): Promise<void> {
    this.#wanted.set(record.id, record);
    this.#writing = this.#writing.then(() => this.#writeWanted());
    return this.#writing;
  }

  async #writeWanted(): Promise<void> {
    for (const record of [...this.#wanted.values()]) {
      this.#wanted.delete(record.id);
      await this.#save(record);
    }
  }

  async #save(record: CallRecord): Promise<void> {
    const text = JSON.stringify(record);
    if (this.#written.get(record.id) === text) return;
    this.#written.set(record.id, text);
    try {
      await this.#parts.history?.save(record);
      this.#failing = false;
    } catch (thrown) {
      this.#fail(thrown);
    }
    if (record.reason === undefined) return;
    this.#written.delete(record.id);
    this.#live.end(record.id);
  }

  #fail(thrown: unknown): void {
    if (!this.#failing) this.#parts.failed(toCtiError(thrown, 'storage-failed'));
    this.#failing = true;
  }

  /** What another page left unfinished: its calls are over, and how they ended nobody knows. */
  async #recover(): Promise<void> {
    const { history, outbox } = this.#parts;
    if (!history) return outbox?.flush();
    try {
      await this.#live.alone(async () => {
        const { records } = await history.list({ limit: recoveredOf });
        const live = await this.#live.everywhere();
        for (const record of records) await this.#recoverOne(record, live);
      });
      outbox?.flush();
    } catch (thrown) {
      this.#fail(thrown);
    }
  }

  async #recoverOne(record: CallRecord, live: ReadonlySet<string>): Promise<void> {
    const { history, outbox } = this.#parts;
    if (live.has(record.id)) return;
    const waiting = await outbox?.find(record.id);
    if (record.reason === undefined) {
      const closed = waiting ?? closedUnseen(record);
      await history?.save(outbox ? { ...closed, log: 'pending' } : closed);
      if (!waiting) await outbox?.add(closed);
    } else if (outbox && !waiting && (record.log === 'pending' || record.log === 'failed')) {
      await outbox.add(record);
    }
  }
}

function closedUnseen(record: CallRecord): CallRecord {
  const missed = record.direction === 'incoming' && record.connected === undefined;
  return { ...record, reason: 'network', by: 'network', missed };
}
