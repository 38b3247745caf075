import { expect } from '@open-wc/testing';
import { pastedNumber } from '../../../src/elements/pasted-number.js';

describe('pastedNumber', () => {
  const cases = [
    ['+1 (202) 555-0101', '+1 (202) 555-0101'],
    ['tel:+1-202-555-0101', '+1-202-555-0101'],
    ['callto://12025550101', '12025550101'],
    ['\u202a+1\u00a0202\u2009555\u2011\u200e0101\u202c\r\n', '+1 202 555\u20110101'],
    ['  Anna\tSchmidt ', 'Anna Schmidt'],
    ['sip:alice@example.com', 'sip:alice@example.com'],
    ['*72', '*72'],
  ] as const;
  for (const [text, clean] of cases) {
    it(`makes ${JSON.stringify(clean)} of ${JSON.stringify(text)}`, () => {
      expect(pastedNumber(text)).to.equal(clean);
    });
  }
});
