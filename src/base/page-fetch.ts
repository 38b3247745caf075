import { CtiError, toCtiError } from './error.js';

/** What a request is for: a page's `fetch` may add a token to one and not to another. */
export type HttpPurpose = 'config' | 'directory' | 'status' | 'log';

/** Carries every HTTP request of the panel: the place for tokens, CSRF headers and the like. */
export type PageFetch = (
  request: Request,
  context: { readonly purpose: HttpPurpose },
) => Promise<Response>;

/** How JSON is asked for. */
export interface JsonRequest {
  /** The page's own; what a browser does for a page's own scripts when absent. */
  readonly fetch?: PageFetch | undefined;
  readonly signal: AbortSignal;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Beside those that say that it is JSON. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Ask once more when the network or the server (5xx) has failed; a POST is never sent twice. */
  readonly retry?: boolean;
  /** In characters; 1,000,000 by default. */
  readonly longestAnswer?: number;
}

const timeoutMs = 15_000;
const longestRefusal = 300;

/** Same-origin cookies, no cache, and no redirect: where a session has expired it leads to a login page. */
export const defaultFetch: PageFetch = (request) =>
  fetch(request, { credentials: 'same-origin', cache: 'no-store', redirect: 'manual' });

const isUnauthorised = ({ status }: Response): boolean => status === 401 || status === 403;

function isRedirect({ status, type }: Response): boolean {
  return type === 'opaqueredirect' || (status >= 300 && status < 400);
}

const signedOut = (message: string): CtiError => new CtiError('signed-out', { message });
const unavailable = (message: string): CtiError => new CtiError('service-unavailable', { message });

/** The body, read no further than it may be long. */
async function readText(response: Response, longest: number): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    if (text.length <= longest) continue;
    await reader?.cancel();
    throw unavailable('The answer is too long');
  }
}

async function readJson(response: Response, longest: number): Promise<unknown> {
  const text = await readText(response, longest);
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // A login page that comes with 200: what a signed-out session looks like behind many proxies.
    if (response.headers.get('content-type')?.includes('html')) throw signedOut('Got a web page');
    throw unavailable('The answer is not JSON');
  }
}

/** A refusal may say why, in words for the operator: `{ "refuse": "…" }`, as a page's guard does. */
async function failureOf(response: Response, purpose: HttpPurpose): Promise<CtiError> {
  const message = `${purpose}: answered ${response.status}`;
  if (response.status >= 500) return unavailable(message);
  const body = await readJson(response, 10_000).catch(() => undefined);
  const { refuse } = (body ?? {}) as { readonly refuse?: unknown };
  if (typeof refuse !== 'string' || refuse === '') return unavailable(message);
  return new CtiError('refused', { message, operatorText: refuse.slice(0, longestRefusal) });
}

interface Again {
  readonly renewable: boolean;
  readonly repeatable: boolean;
  readonly signal: AbortSignal;
}

async function sendOnceOrTwice(
  send: () => Promise<Response>,
  { renewable, repeatable, signal }: Again,
): Promise<Response> {
  const first = await send().catch((thrown: unknown) => {
    if (!repeatable || signal.aborted) throw thrown;
    return undefined;
  });
  const useless =
    !first || (renewable && isUnauthorised(first)) || (repeatable && first.status >= 500);
  return useless ? send() : first;
}

/**
 * The JSON at a URL; `undefined` for an empty answer. At most two requests within 15 s: a 401 or 403 is tried once more where the
 * page has a `fetch` of its own, which may have renewed its token.
 * @throws CtiError `signed-out`, `service-unavailable`, `refused`, `aborted`
 */
export async function fetchJson(
  url: URL,
  purpose: HttpPurpose,
  {
    fetch: own,
    signal,
    method = 'GET',
    headers: given,
    body,
    retry = false,
    longestAnswer = 1e6,
  }: JsonRequest,
): Promise<unknown> {
  const timed = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const headers: Record<string, string> = { ...given, accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  const init = { method, headers, signal: timed };
  const send = async (): Promise<Response> => {
    const full = body === undefined ? init : { ...init, body: JSON.stringify(body) };
    return (own ?? defaultFetch)(new Request(url, full), { purpose });
  };
  const repeatable = retry && method !== 'POST';
  try {
    const again = { renewable: own !== undefined, repeatable, signal: timed };
    const response = await sendOnceOrTwice(send, again);
    if (isUnauthorised(response)) throw signedOut(`${purpose}: answered ${response.status}`);
    if (isRedirect(response)) throw signedOut(`${purpose}: answered with a redirect`);
    if (!response.ok) throw await failureOf(response, purpose);
    return await readJson(response, longestAnswer);
  } catch (thrown) {
    if (signal.aborted) throw new CtiError('aborted');
    throw toCtiError(thrown, 'service-unavailable');
  }
}
