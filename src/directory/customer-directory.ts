/** A number a customer has. `number` in E.164 where there is one. */
export interface CustomerNumber {
  readonly number: string;
  readonly label?: string;
  readonly preferred?: boolean;
  readonly doNotCall?: boolean;
}

/** A customer of the CRM: a contact, an account, a lead or a type of the page's own. Untrusted plain text. */
export interface Customer {
  readonly id: string;
  readonly type: string;
  /** What to call a type of the page's own. */
  readonly typeLabel?: string;
  readonly name: string;
  readonly account?: { readonly id: string; readonly name: string };
  readonly numbers?: readonly CustomerNumber[];
  /** A string is the reason. */
  readonly doNotCall?: boolean | string;
  readonly url?: string;
  readonly photo?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** What a directory has found: the first of them, and how many there are. */
export interface DirectoryPage {
  readonly customers: readonly Customer[];
  /** How many there are in all; what is in `customers` when absent. */
  readonly total?: number;
  /** Where the rest begins: given back as `cursor`. Absent: there is no more. */
  readonly next?: string;
}

/** For whom a number is looked up, and how much of the answer is wanted. */
export interface LookupContext {
  readonly call: {
    readonly id: string;
    readonly direction: 'incoming' | 'outgoing';
    /** What was dialled, as it was written. */
    readonly dialled?: string;
  };
  /** Aborted when the call has ended, or the answer is no longer wanted. */
  readonly signal: AbortSignal;
  /** At most so many; 20 by default. */
  readonly limit?: number;
  readonly cursor?: string;
}

/** How much of a search is wanted. `cursor`: what a page gave as `next`. */
export interface SearchContext {
  readonly signal: AbortSignal;
  /** At most so many; 20 by default. */
  readonly limit?: number;
  readonly cursor?: string;
}

/**
 * The port to the CRM's customers. Numbers are in E.164 (`+12025550101`) where the panel could tell, else as they came.
 *
 * MUST
 * - reject with a `CtiError`: `signed-out` when the session has expired, `service-unavailable` when it failed or
 *   answered with rubbish, `aborted` when the signal said so, `refused` with an `operatorText` that says why; other
 *   rejections are taken for `service-unavailable`;
 * - answer a lookup of a linked number with that customer alone;
 * - say of a lookup within 3 s who it is: later the operator has read that the directory did not answer, and gets what
 *   has come by Retry. Anything else but `create` may take 15 s.
 *
 * The panel does not ask for the same number twice within a minute, and stops asking (`signal`) when the call is over.
 *
 * MUST NOT: return markup: everything in a customer is shown as plain text.
 */
export interface CustomerDirectory {
  /** Who has this number? An answer that is only the list is a page without a next. */
  lookup(number: string, context: LookupContext): Promise<DirectoryPage | readonly Customer[]>;
  /** Whose name, account or number has this text in it? */
  search(text: string, context: SearchContext): Promise<DirectoryPage | readonly Customer[]>;
  /** Stores that the number is this customer's, until it is unlinked or linked to another. */
  link(
    number: string,
    customer: Customer,
    context: { readonly signal: AbortSignal },
  ): Promise<void>;
  /** Takes the link back: the next lookup finds what it found before. */
  unlink?(
    number: string,
    customer: Customer,
    context: { readonly signal: AbortSignal },
  ): Promise<void>;
  /** Makes a customer for a number that nobody has; `undefined` when the page goes on by itself. */
  create?(number: string, context: { readonly signal: AbortSignal }): Promise<Customer | undefined>;
}
