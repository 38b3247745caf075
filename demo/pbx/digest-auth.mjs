/** Digest authentication (RFC 3261 22, RFC 2617: MD5, qop=auth) with nonces that carry their own age. */
import digest from 'sip/digest.js';
import { DOMAIN, makeResponse } from './messages.mjs';

/** @typedef {import('./messages.mjs').Message} Message */

const NONCE_LIFE_MS = 5 * 60_000;
const NONCE_TAG = 'cti-panel';
const unquote = (/** @type {string | undefined} */ text) => text?.replaceAll(/^"|"$/g, '');

/** @typedef {{ username: string } | { refusal: Message }} AuthResult */

/**
 * Who sent this request, or the response that refuses it: a challenge without credentials (401 to REGISTER,
 * else 407) or with an old nonce (`stale=true`), 403 for a wrong password.
 * @returns {AuthResult}
 */
export function authenticate(
  /** @type {Message} */ request,
  /** @type {(username: string) => string | undefined} */ passwordOf,
) {
  const isRegister = request.method === 'REGISTER';
  const offered = request.headers[isRegister ? 'authorization' : 'proxy-authorization'] ?? [];
  const credentials = offered.find((/** @type {any} */ entry) => unquote(entry.realm) === DOMAIN);
  if (!credentials) return { refusal: challenge(request, isRegister) };

  const username = unquote(credentials.username) ?? '';
  const password = passwordOf(username);
  if (password === undefined || !hasRightResponse(request, credentials, password)) {
    return { refusal: makeResponse(request, 403) };
  }
  const issued = digest.extractNonceTimestamp(unquote(credentials.nonce) ?? '', NONCE_TAG);
  if (!issued || Date.now() - issued.getTime() > NONCE_LIFE_MS) {
    return { refusal: challenge(request, isRegister, true) };
  }
  return { username };
}

function hasRightResponse(
  /** @type {Message} */ request,
  /** @type {any} */ credentials,
  /** @type {string} */ password,
) {
  const expected = digest.calculateDigest({
    ha1: digest.calculateUserRealmPasswordHash(unquote(credentials.username), DOMAIN, password),
    method: request.method,
    uri: unquote(credentials.uri),
    nonce: unquote(credentials.nonce),
    nc: unquote(credentials.nc),
    cnonce: unquote(credentials.cnonce),
    qop: unquote(credentials.qop)?.toLowerCase(),
    entity: request.content,
  });
  return expected === unquote(credentials.response);
}

function challenge(
  /** @type {Message} */ request,
  /** @type {boolean} */ isRegister,
  isStale = false,
) {
  const header = {
    scheme: 'Digest',
    realm: `"${DOMAIN}"`,
    nonce: `"${digest.generateNonce(NONCE_TAG)}"`,
    qop: '"auth"',
    algorithm: 'MD5',
    ...(isStale && { stale: 'true' }),
  };
  const name = isRegister ? 'www-authenticate' : 'proxy-authenticate';
  return makeResponse(request, isRegister ? 401 : 407, { headers: { [name]: [header] } });
}
