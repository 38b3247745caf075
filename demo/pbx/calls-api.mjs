/** `/pbx/calls`: makes the PBX call an operator, and tells what the far end of each call hears. */
import { HttpError, lastSegment, readJson, requireText, sendJson } from './http.mjs';
import { OPERATORS } from './pbx.mjs';

/** @typedef {import('./outgoing-call.mjs').CallOrder} CallOrder */

const PLAYS = ['music', 'echo', 'silence'];
const FIELDS = ['from', 'displayName', 'to', 'play', 'headers'];

/** Handles `POST` and `GET /pbx/calls` and `DELETE /pbx/calls/{id}`. Rejects with `HttpError`. */
export async function handleCalls(
  /** @type {import('./pbx.mjs').Pbx} */ pbx,
  /** @type {URL} */ url,
  /** @type {import('./http.mjs').Request} */ request,
  /** @type {import('./http.mjs').Response} */ response,
) {
  const { method } = request;
  if (url.pathname === '/pbx/calls') {
    if (method === 'GET') return sendJson(response, 200, pbx.bots.calls);
    if (method === 'POST')
      return sendJson(response, 202, { id: placeCall(pbx, await readJson(request)) });
    throw new HttpError(405, 'GET or POST');
  }
  if (method !== 'DELETE') throw new HttpError(405, 'DELETE');
  const id = lastSegment(url.pathname, '/pbx/calls/');
  if (!pbx.bots.hangUp(id)) throw new HttpError(404, 'No such call');
  sendJson(response, 204, undefined);
}

function placeCall(
  /** @type {import('./pbx.mjs').Pbx} */ pbx,
  /** @type {Record<string, unknown>} */ body,
) {
  const order = readOrder(body);
  if (pbx.registrar.bindings(order.to).length === 0)
    throw new HttpError(409, `Operator ${order.to} is not registered`);
  return pbx.bots.place(order);
}

/** @returns {CallOrder} */
function readOrder(/** @type {Record<string, unknown>} */ body) {
  const unknown = Object.keys(body).find((key) => !FIELDS.includes(key));
  if (unknown) throw new HttpError(400, `Unknown field "${unknown}"`);
  const { play, displayName } = body;
  const to = requireText(body.to, 'to');
  if (!Object.hasOwn(OPERATORS, to)) throw new HttpError(400, '"to": an operator, 101 to 109');
  if (play !== undefined && !PLAYS.includes(/** @type {string} */ (play))) {
    throw new HttpError(400, `"play": one of ${PLAYS.join(', ')}`);
  }
  return {
    from: requireText(body.from, 'from', 64),
    to,
    ...(displayName !== undefined && { displayName: requireText(displayName, 'displayName') }),
    ...(play !== undefined && { play: /** @type {CallOrder['play']} */ (play) }),
    headers: readHeaders(body.headers ?? {}),
  };
}

/** Extra headers of the INVITE: only those that begin with `X-`. */
function readHeaders(/** @type {unknown} */ value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new HttpError(400, '"headers": an object');
  /** @type {Record<string, string>} */
  const headers = {};
  for (const [name, text] of Object.entries(value)) {
    if (!/^x-[a-z0-9-]{1,40}$/i.test(name))
      throw new HttpError(400, '"headers": names begin with X-');
    headers[name] = requireText(text, name);
  }
  return headers;
}
