import type { Clock, Undo } from '../base/clock.js';
import { CtiError, toCtiError } from '../base/error.js';
import type { GuardedRequest, Interceptor, Verdict } from './call-controller.js';
import type { Command } from './commands.js';
import type { PendingRequest } from './snapshot.js';

/** How long the page may think about a command. */
export const verdictMs = 10_000;

export interface GuardHost {
  readonly clock: Clock;
  added(request: PendingRequest): void;
  removed(id: string): void;
}

/**
 * Asks the interceptors in the order in which they came. Stays synchronous as long as they do, so that a press on
 * Call is not a turn late.
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
  check(id: string, request: Omit<GuardedRequest, 'signal'>): Command | Promise<Command> {
    const abort = new AbortController();
    const full: GuardedRequest = { ...request, signal: abort.signal };
    const entries = [...this.#interceptors];
    for (const [index, { ask }] of entries.entries()) {
      const answer = this.#ask(ask, full);
      if (answer instanceof Promise) {
        return this.#wait(id, full, abort, answer, entries.slice(index + 1));
      }
      const next = applyVerdict(answer, full.command);
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
      throw toCtiError(thrown, 'refused');
    }
  }

  async #wait(
    id: string,
    request: GuardedRequest,
    abort: AbortController,
    first: Promise<Verdict | undefined>,
    rest: readonly { readonly ask: Interceptor }[],
  ): Promise<Command> {
    const { command, source } = request;
    this.#waiting.set(id, abort);
    this.#host.added({ id, command, source });
    const timeout = new CtiError('refused', { message: 'The page gave no verdict in time' });
    const undo = this.#host.clock.schedule(verdictMs, () => abort.abort(timeout));
    try {
      return await Promise.race([rejectWhenAborted(abort.signal), decide(request, first, rest)]);
    } catch (thrown) {
      throw toCtiError(thrown, 'refused');
    } finally {
      undo();
      this.#waiting.delete(id);
      this.#host.removed(id);
    }
  }
}

async function decide(
  request: GuardedRequest,
  first: Promise<Verdict | undefined>,
  rest: readonly { readonly ask: Interceptor }[],
): Promise<Command> {
  let next = applyVerdict(await first, request.command);
  for (const { ask } of rest) {
    if (next !== request.command) return next;
    next = applyVerdict(await ask(request), request.command);
  }
  return next;
}

function rejectWhenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(toCtiError(signal.reason, 'aborted')), {
      once: true,
    });
  });
}

function applyVerdict(verdict: Verdict | undefined, command: Command): Command {
  if (verdict === undefined || verdict === true) return command;
  if (verdict === false) throw new CtiError('refused');
  if ('refuse' in verdict) {
    throw new CtiError('refused', { message: verdict.refuse, operatorText: verdict.refuse });
  }
  return verdict;
}
