const hidden = '[redacted]';
/** Longer text is cut, deeper or wider detail left out: a log line is no archive. */
const limits = { text: 20_000, depth: 5, entries: 100 };

/** Property names whose value is nobody's business; the tags of a dialog let a third party take a call over. */
const secretKey =
  /pass(?:word|wd|phrase)|^pwd$|ha1|token|secret|authorization|credential|cookie|api-?_?key|^tones$|^dtmf$|^digits?$|^(?:local|remote)-?_?tag$/i;

/** Headers that authenticate or hand over a dialog, with their folded lines (RFC 3261 section 7.3.1). */
const secretHeader =
  /^([ \t]*(?:(?:proxy-)?authorization|cookie|set-cookie|replaces)[ \t]*:)[^\r\n]*(?:\r?\n[ \t]+[^\r\n]*)*/gim;
/** The same within a line: `authorization: Digest …` quoted in a message. */
const secretScheme =
  /\b(Digest|Bearer|Basic)\s+(?:[\w-]+\s*=\s*(?:"[^"]*"|[^\s,]+)|[\w+/=.~-]{8,})(?:\s*,\s*[\w-]+\s*=\s*(?:"[^"]*"|[^\s,]+))*/gi;
/** `password=…`, `"ha1": "…"`, `token: …`. */
const secretPair =
  /((?:pass(?:word|wd|phrase)|\bpwd|\bha1|token|secret|credentials?|api[-_]?key|\btones|\bdtmf)["']?\s*[:=]\s*)("(?:[^"\\]|\\.)*"|'[^']*'|[^\s,;&}\]]+)/gi;
/** The digit of an INFO (application/dtmf-relay). */
const signal = /\b(Signal\s*[=:]\s*)[^\s;,]+/gi;
/** The digit of an INFO whose body is nothing else (application/dtmf). */
const bareDigit = /(application\/dtmf\b(?!-relay)[\s\S]*?\r?\n\r?\n)[0-9*#A-D,]+/gi;
/** Query and fragment of a URL, absolute or relative: tokens travel there. */
const absoluteQuery = /(\b[a-z][a-z0-9+.-]*:[^\s"'<>?#]+)[?#][^\s"'<>]+/gi;
const relativeQuery = /(\/[^\s"'<>?#]*)\?[^\s"'<>]+/g;
const looseQuery = /\?[\w.~%-]+=[^\s"'<>]*/g;
/** `user:password@` of a URL or a SIP URI. */
const userInfo = /(\b(?:[a-z][a-z0-9+.-]*:\/\/|sips?:)[^\s:@/"'<>]+):[^\s@/"'<>]+@/gi;

/** Text without what must not be logged. */
export function redactText(text: string): string {
  return text
    .slice(0, limits.text)
    .replace(secretHeader, `$1 ${hidden}`)
    .replace(secretScheme, `$1 ${hidden}`)
    .replace(bareDigit, `$1${hidden}`)
    .replace(signal, `$1${hidden}`)
    .replace(userInfo, `$1:${hidden}@`)
    .replace(absoluteQuery, `$1?${hidden}`)
    .replace(relativeQuery, `$1?${hidden}`)
    .replace(looseQuery, `?${hidden}`)
    .replace(secretPair, `$1${hidden}`);
}

/** A copy of whatever was to be logged, as plain data, without what must not be logged. */
export function redactDetail(value: unknown): unknown {
  return copy(value, 0, new Set());
}

function copy(value: unknown, depth: number, above: ReadonlySet<object>): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'function') return '[function]';
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= limits.depth || above.has(value)) return '[…]';
  const within = new Set([...above, value]);
  if (value instanceof URL) return redactText(value.href);
  if (Array.isArray(value)) {
    return value.slice(0, limits.entries).map((item) => copy(item, depth + 1, within));
  }
  return Object.fromEntries(
    entriesOf(value).map(([key, item]) => [
      key,
      isSecret(key, item) ? hidden : copy(item, depth + 1, within),
    ]),
  );
}

/** A capability named `dtmf` is no secret: only its digits are. */
function isSecret(key: string, value: unknown): boolean {
  return secretKey.test(key) && typeof value !== 'boolean' && value !== undefined;
}

function entriesOf(value: object): (readonly [string, unknown])[] {
  if (value instanceof Map) {
    return [...value].slice(0, limits.entries).map(([key, item]) => [String(key), item]);
  }
  const inherited = value instanceof Error ? (['name', 'message', 'cause'] as const) : [];
  const names = [...inherited, ...Object.keys(value).slice(0, limits.entries)];
  return [...new Set(names)].map((name) => {
    try {
      return [name, (value as Record<string, unknown>)[name]];
    } catch {
      return [name, '[unreadable]'];
    }
  });
}
