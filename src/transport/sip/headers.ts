import { headerValueMaxLength, isApplicationHeader } from '../application-headers.js';
import type { RemoteParty } from '../call-transport.js';
import { nameMaxLength } from './constants.js';
import { telHost } from './name-address.js';

// eslint-disable-next-line no-control-regex -- what a terminal, a log or a header would obey
const allControls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;
const loneSurrogates = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text from the network as one line of plain text, without control characters, of at most `maxLength` units. */
export function plainText(text: string, maxLength: number): string {
  return text.replace(allControls, '').slice(0, maxLength).replace(loneSurrogates, '\ufffd');
}

/** The part of an incoming request that is read here (sip.js keeps header names in its own capitalisation). */
interface HeaderSource {
  readonly headers: Readonly<Record<string, unknown>>;
  getHeader(name: string): string | undefined;
}

/** The application headers of a request, names in lower case, values cut. */
export function applicationHeaders(request: HeaderSource): Readonly<Record<string, string>> {
  const entries = Object.keys(request.headers)
    .filter(isApplicationHeader)
    .map((name) => [
      name.toLowerCase(),
      plainText(request.getHeader(name) ?? '', headerValueMaxLength),
    ]);
  return Object.fromEntries(entries) as Record<string, string>;
}

/** The part of a From or To header that is read here. */
interface Identity {
  readonly displayName: string;
  readonly uri: { readonly user: string | undefined; readonly host: string };
}

/** A number without an address of its own came as `tel:` (RFC 3966); the repair made a SIP address of it. */
function addressText(number: string, host: string): string {
  return host === telHost ? `tel:${number}` : `sip:${number}@${plainText(host, nameMaxLength)}`;
}

/** Who the far end says it is: untrusted text; anonymous callers have no number (RFC 3323 section 4.1). */
export function remoteParty({ displayName, uri }: Identity): RemoteParty {
  // sip.js types it as text, and gives `undefined` where there is no name.
  const name = displayName ? plainText(displayName, nameMaxLength) : '';
  const saysSo = /^(?:anonymous|restricted)$/i;
  const nameless = saysSo.test(name.trim());
  if (nameless || saysSo.test(uri.user ?? '') || /(?:^|\.)anonymous\.invalid$/i.test(uri.host)) {
    // A name that says so would only repeat it, in another language.
    return name === '' || nameless ? { number: '' } : { number: '', displayName: name };
  }
  const number = plainText(uri.user ?? '', nameMaxLength);
  return {
    number,
    ...(name === '' ? {} : { displayName: name }),
    uri: addressText(number, uri.host),
  };
}
