import { CtiError, toCtiError } from '../base/error.js';

/** What a request is for: a page's `fetch` may add a token to one and not to another. */
export type HttpPurpose = 'config' | 'directory' | 'status' | 'log';

/** Carries every HTTP request of the panel: the place for tokens, CSRF headers and the like. */
export type PageFetch = (
  request: Request,
  context: { readonly purpose: HttpPurpose },
) => Promise<Response>;

const timeoutMs = 15_000;
const longestAnswer = 1_000_000;

/** Same-origin cookies, no cache, and no redirect: where a session has expired it leads to a login page. */
const defaultFetch: PageFetch = (request) =>
  fetch(request, { credentials: 'same-origin', cache: 'no-store', redirect: 'manual' });

function isRefusal({ status, type }: Response): boolean {
  return type === 'opaqueredirect' || (status >= 300 && status < 400);
}

const signedOut = (message: string): CtiError => new CtiError('signed-out', { message });

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text.length > longestAnswer) {
    throw new CtiError('service-unavailable', { message: 'The answer is too long' });
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // A login page that comes with 200: what a signed-out session looks like behind many proxies.
    if (response.headers.get('content-type')?.includes('html')) throw signedOut('Got a web page');
    throw new CtiError('service-unavailable', { message: 'The answer is not JSON' });
  }
}

/**
 * The JSON at a URL. A 401 or 403 is tried once more: the page's `fetch` may have renewed its token.
 * @throws CtiError `signed-out`, `service-unavailable`, `aborted`
 */
export async function fetchJson(
  url: URL,
  purpose: HttpPurpose,
  {
    fetch: ask = defaultFetch,
    signal,
  }: { readonly fetch?: PageFetch; readonly signal: AbortSignal },
): Promise<unknown> {
  const timed = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const send = (): Promise<Response> =>
    ask(new Request(url, { headers: { accept: 'application/json' }, signal: timed }), { purpose });
  try {
    let response = await send();
    if (response.status === 401 || response.status === 403) response = await send();
    const { status, ok } = response;
    if (status === 401 || status === 403) throw signedOut(`${purpose}: answered ${status}`);
    if (isRefusal(response)) throw signedOut(`${purpose}: answered with a redirect`);
    if (!ok) throw new CtiError('service-unavailable', { message: `${purpose}: ${status}` });
    return await readJson(response);
  } catch (thrown) {
    if (signal.aborted) throw new CtiError('aborted');
    throw toCtiError(thrown, 'service-unavailable');
  }
}
