import { CtiError } from '../base/error.js';
import { fetchJson, type JsonRequest, type PageFetch } from '../base/page-fetch.js';
import type {
  Customer,
  CustomerDirectory,
  DirectoryPage,
  LookupContext,
  SearchContext,
} from './customer-directory.js';
import { readPage } from './customer-schema.js';

type Signalled = { readonly signal: AbortSignal };

const defaultLimit = 20;
/** Room for a server that knows no limit and sends all it has found. */
const longestAnswer = 4_000_000;

/** Where the directory is, and what carries its requests. */
export interface HttpDirectoryOptions {
  /** `directory-src`, absolute. Its query is sent with every request. */
  readonly src: string | URL;
  /** Carries every request; what a browser does for a page's own scripts when absent. */
  readonly fetch?: PageFetch | undefined;
}

/** @throws CtiError `invalid-configuration` */
function readSource(src: string | URL): URL {
  const url = URL.canParse(src) ? new URL(src) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) {
    throw new CtiError('invalid-configuration', {
      message: 'directory-src must be an http(s) URL without a password',
    });
  }
  url.hash = '';
  return url;
}

/**
 * The directory behind `directory-src`, by the protocol of docs/connect-your-crm.md: `GET ?number=` or `?q=`,
 * `POST /links`, `DELETE /links/{number}`.
 */
export class HttpDirectory implements CustomerDirectory {
  readonly #src: URL;
  readonly #fetch: PageFetch | undefined;

  /** @throws CtiError `invalid-configuration` */
  constructor({ src, fetch }: HttpDirectoryOptions) {
    this.#src = readSource(src);
    this.#fetch = fetch;
  }

  async lookup(number: string, { call, ...context }: LookupContext): Promise<DirectoryPage> {
    const { id: callId, direction, dialled } = call;
    const query = { number, direction, callId, ...(dialled !== undefined && { dialled }) };
    return this.#find(query, context);
  }

  async search(text: string, context: SearchContext): Promise<DirectoryPage> {
    return this.#find({ q: text }, context);
  }

  async link(number: string, { id, type }: Customer, { signal }: Signalled): Promise<void> {
    const body = { number, customer: { id, type } };
    await this.#request(this.#links(), { method: 'POST', body, signal });
  }

  async unlink(number: string, _customer: Customer, { signal }: Signalled): Promise<void> {
    await this.#request(this.#links(number), { method: 'DELETE', signal });
  }

  async #find(
    query: { readonly [name: string]: string },
    { signal, limit = defaultLimit, cursor }: SearchContext,
  ): Promise<DirectoryPage> {
    const url = cursor === undefined ? new URL(this.#src) : this.#next(cursor);
    if (cursor === undefined) {
      for (const [name, value] of Object.entries({ ...query, limit: String(limit) })) {
        url.searchParams.set(name, value);
      }
    }
    return readPage(await this.#request(url, { signal }));
  }

  /** `next` is a URL, relative to `directory-src`: never of another origin, which would get the page's tokens. */
  #next(cursor: string): URL {
    const url = URL.canParse(cursor, this.#src) ? new URL(cursor, this.#src) : undefined;
    if (url?.origin === this.#src.origin && !url.username && !url.password) return url;
    throw new CtiError('service-unavailable', { message: 'The directory’s next is elsewhere' });
  }

  #links(number?: string): URL {
    const url = new URL(this.#src);
    const own = number === undefined ? '' : `/${encodeURIComponent(number)}`;
    url.pathname = `${url.pathname.replace(/\/+$/, '')}/links${own}`;
    return url;
  }

  #request(url: URL, request: Omit<JsonRequest, 'fetch'>): Promise<unknown> {
    const options = { ...request, fetch: this.#fetch, retry: true, longestAnswer };
    return fetchJson(url, 'directory', options);
  }
}
