import { CtiError } from '../base/error.js';

export const headerValueMaxLength = 512;

const applicationHeader = /^(?:X-[0-9A-Za-z-]{1,64}|User-to-User)$/i;
// eslint-disable-next-line no-control-regex -- a control character in a value would start a header of its own
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** Whether a header belongs to applications, and not to SIP itself. */
export function isApplicationHeader(name: string): boolean {
  return applicationHeader.test(name);
}

/** Whether a page may send it: a header of an application, with a value of one line. */
export function isSendable([name, value]: readonly [string, string]): boolean {
  return isApplicationHeader(name) && !controls.test(value) && value.length <= headerValueMaxLength;
}

/**
 * The page's extra headers as lines for an INVITE.
 * @throws CtiError `invalid-target` for a name that is not an application's or a value that is not one line
 */
export function headerLines(headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers).map((header) => {
    const [name, value] = header;
    if (isSendable(header)) return `${name}: ${value}`;
    const message = `The header ${JSON.stringify(name)} cannot be sent.`;
    throw new CtiError('invalid-target', { message });
  });
}
