import { frameMaxBytes, headersMax } from './constants.js';

/**
 * What comes from the server before sip.js sees it. Returns the message, repaired where sip.js would misread it, or
 * `undefined` when it is to be dropped: sip.js needs seconds for a message with ten thousand headers.
 */
export function inspectInbound(message: string): string | undefined {
  if (message.length > frameMaxBytes) return undefined;
  const end = message.indexOf('\r\n\r\n');
  const head = end < 0 ? message : message.slice(0, end);
  return head.split('\r\n', headersMax + 2).length > headersMax + 1 ? undefined : message;
}
