import type { Undo } from '../base/clock.js';
import { CtiError, toCtiError } from '../base/error.js';
import type { HistoryServices } from '../context/panel-services.js';
import type { CallController } from '../controller/call-controller.js';
import type { CallHistory, CallLog, RecordChange } from '../history/call-history.js';
import { allRecords, csvOf } from '../history/history-csv.js';
import { HttpCallLog } from '../history/http-call-log.js';
import { LastingHistory } from '../history/lasting-history.js';
import { MemoryHistory } from '../history/memory-history.js';
import { Outbox } from '../history/outbox.js';
import { CallRecorder } from './call-recorder.js';
import type { PageFetch } from '../base/page-fetch.js';
import { storageKey } from './services.js';

/** What a panel says about the record of its calls. */
export interface RecordSettings {
  readonly userId: string;
  readonly history: 'local' | 'session' | 'off';
  readonly historyLimit: number;
  /** The page's own, which is never disposed of here. */
  readonly callHistory: CallHistory | undefined;
  readonly callLog: CallLog | undefined;
  /** Absolute. */
  readonly logSrc: string | undefined;
  readonly fetch: () => PageFetch | undefined;
}

interface Kept {
  readonly history: CallHistory | undefined;
  readonly outbox: Outbox | undefined;
  readonly services: HistoryServices | undefined;
  readonly dispose: Undo;
}

/** The record of a controller's calls: its history, its outbox, and what fills them, while a panel has it. */
export class CallRecords {
  readonly #controller: CallController;
  #settings: RecordSettings | undefined;
  #kept: Kept | undefined;

  constructor(controller: CallController) {
    this.#controller = controller;
  }

  /** For elements. Absent: nothing is kept. */
  get services(): HistoryServices | undefined {
    return this.#kept?.services;
  }

  use(settings: RecordSettings): void {
    if (this.#kept && this.#settings && same(this.#settings, settings)) return;
    this.dispose();
    this.#settings = settings;
    this.#kept = this.#keep(settings);
  }

  /** Forgets what is kept of this user. */
  async clear(userId: string): Promise<void> {
    if (this.#settings?.userId !== userId) return;
    await Promise.all([this.#kept?.history?.clear(), this.#kept?.outbox?.clear()]);
  }

  /** Nothing is recorded until it is used again. */
  dispose(): void {
    this.#kept?.dispose();
    this.#kept = undefined;
  }

  #keep(settings: RecordSettings): Kept {
    const failed = (error: CtiError): void => this.#controller.report(error);
    const history = settings.callHistory ?? historyOf(settings, failed);
    const outbox = this.#outbox(settings, history, failed);
    const recorder = new CallRecorder({ userId: settings.userId, history, outbox, failed });
    const detach = recorder.attach(this.#controller);
    return {
      history,
      outbox,
      services: history && servicesOf(history, recorder, outbox),
      dispose: () => {
        detach();
        outbox?.dispose();
        if (!settings.callHistory) history?.dispose();
      },
    };
  }

  #outbox(
    settings: RecordSettings,
    history: CallHistory | undefined,
    failed: (error: CtiError) => void,
  ): Outbox | undefined {
    const log = logOf(settings, failed);
    if (!log) return undefined;
    const settled = async (
      id: string,
      change: Pick<RecordChange, 'log' | 'logUrl'>,
    ): Promise<void> => {
      await history?.update(id, change).catch((thrown: unknown) => failed(toCtiError(thrown)));
    };
    return new Outbox({ userId: settings.userId, log, settled, failed });
  }
}

/** Functions are made anew all the time: what they do is asked for when it is needed. */
function same(a: RecordSettings, b: RecordSettings): boolean {
  const keys = ['userId', 'history', 'historyLimit', 'callHistory', 'callLog', 'logSrc'] as const;
  return keys.every((key) => a[key] === b[key]);
}

function historyOf(
  { history, userId, historyLimit: limit }: RecordSettings,
  failed: (error: CtiError) => void,
): CallHistory | undefined {
  // Whose they are is not known: they would be everybody's who uses this browser.
  if (history === 'off' || userId === '') return undefined;
  if (history === 'local') return new LastingHistory({ userId, limit, failed });
  return new MemoryHistory({
    ...sessionStore(failed),
    key: storageKey(userId, 'calls'),
    limit,
    failed: (thrown) => failed(new CtiError('storage-failed', { cause: thrown })),
  });
}

function sessionStore(failed: (error: CtiError) => void): { storage?: Storage } {
  try {
    return { storage: sessionStorage };
  } catch (thrown) {
    failed(new CtiError('storage-failed', { cause: thrown }));
    return {};
  }
}

function logOf(
  { callLog, logSrc, fetch }: RecordSettings,
  failed: (error: CtiError) => void,
): CallLog | undefined {
  if (callLog || logSrc === undefined) return callLog;
  try {
    return new HttpCallLog({ src: logSrc, fetch });
  } catch (thrown) {
    failed(toCtiError(thrown));
    return undefined;
  }
}

function servicesOf(
  history: CallHistory,
  recorder: CallRecorder,
  outbox: Outbox | undefined,
): HistoryServices {
  return {
    list: (query) => history.list(query),
    get: (id) => history.get(id),
    missedCount: () => history.missedCount(),
    markSeen: () => history.markSeen(),
    delete: (id) => history.delete(id),
    restore: (record) => history.save(record),
    subscribe: (listener) => history.subscribe(listener),
    update: (id, change) => recorder.change(id, change),
    retryLog: () => outbox?.flush(),
    exportCsv: async () => new Blob([csvOf(await allRecords(history))], { type: 'text/csv' }),
  };
}
