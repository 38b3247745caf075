import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { CtiError } from '../../../src/base/error.js';
import {
  applyOutbound,
  classify,
  isInternalOnly,
  readDialPlan,
} from '../../../src/controller/dial-plan.js';
import { wholeNumberPattern } from '../../../src/controller/safe-pattern.js';

function reasonOf(task: () => unknown): string {
  try {
    task();
    return 'fine';
  } catch (error) {
    return error instanceof CtiError ? error.reason : String(error);
  }
}

describe('the dial plan', () => {
  for (const [number, kind] of [
    ['112', 'emergency'],
    ['911', 'emergency'],
    ['1 1-2', 'emergency'],
    ['tel:110', 'emergency'],
    ['101', 'internal'],
    ['104', 'internal'],
    ['600', 'internal'],
    ['12345', 'internal'],
    ['7', 'external'],
    ['123456', 'external'],
    ['+12025550101', 'external'],
    ['8 (495) 123-45-67', 'external'],
    ['*72', 'feature-code'],
    ['#31#2025550101', 'feature-code'],
    ['*', 'feature-code'],
    ['sip:alice@example.com', 'external'],
    ['101@example.com', 'external'],
    ['', 'external'],
    ['9'.repeat(500), 'external'],
  ] as const) {
    it(`calls ${JSON.stringify(number.slice(0, 30))} ${kind}`, () => {
      expect(classify(number)).to.equal(kind);
    });
  }

  it('lets those with internal numbers only dial extensions and emergency numbers, no feature codes', () => {
    const plan = readDialPlan();
    expect(
      ['101', '112', '*72', '+12025550101', 'x@y'].map((n) => isInternalOnly(n, plan)),
    ).to.deep.equal([true, true, false, false, false]);
    expect(isInternalOnly('*98', readDialPlan({ internal: '\\d{3}|\\*98' }))).to.equal(true);
  });

  it('changes external numbers for the wire, by the first rule that fits, and no others', () => {
    const plan = readDialPlan({
      outbound: [
        { match: '\\+1(\\d{10})', replace: '91$1' },
        { match: '^\\+?(\\d+)$', replace: '900$1' },
      ],
    });
    expect(applyOutbound('+12025550101', plan)).to.equal('912025550101');
    expect(applyOutbound('+442025550101', plan)).to.equal('900442025550101');
    for (const number of ['101', '112', '*72', 'alice@example.com']) {
      expect(applyOutbound(number, plan)).to.equal(number);
    }
  });

  for (const source of [
    '(\\d+)+',
    '(?:\\d*)*',
    '(\\d|\\d\\d)*x',
    '(a){2,}',
    '(?=a)',
    '(?<!a)b',
    '(a)\\1',
    '\\d?\\d?\\d?\\d?\\d?',
    '(1|1)(1|1)(1|1)(1|1)(1|1)',
    '\\d{2,500}',
    '\\p{L}',
    '\\b1',
    '(1',
    '1)',
    '[1',
    '*1',
    'x'.repeat(300),
    '1\n',
  ]) {
    it(`refuses ${JSON.stringify(source.slice(0, 40))}`, () => {
      expect(reasonOf(() => wholeNumberPattern(source))).to.equal('invalid-configuration');
      expect(reasonOf(() => readDialPlan({ internal: source }))).to.equal('invalid-configuration');
    });
  }

  it('refuses what is no pattern and no rule', () => {
    for (const given of [
      { internal: 5 },
      { emergency: null },
      { outbound: 'x' },
      { outbound: [null] },
      { outbound: [{ match: '1' }] },
      { outbound: Array.from({ length: 50 }, () => ({ match: '1', replace: '2' })) },
    ]) {
      expect(
        reasonOf(() => readDialPlan(given as never)),
        JSON.stringify(given),
      ).to.equal('invalid-configuration');
    }
  });

  it('answers at once, whatever pattern it took and whatever number comes', () => {
    const piece = fc.constantFrom(
      '\\d',
      '1',
      '[0-9]',
      '*',
      '+',
      '?',
      '{1,30}',
      '|',
      '(',
      ')',
      '(?:',
      '.',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const source = pieces.join('');
        if (reasonOf(() => wholeNumberPattern(source)) !== 'fine') return;
        const plan = readDialPlan({ internal: source });
        const before = performance.now();
        classify(`${'1'.repeat(39)}x`, plan);
        classify('1'.repeat(100_000), plan);
        expect(performance.now() - before, source).to.be.below(500);
      }),
      { numRuns: 1_000 },
    );
  });
});
