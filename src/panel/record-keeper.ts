import type { Undo } from '../base/clock.js';
import { CtiError, toCtiError } from '../base/error.js';
import type { HistoryServices } from '../context/panel-services.js';
import type { CallController } from '../controller/call-controller.js';
import type { CallSnapshot } from '../controller/snapshot.js';
import type { CallHistory, CallLog, RecordChange } from '../history/call-history.js';
import { allRecords, csvOf } from '../history/history-csv.js';
import { HttpCallLog } from '../history/http-call-log.js';
import { LastingHistory } from '../history/lasting-history.js';
import { MemoryHistory } from '../history/memory-history.js';
import { Outbox } from '../history/outbox.js';
import { CallRecorder } from './call-recorder.js';
import type { RecordSettings } from './call-records.js';
import { storageKey } from './services.js';

/** A record that is being kept. */
export interface Kept {
  /** Absent: only the call log is told. */
  readonly services: HistoryServices | undefined;
  /** Forgets everything of this user. */
  clear(): Promise<void>;
  readonly dispose: Undo;
}

/** @param earlier calls that came before this could be loaded, as they were last seen */
export type KeepRecords = (
  controller: CallController,
  settings: RecordSettings,
  earlier: Iterable<CallSnapshot>,
) => Kept;

/** Makes it come late: nothing of it is needed before the first call. */
export function loadRecordKeeper(): Promise<KeepRecords> {
  return Promise.resolve(keepRecords);
}

const keepRecords: KeepRecords = (controller, settings, earlier) => {
  const failed = (error: CtiError): void => controller.report(error);
  const history = settings.callHistory ?? historyOf(settings, failed);
  const outbox = outboxOf(settings, history, failed);
  const recorder = new CallRecorder({ userId: settings.userId, history, outbox, failed });
  const detach = recorder.attach(controller, earlier);
  return {
    services: history && servicesOf(history, recorder, outbox),
    async clear() {
      await Promise.all([history?.clear(), outbox?.clear()]);
    },
    dispose: () => {
      detach();
      outbox?.dispose();
      if (!settings.callHistory) history?.dispose();
    },
  };
};

function outboxOf(
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
