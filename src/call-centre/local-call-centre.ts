import * as v from 'valibot';
import { CtiError } from '../base/error.js';
import { outsideZones, type Undo } from '../base/clock.js';
import type {
  AgentStatus,
  CallCentre,
  CallCentreEvent,
  CallCentreHost,
  StatusOption,
} from './call-centre.js';

/** The statuses of a panel without a call centre of its own. The panel has words for them. */
export const localStatuses: readonly StatusOption[] = Object.freeze([
  { id: 'available', kind: 'available' },
  { id: 'away', kind: 'away' },
  { id: 'do-not-disturb', kind: 'busy' },
  { id: 'offline', kind: 'offline' },
]);

const storedStatus = v.object({
  id: v.pipe(v.string(), v.maxLength(100)),
  since: v.pipe(v.number(), v.finite(), v.minValue(0)),
  reason: v.exactOptional(v.pipe(v.string(), v.maxLength(200))),
});
type StoredStatus = v.InferOutput<typeof storedStatus>;

/** Where the status is kept; `localStorage` is one. */
export interface StatusStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface LocalCallCentreOptions {
  /** Whose status it is: another user of the same browser has another. */
  readonly userId: string;
  /** `last`: as before the reload, the first status for a new user. Otherwise the id of a status. */
  readonly initialStatus?: string;
  readonly statuses?: readonly StatusOption[];
  /** `localStorage` by default, where the browser has it and allows it. */
  readonly storage?: StatusStorage;
}

/** Keeps the operator's status in this browser, with its time, across reloads and the same in all tabs. */
export class LocalCallCentre implements CallCentre {
  readonly #options: LocalCallCentreOptions;
  readonly #statuses: readonly StatusOption[];
  readonly #key: string;
  #host: CallCentreHost | undefined;
  #status: AgentStatus | undefined;
  #stopFollowing: Undo | undefined;

  constructor(options: LocalCallCentreOptions) {
    this.#options = options;
    this.#statuses = options.statuses?.length ? options.statuses : localStatuses;
    this.#key = `cti-panel:status:${options.userId}`;
  }

  attach(host: CallCentreHost): Undo {
    this.#host = host;
    this.#status = this.#initial(host);
    this.#stopFollowing?.();
    this.#stopFollowing = this.#followOtherTabs();
    this.#emit(host, { type: 'statuses-changed', statuses: this.#statuses });
    this.#emit(host, { type: 'status-changed', status: this.#status });
    this.#write(this.#status);
    return () => {
      if (this.#host === host) this.dispose();
    };
  }

  setStatus(id: string, reason?: string): void {
    const host = this.#host;
    if (!host) return;
    if (!this.#offers(id)) {
      const error = new CtiError('not-allowed', { message: `There is no status "${id}"` });
      return this.#emit(host, { type: 'status-failed', id, error });
    }
    const before = this.#status;
    // Chosen again it goes on: its time is not that of the click.
    const same = before?.id === id && before.reason === reason;
    const status: StoredStatus = {
      id,
      since: same ? before.since : host.clock.now(),
      ...(reason === undefined ? {} : { reason }),
    };
    this.#status = status;
    this.#write(status);
    this.#emit(host, { type: 'status-changed', status });
  }

  /** Removes what is stored of this user. */
  forget(): void {
    try {
      this.#storage?.removeItem(this.#key);
    } catch {
      // Nothing can be stored, so nothing is.
    }
  }

  dispose(): void {
    this.#host = undefined;
    this.#stopFollowing?.();
    this.#stopFollowing = undefined;
  }

  #initial(host: CallCentreHost): StoredStatus {
    const { initialStatus = 'last' } = this.#options;
    const now = host.clock.now();
    const last = this.#parse(this.#read());
    const known = this.#offers(initialStatus);
    if (!known && initialStatus !== 'last') {
      host.logger.log('warn', `initial-status "${initialStatus}" is not a status on offer`);
    }
    const wanted = known ? initialStatus : (last?.id ?? this.#statuses[0]?.id ?? '');
    // A clock that was put back must not give a status that begins in the future.
    return last?.id === wanted
      ? { ...last, since: Math.min(last.since, now) }
      : { id: wanted, since: now };
  }

  #offers(id: string): boolean {
    return this.#statuses.some((status) => status.id === id);
  }

  /** What another tab of this user stores is the status here too (HTML, storage event). */
  #followOtherTabs(): Undo {
    if (typeof addEventListener !== 'function') return () => undefined;
    const follow = ({ key, newValue }: StorageEvent): void => {
      const status = key === this.#key ? this.#parse(newValue) : undefined;
      if (!status || !this.#host) return;
      this.#status = status;
      this.#emit(this.#host, { type: 'status-changed', status });
    };
    outsideZones(() => addEventListener('storage', follow));
    return () => removeEventListener('storage', follow);
  }

  #emit(host: CallCentreHost, event: CallCentreEvent): void {
    queueMicrotask(() => {
      if (this.#host === host) host.emit(event);
    });
  }

  /** Stored by an older version, by hand or by somebody else: anything may be in there. */
  #parse(text: string | null): StoredStatus | undefined {
    if (text === null) return undefined;
    try {
      const parsed = v.safeParse(storedStatus, JSON.parse(text));
      return parsed.success && this.#offers(parsed.output.id) ? parsed.output : undefined;
    } catch {
      return undefined;
    }
  }

  #read(): string | null {
    try {
      return this.#storage?.getItem(this.#key) ?? null;
    } catch {
      return null;
    }
  }

  #write(status: StoredStatus): void {
    try {
      this.#storage?.setItem(this.#key, JSON.stringify(status));
    } catch {
      // Full, private mode or forbidden: the status lasts as long as the page.
    }
  }

  /** Naming `localStorage` throws where cookies are forbidden (HTML section 12.2.3). */
  get #storage(): StatusStorage | undefined {
    return (
      this.#options.storage ?? (globalThis as { readonly localStorage?: Storage }).localStorage
    );
  }
}
