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

/** The port to the CRM's customers. Its implementations come with the customer search. */
export interface CustomerDirectory {
  lookup(
    number: string,
    context: { readonly callId: string; readonly signal: AbortSignal },
  ): Promise<{ readonly customers: readonly Customer[]; readonly total?: number }>;
  search(text: string, context: { readonly signal: AbortSignal }): Promise<readonly Customer[]>;
  link(
    number: string,
    customer: Customer,
    context: { readonly signal: AbortSignal },
  ): Promise<void>;
  create?(number: string): Promise<Customer>;
}
