/** `/directory`: the HTTP directory protocol over a handful of fixtures, kept in memory. */
import { HttpError, lastSegment, readJson, requireText, sendJson } from './pbx/http.mjs';

/** @typedef {{ id: string, type: string, name: string, account?: { id: string, name: string }, numbers: { number: string }[], url: string }} Customer */

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;
const E164 = /^\+[1-9]\d{3,14}$/;
const LINKS = '/directory/links';
const DELTA = { id: 'account-delta', name: 'Delta Ltd' };

/** @returns {Customer} */
function makeCustomer(
  /** @type {string} */ id,
  /** @type {string} */ name,
  /** @type {string} */ number,
  /** @type {{ id: string, name: string } | undefined} */ account = undefined,
) {
  const type = id.slice(0, id.indexOf('-'));
  return { id, type, name, ...(account && { account }), numbers: [{ number }], url: `/#${id}` };
}

/** The sample's customers. +12025550199 belongs to nobody. */
export const CUSTOMERS = [
  makeCustomer('contact-anna', 'Anna Schmidt', '+12025550101', {
    id: 'account-alfa',
    name: 'Alfa GmbH',
  }),
  makeCustomer('account-beta', 'Beta LLC', '+12025550102'),
  makeCustomer('lead-gamma', 'Gamma Project', '+12025550103'),
  makeCustomer('contact-ivan', 'Ivan Petrov', '+12025550104', DELTA),
  makeCustomer('account-delta', 'Delta Ltd', '+12025550104'),
  makeCustomer('lead-petrov', 'Petrov renovation', '+12025550104'),
];

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
    const { method } = request;
    if (url.pathname === '/directory' && method === 'GET')
      return sendJson(response, 200, this.#find(url.searchParams));
    if (url.pathname === LINKS && method === 'POST') {
      this.#link(await readJson(request));
      return sendJson(response, 204, undefined);
    }
    if (url.pathname.startsWith(`${LINKS}/`) && method === 'DELETE') {
      this.#links.delete(requireNumber(lastSegment(url.pathname, `${LINKS}/`)));
      return sendJson(response, 204, undefined);
    }
    throw new HttpError(
      url.pathname === '/directory' || url.pathname === LINKS ? 405 : 404,
      'No such service',
    );
  }

  #find(/** @type {URLSearchParams} */ query) {
    const limit = readCount(query, 'limit', DEFAULT_LIMIT, MAX_LIMIT);
    const offset = readCount(query, 'offset', 0, Number.MAX_SAFE_INTEGER);
    const number = query.get('number');
    const text = query.get('q');
    if ((number === null) === (text === null)) throw new HttpError(400, 'Either "number" or "q"');
    const found = number === null ? search(text ?? '') : this.#lookUp(requireNumber(number));
    const end = offset + limit;
    const next = new URLSearchParams(query);
    next.set('offset', String(end));
    return {
      customers: found.slice(offset, end),
      total: found.length,
      ...(end < found.length && { next: `/directory?${next}` }),
    };
  }

  #lookUp(/** @type {string} */ number) {
    const linked = this.#links.get(number);
    if (linked) return [linked];
    return CUSTOMERS.filter((customer) =>
      customer.numbers.some((entry) => entry.number === number),
    );
  }

  #link(/** @type {Record<string, unknown>} */ body) {
    const number = requireNumber(body.number);
    const { id, type } = /** @type {{ id?: unknown, type?: unknown }} */ (body.customer ?? {});
    const wanted = { id: requireText(id, 'customer.id'), type: requireText(type, 'customer.type') };
    const customer = CUSTOMERS.find(
      (known) => known.id === wanted.id && known.type === wanted.type,
    );
    if (!customer) throw new HttpError(404, 'No such customer');
    this.#links.set(number, customer);
  }
}

/** Case does not matter; the name of the account counts too. */
function search(/** @type {string} */ text) {
  const wanted = text.trim().toLowerCase();
  return CUSTOMERS.filter(({ name, account }) =>
    `${name}\n${account?.name ?? ''}`.toLowerCase().includes(wanted),
  );
}

function requireNumber(/** @type {unknown} */ value) {
  if (typeof value !== 'string' || !E164.test(value))
    throw new HttpError(400, '"number": in E.164, +12025550101');
  return value;
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
