import type { ReactiveController, ReactiveElement } from 'lit';
import type { Undo } from '../base/clock.js';
import { CallState, type ControllerHost } from '../context/call-state.js';
import type { CallController } from '../controller/call-controller.js';
import { calls, currentCall, previousCall } from '../controller/selectors.js';
import type { CallSnapshot, Identity } from '../controller/snapshot.js';
import type { RecordedCustomer } from '../history/call-history.js';

/** A call as far as a search for its customer needs it: live, just ended, or of the history (a `CallRecord`). */
export interface SearchSubject {
  readonly id: string;
  readonly number: string;
  readonly direction: 'incoming' | 'outgoing';
  readonly customer?: RecordedCustomer;
  /** Of a call that has been looked up. */
  readonly identity?: Identity;
}

/** The call that a search is about, and how it stands. */
export interface FoundSubject extends SearchSubject {
  /** It is going on. */
  readonly isLive: boolean;
  /** The controller knows it: it is going on, or ended last. */
  readonly isKnown: boolean;
}

/** The past call that the next customer search of a controller is about. */
const asked = new WeakMap<CallController, SearchSubject>();

/** To be called before the view `customers` is opened for a call that is over. */
export function askAbout(controller: CallController, call: SearchSubject): void {
  asked.set(controller, call);
}

/**
 * Which call a customer search is about: the one it was asked about, else the current one, else the one that ended
 * last. While the operator is at work in the search no call that comes takes the place of theirs: a press on Link
 * would bind the wrong number.
 */
export class SubjectChoice implements ReactiveController {
  readonly #host: ReactiveElement & ControllerHost;
  readonly #given: () => SearchSubject | undefined;
  readonly #current: CallState<CallSnapshot | undefined>;
  readonly #calls: CallState<readonly CallSnapshot[]>;
  readonly #previous: CallState<CallSnapshot | undefined>;
  #controller: CallController | undefined;
  #undo: Undo | undefined;
  #chosen: SearchSubject | undefined;
  #isPast = false;

  constructor(host: ReactiveElement & ControllerHost, given: () => SearchSubject | undefined) {
    this.#host = host;
    this.#given = given;
    this.#current = new CallState(host, currentCall);
    this.#calls = new CallState(host, calls);
    this.#previous = new CallState(host, previousCall);
    host.addController(this);
    host.addEventListener('focusout', () => host.requestUpdate());
  }

  /** To be called before the host renders. */
  update(): FoundSubject | undefined {
    this.#follow();
    this.#chosen = this.#fresh(this.#given()) ?? this.#choose();
    if (!this.#chosen) return undefined;
    const { id } = this.#chosen;
    const isLive = this.#calls.value?.some((call) => call.id === id) ?? false;
    return { ...this.#chosen, isLive, isKnown: isLive || this.#previous.value?.id === id };
  }

  hostDisconnected(): void {
    this.#undo?.();
    this.#controller = this.#undo = this.#chosen = undefined;
    this.#isPast = false;
  }

  #choose(): SearchSubject | undefined {
    const before = this.#fresh(this.#chosen);
    const working = this.#isPast || this.#host.matches(':focus-within');
    if (before && working) return before;
    return this.#current.value ?? this.#previous.value;
  }

  /** The same call in the snapshot of now; one that is not there any more stays what it was. */
  #fresh(call: SearchSubject | undefined): SearchSubject | undefined {
    const known = [...(this.#calls.value ?? []), this.#previous.value];
    return known.find((each) => each?.id === call?.id) ?? call;
  }

  #follow(): void {
    const { activeController } = this.#host;
    if (activeController === this.#controller || !this.#host.isConnected) return;
    this.hostDisconnected();
    this.#controller = activeController;
    this.#take();
    this.#undo = activeController?.intercept(({ command }) => {
      if (command.type === 'open-window') this.#take();
      return undefined;
    });
  }

  /** What was asked about, once; opened without being asked, it is about the current call again. */
  #take(): void {
    const call = this.#controller && asked.get(this.#controller);
    if (this.#controller) asked.delete(this.#controller);
    this.#isPast = call !== undefined;
    if (call) this.#chosen = call;
    this.#host.requestUpdate();
  }
}
