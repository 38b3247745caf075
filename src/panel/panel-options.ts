import type { Customer } from '../directory/customer-directory.js';

/** Which call a method means: the current one by default. */
export interface OnCall {
  readonly callId?: string;
}

/** What a page may say with a call it makes. */
export interface CallExtras {
  readonly customer?: Customer;
  /** The page's own words about the call; they come back with its events. */
  readonly data?: Readonly<Record<string, string>>;
  /** SIP headers: only `X-…`, `User-to-User` and the like. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Reserved. */
  readonly callerId?: string;
  /** Reserved. */
  readonly postDial?: string;
}

/** What a page may change about a call. */
export interface CallChange {
  readonly data?: Readonly<Record<string, string>>;
  readonly customer?: Customer;
  readonly note?: string;
}
