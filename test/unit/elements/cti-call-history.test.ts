import { expect } from '@open-wc/testing';
import '../../../src/define/cti-call-history.js';
import { CtiError } from '../../../src/base/error.js';
import type { PanelServices } from '../../../src/context/panel-services.js';
import type { Command } from '../../../src/controller/commands.js';
import { MemoryDirectory } from '../../../src/directory/memory-directory.js';
import type { CtiCallHistory } from '../../../src/elements/cti-call-history.js';
import type { CallRecord } from '../../../src/history/call-history.js';
import { callRecord, missedRecord } from '../../support/call-records.js';
import { fakeHistory, lend, type FakeHistory } from '../../support/fake-history.js';
import { until } from '../../support/until.mjs';
import { benchIn, providerOf, type BenchOptions, type ElementBench } from './bench.js';
import { describeElement } from './suite.js';

const hour = 3_600_000;
const noonToday = new Date().setHours(12, 0, 0, 0);
const anna = {
  ...{ id: '1', type: 'contact', name: 'Anna Schmidt', url: '/#/anna' },
  account: { id: '2', name: 'Alfa GmbH' },
};

describeElement('cti-call-history', { states: ['idle', 'talking'] });

describe('cti-call-history', () => {
  let bench: ElementBench;
  let host: HTMLElement;
  let fake: FakeHistory;
  let element: CtiCallHistory;
  let asked: Command[];

  async function show(
    records: readonly CallRecord[],
    { services = {}, ...options }: BenchOptions & { services?: Partial<PanelServices> } = {},
  ): Promise<void> {
    bench = await benchIn('idle', options);
    asked = [];
    bench.controller.intercept(({ command }) => {
      asked.push(command);
      return undefined;
    });
    host = providerOf(bench.controller);
    fake = fakeHistory(records);
    lend(host, { history: fake.services, ...services });
    element = document.createElement('cti-call-history');
    host.append(element);
    await until(
      () => rows().length,
      (count) => count === Math.min(50, records.length),
    );
    await element.updateComplete;
  }
  const root = (): ShadowRoot => element.shadowRoot!;
  const rows = (): HTMLElement[] => [...root().querySelectorAll('li')];
  const text = (): string => root().textContent.replace(/\s+/g, ' ');
  const part = (name: string, row = 0): HTMLElement =>
    (rows()[row] ?? root()).querySelector<HTMLElement>(`[part~="${name}"]`)!;
  const press = async (name: string, row = 0): Promise<void> => {
    part(name, row).click();
    await new Promise((resolve) => setTimeout(resolve));
    await element.updateComplete;
  };
  const choose = async (missed: boolean): Promise<void> => {
    root().querySelectorAll<HTMLInputElement>('[type=radio]')[Number(missed)]!.click();
    await element.updateComplete;
  };
  const type = (words: string): void => {
    const field = root().querySelector<HTMLInputElement>('[part=search]')!;
    field.value = words;
    field.dispatchEvent(new InputEvent('input'));
  };
  afterEach(() => {
    host.remove();
    bench.controller.dispose();
  });

  it('shows calls by day, with whom, when, how long and how they ended', async () => {
    await show([
      missedRecord({ id: 'a', started: noonToday, displayName: 'Bob' }),
      callRecord({ id: 'b', started: noonToday - 24 * hour, customer: anna, note: 'Offer' }),
      callRecord({
        ...{ id: 'c', started: noonToday - 400 * 24 * hour, direction: 'outgoing' },
        ...{ number: '', reason: 'busy', connected: undefined as never },
      }),
    ]);
    const days = [...root().querySelectorAll('[part=day]')].map((day) => day.textContent.trim());
    expect(days.slice(0, 2)).to.deep.equal(['Today', 'Yesterday']);
    expect(days[2]).to.match(/^\w+day, \w+ \d+, \d{4}$/);
    const [a, b, c] = rows().map((row) => row.textContent.replace(/\s+/g, ' '));
    expect(a).to.match(/Missed call Bob \+12025550101 .* Missed/);
    expect(a).not.to.include('01:00');
    expect(b).to.match(
      /Incoming call Anna Schmidt Alfa GmbH · \+12025550101 .* Answered 01:00 Note/,
    );
    expect(c).to.match(/Outgoing call Anonymous caller .* Busy/);
    await expect(element).to.be.accessible();
  });

  it('calls again, with the customer known; who is not to be called only when insisted on', async () => {
    await show([callRecord({ customer: { ...anna, doNotCall: true } })]);
    await press('call');
    expect(asked).to.deep.equal([]);
    expect(text()).to.include('Call anyway');
    await press('call-anyway');
    expect(asked[0]).to.deep.include({ type: 'dial', target: '+12025550101', confirmed: true });
    expect(asked[0]).to.have.nested.property('customer.name', 'Anna Schmidt');
  });

  it('opens the customer by a command, and leaves Ctrl and the middle button to the browser', async () => {
    await show([callRecord({ customer: anna })]);
    const link = part('name') as HTMLAnchorElement;
    expect(link.href).to.match(/\/#\/anna$/);
    const plain = new MouseEvent('click', { bubbles: true, cancelable: true });
    link.dispatchEvent(plain);
    expect(plain.defaultPrevented).to.equal(true);
    expect(asked.map(({ type: command }) => command)).to.deep.equal(['open-customer']);
    const special = new MouseEvent('click', {
      ...{ bubbles: true, cancelable: true, composed: true, ctrlKey: true },
    });
    document.addEventListener('click', (event) => event.preventDefault(), { once: true });
    link.dispatchEvent(special);
    expect(asked.length).to.equal(1);
  });

  it('links nobody to javascript: and shows markup as text', async () => {
    const name = '<img src=x onerror=alert(1)>\u202e';
    await show([callRecord({ customer: { ...anna, name, url: 'javascript:alert(1)' } })]);
    expect(root().querySelector('a')).to.equal(null);
    expect(root().querySelector('img')).to.equal(null);
    expect(part('name').localName).to.equal('bdi');
    expect(part('name').textContent).to.include('<img src=x');
  });

  it('has a note that is written later, saved as it is typed', async () => {
    await show([callRecord({ id: 'a' })]);
    await press('details');
    const note = part('note') as HTMLTextAreaElement;
    note.value = 'Call back';
    note.dispatchEvent(new InputEvent('input'));
    await until(async () => (await fake.memory.get('a'))?.note === 'Call back');
    await until(() => part('has-note'));
    expect(part('note')).to.equal(note);
    expect(note.value).to.equal('Call back');
    note.value = '';
    note.dispatchEvent(new InputEvent('input'));
    note.dispatchEvent(new FocusEvent('blur'));
    await until(async () => !('note' in (await fake.memory.get('a'))!));
  });

  it('does not take typed letters back when an older text has been saved', async () => {
    await show([callRecord({ id: 'a' })]);
    await press('details');
    const note = part('note') as HTMLTextAreaElement;
    note.value = 'ab';
    note.dispatchEvent(new InputEvent('input'));
    await fake.memory.update('a', { note: 'a' });
    await new Promise((resolve) => setTimeout(resolve));
    await element.updateComplete;
    expect(note.value).to.equal('ab');
  });

  it('deletes, moves the focus on, and puts back', async () => {
    const records = [0, 1, 2].map((n) => callRecord({ id: `${n}`, started: noonToday - n * hour }));
    await show(records);
    await press('details', 1);
    part('delete', 1).focus();
    await press('delete', 1);
    await until(() => rows().length === 2);
    expect(root().activeElement?.closest('li')?.dataset.id).to.equal('2');
    expect(text()).to.include('Call deleted');
    root().querySelector<HTMLElement>('[part=undo]')!.click();
    await until(() => rows().length === 3);
    expect(rows().map(({ dataset }) => dataset.id)).to.deep.equal(['0', '1', '2']);
    expect(await fake.memory.get('1')).to.deep.equal(records[1]);
  });

  it('opens the search for the customer of a past call', async () => {
    await show([callRecord({ id: 'a' })], {
      services: { customers: {} as NonNullable<PanelServices['customers']> },
      settings: { directory: new MemoryDirectory([]) },
    });
    await press('details');
    expect(part('link').textContent.trim()).to.equal('Link number');
    expect(part('link').ariaLabel).to.equal('Link number of +12025550101');
    await press('link');
    expect(asked).to.deep.include({ type: 'open-window', view: 'customers' });
  });

  it('says what is not saved to the call log, and tries again', async () => {
    await show([
      callRecord({ id: 'a', log: 'failed' }),
      callRecord({ id: 'b', started: 1, log: 'saved' }),
    ]);
    expect(rows()[1]!.querySelector('[part=retry-log]')).to.equal(null);
    expect(part('retry-log').textContent.trim()).to.equal('Not saved, retry');
    await press('retry-log');
    expect(fake.retried()).to.equal(1);
    await fake.memory.update('a', { log: 'saved', logUrl: 'https://crm.example/7' });
    await until(() => !part('retry-log'));
    await press('details');
    expect((part('log') as HTMLAnchorElement).href).to.equal('https://crm.example/7');
  });

  it('marks what was missed as seen when it is opened, and later when the operator is at it', async () => {
    await show([missedRecord({ id: 'a' })]);
    await until(async () => (await fake.memory.missedCount()) === 0);
    await fake.memory.save(missedRecord({ id: 'b', started: noonToday }));
    await until(() => rows().length === 2);
    expect(await fake.memory.missedCount()).to.equal(1);
    part('call').dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
    await until(async () => (await fake.memory.missedCount()) === 0);
    expect(part('outcome').textContent).to.equal('Missed');
  });

  it('finds', async () => {
    await show([
      missedRecord({ id: 'a', started: noonToday }),
      callRecord({ id: 'b', started: noonToday - hour, displayName: 'Bob' }),
    ]);
    await choose(true);
    await until(() => rows().length === 1);
    expect(rows()[0]!.dataset.id).to.equal('a');
    type('bob');
    await until(() => text().includes('No such calls'));
    await choose(false);
    await until(() => rows().length === 1);
    expect(rows()[0]!.dataset.id).to.equal('b');
    type('');
    await until(() => rows().length === 2);
  });

  it('is walked through by arrow keys, one row in the order of Tab', async () => {
    const records = [0, 1, 2].map((n) => callRecord({ id: `${n}`, started: noonToday - n * hour }));
    await show([...records.slice(0, 2), { ...records[2]!, number: '' }]);
    const key = async (name: string): Promise<string | undefined> => {
      const { activeElement } = root();
      activeElement!.dispatchEvent(
        new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }),
      );
      await element.updateComplete;
      const now = root().activeElement as HTMLElement;
      return `${now.closest('li')?.dataset.id} ${now.part.value}`;
    };
    const inOrder = (): string[] =>
      rows()
        .filter((row) => row.querySelector('button[tabindex="0"]'))
        .map(({ dataset }) => dataset.id!);
    expect(inOrder()).to.deep.equal(['0']);
    part('call').focus();
    expect(await key('ArrowDown')).to.equal('1 call');
    expect(inOrder()).to.deep.equal(['1']);
    expect(await key('ArrowDown')).to.equal('2 details');
    expect(await key('ArrowDown')).to.equal('2 details');
    expect(await key('Home')).to.equal('0 details');
    expect(await key('End')).to.equal('2 details');
    expect(await key('ArrowUp')).to.equal('1 details');
  });

  it('follows other tabs, and keeps its focus and what is open', async () => {
    await show([callRecord({ id: 'a', started: noonToday - hour })]);
    await press('details');
    part('note').focus();
    await fake.memory.save(callRecord({ id: 'b', started: noonToday }));
    await until(() => rows().length === 2);
    expect(rows().map(({ dataset }) => dataset.id)).to.deep.equal(['b', 'a']);
    expect((root().activeElement as HTMLElement).part.value).to.equal('note');
    await fake.memory.clear();
    await until(() => text().includes('No calls yet'));
  });

  it('does not call whom a row has just moved under the finger', async () => {
    await show([callRecord({ id: 'a', started: noonToday - hour })]);
    part('call').dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
    await fake.memory.save(callRecord({ id: 'b', started: noonToday, number: '+12025550199' }));
    await until(() => rows().length === 2);
    part('call').dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 }));
    expect(asked).to.deep.equal([]);
  });

  it('is paged as it is scrolled, each record once', async () => {
    const records = Array.from({ length: 120 }, (_, n) =>
      callRecord({ id: `${n}`, started: noonToday - n * 60_000 }),
    );
    await show(records);
    element.style.setProperty('block-size', 'auto');
    await until(() => {
      root().querySelector('.end')?.scrollIntoView();
      return rows().length === 120;
    });
    expect(rows().map(({ dataset }) => dataset.id)).to.deep.equal(records.map(({ id }) => id));
    window.scrollTo(0, 0);
  });

  it('says that it could not read, and reads again', async () => {
    await show([callRecord()]);
    const { list } = fake.services;
    Object.assign(fake.services, { list: () => Promise.reject(new CtiError('storage-failed')) });
    await choose(true);
    await until(() => text().includes('The calls could not be read.'));
    Object.assign(fake.services, { list });
    root().querySelector<HTMLElement>('[part=retry]')!.click();
    await until(() => text().includes('No such calls'));
  });

  it('exports only where the page lets it', async () => {
    await show([callRecord()]);
    expect(root().querySelector('[part=export]')).to.equal(null);
    host.remove();
    await show([callRecord()], { settings: { features: { historyExport: true } } });
    const saved = new Promise<string>((resolve) => {
      const { click } = HTMLAnchorElement.prototype;
      HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
        HTMLAnchorElement.prototype.click = click;
        resolve(`${this.download} ${this.protocol}`);
      };
    });
    root().querySelector<HTMLElement>('[part=export]')!.click();
    expect(await saved).to.equal('calls.csv blob:');
  });
});
