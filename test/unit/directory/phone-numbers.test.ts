import { expect } from '@open-wc/testing';
import { CtiError } from '../../../src/base/error.js';
import { classify, readDialPlan } from '../../../src/controller/dial-plan.js';
import { loadNumberReader } from '../../../src/directory/numbering-plan.js';
import { PhoneNumbers } from '../../../src/directory/phone-numbers.js';

const isExternal = (number: string): boolean => classify(number) === 'external';
const report = (thrown: unknown): void => {
  throw thrown;
};

async function numbersOf(country?: string): Promise<PhoneNumbers> {
  const numbers = new PhoneNumbers({ country, isExternal }, report);
  await numbers.load();
  return numbers;
}

/** Country, as written, E.164, for the eye. The last two are as written where they are left out. */
const table: readonly (readonly [string | undefined, string, string?, string?])[] = [
  // With a plus: the country does not matter, and the plus stays.
  [undefined, '+12025550101', '+12025550101', '+1 202 555 0101'],
  ['US', '+12025550101', '+12025550101', '+1 202 555 0101'],
  ['DE', '+1 (202) 555-0101', '+12025550101', '+1 202 555 0101'],
  ['RU', '+1.202.555.0101', '+12025550101', '+1 202 555 0101'],
  ['US', '+4930123456', '+4930123456', '+49 30 123456'],
  ['DE', '+49 (0)30 123456', '+4930123456', '+49 30 123456'],
  ['US', '+49 (0) 30 / 12 34 56', '+4930123456', '+49 30 123456'],
  ['US', '+44 (0)20 7946 0018', '+442079460018', '+44 20 7946 0018'],
  ['RU', '+7 495 123-45-67', '+74951234567', '+7 495 123 45 67'],
  ['RU', '+79161234567', '+79161234567', '+7 916 123 45 67'],
  [undefined, '+375 29 123-45-67', '+375291234567', '+375 29 123 45 67'],
  [undefined, '+80012345678', '+80012345678', '+800 1234 5678'],
  [undefined, 'tel:+1-202-555-0101', '+12025550101', '+1 202 555 0101'],
  [undefined, '\u202a+1\u00a0202\u2011555\u20110101\u202c', '+12025550101', '+1 202 555 0101'],
  [undefined, '＋１２０２５５５０１０１', '+12025550101', '+1 202 555 0101'],
  [undefined, '+1 202 555 0101 ext. 5', '+12025550101', '+1 202 555 0101 ext. 5'],
  [undefined, '+1 202 555 0101 x5', '+12025550101', '+1 202 555 0101 ext. 5'],
  [undefined, 'tel:+12025550101;ext=5', '+12025550101', '+1 202 555 0101 ext. 5'],
  ['US', 'tel:030123456;phone-context=+49', '+4930123456', '+49 30 123456'],
  // National numbers, where there is a country.
  ['US', '2025550101', '+12025550101', '(202) 555-0101'],
  ['US', '(202) 555-0101', '+12025550101', '(202) 555-0101'],
  ['us', '202.555.0101', '+12025550101', '(202) 555-0101'],
  ['US', '1-202-555-0101', '+12025550101', '(202) 555-0101'],
  ['US', '416 555 0101', '+14165550101', '(416) 555-0101'],
  ['US', '12025550101', '+12025550101', '(202) 555-0101'],
  ['US', '011 49 30 123456', '+4930123456', '+49 30 123456'],
  ['DE', '030 123456', '+4930123456', '030 123456'],
  ['DE', '030/1234-56', '+4930123456', '030 123456'],
  ['DE', '(030) 123456', '+4930123456', '030 123456'],
  ['DE', '0171 2345678', '+491712345678', '0171 2345678'],
  ['DE', '0800 1234567', '+498001234567', '0800 1234567'],
  ['DE', '0049 30 123456', '+4930123456', '030 123456'],
  ['DE', '4930123456', '+4930123456', '030 123456'],
  ['RU', '8 (495) 123-45-67', '+74951234567', '8 (495) 123-45-67'],
  ['RU', '84951234567', '+74951234567', '8 (495) 123-45-67'],
  ['RU', '74951234567', '+74951234567', '8 (495) 123-45-67'],
  ['RU', '(495) 123 45 67', '+74951234567', '8 (495) 123-45-67'],
  ['RU', '8-800-555-35-35', '+78005553535', '8 (800) 555-35-35'],
  ['RU', '9161234567', '+79161234567', '8 (916) 123-45-67'],
  ['RU', '8 10 49 30 123456', '+4930123456', '+49 30 123456'],
  ['BY', '8 029 123-45-67', '+375291234567', '8 029 123-45-67'],
  ['FR', '01 23 45 67 89', '+33123456789', '01 23 45 67 89'],
  ['IT', '06 1234 5678', '+390612345678', '06 1234 5678'],
  ['GB', '020 7946 0018', '+442079460018', '020 7946 0018'],
  ['US', '202 555 0101 x123', '+12025550101', '(202) 555-0101 ext. 123'],
  // Numbers of one's own town, and what no plan knows.
  ['DE', '123456'],
  ['DE', '30123456'],
  ['FR', '123456789'],
  ['US', '5550101'],
  ['RU', '123-45-67'],
  ['US', '+1202555010'],
  ['US', '+120255501011'],
  ['US', '+999123456789'],
  [undefined, '+1234'],
  // Nobody said which country.
  [undefined, '8 (495) 123-45-67'],
  [undefined, '2025550101'],
  [undefined, '0049 30 123456'],
  ['XX', '030 123456'],
  ['Germany', '030 123456'],
  // The PBX's own.
  ['DE', '1234'],
  ['DE', '101'],
  ['DE', '112'],
  ['DE', '110'],
  ['US', '911'],
  ['US', '9-1-1'],
  ['DE', '*72'],
  ['US', '*72'],
  ['US', '*722025550101'],
  ['DE', '#31#030123456'],
  ['US', '+12025550101#5'],
  // Addresses, words, rubbish.
  ['US', 'sip:101@pbx.example'],
  ['US', 'sip:+12025550101@pbx.example'],
  ['US', '+12025550101@pbx.example'],
  ['US', 'anonymous'],
  ['US', '1-800-FLOWERS'],
  ['US', 'Anna 2025550101'],
  ['US', ''],
  ['US', '+'],
  ['US', '()'],
  ['US', '\u0000\u202e'],
  ['US', '<img src=x onerror=alert(1)>'],
  ['US', '__proto__'],
  ['US', '9'.repeat(10_000)],
];

