import { CtiError } from '../base/error.js';
import type { Command } from './commands.js';
import { outcome, type Outcome } from './outcome.js';
import type { CallSnapshot, CtiSnapshot } from './snapshot.js';

interface Waiter {
  readonly look: (snapshot: CtiSnapshot) => Outcome;
  readonly resolve: () => void;
  readonly reject: (error: CtiError) => void;
}

/** The promises handed out for commands: settled by what the snapshots show, never by a second source of truth. */
export class Waiters {
  readonly #waiters = new Set<Waiter>();
  /** Calls that ended in the commit being looked at. */
  readonly #ended = new Map<string, CallSnapshot>();

  /** Settles when the command has come out. */
  forCommand(command: Command, callId: string | undefined, snapshot: CtiSnapshot): Promise<void> {
    return this.wait((now) => outcome(command, this.#call(now, callId), now), snapshot);
  }

  wait(look: (snapshot: CtiSnapshot) => Outcome, snapshot: CtiSnapshot): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiter = { look, resolve, reject };
      this.#waiters.add(waiter);
      this.#look(waiter, snapshot);
    });
  }

  callEnded(call: CallSnapshot): void {
    this.#ended.set(call.id, call);
  }

  committed(snapshot: CtiSnapshot): void {
    for (const waiter of [...this.#waiters]) this.#look(waiter, snapshot);
    this.#ended.clear();
  }

  rejectAll(error: CtiError): void {
    for (const waiter of this.#waiters) waiter.reject(error);
    this.#waiters.clear();
  }

  #call(snapshot: CtiSnapshot, callId: string | undefined): CallSnapshot | undefined {
    if (callId === undefined) return undefined;
    return (
      snapshot.calls.find((call) => call.id === callId) ??
      this.#ended.get(callId) ??
      (snapshot.lastEnded?.id === callId ? snapshot.lastEnded : undefined)
    );
  }

  #look(waiter: Waiter, snapshot: CtiSnapshot): void {
    const found = waiter.look(snapshot);
    if (found === 'pending') return;
    this.#waiters.delete(waiter);
    if (found === 'done') waiter.resolve();
    else waiter.reject(new CtiError(found));
  }
}
