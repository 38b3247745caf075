import { frameMaxBytes, headersMax } from './constants.js';
import { repairNameAddress, isReadable, nameAddressRules } from './name-address.js';
import { isAnswerable, readCSeq, type Refusal, refusalOf } from './request-checks.js';
import {
  headerValue,
  headerValues,
  readSipText,
  readStartLine,
  type SipText,
  type StartLine,
  withHeader,
} from './sip-text.js';

type ResponseLine = Extract<StartLine, { readonly kind: 'response' }>;

/** Why something from the server was not used; counted. */
export type DropReason =
  | 'too-long'
  | 'too-many-headers'
  | 'not-utf8'
  | 'incomplete'
  | 'not-sip'
  | 'surplus'
  | 'unanswerable'
  | 'outdated'
  | 'flood';

/** What is to be done with a frame. `surplus`: more than one message was in it (RFC 7118 section 5). */
export type Verdict =
  | {
      readonly verdict: 'pass';
      readonly message: SipText;
      readonly start: StartLine;
      readonly surplus: boolean;
    }
  | { readonly verdict: 'answer'; readonly text: string }
  | { readonly verdict: 'drop'; readonly reason: DropReason };

function drop(reason: DropReason): Verdict {
  return { verdict: 'drop', reason };
}

/** A response made without a transaction (RFC 3261 section 8.2.7). */
function responseText(message: SipText, { status, phrase, header }: Refusal): string {
  const echoed = ['from', 'to', 'call-id', 'cseq'].map((name) => {
    const value = headerValue(message, name) ?? '';
    const tagged = name !== 'to' || /;\s*tag\s*=/i.test(value);
    return `${name}: ${tagged ? value : `${value};tag=refused`}`;
  });
  return [
    `SIP/2.0 ${status} ${phrase}`,
    ...headerValues(message, 'via').map((via) => `via: ${via}`),
    ...echoed,
    ...(header === undefined ? [] : [header]),
    'content-length: 0',
    '',
    '',
  ].join('\r\n');
}

/** RFC 3261 section 20.19: a lifetime sip.js cannot read would end the call at once. */
function repairExpires(message: SipText): SipText {
  const expires = headerValue(message, 'expires');
  if (expires === undefined || /^[1-9][0-9]{0,5}$/.test(expires)) return message;
  return withHeader(message, 'expires', undefined);
}

/** sip.js knows SDP by one spelling only. */
function repairContentType(message: SipText): SipText {
  const type = headerValue(message, 'content-type');
  if (type === undefined || !/^application\/sdp\s*(?:;|$)/i.test(type)) return message;
  return withHeader(message, 'content-type', 'application/sdp');
}

/** Of several parts (RFC 5621) sip.js reads none; the description is all that matters here. */
function repairParts(message: SipText): SipText {
  const type = headerValue(message, 'content-type') ?? '';
  const boundary = /^multipart\/[^;]+;.*\bboundary="?([^";]+)"?/i.exec(type)?.[1];
  if (boundary === undefined) return message;
  for (const part of message.body.split(`--${boundary}`)) {
    const end = part.indexOf('\r\n\r\n');
    if (end < 0 || !/^content-type:\s*application\/sdp\b/im.test(part.slice(0, end))) continue;
    const body = part.slice(end + 4);
    return { ...withHeader(message, 'content-type', 'application/sdp'), body };
  }
  return message;
}

/** What RFC 3261 section 25.1 lets stand in a phrase as it is. sip.js drops an answer with anything else in it. */
const notInPhrase = /[^\w ;/?:@&=+$,.!~*'()\u0080-\uffff-]/g;

function repairPhrase(message: SipText, { status, phrase }: ResponseLine): SipText {
  const escaped = phrase.replace(
    notInPhrase,
    (found) => `%${found.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return { ...message, startLine: `SIP/2.0 ${status} ${escaped}` };
}

/** In an answer to REGISTER the Contacts may be hundreds; they are dealt with on their own. */
function repairNames(message: SipText): SipText {
  const ofRegister = readCSeq(message)?.method === 'REGISTER';
  const headers = message.headers.map(({ name, value }) => {
    const rule = ofRegister && name === 'contact' ? undefined : nameAddressRules[name];
    return { name, value: rule === undefined ? value : repairNameAddress(value, rule) };
  });
  return { ...message, headers };
}

function repairMaxForwards(message: SipText): SipText {
  const hops = headerValue(message, 'max-forwards');
  if (hops === undefined || isReadable(hops, 'Max_Forwards')) return message;
  return withHeader(message, 'max-forwards', '70');
}

function repairRequest(message: SipText, method: string): SipText {
  const common = repairMaxForwards(repairContentType(repairParts(message)));
  return method === 'INVITE' ? repairExpires(common) : common;
}

/** Whether the head has more header lines than are read; sip.js needs seconds for ten thousand. */
function hasTooManyHeaders(frame: string): boolean {
  const end = frame.indexOf('\r\n\r\n');
  const head = end < 0 ? frame : frame.slice(0, end);
  return head.split('\r\n', headersMax + 2).length > headersMax + 1;
}

function judgeRequest(
  message: SipText,
  start: Extract<StartLine, { readonly kind: 'request' }>,
  surplus: boolean,
): Verdict {
  const refusal = refusalOf(message, start);
  if (!refusal) {
    return { verdict: 'pass', message: repairRequest(message, start.method), start, surplus };
  }
  // An ACK is never answered (RFC 3261 section 17).
  if (start.method === 'ACK') return drop('unanswerable');
  return { verdict: 'answer', text: responseText(message, refusal) };
}

/**
 * What comes from the server before sip.js sees it: repaired where sip.js would misread it, answered where it would
 * not refuse, dropped where it would choke.
 */
export function inspectInbound(frame: string): Verdict {
  if (frame.length > frameMaxBytes) return drop('too-long');
  if (hasTooManyHeaders(frame)) return drop('too-many-headers');
  const read = readSipText(frame);
  if (!read) return drop('incomplete');
  const start = readStartLine(read.message);
  if (!start) return drop('not-sip');
  if (!isAnswerable(read.message)) return drop('unanswerable');
  const message = repairNames(read.message);
  const surplus = /[^\r\n]/.test(read.rest);
  if (start.kind === 'request') return judgeRequest(message, start, surplus);
  if (!readCSeq(message)) return drop('not-sip');
  return {
    verdict: 'pass',
    message: repairPhrase(repairContentType(repairParts(message)), start),
    start,
    surplus,
  };
}
