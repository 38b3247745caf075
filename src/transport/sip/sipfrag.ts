import type { SipStatus } from '../../base/error.js';
import { nameMaxLength } from './constants.js';
import { plainText } from './headers.js';

/** The status line in the body of a report (RFC 3420, RFC 3515 section 2.4.5); `undefined` when there is none. */
export function readReport(body: string): SipStatus | undefined {
  const match = /^\s*SIP\/2\.0\s+([1-6][0-9]{2})(?:\s([^\r\n]*))?/i.exec(body);
  if (!match) return undefined;
  return { status: Number(match[1]), text: plainText(match[2] ?? '', nameMaxLength) };
}
