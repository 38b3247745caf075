/** Small helpers of the demo's HTTP services: JSON in, JSON out, nothing cached. */

const MAX_BODY_BYTES = 65_536;

/** @typedef {import('node:http').IncomingMessage} Request @typedef {import('node:http').ServerResponse} Response */

/** A refusal with an HTTP status and a text for the developer. */
export class HttpError extends Error {
  constructor(/** @type {number} */ status, /** @type {string} */ message) {
    super(message);
    this.status = status;
  }
}

/** Sends JSON, or nothing but the status. */
export function sendJson(
  /** @type {Response} */ response,
  /** @type {number} */ status,
  /** @type {unknown} */ body,
) {
  const text = body === undefined ? '' : JSON.stringify(body);
  response.writeHead(status, {
    ...(text && { 'content-type': 'application/json; charset=utf-8' }),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(text);
}

/** Reads a JSON object. Rejects with 400 for anything else. @returns {Promise<Record<string, unknown>>} */
export async function readJson(/** @type {Request} */ request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new HttpError(413, 'Body too long');
    chunks.push(chunk);
  }
  const value = parse(Buffer.concat(chunks).toString('utf8'));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new HttpError(400, 'A JSON object is expected');
  }
  return value;
}

function parse(/** @type {string} */ text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpError(400, 'Not JSON');
  }
}

/** @returns {string} or throws 400 */
export function requireText(
  /** @type {unknown} */ value,
  /** @type {string} */ name,
  maxLength = 200,
) {
  const isText = typeof value === 'string' && value.trim() !== '' && value.length <= maxLength;
  if (!isText || /\p{Cc}/u.test(value))
    throw new HttpError(400, `"${name}": a short text without control characters`);
  return value;
}

/** The one part of a path after its prefix, decoded, or throws 400. */
export function lastSegment(/** @type {string} */ pathname, /** @type {string} */ prefix) {
  try {
    return decodeURIComponent(pathname.slice(prefix.length));
  } catch {
    throw new HttpError(400, 'Bad escape in path');
  }
}
