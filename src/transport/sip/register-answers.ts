import { registerExpiresMaxS } from './constants.js';
import { headerValue, headerValues, type SipText, withHeader } from './sip-text.js';

/** What a REGISTER of ours asked for. */
export interface AskedBinding {
  /** Our Contact, without parameters: `<sip:…>`. */
  readonly address: string;
  readonly user: string;
  readonly instance?: string;
  /** Seconds; 0 takes the binding back. */
  readonly expires: number;
}

/**
 * The lifetime that sip.js is told, in seconds: its own timers cannot be stopped or moved, so they are set to where
 * they never matter (just under the 2^31 ms at which a browser's timer fires at once). Ours are in `Registration`.
 */
export const untimedExpiresS = 2_000_000;

/** Values of a header that is a list, split at commas outside quotes and angle brackets. Linear in its length. */
function splitList(value: string): readonly string[] {
  const items: string[] = [];
  let from = 0;
  let quoted = false;
  let bracketed = false;
  for (let index = 0; index < value.length; index += 1) {
    const character = value[index];
    if (quoted && character === '\\') index += 1;
    else if (character === '"' && !bracketed) quoted = !quoted;
    else if (character === '<' && !quoted) bracketed = true;
    else if (character === '>' && !quoted) bracketed = false;
    else if (character === ',' && !quoted && !bracketed) {
      items.push(value.slice(from, index));
      from = index + 1;
    }
  }
  return [...items, value.slice(from)].map((item) => item.trim());
}

/** What we asked for, from a REGISTER on its way out. */
export function askedBinding(register: SipText): AskedBinding | undefined {
  const contact = headerValue(register, 'contact') ?? '';
  const [, uri = '', parameters = ''] = /^<([^>]+)>(.*)$/.exec(contact) ?? [];
  const user = /^sips?:([^@;]+)@/i.exec(uri)?.[1];
  if (user === undefined) return undefined;
  const instance = /\+sip\.instance="([^"]+)"/i.exec(parameters)?.[1];
  const expires = Number(/;expires=([0-9]+)/i.exec(parameters)?.[1] ?? 0);
  return { address: `<${uri}>`, user, expires, ...(instance === undefined ? {} : { instance }) };
}

function isOurs(contact: string, { user, instance }: AskedBinding): boolean {
  const text = contact.toLowerCase();
  if (instance !== undefined && text.includes(instance.toLowerCase())) return true;
  return text.includes(`:${user.toLowerCase()}@`);
}

/** Seconds, no more than is accepted and none for less than nothing; text that is no number gives `otherwise`. */
function lifetime(text: string | undefined, otherwise: number): number {
  const seconds = /^-?[0-9]+$/.test(text ?? '') ? Number(text) : otherwise;
  return Math.min(Math.max(seconds, 0), registerExpiresMaxS);
}

/**
 * The 200 to a REGISTER as sip.js can use it: our own Contact only, and the lifetime granted in `Expires`. Without
 * any Contact we take ourselves for registered with what we asked; with those of others only, we are not.
 */
export function repairRegistered(message: SipText, asked: AskedBinding): SipText {
  if (asked.expires === 0) return withHeader(message, 'contact', undefined);
  const contacts = headerValues(message, 'contact').flatMap(splitList);
  const ours = contacts.find((contact) => isOurs(contact, asked));
  if (ours === undefined && contacts.length > 0) {
    return withHeader(message, 'contact', '<sip:other@other.invalid>;expires=300');
  }
  const parameters = ours?.slice(ours.indexOf('>') + 1) ?? '';
  const header = lifetime(headerValue(message, 'expires'), asked.expires);
  const granted = lifetime(/;\s*expires\s*=\s*"?([^;"\s]*)/i.exec(parameters)?.[1], header);
  const gruus = [...parameters.matchAll(/;\s*((?:pub|temp)-gruu="[^"\\]*")/gi)].map(
    ([, gruu = '']) => `;${gruu}`,
  );
  const contact = `${asked.address}${gruus.join('')};expires=${untimedExpiresS}`;
  return withHeader(withHeader(message, 'contact', contact), 'expires', String(granted));
}

/** sip.js repeats a REGISTER at once and for ever on 423: as a 400 it leaves that to `Registration`. */
export function repairTooBrief(message: SipText): SipText {
  return { ...message, startLine: 'SIP/2.0 400 Interval Too Brief' };
}
