import { expect } from '@open-wc/testing';
import { shownText } from '../../../src/elements/shown-text.js';

describe('shownText', () => {
  for (const [given, expected] of [
    ['Anna Schmidt', 'Anna Schmidt'],
    ['<b>Anna</b>', '<b>Anna</b>'],
    ['Anna\u0000\u0007\r\nSchmidt', 'Anna Schmidt'],
    ['\u2028Anna\u0085', 'Anna'],
    ['Anna \ud800', 'Anna'],
    ['نور\u200cالدین', 'نور\u200cالدین'],
    ['', ''],
  ] as const) {
    it(`shows ${JSON.stringify(given)}`, () => {
      expect(shownText(given)).to.equal(expected);
    });
  }

  it('cuts after 120 characters, not within one', () => {
    expect(shownText('a'.repeat(120))).to.equal('a'.repeat(120));
    expect(shownText('😀'.repeat(5_000))).to.equal(`${'😀'.repeat(119)}…`);
  });
});
