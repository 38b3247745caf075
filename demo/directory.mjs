/**
 * `/directory`: the directory protocol of docs/connect-your-crm.md over the records of the sample page, kept in
 * memory. `?state=slow` (10 s), `down` and `signed-out` show what a panel does with a CRM that has a bad day.
 */
import { HttpError, lastSegment, readJson, requireText, sendJson } from './pbx/http.mjs';
import { records } from './site/records.js';

/**
 * @typedef {{ id: string, type: string, name: string, account?: { id: string, name: string },
 *   numbers: { number: string, label?: string, preferred?: boolean }[], doNotCall?: boolean, url: string }} Customer
 * @typedef {{ method?: string | undefined, url: URL, body?: () => Promise<Record<string, unknown>> }} Question
 * @typedef {{ status: number, body?: unknown }} Answer
 */

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;
const MAX_TEXT = 200;
const E164 = /^\+[1-9]\d{3,14}$/;
const SLOW_MS = 10_000;
const PATH = '/directory';
const LINKS = `${PATH}/links`;

/** @type {Record<string, number>} */
const STATES = { slow: 200, down: 503, 'signed-out': 401 };

/** The records as a panel gets them. +12025550199 belongs to nobody. @type {Customer[]} */
export const CUSTOMERS = records.map(({ id, type, name, account, numbers, doNotCall }) => ({
  id,
  type,
  name,
  ...(account && { account }),
  numbers,
  ...(doNotCall && { doNotCall }),
  url: `/#/all/${id}`,
}));

/** One directory, with its own links. */
export class Directory {
  /** @type {Map<string, Customer>} number → the one customer it was linked to */ #links =
    new Map();

  /** Handles everything under `/directory`. Rejects with `HttpError`. */
  async handle(
    /** @type {URL} */ url,
    /** @type {import('./pbx/http.mjs').Request} */ request,
    /** @type {import('./pbx/http.mjs').Response} */ response,
  ) {
    const state = url.searchParams.get('state') ?? '';
    if (state === 'slow') await pause(SLOW_MS);
    if (STATES[state] >= 400) throw new HttpError(STATES[state], `state=${state}`);
    const body = () => readJson(request);
    const answer = await this.answer({ method: request.method, url, body });
    sendJson(response, answer.status, answer.body);
  }

  /** The protocol itself, without a network. @returns {Promise<Answer>} or rejects with `HttpError` */
  async answer(/** @type {Question} */ { method, url, body }) {
    const { pathname } = url;
    if (pathname === PATH && method === 'GET')
      return { status: 200, body: this.#find(url.searchParams) };
    if (pathname === LINKS && method === 'POST') {
      return this.#link((await body?.()) ?? {});
    }
    if (pathname.startsWith(`${LINKS}/`) && method === 'DELETE') {
      const number = requireText(lastSegment(pathname, `${LINKS}/`), 'number');
      this.#links.delete(number);
      return { status: 204 };
    }
    throw new HttpError(pathname === PATH || pathname === LINKS ? 405 : 404, 'No such service');
  }

  #find(/** @type {URLSearchParams} */ query) {
    const limit = readCount(query, 'limit', DEFAULT_LIMIT, MAX_LIMIT);
    const offset = readCount(query, 'offset', 0, Number.MAX_SAFE_INTEGER);
    const number = query.get('number');
    const text = query.get('q');
    if ((number === null) === (text === null)) throw new HttpError(400, 'Either "number" or "q"');
    const found =
      number === null ? search(text ?? '') : this.#lookUp(requireText(number, 'number'));
    const end = offset + limit;
    const next = new URLSearchParams(query);
    next.set('offset', String(end));
    return {
      customers: found.slice(offset, end),
      total: found.length,
      ...(end < found.length && { next: `${PATH}?${next}` }),
    };
  }

  #lookUp(/** @type {string} */ number) {
    const linked = this.#links.get(number);
    if (linked) return [linked];
    return CUSTOMERS.filter((customer) =>
      customer.numbers.some((entry) => entry.number === number),
    );
  }

  /** @returns {Answer} */
  #link(/** @type {Record<string, unknown>} */ body) {
    const number = requireText(body.number, 'number');
    const { id, type } = /** @type {{ id?: unknown, type?: unknown }} */ (body.customer ?? {});
    const wanted = { id: requireText(id, 'customer.id'), type: requireText(type, 'customer.type') };
    const customer = CUSTOMERS.find(
      (known) => known.id === wanted.id && known.type === wanted.type,
    );
    if (!customer) throw new HttpError(404, 'No such customer');
    if (!E164.test(number))
      return { status: 422, body: { refuse: 'Only numbers with a country code can be linked.' } };
    this.#links.set(number, customer);
    return { status: 204 };
  }
}

/** Does not keep the process alive. */
function pause(/** @type {number} */ ms) {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

/** Case does not matter; the name of the account and the digits of the numbers count too. */
function search(/** @type {string} */ text) {
  if (text.length > MAX_TEXT) throw new HttpError(400, '"q": too long');
  const wanted = text.trim().toLowerCase();
  const digits = /^\+?[\d\s()./-]+$/.test(wanted) ? wanted.replace(/[^+\d]/g, '') : '';
  return CUSTOMERS.filter(
    ({ name, account, numbers }) =>
      `${name}\n${account?.name ?? ''}`.toLowerCase().includes(wanted) ||
      (digits !== '' && numbers.some(({ number }) => number.includes(digits))),
  );
}

function readCount(
  /** @type {URLSearchParams} */ query,
  /** @type {string} */ name,
  /** @type {number} */ byDefault,
  /** @type {number} */ largest,
) {
  const text = query.get(name);
  if (text === null) return byDefault;
  const value = Number(text);
  const isCount = text !== '' && Number.isInteger(value) && value >= (name === 'limit' ? 1 : 0);
  if (!isCount) throw new HttpError(400, `"${name}": a whole number`);
  return Math.min(value, largest);
}
