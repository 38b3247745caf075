import { Grammar } from 'sip.js';

/** Headers that carry a name and an address, with sip.js's name of their grammar. */
export const nameAddressRules: Readonly<Record<string, string>> = {
  from: 'From',
  to: 'To',
  contact: 'Contact',
};

/** What nearly all of them look like, and sip.js surely reads: its grammar takes half a millisecond for each. */
export const plainAddress =
  /^(?:"[\w .-]*" ?|[\w.-]+ )?<sip:[\w.+-]+@(?:(?:[A-Za-z\d]+(?:-[A-Za-z\d]+)*\.)+[A-Za-z]+|(?:(?:\d|[1-9]\d|1\d\d)\.){3}(?:\d|[1-9]\d|1\d\d))(?::\d{1,5})?(?:;transport=\w+)?>(?:;tag=[\w.-]+)?$/;

/** Whether sip.js can read the value; what it cannot read costs the whole message. */
export function isReadable(value: string, rule: string): boolean {
  return (Grammar.parse(value, rule) as unknown) !== -1;
}

/** Host of the SIP address that stands for a `tel:` number. */
export const telHost = 'tel.invalid';

const nobody = 'sip:anonymous@anonymous.invalid';

function quoted(name: string): string {
  // eslint-disable-next-line no-control-regex -- control characters have no place in a quoted string
  const text = name.trim().replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '');
  const bare = /^".*"$/.test(text) ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text;
  return bare === '' ? '' : `"${bare.replace(/["\\]/g, '\\$&')}" `;
}

/**
 * `tel:` numbers (RFC 3966) as the SIP address that means the same (RFC 3261 section 19.1.6). A Contact is where
 * requests go: none is made up for it.
 */
function sipUri(uri: string, rule: string): string {
  if (rule === 'Contact') return uri.trim();
  const number = /^\s*tel:([^;?]*)/i.exec(uri)?.[1]?.replace(/[-.()\s]/g, '');
  const address = number === undefined ? uri.trim() : `sip:${number}@${telHost};user=phone`;
  return isReadable(address, 'SIP_URI') ? address : nobody;
}

/**
 * A From, To or Contact that sip.js would refuse, in a form that it reads: a name in UTF-8 without quotes gets them,
 * a `tel:` address becomes a SIP one, an unreadable one nobody's. Otherwise a call would never ring.
 */
export function repairNameAddress(value: string, rule: string): string {
  if (plainAddress.test(value) || isReadable(value, rule)) return value;
  const [, name = '', uri = '', parameters = ''] =
    /^([^<]*)<([^>]*)>(.*)$/.exec(value) ?? /^()([^;\s]*)(.*)$/.exec(value) ?? [];
  const tag = /;\s*tag\s*=\s*([!%'*+\-.0-9A-Z_`a-z~]+)/i.exec(parameters)?.[1];
  const tagOnly = tag === undefined ? '' : `;tag=${tag}`;
  const address = `<${sipUri(uri, rule)}>`;
  const candidates = [
    `${quoted(name)}${address}${parameters}`,
    `${quoted(name)}${address}${tagOnly}`,
    `${address}${tagOnly}`,
  ];
  return candidates.find((candidate) => isReadable(candidate, rule)) ?? value;
}
