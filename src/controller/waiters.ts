import { CtiError } from '../base/error.js';
import type { CtiErrorReason } from '../base/error.js';
import type { CommandEvent, ModelEvent } from './events.js';
import { outcome, type Outcome } from './outcome.js';
import { findKnownCall } from './rule.js';
import type { CallSnapshot, CtiSnapshot } from './snapshot.js';

interface Waiter {
  /** What it waits for the consequences of: before it is committed the snapshot says nothing about it. */
  readonly event: ModelEvent;
  readonly look: (snapshot: CtiSnapshot, event: ModelEvent) => Outcome | CtiError;
  readonly find: (snapshot: CtiSnapshot) => CallSnapshot | undefined;
  readonly resolve: (call: CallSnapshot | undefined) => void;
  readonly reject: (error: CtiError) => void;
}

/** The promises handed out for commands: settled by what the snapshots show, never by a second source of truth. */
export class Waiters {
  /** Waiters whose event is still in the queue, and those whose event has been committed. */
  readonly #queued = new Set<Waiter>();
  readonly #waiting = new Set<Waiter>();
  /** Calls that ended in the commit being looked at. */
  readonly #ended = new Map<string, CallSnapshot>();

  /** Settles when the command has come out, with the call it was about. */
  forCommand(event: CommandEvent, callId: string | undefined): Promise<CallSnapshot | undefined> {
    const find = (snapshot: CtiSnapshot): CallSnapshot | undefined => this.#call(snapshot, callId);
    return this.#add(event, (now) => outcome(event.command, find(now), now), find);
  }

  /** Settles when the directory has answered: its error with all it says. With the call, where it is known still. */
  forLink(event: ModelEvent, linkId: string, callId?: string): Promise<CallSnapshot | undefined> {
    return this.#add(
      event,
      (_snapshot, now) => {
        if (now.type !== 'link-settled' || now.link.id !== linkId) return 'pending';
        return now.error ?? 'done';
      },
      (snapshot) => this.#call(snapshot, callId),
    );
  }

  /** Settles when `look` no longer says `pending`, from the commit of the event on. */
  async wait(event: ModelEvent, look: (snapshot: CtiSnapshot) => Outcome): Promise<void> {
    await this.#add(event, look, () => undefined);
  }

  callEnded(call: CallSnapshot): void {
    this.#ended.set(call.id, call);
  }

  /** @param objection why the event was not carried out, when it was a command and its time had passed */
  committed(event: ModelEvent, snapshot: CtiSnapshot, objection?: CtiErrorReason): void {
    for (const waiter of [...this.#queued]) {
      if (waiter.event !== event) continue;
      this.#queued.delete(waiter);
      if (objection) waiter.reject(new CtiError(objection));
      else this.#waiting.add(waiter);
    }
    for (const waiter of [...this.#waiting]) this.#look(waiter, snapshot, event);
    this.#ended.clear();
  }

  rejectAll(error: CtiError): void {
    for (const waiter of [...this.#queued, ...this.#waiting]) waiter.reject(error);
    this.#queued.clear();
    this.#waiting.clear();
  }

  #add(
    event: ModelEvent,
    look: Waiter['look'],
    find: Waiter['find'],
  ): Promise<CallSnapshot | undefined> {
    return new Promise((resolve, reject) => {
      this.#queued.add({ event, look, find, resolve, reject });
    });
  }

  #call(snapshot: CtiSnapshot, callId: string | undefined): CallSnapshot | undefined {
    if (callId === undefined) return undefined;
    return findKnownCall(snapshot, callId) ?? this.#ended.get(callId);
  }

  #look(waiter: Waiter, snapshot: CtiSnapshot, event: ModelEvent): void {
    const found = waiter.look(snapshot, event);
    if (found === 'pending') return;
    this.#waiting.delete(waiter);
    if (found === 'done') waiter.resolve(waiter.find(snapshot));
    else waiter.reject(found instanceof CtiError ? found : new CtiError(found));
  }
}
