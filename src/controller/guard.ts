import type { Clock, Undo } from '../base/clock.js';
import { CtiError } from '../base/error.js';
import type { GuardedRequest, Interceptor, Verdict } from './call-controller.js';
import { commandTypes, type Command } from './commands.js';
import type { PendingRequest } from './snapshot.js';

/** How long the page may think about a command. */
export const verdictMs = 10_000;

export interface GuardHost {
  readonly clock: Clock;
  added(request: PendingRequest): void;
  removed(id: string): void;
  /** An interceptor failed: its command is refused, and somebody should mend it. */
  failed(error: CtiError): void;
}

/** Not `instanceof`: with zone.js on the page the promise of an async function is not a `Promise`. */
export function isThenable<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  );
}

/**
 * Asks the interceptors in the order in which they came. Stays synchronous as long as they do, so that a press on
 * Call is not a turn late. The first one that names another command has the last word.
 */
export class Guard {
  readonly #interceptors = new Set<{ readonly ask: Interceptor }>();
  readonly #waiting = new Map<string, AbortController>();
  readonly #host: GuardHost;

  constructor(host: GuardHost) {
    this.#host = host;
  }

  intercept(interceptor: Interceptor): Undo {
    const entry = { ask: interceptor };
    this.#interceptors.add(entry);
    return () => this.#interceptors.delete(entry);
  }

  /** The command to carry out. @throws CtiError `refused`, `aborted` */
  check(id: string, request: Omit<GuardedRequest, 'signal'>): Command | PromiseLike<Command> {
    const abort = new AbortController();
    const full: GuardedRequest = { ...request, signal: abort.signal };
    const entries = [...this.#interceptors];
    for (const [index, { ask }] of entries.entries()) {
      const answer = this.#ask(ask, full);
      if (isThenable(answer)) {
        return this.#wait(id, full, abort, answer, entries.slice(index + 1));
      }
      const next = this.#apply(answer, full.command);
      if (next !== full.command) return next;
    }
    return full.command;
  }

  abort(id: string): void {
    this.#waiting.get(id)?.abort(new CtiError('aborted'));
  }

  abortAll(reason: CtiError): void {
    for (const abort of this.#waiting.values()) abort.abort(reason);
  }

  #ask(ask: Interceptor, request: GuardedRequest): ReturnType<Interceptor> {
    try {
      return ask(request);
    } catch (thrown) {
      throw this.#failure(thrown);
    }
  }

  /** A guard that does not work lets nothing pass. */
  #failure(thrown: unknown): CtiError {
    if (thrown instanceof CtiError && thrown.reason === 'refused') return thrown;
    const error = new CtiError('refused', { message: 'An interceptor failed', cause: thrown });
    this.#host.failed(error);
    return error;
  }

  #apply(verdict: Verdict | undefined, command: Command): Command {
    if (verdict === undefined || verdict === true) return command;
    if (verdict === false) throw new CtiError('refused');
    const given: unknown = verdict;
    const { refuse, type } = (given ?? {}) as { refuse?: unknown; type?: unknown };
    if (typeof refuse === 'string') {
      throw new CtiError('refused', { message: refuse, operatorText: refuse });
    }
    if (commandTypes.some((known) => known === type)) return verdict as Command;
    throw this.#failure(new TypeError('A verdict is true, false, { refuse } or a command'));
  }

  async #wait(
    id: string,
    request: GuardedRequest,
    abort: AbortController,
    first: PromiseLike<Verdict | undefined>,
    rest: readonly { readonly ask: Interceptor }[],
  ): Promise<Command> {
    const { command, source } = request;
    const aborted = rejectWhenAborted(abort.signal);
    this.#waiting.set(id, abort);
    const timeout = new CtiError('refused', { message: 'The page gave no verdict in time' });
    const undo = this.#host.clock.schedule(verdictMs, () => abort.abort(timeout));
    this.#host.added({ id, command, source });
    try {
      return await Promise.race([aborted, this.#decide(request, first, rest)]);
    } finally {
      undo();
      this.#waiting.delete(id);
      this.#host.removed(id);
    }
  }

  async #decide(
    request: GuardedRequest,
    first: PromiseLike<Verdict | undefined>,
    rest: readonly { readonly ask: Interceptor }[],
  ): Promise<Command> {
    const { command, signal } = request;
    const answers = [
      () => first,
      ...rest.map(
        ({ ask }) =>
          () =>
            this.#ask(ask, request),
      ),
    ];
    for (const answer of answers) {
      const next = this.#apply(await this.#settled(answer(), signal), command);
      // After the operator took it back the page is asked no further.
      if (next !== command || signal.aborted) return next;
    }
    return command;
  }

  async #settled(
    answer: ReturnType<Interceptor> | PromiseLike<Verdict | undefined>,
    signal: AbortSignal,
  ): Promise<Verdict | undefined> {
    try {
      return await answer;
    } catch (thrown) {
      // Giving up because the signal said so is no failure.
      throw signal.aborted ? new CtiError('aborted') : this.#failure(thrown);
    }
  }
}

function rejectWhenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as CtiError), { once: true });
  });
}
