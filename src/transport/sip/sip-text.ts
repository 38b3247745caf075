/** One header, its name in lower case and in the long form (RFC 3261 section 7.3.3). */
export interface TextHeader {
  readonly name: string;
  readonly value: string;
}

/** A message taken apart just far enough to be judged and repaired before sip.js parses it. */
export interface SipText {
  readonly startLine: string;
  readonly headers: readonly TextHeader[];
  readonly body: string;
}

/** What a start line says (RFC 3261 sections 7.1 and 7.2). */
export type StartLine =
  | {
      readonly kind: 'request';
      readonly method: string;
      readonly uri: string;
      readonly version: string;
    }
  | { readonly kind: 'response'; readonly status: number; readonly phrase: string };

const longNames: ReadonlyMap<string, string> = new Map([
  ['a', 'accept-contact'],
  ['b', 'referred-by'],
  ['c', 'content-type'],
  ['d', 'request-disposition'],
  ['e', 'content-encoding'],
  ['f', 'from'],
  ['i', 'call-id'],
  ['j', 'reject-contact'],
  ['k', 'supported'],
  ['l', 'content-length'],
  ['m', 'contact'],
  ['n', 'identity-info'],
  ['o', 'event'],
  ['r', 'refer-to'],
  ['s', 'subject'],
  ['t', 'to'],
  ['u', 'allow-events'],
  ['v', 'via'],
  ['x', 'session-expires'],
  ['y', 'identity'],
]);

/** The start line, or `undefined` when this is not SIP. */
export function readStartLine({ startLine }: SipText): StartLine | undefined {
  const response = /^SIP\/2\.0 ([1-6][0-9]{2})(?: (.*))?$/i.exec(startLine);
  if (response) {
    return { kind: 'response', status: Number(response[1]), phrase: response[2] ?? '' };
  }
  const request = /^([!%'*+\-.0-9A-Z_`a-z~]+) (\S+) SIP\/(\S+)$/i.exec(startLine);
  if (!request) return undefined;
  const [, method = '', uri = '', version = ''] = request;
  return { kind: 'request', method, uri, version };
}

/** All values of a header, in order. */
export function headerValues({ headers }: SipText, name: string): readonly string[] {
  return headers.filter((header) => header.name === name).map(({ value }) => value);
}

/** The first value of a header. */
export function headerValue(message: SipText, name: string): string | undefined {
  return message.headers.find((header) => header.name === name)?.value;
}

/** The message with the header replaced where it stood, appended, or removed. */
export function withHeader(message: SipText, name: string, value: string | undefined): SipText {
  const index = message.headers.findIndex((header) => header.name === name);
  const headers = message.headers.filter((header) => header.name !== name);
  if (value !== undefined) headers.splice(index < 0 ? headers.length : index, 0, { name, value });
  return { ...message, headers };
}

function readHeaders(lines: readonly string[]): readonly TextHeader[] {
  const headers: { readonly name: string; value: string }[] = [];
  for (const line of lines) {
    const last = headers.at(-1);
    const colon = line.indexOf(':');
    if (/^[ \t]/.test(line)) {
      // A folded line belongs to the one before (RFC 3261 section 7.3.1).
      if (last) last.value = `${last.value} ${line.trim()}`;
    } else if (colon > 0) {
      const name = line.slice(0, colon).trim().toLowerCase();
      headers.push({ name: longNames.get(name) ?? name, value: line.slice(colon + 1).trim() });
    }
  }
  return headers;
}

/** Where the body ends, counted in octets, and what lies behind it. */
function cutBody(rest: string, length: string | undefined): readonly [string, string] | undefined {
  if (length === undefined || !/^[0-9]{1,9}$/.test(length)) return [rest, ''];
  const octets = new TextEncoder().encode(rest);
  const count = Number(length);
  if (octets.length < count) return undefined;
  if (octets.length === count) return [rest, ''];
  const decoder = new TextDecoder();
  return [decoder.decode(octets.subarray(0, count)), decoder.decode(octets.subarray(count))];
}

/** The first message of a frame and what follows it; `undefined` when there is no whole message. */
export function readSipText(
  frame: string,
): { readonly message: SipText; readonly rest: string } | undefined {
  const text = frame.replace(/^(?:\r\n)+/, '');
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [startLine = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = readHeaders(lines);
  const lengths = headers.filter(({ name }) => name === 'content-length');
  // Two lengths are refused later on; none of them is believed.
  const parts = cutBody(text.slice(end + 4), lengths.length > 1 ? undefined : lengths[0]?.value);
  if (!parts) return undefined;
  const [body, rest] = parts;
  return { message: { startLine, headers, body }, rest };
}

/** The message as text, with the length that its body has. */
export function writeSipText(message: SipText): string {
  const length = String(new TextEncoder().encode(message.body).length);
  const { startLine, headers, body } = withHeader(message, 'content-length', length);
  const lines = headers.map(({ name, value }) => `${name}: ${value}`);
  return [startLine, ...lines, '', body].join('\r\n');
}
