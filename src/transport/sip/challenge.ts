import { headerValues, type SipText, withHeader } from './sip-text.js';

/** A challenge that this client can answer (RFC 3261 section 22.4): Digest, MD5, `auth` or no protection. */
export interface DigestChallenge {
  readonly realm: string;
  readonly stale: boolean;
  readonly header: string;
}

const challengeHeaders = ['www-authenticate', 'proxy-authenticate'] as const;
/** A nonce longer than this is an attempt at something else. */
const valueMaxLength = 2_000;

/** `name=value` or `name="value"`; after a scheme, or a comma. */
const parameter = /([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g;

/** Several challenges may stand in one header, one behind the other. */
function splitChallenges(value: string): readonly string[] {
  const starts = [...value.matchAll(/(?:^|,)\s*(?=[A-Za-z][\w-]*\s+[\w-]+\s*=)/g)];
  return starts.map(({ index }, position) => value.slice(index, starts[position + 1]?.index));
}

/** Text that can stand between quotes as it is. */
function isPlain(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- a line break would start a header of its own
  return text.length <= valueMaxLength && !/["\\\u0000-\u001f\u007f]/.test(text);
}

function readChallenge(text: string): DigestChallenge | undefined {
  const [, scheme = '', rest = ''] = /^[\s,]*([A-Za-z][\w-]*)\s+(.*)$/s.exec(text) ?? [];
  const values = new Map(
    [...rest.matchAll(parameter)].map(([, name = '', quoted, plain]) => [
      name.toLowerCase(),
      quoted ?? plain ?? '',
    ]),
  );
  const realm = values.get('realm');
  const nonce = values.get('nonce');
  const opaque = values.get('opaque');
  const qop = values.get('qop')?.toLowerCase();
  const methods = qop?.split(',').map((method) => method.trim());
  if (scheme.toLowerCase() !== 'digest' || !realm || !nonce) return undefined;
  if ((values.get('algorithm') ?? 'MD5').toUpperCase() !== 'MD5') return undefined;
  if (methods && !methods.includes('auth')) return undefined;
  if (![realm, nonce, opaque ?? ''].every(isPlain)) return undefined;
  const stale = values.get('stale')?.toLowerCase() === 'true';
  const header = [
    `Digest realm="${realm}"`,
    `nonce="${nonce}"`,
    'algorithm=MD5',
    ...(opaque === undefined ? [] : [`opaque="${opaque}"`]),
    ...(methods ? ['qop="auth"'] : []),
    ...(stale ? ['stale=true'] : []),
  ].join(', ');
  return { realm, stale, header };
}

/** The first challenge that can be answered, and the message with that one only: sip.js would take the last. */
export function chooseChallenge(
  message: SipText,
): { readonly challenge: DigestChallenge; readonly message: SipText } | undefined {
  for (const name of challengeHeaders) {
    const challenge = headerValues(message, name)
      .flatMap(splitChallenges)
      .map(readChallenge)
      .find((candidate) => candidate !== undefined);
    if (challenge) return { challenge, message: withHeader(message, name, challenge.header) };
  }
  return undefined;
}

/** The message without any challenge: sip.js then takes it for a refusal. */
export function withoutChallenges(message: SipText): SipText {
  return challengeHeaders.reduce((rest, name) => withHeader(rest, name, undefined), message);
}
