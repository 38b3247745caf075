import { CtiError } from '../base/error.js';
import type { Target } from './call-transport.js';

const targetMaxLength = 120;

/** The parts of a SIP URI (RFC 3261 section 19.1); nothing else of a dial string survives. */
export interface SipAddress {
  readonly user: string;
  readonly host: string;
  readonly port?: number;
}

/** Spaces, no-break and thin spaces, hyphens, dots, slashes, brackets: RFC 3966 section 5.1.1 and common habit. */
const visualSeparators = /[\s\u2010-\u2015./()-]/g;
const dialable = /^\+?[0-9A-D*#]+$/;
const userPart = /^[0-9A-Za-z*#+_.!~'()-]+$/;
/** A name without a host: it begins with a letter, or `1+2` would be one. */
const name = /^[A-Za-z][0-9A-Za-z_.-]*$/;
const hostPart =
  /^(?:[0-9A-Za-z](?:[0-9A-Za-z-]*[0-9A-Za-z])?)(?:\.[0-9A-Za-z](?:[0-9A-Za-z-]*[0-9A-Za-z])?)*$/;
// eslint-disable-next-line no-control-regex -- refusing control characters is the point: they would end a SIP header
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

function refuse(): never {
  throw new CtiError('invalid-target', {
    message: 'This is not a number or address that can be dialled.',
  });
}

function parseNumber(text: string): string | undefined {
  // "+49 (0)30": the trunk zero is dialled only inside the country.
  const international = text.startsWith('+') ? text.replace('(0)', '') : text;
  const number = international.replace(visualSeparators, '');
  return dialable.test(number) ? number : undefined;
}

function parseHost(text: string): Omit<SipAddress, 'user'> {
  const [host = '', port, ...rest] = text.split(':');
  if (rest.length > 0 || !hostPart.test(host)) return refuse();
  if (port === undefined) return { host: host.toLowerCase() };
  const value = /^[0-9]{1,5}$/.test(port) ? Number(port) : 0;
  return value >= 1 && value <= 65_535 ? { host: host.toLowerCase(), port: value } : refuse();
}

function parseAddress(text: string): SipAddress | undefined {
  const at = text.indexOf('@');
  if (at < 0) return undefined;
  const user = text.slice(0, at);
  return userPart.test(user) ? { user, ...parseHost(text.slice(at + 1)) } : refuse();
}

function formatAddress({ user, host, port }: SipAddress): string {
  return port === undefined ? `${user}@${host}` : `${user}@${host}:${port}`;
}

/**
 * A dial string as typed, pasted or taken from a link: a number, `tel:`, `sip:user@host`, an extension or a feature
 * code. Everything that is not on the list of allowed characters is refused rather than repaired, so that no URI
 * parameter, URI header or control character can reach the wire.
 * @throws CtiError `invalid-target`
 */
export function parseTarget(dialString: string): Target {
  if (controls.test(dialString)) refuse();
  const text = dialString.trim();
  if (text === '' || text.length > targetMaxLength) refuse();
  const tel = /^tel:/i.test(text);
  const sip = /^sip:/i.test(text);
  const rest = tel ? text.slice(4) : sip ? text.slice(4) : text;
  if (!tel) {
    const address = parseAddress(rest);
    if (address) return { number: formatAddress(address) };
  }
  const number = parseNumber(rest);
  if (number !== undefined) return { number };
  return !tel && name.test(rest) ? { number: rest } : refuse();
}

/**
 * Where a target is called on the line of `domain` (the host of our own address).
 * @throws CtiError `invalid-target`
 */
export function targetAddress(target: Target, domain: Omit<SipAddress, 'user'>): SipAddress {
  const { number } = parseTarget(target.number);
  return parseAddress(number) ?? { user: number, ...domain };
}
