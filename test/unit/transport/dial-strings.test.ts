import { expect } from '@open-wc/testing';
import { URI } from 'sip.js';

import { CtiError } from '../../../src/base/error.js';
import { parseTarget, targetAddress } from '../../../src/transport/target.js';

const domain = { host: 'pbx.example', port: 5060 };

/** What stands in the first line of the INVITE for this dial string, or `invalid-target`. */
function requestUri(typed: string): string {
  try {
    const { user, host, port } = targetAddress(parseTarget(typed), domain);
    return new URI('sip', user, host, port).toString();
  } catch (thrown) {
    return thrown instanceof CtiError ? thrown.reason : `not typed: ${String(thrown)}`;
  }
}

const home = (user: string): string => `sip:${user}@pbx.example:5060`;

/** Numbers of every shape, and the digits that are dialled. */
const numbers: readonly (readonly [typed: string, user: string])[] = [
  ['1', '1'],
  ['0', '0'],
  ['112', '112'],
  ['911', '911'],
  ['600', '600'],
  ['101', '101'],
  ['+49 30 1234567', '+49301234567'],
  ['+49 (0)30 1234567', '+49301234567'],
  ['+49 (0) 30 1234567', '+49301234567'],
  ['0049 30 1234567', '0049301234567'],
  ['8 (495) 123-45-67', '84951234567'],
  ['+7 495 123 45 67', '+74951234567'],
  ['(202) 555-0123', '2025550123'],
  ['202.555.0123', '2025550123'],
  ['202/555/0123', '2025550123'],
  ['+1-202-555-0123', '+12025550123'],
  ['12025550123', '12025550123'],
  ['1'.repeat(32), '1'.repeat(32)],
  ['*72', '*72'],
  ['*43', '*43'],
  ['*', '*'],
  ['*21*12025550123#', '*21*12025550123%23'],
  ['#31#12025550123', '%2331%2312025550123'],
  ['#', '%23'],
  ['##21#', '%23%2321%23'],
  ['*#06#', '*%2306%23'],
  ['1234A', '1234A'],
];

/** Where the same number may come from: typed, pasted, a link; with spaces of every kind. */
const dressings: readonly ((number: string) => string)[] = [
  (number) => number,
  (number) => `  ${number} `,
  (number) => `\u00a0${number}\u00a0`,
  (number) => `tel:${number}`,
  (number) => `TEL:${number}`,
  (number) => `sip:${number}`,
  (number) => `Sip:${number}`,
];

const addresses: readonly (readonly [typed: string, uri: string])[] = [
  ['sip:alice@example.com', 'sip:alice@example.com'],
  ['SIP:alice@Example.COM', 'sip:alice@example.com'],
  ['alice@example.com', 'sip:alice@example.com'],
  ['alice', home('alice')],
  ['alice.b-c_d', home('alice.b-c_d')],
  ['sip:101@192.0.2.1', 'sip:101@192.0.2.1'],
  ['101@localhost:5060', 'sip:101@localhost:5060'],
  ['+12025550123@example.com', 'sip:+12025550123@example.com'],
  ['*72@example.com', 'sip:*72@example.com'],
  ['#31#1@example.com', 'sip:%2331%231@example.com'],
  ["o'brien@example.com", "sip:o'brien@example.com"],
  ['a!b~c@example.com', 'sip:a!b~c@example.com'],
  ['alice@xn--bcher-kva.example', 'sip:alice@xn--bcher-kva.example'],
];

/** What would put something else than a user at a host on the wire. */
const hostile: readonly string[] = [
  '',
  ' ',
  '@',
  'bob@',
  '@h',
  'bob@@h',
  'bob@a@b',
  'bob smith',
  'bob@h?Route=%3Csip:evil%3E',
  'bob@h?Replaces=x',
  'bob@h;maddr=192.0.2.1',
  'bob@h;lr',
  'bob@h;transport=tcp',
  'bob;phone-context=x@h',
  'bob:secret@h',
  'bob%0d%0a@h',
  '%0d%0a',
  '600%0d%0aVia:x',
  '100%25@h',
  '%',
  '%00',
  '600?Subject=x',
  '600;lr',
  '600;ext=5',
  'tel:+12025550123;ext=5',
  'tel:+12025550123;phone-context=example.com',
  'tel:alice',
  'tel:sip:600',
  'sip:sip:600',
  'sips:bob@example.com',
  'sips:600',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'data:text/html,x',
  'https://example.com',
  'mailto:bob@example.com',
  'callto:600',
  '//example.com',
  '<sip:bob@example.com>',
  '"Bob" <sip:bob@example.com>',
  '"bob"',
  "'bob'",
  'b\u00fccher@b\u00fccher.example',
  'alice@b\u00fccher.example',
  '\u0430lice',
  'bob@-example.com',
  'bob@example-.com',
  'bob@example..com',
  'bob@.example.com',
  'bob@example.com.',
  'bob@exa mple.com',
  'bob@exa_mple.com',
  'bob@[::1]',
  'bob@[::1]:5060',
  'bob@h:0',
  'bob@h:65536',
  'bob@h:-1',
  'bob@h:5060:1',
  'bob@h:',
  'bob@h:5060x',
  '+',
  '++1',
  '1+2',
  '+49+30',
  '()',
  '-',
  '600,1',
  '600p1',
  '600w1',
  '1=2',
  '1&2',
  '1$2',
  '1^2',
  '1|2',
  '1\\2',
  '{1}',
  '[1]',
  '`1`',
  '\u0661\u0662\u0663',
  '\uff11\uff12',
  '1\u202e2',
  '1\u200b2',
  '\ufeff\u200d1',
  '\ud83d\ude00',
  '\ud800',
  '1'.repeat(121),
  'x'.repeat(100_000),
];

const controls = [
  ...Array.from({ length: 32 }, (_, code) => code),
  ...Array.from({ length: 33 }, (_, index) => 127 + index),
  0x2028,
  0x2029,
].map((code) => String.fromCharCode(code));

describe('dial strings', () => {
  it('#133 numbers reach the wire exactly, whatever they are dressed in', () => {
    for (const [typed, user] of numbers) {
      for (const dress of dressings) {
        expect(requestUri(dress(typed)), dress(typed)).to.equal(home(user));
      }
    }
    expect(numbers.length * dressings.length + addresses.length + hostile.length * 3).to.be.above(
      300,
    );
  });

  it('#133 addresses reach the wire exactly', () => {
    for (const [typed, uri] of addresses) expect(requestUri(typed), typed).to.equal(uri);
  });

  it('#133 what is dialled is what is shown, again', () => {
    for (const [typed] of [...numbers, ...addresses]) {
      const target = parseTarget(typed);
      expect(parseTarget(target.number), typed).to.deep.equal(target);
    }
  });

  it('#133 everything else is refused, typed', () => {
    for (const typed of hostile) {
      for (const dressed of [typed, `sip:${typed}`, `sip:${typed};lr`]) {
        expect(requestUri(dressed), dressed.slice(0, 60)).to.equal('invalid-target');
      }
    }
  });

  it('#132 a control character anywhere in a number or an address is refused', () => {
    let count = 0;
    for (const control of controls) {
      for (const typed of ['600', '+12025550123', 'alice@example.com', 'sip:alice']) {
        const middle = typed.length / 2;
        for (const at of [0, middle, typed.length]) {
          const string = typed.slice(0, at) + control + typed.slice(at);
          expect(requestUri(string), JSON.stringify(string)).to.equal('invalid-target');
          count += 1;
        }
      }
    }
    expect(count).to.be.at.least(500);
  });
});