describe('numbers', () => {
  for (const [country, number, e164 = number, shown = number] of table) {
    const name = JSON.stringify(number.slice(0, 40));
    it(`${country ?? 'nowhere'}: ${name} is ${e164.slice(0, 40)}, shown as ${shown.slice(0, 40)}`, async () => {
      const numbers = await numbersOf(country);
      expect(numbers.normalize(number)).to.equal(e164);
      expect(numbers.format(number)).to.equal(shown);
      expect(numbers.same(number, e164), 'the same').to.equal(true);
      expect(numbers.normalize(e164), 'stays').to.equal(e164);
    });
  }

  for (const [a, b, same] of [
    ['8 (495) 123-45-67', '+7 495 123 45 67', true],
    ['+7 495 123 45 67 доб. 5', '+74951234567', true],
    ['8 (495) 123-45-67', '+7 495 123 45 68', false],
    ['101', '1 01', true],
    ['101', '102', false],
    ['*72', '72', false],
    ['sip:Alice@Example.com', 'alice@example.com', true],
    ['sip:101@a.example', 'sip:101@b.example', false],
    ['', '', true],
  ] as const) {
    it(`${a} and ${b} are ${same ? 'the same' : 'two numbers'}`, async () => {
      const numbers = await numbersOf('RU');
      expect([numbers.same(a, b), numbers.same(b, a)]).to.deep.equal([same, same]);
    });
  }

  it('ask the dial plan first', async () => {
    const plan = readDialPlan({ internal: '\\d{7}|030\\d+', emergency: '2025550101' });
    const own = (number: string): boolean => classify(number, plan) === 'external';
    for (const [country, number] of [
      ['DE', '030123456'],
      ['US', '202-555-0101'],
    ] as const) {
      const numbers = await numbersOf(country);
      expect(numbers.normalize(number)).to.match(/^\+/);
      numbers.configure({ country, isExternal: own });
      expect(numbers.normalize(number)).to.equal(number);
    }
  });
});

describe('numbers without the numbering plans', () => {
  it('are as they came; those with a plus are compared by their digits', () => {
    const numbers = new PhoneNumbers({ country: 'RU', isExternal }, report);
    for (const [number, normal] of [
      ['8 (495) 123-45-67', '8 (495) 123-45-67'],
      ['+7 (495) 123-45-67', '+74951234567'],
      ['+49 (0)30 123456', '+4930123456'],
      ['101', '101'],
      ['*72', '*72'],
      ['+', '+'],
      ['+1', '+1'],
    ] as const) {
      expect(numbers.normalize(number)).to.equal(normal);
      expect(numbers.format(number)).to.equal(number);
    }
    expect(numbers.same('+7 495 123-45-67', '+74951234567')).to.equal(true);
  });

  it('tell when they have come, and when the country has changed', async () => {
    const numbers = new PhoneNumbers({ country: 'US', isExternal }, report);
    const seen: string[] = [];
    const stop = numbers.subscribe(() => seen.push(numbers.normalize('8 (495) 123-45-67')));
    expect(numbers.normalize('8 (495) 123-45-67')).to.equal('8 (495) 123-45-67');
    await numbers.load();
    numbers.configure({ country: 'RU', isExternal });
    stop();
    numbers.configure({ country: 'US', isExternal });
    expect(seen).to.deep.equal(['8 (495) 123-45-67', '+74951234567']);
  });

  it('are loaded once; a failure is told, and tried again', async () => {
    let tries = 0;
    const numbers = new PhoneNumbers({ country: 'US', isExternal }, report, async () => {
      tries += 1;
      if (tries === 1) throw new TypeError('Failed to fetch');
      return loadNumberReader();
    });
    const failed: unknown = await numbers.load().catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(CtiError).and.to.include({ reason: 'service-unavailable' });
    expect(numbers.normalize('2025550101')).to.equal('2025550101');
    await Promise.all([numbers.load(), numbers.load()]);
    expect([tries, numbers.normalize('2025550101')]).to.deep.equal([2, '+12025550101']);
  });
});
