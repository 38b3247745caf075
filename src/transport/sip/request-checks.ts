import { isReadable } from './name-address.js';
import { headerValue, headerValues, type SipText, type StartLine } from './sip-text.js';

/** A refusal that sip.js would not make itself. */
export interface Refusal {
  readonly status: number;
  readonly phrase: string;
  readonly header?: string;
}

type RequestLine = Extract<StartLine, { readonly kind: 'request' }>;

/** Extensions that a peer may require (RFC 3261 section 8.2.2.3). */
const supportedExtensions: ReadonlySet<string> = new Set([
  ...['outbound', 'gruu', 'path'],
  ...['replaces', 'timer'],
]);

const singleHeaders = ['from', 'to', 'call-id', 'cseq', 'max-forwards', 'content-length'];
const mandatoryHeaders = ['via', 'from', 'to', 'call-id', 'cseq'];
const cseqMax = 2 ** 31 - 1;

/** Whether it can be answered: an answer echoes these (RFC 3261 section 8.2.6.2). */
export function isAnswerable(message: SipText): boolean {
  return mandatoryHeaders.every((name) => headerValue(message, name) !== undefined);
}

/** Number and method of `CSeq`, if it has both. */
export function readCSeq(
  message: SipText,
): { readonly number: number; readonly method: string } | undefined {
  const match = /^([0-9]{1,10})\s+(\S+)$/.exec(headerValue(message, 'cseq') ?? '');
  if (!match) return undefined;
  const number = Number(match[1]);
  return number > cseqMax ? undefined : { number, method: match[2] ?? '' };
}

function malformed(message: SipText, method: string): string | undefined {
  if (readCSeq(message)?.method !== method) return 'Bad CSeq';
  const twice = singleHeaders.find((name) => headerValues(message, name).length > 1);
  if (twice !== undefined) return `Several ${twice} headers`;
  const length = headerValue(message, 'content-length');
  if (length !== undefined && !/^[0-9]{1,9}$/.test(length)) return 'Bad Content-Length';
  const contact = headerValue(message, 'contact');
  if (contact !== undefined && contact !== '*' && !isReadable(contact, 'Contact')) {
    return 'Bad Contact';
  }
  const referTo = headerValue(message, 'refer-to');
  if (referTo !== undefined && !isReadable(referTo, 'Refer_To')) return 'Bad Refer-To';
  const replaces = headerValue(message, 'replaces');
  if (replaces !== undefined && !isReadable(replaces, 'Replaces')) return 'Bad Replaces';
  return undefined;
}

function unsupportedExtensions(message: SipText): readonly string[] {
  return headerValues(message, 'require')
    .flatMap((value) => value.split(','))
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '' && !supportedExtensions.has(tag.toLowerCase()));
}

/** How a request is to be refused before sip.js sees it; `undefined` when it may pass. */
export function refusalOf(
  message: SipText,
  { method, uri, version }: RequestLine,
): Refusal | undefined {
  if (version !== '2.0') return { status: 505, phrase: 'Version Not Supported' };
  const fault = malformed(message, method);
  if (fault !== undefined) return { status: 400, phrase: fault };
  // sip.js throws on other schemes.
  if (!/^sips?:/i.test(uri)) return { status: 416, phrase: 'Unsupported URI Scheme' };
  const unsupported = method === 'CANCEL' ? [] : unsupportedExtensions(message);
  if (unsupported.length > 0) {
    const header = `Unsupported: ${unsupported.join(', ')}`;
    return { status: 420, phrase: 'Bad Extension', header };
  }
  // We never offer 100rel, so there is nothing to acknowledge; sip.js throws on it.
  if (method === 'PRACK') return { status: 481, phrase: 'Call/Transaction Does Not Exist' };
  return undefined;
}
