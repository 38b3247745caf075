import { Core } from 'sip.js';

/** What a client sent in `Authorization`. */
export function digestParameters(header: string): ReadonlyMap<string, string> {
  const pairs = header.replace(/^\s*Digest\s+/i, '').matchAll(/([\w-]+)=(?:"([^"]*)"|([^,\s]*))/g);
  return new Map([...pairs].map(([, name = '', quoted, plain = '']) => [name, quoted ?? plain]));
}

/** Checks an `Authorization` header by sip.js's own arithmetic, with our side of the secret. */
export function digestResponse(
  header: string,
  method: string,
  { realm, username, password }: { realm: string; username: string; password: string },
): { readonly valid: boolean } {
  const sent = digestParameters(header);
  const digest = new Core.DigestAuthentication(
    new Core.LoggerFactory(),
    undefined,
    username,
    password,
  );
  Object.assign(digest, {
    realm,
    nonce: sent.get('nonce'),
    cnonce: sent.get('cnonce'),
    ncHex: sent.get('nc'),
    qop: sent.get('qop'),
    uri: sent.get('uri'),
    method,
  });
  (Reflect.get(digest, 'calculateResponse') as () => void).call(digest);
  const expected = Reflect.get(digest, 'response') as string;
  return { valid: sent.get('response') === expected && sent.get('username') === username };
}
