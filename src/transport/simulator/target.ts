import { CtiError } from '../../base/error.js';
import type { Target } from '../call-transport.js';

const separators = /[\s\u2010-\u2015./()-]/g;
const number = /^\+?[0-9A-D*#]+$/;
const address = /^[A-Za-z0-9*#+_.!~'-]+@[A-Za-z0-9.-]+(?::[0-9]{1,5})?$/;
const name = /^[A-Za-z][0-9A-Za-z_.-]*$/;
const applicationHeader = /^(?:X-[0-9A-Za-z-]+|User-to-User)$/i;

/** @throws CtiError `invalid-target` */
export function parseTarget(dialString: string): Target {
  const text = dialString.trim().replace(/^(?:tel|sip):/i, '');
  const digits = text.replace(separators, '');
  if (number.test(digits)) return { number: digits };
  if (address.test(text) || name.test(text)) return { number: text };
  throw new CtiError('invalid-target', { message: 'This is not a number or an address.' });
}

/** Whether every header is one that a page may send. */
export function mayBeSent(headers: Readonly<Record<string, string>>): boolean {
  return Object.keys(headers).every((header) => applicationHeader.test(header));
}
