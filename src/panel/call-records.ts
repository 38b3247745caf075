import type { Undo } from '../base/clock.js';
import { CtiError, toCtiError } from '../base/error.js';
import type { PageFetch } from '../base/page-fetch.js';
import type { HistoryServices } from '../context/panel-services.js';
import type { CallController, CtiNotification } from '../controller/call-controller.js';
import type { CallSnapshot, CtiSnapshot } from '../controller/snapshot.js';
import type { CallHistory, CallLog } from '../history/call-history.js';
import { together } from './listen.js';
import type { KeepRecords, Kept } from './record-keeper.js';

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

type Load = () => Promise<KeepRecords>;

async function loadKeeper(): Promise<KeepRecords> {
  const { loadRecordKeeper } = await import('./record-keeper.js');
  return loadRecordKeeper();
}

/** The record of a controller's calls: its history, its outbox, and what fills them, while a panel has it. */
export class CallRecords {
  readonly #controller: CallController;
  readonly #load: Load;
  #settings: RecordSettings | undefined;
  #late: LateRecords | undefined;

  constructor(controller: CallController, load: Load = loadKeeper) {
    this.#controller = controller;
    this.#load = load;
  }

  /** For elements. Absent: nothing is kept. */
  get services(): HistoryServices | undefined {
    return this.#late?.services;
  }

  use(settings: RecordSettings): void {
    if (this.#late && this.#settings && same(this.#settings, settings)) return;
    this.dispose();
    this.#settings = settings;
    this.#late = new LateRecords(this.#controller, settings, this.#load);
  }

  /** Forgets what is kept of this user. */
  async clear(userId: string): Promise<void> {
    if (this.#settings?.userId === userId) await this.#late?.clear();
  }

  /** Nothing is recorded until it is used again. */
  dispose(): void {
    this.#late?.dispose();
    this.#late = undefined;
  }
}

/** Functions are made anew all the time: what they do is asked for when it is needed. */
function same(a: RecordSettings, b: RecordSettings): boolean {
  const keys = ['userId', 'history', 'historyLimit', 'callHistory', 'callLog', 'logSrc'] as const;
  return keys.every((key) => a[key] === b[key]);
}

function hasHistory({ callHistory, history, userId }: RecordSettings): boolean {
  // Whose they are is not known: they would be everybody's who uses this browser.
  return callHistory !== undefined || (history !== 'off' && userId !== '');
}

/**
 * A record whose keeper is loaded when the line is first online, at the first call, or when somebody asks for what is
 * kept, and asked for again where that has failed. The calls that come before it are remembered for it.
 */
class LateRecords {
  /** Absent: nothing is listed. */
  readonly services: HistoryServices | undefined;
  readonly #controller: CallController;
  readonly #settings: RecordSettings;
  readonly #load: Load;
  /** As last seen, by id. */
  readonly #earlier = new Map<string, CallSnapshot>();
  /** Whether anything is to be kept, or told. */
  readonly #wanted: boolean;
  readonly #undo: Undo;
  #loading: Promise<Kept> | undefined;
  #kept: Kept | undefined;
  #told = false;
  #wasOnline = false;
  #disposed = false;
  /** Settled when it has come, whoever asked for it. */
  readonly #come: Promise<Kept>;
  #hasCome: (kept: Kept) => void = () => undefined;

  constructor(controller: CallController, settings: RecordSettings, load: Load) {
    this.#controller = controller;
    this.#settings = settings;
    this.#load = load;
    this.#come = new Promise((resolve) => (this.#hasCome = resolve));
    if (hasHistory(settings)) this.services = this.#services();
    this.#wanted = Boolean(this.services ?? settings.callLog ?? settings.logSrc);
    this.#undo = this.#wanted ? this.#follow() : () => undefined;
  }

  async clear(): Promise<void> {
    this.#earlier.clear();
    if (!this.#wanted) return;
    const kept = await this.#ask().catch(() => undefined);
    await (kept ?? this.#settings.callHistory)?.clear();
  }

  dispose(): void {
    this.#disposed = true;
    this.#undo();
    this.#kept?.dispose();
  }

  #follow(): Undo {
    const { snapshot } = this.#controller;
    for (const call of snapshot.calls) this.#remember(call);
    const undo = together(
      this.#controller.observe(this.#hear),
      this.#controller.subscribe(this.#see),
    );
    this.#see(snapshot);
    return undo;
  }

  readonly #see = ({ connection }: CtiSnapshot): void => {
    const online = connection === 'online';
    // What fails now is told when it is wanted.
    if (online && !this.#wasOnline) this.#ask().catch(() => undefined);
    this.#wasOnline = online;
  };

  readonly #hear = ({ detail }: CtiNotification): void => {
    if ('call' in detail) this.#remember(detail.call);
  };

  #remember(call: CallSnapshot): void {
    if (this.#kept) return;
    this.#earlier.set(call.id, call);
    this.#ask().catch((thrown: unknown) => {
      if (!this.#told && !this.#disposed) this.#controller.report(toCtiError(thrown));
      this.#told = true;
    });
  }

  /** @throws CtiError `service-unavailable` when it could not be loaded, `disposed` */
  #ask(): Promise<Kept> {
    return (this.#loading ??= this.#start().catch((thrown: unknown) => {
      this.#loading = undefined;
      throw toCtiError(thrown, 'service-unavailable');
    }));
  }

  async #start(): Promise<Kept> {
    const keep = await this.#load();
    if (this.#disposed) throw new CtiError('disposed');
    // From here on it hears by itself: nothing comes in between.
    const kept = keep(this.#controller, this.#settings, this.#earlier.values());
    this.#kept = kept;
    this.#undo();
    this.#earlier.clear();
    this.#hasCome(kept);
    return kept;
  }

  #subscribe(listener: Parameters<HistoryServices['subscribe']>[0]): Undo {
    let undo: Undo | undefined;
    let stopped = false;
    void this.#come.then(({ services }) => {
      if (!stopped) undo = services?.subscribe(listener);
    });
    return () => {
      stopped = true;
      undo?.();
    };
  }

  #services(): HistoryServices {
    const asked = async (): Promise<HistoryServices> => {
      const { services } = await this.#ask();
      if (!services) throw new CtiError('storage-failed');
      return services;
    };
    return {
      list: async (query) => (await asked()).list(query),
      get: async (id) => (await asked()).get(id),
      // What is shown from the start waits, rather than have it loaded.
      missedCount: async () => (await this.#come).services?.missedCount() ?? 0,
      markSeen: async () => (await asked()).markSeen(),
      delete: async (id) => (await asked()).delete(id),
      restore: async (record) => (await asked()).restore(record),
      subscribe: (listener) => this.#subscribe(listener),
      update: async (id, change) => (await asked()).update(id, change),
      retryLog: () =>
        void asked().then(
          (services) => services.retryLog(),
          () => undefined,
        ),
      exportCsv: async () => (await asked()).exportCsv(),
    };
  }
}
