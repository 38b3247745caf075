import { systemClock, type Clock, type Undo } from '../base/clock.js';
import { CtiError, toCtiError } from '../base/error.js';
import type {
  Customer,
  CustomerDirectory,
  DirectoryPage,
  LookupContext,
  SearchContext,
} from './customer-directory.js';
import { readCustomer, readPage } from './customer-schema.js';
import { RememberedLookups } from './remembered-lookups.js';

type Signalled = { readonly signal: AbortSignal };

/** How long a call's lookup may take, anything else, and how long an answer is good for. */
const lookupMs = 3_000;
const requestMs = 15_000;
const keepMs = 60_000;

const longestText = 200;

/**
 * Any directory, made safe: answers are checked and frozen, failures are a `CtiError`, and nobody waits for ever.
 *
 * A lookup fails after 3 s. The question itself goes on for as long as its call lives, at most 15 s: who asks again
 * (Retry, or another call from that number) gets the answer it has brought meanwhile. Within a minute a number is not
 * asked for twice, unless it failed.
 */
export class CheckedDirectory implements CustomerDirectory {
  readonly #directory: CustomerDirectory;
  readonly #clock: Clock;
  readonly #lookups: RememberedLookups;

  constructor(directory: CustomerDirectory, clock: Clock = systemClock) {
    this.#directory = directory;
    this.#clock = clock;
    this.#lookups = new RememberedLookups(clock, keepMs);
  }

  /** There is a way to make a customer for a number. */
  get canCreate(): boolean {
    return typeof this.#directory.create === 'function';
  }

  get canUnlink(): boolean {
    return typeof this.#directory.unlink === 'function';
  }

  /** @throws CtiError `signed-out`, `service-unavailable`, `refused`, `aborted` */
  lookup(number: string, context: LookupContext): Promise<DirectoryPage> {
    if (number === '') return Promise.resolve({ customers: [], total: 0 });
    const { signal, cursor } = context;
    const answer = this.#lookups.find({ number, cursor }, signal, (shared) =>
      this.#ask(requestMs, shared, async (own) =>
        readPage(await this.#directory.lookup(number, { ...context, signal: own })),
      ),
    );
    return this.#inTime(answer, lookupMs, signal);
  }

  /** @throws CtiError as `lookup` */
  search(text: string, context: SearchContext): Promise<DirectoryPage> {
    const words = text.trim().slice(0, longestText);
    return this.#ask(requestMs, context.signal, async (signal) =>
      readPage(await this.#directory.search(words, { ...context, signal })),
    );
  }

  /** @throws CtiError as `lookup` */
  async link(number: string, customer: Customer, { signal }: Signalled): Promise<void> {
    await this.#ask(requestMs, signal, (own) =>
      this.#directory.link(number, customer, { signal: own }),
    );
    this.#lookups.remember(number, { customers: [customer], total: 1 });
  }

  /** @throws CtiError as `lookup`, and `not-supported` */
  async unlink(number: string, customer: Customer, { signal }: Signalled): Promise<void> {
    await this.#ask(requestMs, signal, async (own) => {
      if (!this.canUnlink) throw new CtiError('not-supported');
      await this.#directory.unlink?.(number, customer, { signal: own });
    });
    this.#lookups.forget(number);
  }

  /** Without a time limit: the page may ask the operator. @throws CtiError as `lookup`, and `not-supported` */
  async create(number: string, { signal }: Signalled): Promise<Customer | undefined> {
    const customer = await this.#ask(Infinity, signal, async (own) => {
      if (!this.canCreate) throw new CtiError('not-supported');
      const made: unknown = await this.#directory.create?.(number, { signal: own });
      return made === undefined || made === null ? undefined : readCustomer(made);
    });
    if (customer) this.#lookups.forget(number);
    return customer;
  }

  /** Another operator: nothing of what was found is kept. */
  forget(): void {
    this.#lookups.forget();
  }

  /** Asks the directory, which learns by its own signal when it has taken too long. */
  #ask<T>(ms: number, outer: AbortSignal, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const abort = new AbortController();
    const signal = AbortSignal.any([outer, abort.signal]);
    const answer = (async () => ask(signal))();
    return this.#inTime(answer, ms, outer).catch((thrown: unknown) => {
      abort.abort();
      throw toCtiError(thrown, 'service-unavailable');
    });
  }

  /** Rejects when time is up, or when nobody wants to know. */
  #inTime<T>(answer: Promise<T>, ms: number, signal: AbortSignal): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let stop: Undo = () => undefined;
      const settle = (end: () => void): void => {
        stop();
        signal.removeEventListener('abort', unwanted);
        end();
      };
      const fail = (error: CtiError): void => settle(() => reject(error));
      const unwanted = (): void => fail(new CtiError('aborted'));
      const late = `The directory has not answered within ${ms} ms`;
      if (ms < Infinity) {
        const slow = new CtiError('service-unavailable', { message: late });
        stop = this.#clock.schedule(ms, () => fail(slow));
      }
      signal.addEventListener('abort', unwanted, { once: true });
      if (signal.aborted) unwanted();
      answer.then(
        (value) => settle(() => resolve(value)),
        (thrown: unknown) => fail(toCtiError(thrown, 'service-unavailable')),
      );
    });
  }
}
