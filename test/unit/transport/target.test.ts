import { expect } from '@open-wc/testing';

import { CtiError } from '../../../src/base/error.js';
import { parseTarget, targetAddress } from '../../../src/transport/target.js';

function reasonOf(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (thrown) {
    return thrown instanceof CtiError ? thrown.reason : 'not a CtiError';
  }
}

describe('parseTarget', () => {
  const accepted: readonly (readonly [typed: string, number: string])[] = [
    ['600', '600'],
    ['1', '1'],
    [' 101 ', '101'],
    ['+1 (202) 555-0123', '+12025550123'],
    ['+1.202.555.0123', '+12025550123'],
    ['8 (202) 555-01-23', '82025550123'],
    ['+44\u00a020\u20117946', '+44207946'],
    ['+49 (0)30 1234567', '+49301234567'],
    ['tel:+1-202-555-0123', '+12025550123'],
    ['TEL:2025550123', '2025550123'],
    ['112', '112'],
    ['*72', '*72'],
    ['*21*2025550123#', '*21*2025550123#'],
    ['#31#2025550123', '#31#2025550123'],
    ['alice', 'alice'],
    ['sip:alice', 'alice'],
    ['alice@Example.com', 'alice@example.com'],
    ['sip:alice@example.com', 'alice@example.com'],
    ['SIP:101@localhost:5060', '101@localhost:5060'],
  ];
  for (const [typed, number] of accepted) {
    it(`takes ${JSON.stringify(typed)} as ${number}`, () => {
      expect(parseTarget(typed)).to.deep.equal({ number });
    });
    it(`takes its own result for ${JSON.stringify(typed)} unchanged`, () => {
      expect(parseTarget(parseTarget(typed).number)).to.deep.equal({ number });
    });
  }

  const refused: readonly string[] = [
    '',
    '   ',
    '1'.repeat(121),
    'bob@h?Route=%3Csip:evil%3E',
    'sip:bob@example.com;maddr=192.0.2.1',
    'sip:bob@example.com;lr',
    'sip:100%25@example.com',
    'sip:bob%0d%0aVia:@example.com',
    'sips:bob@example.com',
    'tel:+12025550123;ext=5',
    'tel:alice',
    'javascript:alert(1)',
    'https://example.com',
    '600\r\nVia: SIP/2.0/WS evil',
    '600\u0000',
    '600\u0085',
    '600\u2028',
    'bob@',
    '@example.com',
    'bob@exa mple.com',
    'bob@-example.com',
    'bob@example.com:0',
    'bob@example.com:70000',
    'bob@example.com:5060:1',
    'bob@a@b',
    'bob smith',
    '<sip:bob@example.com>',
    '"bob"',
    '+',
    '++12025550123',
    '1+2',
  ];
  for (const typed of refused) {
    it(`refuses ${JSON.stringify(typed.slice(0, 60))}`, () => {
      expect(reasonOf(() => parseTarget(typed))).to.equal('invalid-target');
    });
  }
});

describe('targetAddress', () => {
  it('dials a number at our own domain and port', () => {
    const address = targetAddress({ number: '#31#600' }, { host: 'pbx.example', port: 5060 });
    expect(address).to.deep.equal({ user: '#31#600', host: 'pbx.example', port: 5060 });
  });

  it('dials an address where it says', () => {
    const address = targetAddress({ number: 'alice@example.com' }, { host: 'pbx.example' });
    expect(address).to.deep.equal({ user: 'alice', host: 'example.com' });
  });

  it('trusts no target that it did not make', () => {
    const dial = (): unknown => targetAddress({ number: '600;lr' }, { host: 'pbx.example' });
    expect(reasonOf(dial)).to.equal('invalid-target');
  });
});
