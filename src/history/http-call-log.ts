import { CtiError } from '../base/error.js';
import { fetchJson, type PageFetch } from '../base/page-fetch.js';
import type { CallLog, CallRecord } from './call-history.js';

export interface HttpCallLogOptions {
  /** `log-src`, absolute. */
  readonly src: string | URL;
  /** Carries every request; asked for each time, because a page may set it later. */
  readonly fetch?: () => PageFetch | undefined;
}

/**
 * The call log behind `log-src`: each record is a `POST` as JSON, with the call's id as `Idempotency-Key`
 * (draft-ietf-httpapi-idempotency-key-header). The answer is empty, or `{ "id"?, "url"? }` of what was made of it.
 */
export class HttpCallLog implements CallLog {
  readonly #url: URL;
  readonly #fetch: () => PageFetch | undefined;

  /** @throws CtiError `invalid-configuration` */
  constructor({ src, fetch = () => undefined }: HttpCallLogOptions) {
    const url = URL.canParse(src) ? new URL(src) : undefined;
    if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) {
      const message = 'log-src must be an http(s) URL without a password';
      throw new CtiError('invalid-configuration', { message });
    }
    this.#url = url;
    this.#fetch = fetch;
  }

  async save(record: CallRecord, { signal }: { readonly signal: AbortSignal }): Promise<object> {
    const answer = await fetchJson(this.#url, 'log', {
      fetch: this.#fetch(),
      signal,
      method: 'POST',
      headers: { 'idempotency-key': record.id },
      body: record,
    });
    return typeof answer === 'object' && answer !== null ? answer : {};
  }
}
