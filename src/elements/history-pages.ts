import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Undo } from '../base/clock.js';
import type { LentServices } from '../context/lent-services.js';
import type { HistoryServices } from '../context/panel-services.js';
import type { CallRecord, HistoryChange, HistoryQuery } from '../history/call-history.js';

export type HistoryFilter = Pick<HistoryQuery, 'missed' | 'text'>;

/** The records of a history that have been loaded so far, newest first, as they are now in any tab. */
export class HistoryPages implements ReactiveController {
  records: readonly CallRecord[] = [];
  state: 'loading' | 'ready' | 'failed' = 'loading';
  /** How often rows have come between others or gone: another stands where the finger is. */
  moves = 0;
  readonly #host: ReactiveControllerHost;
  readonly #services: LentServices;
  #history: HistoryServices | undefined;
  #filter: HistoryFilter = {};
  #next: string | undefined;
  #undo: Undo | undefined;
  /** What has changed meanwhile: all of it, or these records. */
  #changed: Set<string> | 'all' = new Set();
  #working = false;
  /** What an older turn still finds is of no use any more. */
  #turn = 0;

  constructor(host: ReactiveControllerHost, services: LentServices) {
    this.#host = host;
    this.#services = services;
    host.addController(this);
  }

  get hasMore(): boolean {
    return this.#next !== undefined;
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostUpdate(): void {
    const history = this.#services.value?.history;
    if (history === this.#history) return;
    this.#leave();
    this.#history = history;
    this.#undo = history?.subscribe((change) => this.#hear(change));
    this.reload();
  }

  hostDisconnected(): void {
    this.#leave();
  }

  find(filter: HistoryFilter): void {
    this.#filter = filter;
    this.reload();
  }

  /** From the start; also after it has failed. */
  reload(): void {
    this.#turn += 1;
    this.#changed = new Set();
    this.#next = undefined;
    this.state = this.#history ? 'loading' : 'ready';
    if (!this.#history) this.#put([]);
    else void this.#load(this.#turn, {}, () => []);
  }

  more(): void {
    const cursor = this.#next;
    if (cursor === undefined || this.state !== 'ready') return;
    this.state = 'loading';
    void this.#load(this.#turn, { cursor }, () => this.records);
  }

  #leave(): void {
    this.#undo?.();
    this.#undo = undefined;
    this.#history = undefined;
    this.#turn += 1;
  }

  async #load(
    turn: number,
    query: HistoryQuery,
    before: () => readonly CallRecord[],
  ): Promise<void> {
    try {
      const page = await this.#history?.list({ ...this.#filter, ...query });
      if (turn !== this.#turn || !page) return;
      const known = new Set(before().map(({ id }) => id));
      this.#next = page.next;
      this.state = 'ready';
      this.#put([...before(), ...page.records.filter(({ id }) => !known.has(id))]);
      void this.#follow();
    } catch {
      if (turn !== this.#turn) return;
      this.state = 'failed';
      this.#host.requestUpdate();
    }
  }

  #hear({ ids }: HistoryChange): void {
    if (!ids || this.#changed === 'all') this.#changed = 'all';
    else for (const id of ids) this.#changed.add(id);
    void this.#follow();
  }

  /** One at a time; what comes meanwhile is done together afterwards. */
  async #follow(): Promise<void> {
    if (this.#working || this.state !== 'ready') return;
    this.#working = true;
    const turn = this.#turn;
    try {
      while (turn === this.#turn && (this.#changed === 'all' || this.#changed.size > 0)) {
        const ids = this.#changed === 'all' ? undefined : [...this.#changed];
        this.#changed = new Set();
        await (ids && !this.#isFiltered ? this.#renew(turn, ids) : this.#renewAll(turn));
      }
    } catch {
      // What is shown stays: the next change, or the operator, brings the rest.
    } finally {
      this.#working = false;
    }
  }

  get #isFiltered(): boolean {
    return Boolean(this.#filter.missed || this.#filter.text);
  }

  async #renew(turn: number, ids: readonly string[]): Promise<void> {
    const found = await Promise.all(ids.map(async (id) => this.#history?.get(id)));
    if (turn !== this.#turn) return;
    const fresh = new Map(ids.map((id, index) => [id, found[index]]));
    const kept = this.records.flatMap((record) => {
      const now = fresh.has(record.id) ? fresh.get(record.id) : record;
      fresh.delete(record.id);
      return now ?? [];
    });
    const oldest = this.hasMore ? (kept.at(-1)?.started ?? -Infinity) : -Infinity;
    const added = [...fresh.values()].filter((record) => record !== undefined);
    const wanted = added.filter(({ started }) => started >= oldest);
    const all = [...kept, ...wanted];
    this.#put(wanted.length > 0 ? all.sort((a, b) => b.started - a.started) : all);
  }

  async #renewAll(turn: number): Promise<void> {
    const limit = Math.max(50, this.records.length);
    const page = await this.#history?.list({ ...this.#filter, limit });
    if (turn !== this.#turn || !page) return;
    this.#next = page.next;
    this.#put(page.records);
  }

  #put(records: readonly CallRecord[]): void {
    if (this.records.some(({ id }, index) => id !== records[index]?.id)) this.moves += 1;
    this.records = records;
    this.#host.requestUpdate();
  }
}
