import { expect, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { CustomerServices, HistoryServices } from '../../../src/context/panel-services.js';
import type { Customer } from '../../../src/directory/customer-directory.js';
import '../../../src/define.js';
import { shownText } from '../../../src/elements/shown-text.js';
import type { CallRecord } from '../../../src/history/call-history.js';
import { elementBench } from './bench.js';
import { DialFieldBench } from './dial-field-bench.js';
import { customerServices, hostileNames, lend, people, spacedNumbers } from './showing.js';

const anna: Customer = {
  ...people.anna,
  numbers: [
    { number: '+12025550111', label: 'home' },
    { number: '+12025550101', label: 'work', preferred: true },
  ],
};
const records = ['603', '+12025550102', '603', '', '1', '2', '3', '4'].map(
  (number, index): CallRecord => ({
    id: String(index),
    number,
    direction: 'outgoing',
    started: 0,
    talkedMs: 0,
    heldMs: 0,
    missed: false,
    ...(number === '+12025550102' ? { customer: people.beta } : {}),
  }),
);

describe('cti-dial-field: suggestions', () => {
  const desk = new DialFieldBench();
  const { input, call, updated, type, dialled } = desk;
  const root = (): ShadowRoot => desk.field.shadowRoot!;
  const options = (): HTMLElement[] => [...root().querySelectorAll<HTMLElement>('[role=option]')];
  const rows = (): string[] =>
    options().map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim());
  const status = (): string | undefined =>
    root().querySelector('[part=suggestion-status]')?.textContent.trim();
  const active = (): string | null => input().getAttribute('aria-activedescendant');
  const customer = (): Customer | undefined => desk.bench.controller.snapshot.calls[0]?.customer;
  let searched: string[] = [];

  async function show(
    customers: Partial<CustomerServices> = {},
    history?: Partial<HistoryServices>,
  ): Promise<void> {
    searched = [];
    lend(desk.place, {
      numbers: spacedNumbers,
      customers: customerServices({
        search: (text) => {
          searched.push(text);
          return Promise.resolve([anna, people.beta]);
        },
        ...customers,
      }),
      ...(history ? { history: history as HistoryServices } : {}),
    });
    await desk.show(await elementBench());
    for (const number of ['+12025550101', '+12025550102']) {
      desk.bench.line.script(number, { type: 'rings' });
    }
    desk.bench.clock.advance(1_000);
  }
  async function press(key: string): Promise<void> {
    await sendKeys({ press: key });
    await updated();
  }
  const found = (count: number): Promise<void> =>
    waitUntil(() => options().length === count, `${count} options`);

  it('finds people for text that is no number: one option per number, preferred first', async () => {
    let answer: (found: readonly Customer[]) => void = () => undefined;
    await show({
      search: (text) => {
        searched.push(text);
        return new Promise((resolve) => (answer = resolve));
      },
    });
    expect(input().role).to.equal('combobox');
    expect(input().ariaExpanded).to.equal('false');
    await type('ann');
    expect([input().ariaExpanded, status()]).to.deep.equal(['false', 'Searching…']);
    await waitUntil(() => searched.length > 0, 'the directory is asked');
    expect(searched, 'once the typing has paused').to.deep.equal(['ann']);
    answer([anna, people.beta]);
    await found(3);
    expect(input().ariaExpanded).to.equal('true');
    expect(rows()).to.deep.equal([
      'Anna Schmidt +1 202 555 0101 work Alfa GmbH',
      'Anna Schmidt +1 202 555 0111 home Alfa GmbH',
      'Beta LLC +1 202 555 0102',
    ]);
    expect(root().querySelector('[part=suggestions]')!.matches(':popover-open')).to.equal(true);
    await expect(desk.field).to.be.accessible();
    desk.field.lang = 'ru';
    await updated();
    expect(root().querySelector('ul')!.ariaLabel).to.equal('Подсказки');
  });

  it('calls the one that is highlighted by Enter, known already', async () => {
    await show();
    await type('ann');
    await found(3);
    await press('ArrowDown');
    expect(active()).to.equal('suggestion-0');
    await expect(desk.field).to.be.accessible();
    await press('Enter');
    expect([dialled(), customer()?.name]).to.deep.equal(['+12025550101', 'Anna Schmidt']);
    expect([input().value, options().length]).to.deep.equal(['', 0]);
  });

  it('calls the one that is clicked, and keeps the focus in the field', async () => {
    await show();
    await type('ann');
    await found(3);
    await new Promise((resolve) => setTimeout(resolve));
    desk.bench.clock.advance(1_000);
    options()[2]!.querySelector('b')!.click();
    await updated();
    expect([dialled(), customer()?.name]).to.deep.equal(['+12025550102', 'Beta LLC']);
  });

  it('does what Call does by Enter while none is highlighted', async () => {
    await show();
    await type('ann s');
    await found(3);
    await press('Enter');
    expect(dialled()).to.equal(undefined);
    expect(root().querySelector('[part=problem]')!.textContent).to.match(/not a number/);
  });

  it('asks nobody about a number or an address', async () => {
    await show();
    await type('+1 202 555-0101');
    expect(input().ariaExpanded).to.equal('false');
    input().select();
    await type('sip:anna@example.com');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect([searched, options().length]).to.deep.equal([[], 0]);
  });

  it('closes by Escape, which goes no further, and opens again by an arrow', async () => {
    await show();
    let outside = 0;
    desk.place.addEventListener('keydown', () => (outside += 1));
    await type('ann');
    await found(3);
    outside = 0;
    await press('Escape');
    expect([options().length, input().value, outside]).to.deep.equal([0, 'ann', 0]);
    await press('Escape');
    expect(outside).to.equal(1);
    await press('ArrowDown');
    await found(3);
    input().blur();
    await updated();
    expect(options()).to.deep.equal([]);
  });

  it('says that nobody was found, and that the search failed', async () => {
    let answer: () => Promise<Customer[]> = () => Promise.resolve([]);
    await show({ search: () => answer() });
    await type('x');
    await waitUntil(() => status() === 'Nobody found');
    await expect(desk.field).to.be.accessible();
    answer = () => Promise.reject(new Error('down'));
    await type('y');
    await waitUntil(() => /does not respond/.test(status() ?? ''));
  });

  it('offers the last numbers, each once, while it is empty and has the focus', async () => {
    await show({}, { list: () => Promise.resolve({ records }) });
    input().focus();
    await found(5);
    expect(rows()).to.deep.equal(['603', 'Beta LLC +1 202 555 0102', '1', '2', '3']);
    expect(root().querySelector('ul')!.ariaLabel).to.equal('Recent numbers');
    await expect(desk.field).to.be.accessible();
    await press('ArrowDown');
    await press('ArrowDown');
    await press('Enter');
    expect([dialled(), customer()?.name]).to.deep.equal(['+12025550102', 'Beta LLC']);
  });

  it('brings the last number back by Enter, with the last numbers in view', async () => {
    await show({}, { list: () => Promise.resolve({ records }) });
    await type('603');
    await press('Enter');
    await desk.bench.controller.send({ type: 'end' });
    await updated();
    desk.bench.clock.advance(1_000);
    input().blur();
    input().focus();
    await found(5);
    await press('Enter');
    expect([input().value, options().length]).to.deep.equal(['603', 0]);
  });

  it('offers nothing to a focus that a call has given back', async () => {
    await show({}, { list: () => Promise.resolve({ records }) });
    desk.bench.line.receiveCall({ number: '+12025550101' });
    await updated();
    desk.bench.line.remoteHangUp(desk.bench.controller.snapshot.currentCallId!);
    await updated();
    input().focus();
    await updated();
    expect(options()).to.deep.equal([]);
  });

  it('marks who is not to be called, asks before it does, and calls all the same', async () => {
    const shy = { ...people.beta, doNotCall: 'Asked us not to.' };
    await show({ search: () => Promise.resolve([shy]) });
    await type('beta');
    await found(1);
    expect(rows()[0]).to.equal('Beta LLC Do not call +1 202 555 0102');
    await press('ArrowDown');
    await press('Enter');
    expect(dialled()).to.equal(undefined);
    expect(root().querySelector('[part=problem]')!.textContent).to.equal(
      'This customer does not want to be called. Asked us not to.',
    );
    const anyway = root().querySelector<HTMLButtonElement>('[part=call-anyway]')!;
    expect(anyway.textContent.trim()).to.equal('Call anyway');
    await expect(desk.field).to.be.accessible();
    anyway.click();
    await updated();
    expect([dialled(), customer()?.name]).to.deep.equal(['+12025550102', 'Beta LLC']);
    expect(root().querySelector('[part=call-anyway]')).to.equal(null);
  });

  it('does not call anyway after the number was changed', async () => {
    await show({ search: () => Promise.resolve([{ ...people.beta, doNotCall: true }]) });
    await type('beta');
    await found(1);
    await press('ArrowDown');
    await press('Enter');
    await type('3');
    expect(root().querySelector('[part=call-anyway]')).to.equal(null);
    call().click();
    await updated();
    expect(customer()).to.equal(undefined);
  });

  for (const name of hostileNames) {
    it(`shows a name as isolated text: ${JSON.stringify(name.slice(0, 30))}`, async () => {
      await show({ search: () => Promise.resolve([{ ...people.beta, name }]) });
      await type('b');
      await found(1);
      const bdi = options()[0]!.querySelector('bdi')!;
      expect([bdi.textContent, bdi.childElementCount]).to.deep.equal([shownText(name), 0]);
    });
  }
});
