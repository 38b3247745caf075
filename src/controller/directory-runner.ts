import { CtiError, toCtiError } from '../base/error.js';
import { immutable } from '../base/immutable.js';
import type { CustomerDirectory, DirectoryPage } from '../directory/customer-directory.js';
import type { Effect, IdentityEvent, Linking } from './events.js';
import { isCustomer, isRecord } from './page-data.js';

const directoryEffects = ['identify', 'stop-identifying', 'link'] as const;
export type DirectoryEffect = Extract<Effect, { readonly type: (typeof directoryEffects)[number] }>;

export function isDirectoryEffect(effect: Effect): effect is DirectoryEffect {
  return directoryEffects.some((type) => type === effect.type);
}

interface Lookup {
  readonly abort: AbortController;
  failed: boolean;
}

/** The controller's hands on the directory. Nothing else waits for its answers; late ones are dropped. */
export class DirectoryRunner {
  readonly #dispatch: (event: IdentityEvent) => void;
  /** Of each call: wanted until it ends, also when it has failed, as the directory may still be at work. */
  readonly #lookups = new Map<string, Lookup>();
  readonly #links = new Set<AbortController>();
  #directory: CustomerDirectory | undefined;

  constructor(dispatch: (event: IdentityEvent) => void) {
    this.#dispatch = dispatch;
  }

  /** What the last one was asked is given up; links that are under way are not. */
  use(directory: CustomerDirectory | undefined): void {
    if (directory === this.#directory) return;
    this.#directory = directory;
    for (const callId of this.#lookups.keys()) this.#stop(callId);
  }

  run(effect: DirectoryEffect): void {
    switch (effect.type) {
      case 'identify':
        return void this.#identify(effect);
      case 'stop-identifying':
        return this.#stop(effect.callId);
      case 'link':
        return void this.#link(effect.link);
    }
  }

  dispose(): void {
    for (const callId of this.#lookups.keys()) this.#stop(callId);
    for (const abort of this.#links) abort.abort();
    this.#links.clear();
  }

  async #identify({
    callId,
    number,
    direction,
    dialled,
  }: Extract<DirectoryEffect, { readonly type: 'identify' }>): Promise<void> {
    const lookup = this.#begin(callId);
    const { signal } = lookup.abort;
    const directory = this.#directory;
    const call = immutable({
      id: callId,
      direction,
      ...(dialled === undefined ? {} : { dialled }),
    });
    let event: IdentityEvent;
    try {
      // First everyone has heard of the call: the directory is the page's, and may take its time.
      await Promise.resolve();
      if (!directory || signal.aborted) return;
      event = {
        type: 'identified',
        callId,
        ...readPage(await directory.lookup(number, { call, signal })),
      };
    } catch (thrown) {
      event = { type: 'identify-failed', callId, error: failure(thrown) };
    }
    if (signal.aborted) return;
    if (event.type === 'identify-failed') lookup.failed = true;
    else this.#lookups.delete(callId);
    this.#dispatch(event);
  }

  /** Asked again after a failure it is the same question: its answer may be on the way. */
  #begin(callId: string): Lookup {
    const failed = this.#lookups.get(callId);
    if (failed?.failed) {
      failed.failed = false;
      return failed;
    }
    this.#stop(callId);
    const lookup: Lookup = { abort: new AbortController(), failed: false };
    this.#lookups.set(callId, lookup);
    return lookup;
  }

  async #link(link: Linking): Promise<void> {
    const abort = new AbortController();
    this.#links.add(abort);
    const directory = this.#directory;
    const undoable = directory?.unlink !== undefined;
    let event: IdentityEvent = { type: 'link-settled', link, undoable };
    try {
      await Promise.resolve();
      if (!directory?.[link.take]) throw new CtiError('not-supported');
      await directory[link.take]?.(link.number, link.customer, { signal: abort.signal });
    } catch (thrown) {
      event = { ...event, error: failure(thrown) };
    }
    if (this.#links.delete(abort)) this.#dispatch(event);
  }

  #stop(callId: string): void {
    this.#lookups.get(callId)?.abort.abort(new CtiError('aborted'));
    this.#lookups.delete(callId);
  }
}

/** Nobody here has aborted it: what the directory calls so is its own failure. */
function failure(thrown: unknown): CtiError {
  const error = toCtiError(thrown, 'service-unavailable');
  return error.reason === 'aborted'
    ? new CtiError('service-unavailable', { message: error.message, cause: thrown })
    : error;
}

/** @throws CtiError `service-unavailable` */
function readPage(answer: unknown): Pick<DirectoryPage, 'customers' | 'total'> {
  const page: unknown = Array.isArray(answer) ? { customers: answer } : answer;
  const { customers, total, next } = isRecord(page) ? page : {};
  if (!Array.isArray(customers) || !customers.every(isCustomer)) {
    const message = 'The directory answered with what are no customers';
    throw new CtiError('service-unavailable', { message });
  }
  // There is more, and nobody said how much: one at least.
  const least = customers.length + (next === undefined ? 0 : 1);
  return {
    customers: immutable(customers),
    total: typeof total === 'number' && total > least ? total : least,
  };
}
