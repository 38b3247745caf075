import type { CtiError } from '../base/error.js';
import type { Verdict } from '../controller/call-controller.js';
import type { Command } from '../controller/commands.js';
import type {
  CallEnd,
  CallSnapshot,
  CommandSource,
  Connection,
  CtiSnapshot,
  Identity,
  WindowView,
} from '../controller/snapshot.js';

type Customers = Identity['customers'];
type AgentStatus = NonNullable<CtiSnapshot['status']>;

interface OfCall {
  readonly call: CallSnapshot;
}

/** What each notification carries. All are told after the snapshot that shows them is in place. */
export interface CtiEventDetails {
  'cti-call-offered': OfCall;
  'cti-call-dialed': OfCall;
  'cti-call-connected': OfCall;
  'cti-call-held': OfCall;
  'cti-call-resumed': OfCall;
  'cti-call-transferred': OfCall;
  'cti-call-updated': OfCall;
  /** The complete record of a call: `talkedMs` and `heldMs` in ms. */
  'cti-call-ended': OfCall & CallEnd;
  /** 0, 1 or many customers have the number. */
  'cti-customer-identified': OfCall & { readonly customers: Customers };
  /** `call` is absent for a number of the history. */
  'cti-customer-linked': Partial<OfCall> & {
    readonly customer: Customers[number];
    readonly number: string;
  };
  /** `call` is absent for a customer of a search, or of the history. */
  'cti-customer-opened': Partial<OfCall> & { readonly customer: Customers[number] };
  'cti-status-changed': { readonly status: AgentStatus };
  'cti-connection-changed': { readonly connection: Connection; readonly error?: CtiError };
  'cti-window-opened': { readonly view: WindowView };
  'cti-window-closed': { readonly view: WindowView };
  'cti-error': { readonly error: CtiError };
  /** Reserved. */
  'cti-call-quality': OfCall;
  /** Reserved. */
  'cti-call-wrapped-up': OfCall;
}

/** Something has happened. Bubbles through shadow roots; it cannot be cancelled, because it is past. */
export class CtiEvent<T extends keyof CtiEventDetails> extends CustomEvent<CtiEventDetails[T]> {
  constructor(type: T, detail: CtiEventDetails[T]) {
    super(type, { detail, bubbles: true, composed: true });
  }
}

/** What `cti-request` is about. */
export interface RequestDetail {
  readonly command: Command;
  readonly source: CommandSource;
  /** The element that asked, where one did. */
  readonly element?: Element;
}

/**
 * A command is about to be carried out, whoever asked for it. `preventDefault()` refuses it; `respondWith()` takes up
 * to 10 s to decide.
 */
export class CtiRequestEvent extends CustomEvent<RequestDetail> {
  /** Aborted when the operator takes the command back, or the time to decide is over. */
  readonly signal: AbortSignal;
  #verdict: Promise<Verdict> | undefined;
  #over = false;

  constructor(detail: RequestDetail, signal: AbortSignal) {
    super('cti-request', { detail, bubbles: true, composed: true, cancelable: true });
    this.signal = signal;
  }

  /**
   * The command waits for this promise: `true` carries it out, another command takes its place, `false` or
   * `{ refuse: 'text for the operator' }` refuses it, and so does a rejection.
   * @throws TypeError when called after the event, or a second time
   */
  respondWith(verdict: Verdict | PromiseLike<Verdict>): void {
    if (this.#over) throw new TypeError('respondWith() belongs into the listener, not after it');
    if (this.#verdict) throw new TypeError('Another listener has answered this request');
    this.#verdict = Promise.resolve(verdict);
    // Refused otherwise before anyone waits for it: then its rejection is nobody's.
    this.#verdict.catch(() => undefined);
  }

  /** What the listeners decided. Called by the panel, once the event has been dispatched. */
  settle(): false | Promise<Verdict> | undefined {
    this.#over = true;
    return this.defaultPrevented ? false : this.#verdict;
  }
}

type Notifications = { readonly [T in keyof CtiEventDetails]: CtiEvent<T> };

/** Every event of the panel by its name: for `addEventListener`, and for wrappers of frameworks. */
export interface CtiEventMap extends Notifications {
  readonly 'cti-request': CtiRequestEvent;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- merging is how the DOM's map is extended
  interface GlobalEventHandlersEventMap extends CtiEventMap {}
}
