import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { systemClock, type Clock, type Undo } from '../base/clock.js';
import { toCtiError, type CtiError } from '../base/error.js';
import type { Customer, DirectoryPage, SearchContext } from '../directory/customer-directory.js';
import { customerKey } from './customer-text.js';

/** A search begins when nothing was typed for so long, in ms. */
export const typingPauseMs = 250;

const pageSize = 20;

/** Asks the directory for a page. */
export type AskDirectory = (context: SearchContext) => Promise<DirectoryPage | readonly Customer[]>;

/**
 * One question to the directory and what came of it, page by page. A new question takes back the one before, and an
 * answer that comes late is dropped. What was found stays until the next answer is there.
 */
export class CustomerQuery implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #clock: Clock;
  #ask: AskDirectory | undefined;
  #running: AbortController | undefined;
  #undoPause: Undo | undefined;
  #customers: readonly Customer[] = [];
  #total: number | undefined;
  #next: string | undefined;
  #error: CtiError | undefined;

  constructor(host: ReactiveControllerHost, clock: Clock = systemClock) {
    this.#host = host;
    this.#clock = clock;
    host.addController(this);
  }

  /** Found so far, each once. */
  get customers(): readonly Customer[] {
    return this.#customers;
  }

  /** How many there are, as far as is known. */
  get total(): number {
    return Math.max(this.#total ?? 0, this.#customers.length);
  }

  get isSearching(): boolean {
    return this.#running !== undefined || this.#undoPause !== undefined;
  }

  /** There was a question, and its answer is here. */
  get isAnswered(): boolean {
    return this.#ask !== undefined && !this.isSearching && !this.#error;
  }

  get error(): CtiError | undefined {
    return this.#error;
  }

  get hasMore(): boolean {
    return this.#next !== undefined || this.total > this.#customers.length;
  }

  /** Asks something new, after a pause in ms in which it may be taken back. */
  start(ask: AskDirectory, pauseMs = 0): void {
    this.#interrupt();
    this.#ask = ask;
    this.#undoPause = this.#clock.schedule(pauseMs, () => {
      this.#undoPause = undefined;
      void this.#load(true);
    });
    this.#host.requestUpdate();
  }

  /** Begins with what is known already; `ask` gets the rest. */
  seed(customers: readonly Customer[], total: number | undefined, ask: AskDirectory): void {
    this.#interrupt();
    this.#ask = ask;
    this.#customers = distinct(customers);
    this.#total = total;
    this.#next = undefined;
    this.#host.requestUpdate();
  }

  more(): void {
    if (this.hasMore && !this.isSearching) void this.#load(false);
  }

  /** Asks again what has failed. */
  retry(): void {
    if (this.#error) void this.#load(this.#customers.length === 0);
  }

  /** Forgets the question and what was found. */
  stop(): void {
    this.#interrupt();
    this.#ask = undefined;
    this.#customers = [];
    this.#total = this.#next = undefined;
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.stop();
  }

  #interrupt(): void {
    this.#undoPause?.();
    this.#running?.abort();
    this.#undoPause = this.#running = this.#error = undefined;
  }

  async #load(fromStart: boolean): Promise<void> {
    const ask = this.#ask;
    if (!ask) return;
    this.#interrupt();
    const running = new AbortController();
    this.#running = running;
    this.#host.requestUpdate();
    try {
      await this.#take(ask, running.signal, fromStart);
    } catch (thrown) {
      if (this.#running === running) this.#error = toCtiError(thrown, 'service-unavailable');
    }
    if (this.#running !== running) return;
    this.#running = undefined;
    this.#host.requestUpdate();
  }

  async #take(ask: AskDirectory, signal: AbortSignal, fromStart: boolean): Promise<void> {
    const known = fromStart ? [] : this.#customers;
    let cursor = fromStart ? undefined : this.#next;
    // What is known came without a cursor: the first page brings it, and perhaps nothing else that is new.
    for (let turn = 0; turn < 2; turn += 1) {
      const limit = cursor === undefined ? known.length + pageSize : pageSize;
      const page = asPage(
        await ask({ signal, limit, ...(cursor === undefined ? {} : { cursor }) }),
      );
      if (signal.aborted) return;
      this.#customers = distinct([...known, ...page.customers]);
      this.#next = page.next === cursor ? undefined : page.next;
      cursor = this.#next;
      const isNew = this.#customers.length > known.length;
      this.#total = isNew || cursor !== undefined ? page.total : undefined;
      if (isNew || cursor === undefined) return;
    }
  }
}

function asPage(answer: DirectoryPage | readonly Customer[]): DirectoryPage {
  return isList(answer) ? { customers: answer } : answer;
}

function isList(answer: DirectoryPage | readonly Customer[]): answer is readonly Customer[] {
  return Array.isArray(answer);
}

function distinct(customers: readonly Customer[]): readonly Customer[] {
  const byKey = new Map(customers.map((customer) => [customerKey(customer), customer]));
  return [...byKey.values()];
}
