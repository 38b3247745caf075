/**
 * Reading and writing of SIP messages: a thin face on the `sip` package's parser, which gives plain
 * objects. Bodies and header texts are kept as latin1 strings of the bytes on the wire, as that parser
 * does, so that Content-Length counts bytes; `fromWireText` and `toWireText` convert to real text.
 */
import { createHash, randomBytes } from 'node:crypto';
import sip from 'sip';

/**
 * @typedef {{ name?: string, uri: any, params: Record<string, string | null> }} Address
 * @typedef {{ host: string, port?: number, protocol: string, version: string, params: Record<string, string | null> }} Via
 * @typedef {{ method?: string, uri?: string, status?: number, reason?: string, version?: string,
 *   headers: Record<string, any>, content?: string }} Message a request has `method`, a response `status`
 * @typedef {{ id: string, isOpen: boolean, send(message: Message): void }} Flow one way to one user agent
 */

/** The SIP domain of this PBX. Any domain is accepted in a Request-URI. */
export const DOMAIN = 'pbx.example';
export const ALLOW = 'INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, REFER, NOTIFY, REGISTER';

const REASON_PHRASES = /** @type {Record<number, string>} */ ({
  100: 'Trying', 180: 'Ringing', 183: 'Session Progress', 200: 'OK',
  400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed',
  407: 'Proxy Authentication Required', 408: 'Request Timeout', 420: 'Bad Extension', 423: 'Interval Too Brief',
  480: 'Temporarily Unavailable', 481: 'Call/Transaction Does Not Exist', 483: 'Too Many Hops', 486: 'Busy Here',
  487: 'Request Terminated', 488: 'Not Acceptable Here', 500: 'Server Internal Error', 603: 'Decline',
}); // prettier-ignore

/** @returns {Message | undefined} undefined for bytes that are no usable SIP message */
export function parseMessage(/** @type {Buffer} */ bytes) {
  const message = sip.parse(bytes);
  const headers = message?.headers;
  const usable =
    headers?.via?.length > 0 &&
    headers.from?.uri &&
    headers.to?.uri &&
    headers['call-id'] &&
    headers.cseq?.method;
  return usable ? message : undefined;
}

/** @returns {Buffer} */
export function serializeMessage(/** @type {Message} */ message) {
  return Buffer.from(sip.stringify(message), 'latin1');
}

/** A response with the headers that RFC 3261 8.2.6.2 copies from the request. */
export function makeResponse(
  /** @type {Message} */ request,
  /** @type {number} */ status,
  /** @type {{ toTag?: string, headers?: Record<string, any>, content?: string, reason?: string }} */ options = {},
) {
  /** @type {Message} */
  const response = sip.makeResponse(request, status, options.reason ?? REASON_PHRASES[status], {
    headers: options.headers,
    content: options.content,
  });
  const to = structuredClone(request.headers.to);
  if (status > 100 && !to.params.tag) to.params.tag = options.toTag ?? randomToken();
  response.headers = { ...response.headers, to, via: structuredClone(request.headers.via) };
  return response;
}

/** @returns {{ user?: string, host: string } | undefined} the parts of a SIP URI, undefined when it is none */
export function parseUri(/** @type {unknown} */ uri) {
  const parsed = sip.parseUri(uri);
  if (!parsed) return undefined;
  return {
    user: parsed.user === undefined ? undefined : unescapeUser(parsed.user),
    host: parsed.host,
  };
}

function unescapeUser(/** @type {string} */ user) {
  try {
    return decodeURIComponent(user);
  } catch {
    return user;
  }
}

/** @returns {string} a SIP URI of this domain; what RFC 3261 25.1 does not allow in `user` is escaped */
export function makeUri(/** @type {string} */ user) {
  return `sip:${encodeURIComponent(user).replaceAll('%2B', '+')}@${DOMAIN}`;
}

/** A display name as a quoted-string (RFC 3261 25.1), in wire text. Control characters become spaces. */
export function quoteDisplayName(/** @type {string} */ name) {
  const clean = name.replaceAll(/\p{Cc}/gu, ' ').replaceAll(/[\\"]/g, '\\$&');
  return toWireText(`"${clean}"`);
}

export const toWireText = (/** @type {string} */ text) =>
  Buffer.from(text, 'utf8').toString('latin1');

export const randomToken = () => randomBytes(8).toString('hex');

/** A Via branch: random, or the same one for the same seed (stateless forwarding, RFC 3261 16.11). */
export function makeBranch(/** @type {string} */ seed = randomToken()) {
  return `z9hG4bK-${createHash('sha1').update(seed).digest('hex').slice(0, 20)}`;
}

/** @returns {Via} */
export function makeVia(/** @type {string} */ branch, /** @type {string} */ flowId) {
  return { version: '2.0', protocol: 'WS', host: DOMAIN, params: { branch, flow: flowId } };
}

/** @returns {string} the branch of the topmost Via */
export const topBranch = (/** @type {Message} */ message) =>
  message.headers.via[0].params.branch ?? '';

/** @returns {string | undefined} the URI of the first Contact */
export const contactUri = (/** @type {Message} */ message) =>
  message.headers.contact?.[0]?.uri || undefined;
