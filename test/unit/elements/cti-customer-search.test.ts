import { expect, waitUntil } from '@open-wc/testing';
import { CtiError } from '../../../src/base/error.js';
import type { Customer } from '../../../src/directory/customer-directory.js';
import { shownText } from '../../../src/elements/shown-text.js';
import { CustomerSearchBench } from './customer-search-bench.js';
import { hostileNames, people } from './showing.js';
import { describeElement } from './suite.js';

describeElement('cti-customer-search');

const { anna, beta, gamma } = people;
const all = [anna, beta, gamma];

describe('cti-customer-search', () => {
  const desk = new CustomerSearchBench();
  const { show, updated, part, button, input, options, rows, active, press, type } = desk;
  const call = () => desk.bench.controller.snapshot.calls[0];

  it('lists those that have the number, with type, company and numbers', async () => {
    await show('incoming', { matches: all });
    expect(part('subject')).to.equal('+1 202 555 0101');
    expect(part('status')).to.equal('3 customers found');
    expect(rows()).to.deep.equal([
      'Anna Schmidt Contact Alfa GmbH +1 202 555 0101',
      'Beta LLC Account +1 202 555 0102',
      'Gamma Project Lead +1 202 555 0103',
    ]);
    desk.search.lang = 'ru';
    await updated();
    expect(part('status')).to.equal('Найдено 3 клиента');
    expect(rows()[1]).to.equal('Beta LLC Компания +1 202 555 0102');
    expect(['link', 'only', 'open'].map((name) => part(name))).to.deep.equal([
      'Привязать номер',
      'Только этот звонок',
      'Открыть',
    ]);
    expect(input().ariaLabel).to.equal('Поиск клиентов');
    await expect(desk.search).to.be.accessible();
  });

  it('names a type of the page’s own, and who is not to be called', async () => {
    const patient = {
      id: '7',
      type: 'patient',
      typeLabel: 'Patient',
      name: 'Ida',
      doNotCall: true,
    };
    const marked = { ...anna, numbers: [{ number: '+1' }, { number: '+2', doNotCall: true }] };
    await show('incoming', { matches: [patient, marked] });
    expect(rows()).to.deep.equal([
      'Ida Do not call Patient',
      'Anna Schmidt Contact Alfa GmbH +1 +2 Do not call',
    ]);
    await expect(desk.search).to.be.accessible();
  });

  it('selects by arrows, and does nothing before a row is selected', async () => {
    await show('incoming', { matches: all });
    expect([active(), button('link').disabled]).to.deep.equal([undefined, true]);
    await press('Enter');
    expect(desk.directory.links).to.deep.equal([]);
    await press('ArrowDown');
    expect([active(), button('link').disabled]).to.deep.equal(['Anna Schmidt', false]);
    await press('ArrowUp');
    expect(active()).to.equal('Gamma Project');
    await press('ArrowDown', 'ArrowDown');
    expect(active()).to.equal('Beta LLC');
    expect(options().map(({ ariaSelected }) => ariaSelected)).to.deep.equal([
      'false',
      'true',
      'false',
    ]);
    await expect(desk.search).to.be.accessible();
  });

  it('selects by a click, and the field keeps the focus; the name is no link', async () => {
    await show('incoming', { matches: all });
    options()[2]!.querySelector('b')!.click();
    await updated();
    expect(active()).to.equal('Gamma Project');
    expect(desk.search.shadowRoot!.activeElement === input()).to.equal(true);
    expect(desk.search.shadowRoot!.querySelector('a')).to.equal(null);
  });

  it('links the number by Enter, says so, and takes it back', async () => {
    await show('incoming', { matches: all });
    await press('ArrowDown', 'ArrowDown', 'Enter');
    expect(button('link').getAttribute('aria-busy')).to.equal('true');
    const [link] = desk.directory.links;
    expect([link?.take, link?.number, link?.customer.id]).to.deep.equal([
      'link',
      '+12025550101',
      '2',
    ]);
    link!.answer();
    await updated();
    expect(part('result')).to.equal('The number is linked to Beta LLC');
    expect(call()?.customer?.name).to.equal('Beta LLC');
    await expect(desk.search).to.be.accessible();
    button('unlink').click();
    await updated();
    desk.directory.links[1]!.answer();
    await updated();
    expect(part('result')).to.equal('The number is no longer linked.');
    expect(call()?.customer).to.equal(undefined);
  });

  it('says why a link failed, and loses nothing', async () => {
    await show('incoming', { matches: all });
    await press('ArrowDown');
    button('link').click();
    await updated();
    desk.directory.links[0]!.fail(new CtiError('signed-out'));
    await updated();
    expect(part('problem')).to.equal('You are signed out. Sign in again.');
    expect([active(), rows().length]).to.deep.equal(['Anna Schmidt', 3]);
    await expect(desk.search).to.be.accessible();
    button('link').click();
    await updated();
    desk.directory.links[1]!.answer();
    await updated();
    expect([part('problem'), part('result')]).to.deep.equal([
      '',
      'The number is linked to Anna Schmidt',
    ]);
  });

  it('chooses a customer for this call alone', async () => {
    await show('talking', { matches: all });
    await press('ArrowDown');
    button('only').click();
    await updated();
    expect(part('result')).to.equal('This call belongs to Anna Schmidt');
    expect(call()?.customer?.id).to.equal('1');
    expect(desk.directory.links).to.deep.equal([]);
  });

  it('opens the record; a page that goes there by itself refuses without a word', async () => {
    await show('talking', { matches: all });
    const opened: unknown[] = [];
    let verdict: false | { refuse: string } | undefined;
    desk.bench.controller.intercept(({ command }) => {
      opened.push(command);
      return verdict;
    });
    await press('ArrowDown');
    for (const [answer, said] of [
      [undefined, ''],
      [false, ''],
      [{ refuse: 'Save the ticket first' }, 'Save the ticket first'],
    ] as const) {
      verdict = answer;
      button('open').click();
      await updated();
      expect(part('problem')).to.equal(said);
    }
    expect(opened[0]).to.deep.equal({ type: 'open-customer', customer: anna, callId: call()!.id });
  });

  it('has no Link where the page does not let its operators link', async () => {
    await show('incoming', { matches: all, settings: { features: { link: false } } });
    expect(button('link')).to.equal(null);
    await press('ArrowDown', 'Enter');
    expect(desk.directory.links).to.deep.equal([]);
  });

  it('filters at once, and searches the whole directory after a pause', async () => {
    const asked: string[] = [];
    let answer: (found: readonly Customer[]) => void = () => undefined;
    await show('incoming', {
      matches: all,
      customers: {
        search: (text) => {
          asked.push(text);
          return new Promise((resolve) => (answer = resolve));
        },
      },
    });
    await type('ann');
    expect(rows()).to.deep.equal(['Anna Schmidt Contact Alfa GmbH +1 202 555 0101']);
    expect(part('status')).to.equal('Searching…');
    await waitUntil(() => asked.length > 0, 'the directory is asked');
    answer([{ ...anna, id: '9', name: 'Annabel' }, { ...anna }]);
    await updated();
    expect([asked, rows().length]).to.deep.equal([['ann'], 2]);
    expect(part('status')).to.equal('2 customers found');
    await press('Escape');
    expect([input().value, rows().length]).to.deep.equal(['', 3]);
  });

  it('says that nobody was found, and what failed, with Retry', async () => {
    let failing = true;
    await show('incoming', {
      matches: [],
      customers: {
        search: () => (failing ? Promise.reject(new CtiError('timeout')) : Promise.resolve([])),
      },
    });
    expect(part('status')).to.equal('Type a name, a company or a number.');
    await type('nobody');
    await waitUntil(() => part('retry') !== undefined, 'it failed');
    expect(part('status')).to.equal('No response in time. Try again.');
    await expect(desk.search).to.be.accessible();
    failing = false;
    button('retry').click();
    await waitUntil(() => part('status') === 'Nobody found');
    await expect(desk.search).to.be.accessible();
  });

  it('shows that the call is being looked up, that it failed, and asks again', async () => {
    await show('incoming');
    expect(part('status')).to.equal('Searching…');
    desk.directory.lookups[0]!.fail(new CtiError('service-unavailable'));
    await updated();
    expect(part('status')).to.equal('A service of this page does not respond. Try again later.');
    button('retry').click();
    await updated();
    desk.directory.lookups[1]!.answer([beta]);
    await updated();
    expect(rows()).to.have.length(1);
  });

  it('gets the rest of many by pages', async () => {
    const cursors: unknown[] = [];
    await show('incoming', {
      matches: [anna],
      total: 3,
      customers: {
        lookup: (_number, { cursor }) => {
          cursors.push(cursor);
          return Promise.resolve(
            cursor === undefined
              ? { customers: [anna], total: 3, next: 'b' }
              : { customers: [beta, gamma] },
          );
        },
      },
    });
    expect(part('status')).to.equal('3 customers found');
    button('more').click();
    await updated();
    expect(cursors).to.deep.equal([undefined, 'b']);
    expect([rows().length, button('more')]).to.deep.equal([3, null]);
  });

  it('renders no more than a page of 10,000, and duplicate ids once', async () => {
    const many = Array.from({ length: 10_000 }, (_, index): Customer => {
      return { id: String(index), type: 'lead', name: `Lead ${index}` };
    });
    await show('incoming', { matches: [...many, ...many.slice(0, 5)] });
    expect(part('status')).to.equal('10000 customers found');
    expect(options()).to.have.length(50);
    button('more').click();
    await updated();
    expect(options()).to.have.length(100);
  });

  for (const name of hostileNames) {
    it(`shows a name as isolated text: ${JSON.stringify(name.slice(0, 30))}`, async () => {
      const hostile = { ...anna, name, account: { id: 'a', name }, typeLabel: name };
      await show('incoming', { matches: [{ ...hostile, type: 'patient' }] });
      for (const where of ['name', 'type', 'company']) {
        const bdi = options()[0]!.querySelector(`[part=${where}] bdi`)!;
        expect([bdi.textContent, bdi.childElementCount]).to.deep.equal([shownText(name), 0]);
      }
    });
  }
});
