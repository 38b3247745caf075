import { expect } from '@open-wc/testing';
import { CtiError } from '../../../src/base/error.js';
import type { CallSnapshot } from '../../../src/controller/snapshot.js';
import { shownText } from '../../../src/elements/shown-text.js';
import '../../../src/define.js';
import { settle } from './bench.js';
import { CallInfoBench } from './call-info-bench.js';
import { hostileNames, people, showing } from './showing.js';

const { anna, beta, gamma } = people;

describe('cti-call-info: who it is', () => {
  const desk = new CallInfoBench();
  const { show, updated, part, facts, button } = desk;

  it('shows the number of a caller nobody knows, and the name they give themselves', async () => {
    await show('incoming');
    const shown = [part('name'), part('avatar'), ...facts()];
    expect(shown).to.deep.equal(['+12025550101', '?', 'Anna Schmidt unverified']);
    expect(desk.info.shadowRoot!.querySelector('bdi[part=name][dir=ltr]')).not.to.equal(null);
  });

  it('shows no number where there is none', async () => {
    await show('incoming', { call: { number: '' } });
    expect(part('name')).to.equal('Anonymous caller');
  });

  for (const [customer, initials, expected] of [
    [anna, 'AS', ['Alfa GmbH', '+12025550101']],
    [beta, 'BL', ['', '+12025550101']],
    [{ ...gamma, account: { id: 'd', name: 'Delta Ltd' } }, 'GP', ['', '+12025550101']],
    [
      { id: '9', type: 'patient', typeLabel: 'Patient', name: 'Ida Holm' },
      'IH',
      ['Patient', '+12025550101'],
    ],
  ] as const) {
    it(`shows the customer: ${customer.type}`, async () => {
      await show('incoming');
      desk.bench.controller.updateCall(desk.bench.controller.snapshot.currentCallId!, { customer });
      await updated();
      expect([part('name'), part('avatar')]).to.deep.equal([customer.name, initials]);
      expect(facts()).to.deep.equal(expected);
      expect(part('number')).to.equal('+12025550101');
    });
  }

  const many = { state: 'many', customers: [anna, beta, gamma] } as const;

  it('says whom a call was for, and formats its number', async () => {
    await show('incoming', { call: { via: 'Support \u0007queue' }, customers: {} });
    expect(part('name')).to.equal('+1 202 555 0101');
    expect(part('via')).to.equal('via Support queue');
    desk.info.lang = 'ru';
    await updated();
    expect(part('via')).to.equal('через Support queue');
    expect(part('unverified')).to.equal('не проверено');
    await expect(desk.info).to.be.accessible();
  });

  it('says that it is searching, and that nobody was found by showing the number alone', async () => {
    await show('incoming', { call: { identity: { state: 'searching', customers: [] } } });
    expect(part('identity')).to.equal('Searching…');
    desk.become({ identity: { state: 'none', customers: [] } });
    await updated();
    expect([part('identity'), part('name')]).to.deep.equal(['', '+12025550101']);
  });

  it('says that the lookup failed, with Retry', async () => {
    const retried: string[] = [];
    await show('incoming', {
      call: { identity: { state: 'failed', customers: [], problem: 'timeout' } },
      customers: { retry: (id) => retried.push(id) },
    });
    expect(part('lookup-problem')).to.equal('Lookup failed');
    expect(button('retry').textContent.trim()).to.equal('Retry');
    await expect(desk.info).to.be.accessible();
    button('retry').click();
    expect(retried).to.deep.equal([desk.bench.controller.snapshot.currentCallId]);
  });

  it('says that the session has expired', async () => {
    await show('incoming', {
      call: { identity: { state: 'failed', customers: [], problem: 'signed-out' } },
    });
    expect(part('lookup-problem')).to.equal('You are signed out. Sign in again.');
    expect(button('retry'), 'nobody to ask').to.equal(null);
  });

  it('offers to make a customer for a number nobody has, where the page can', async () => {
    const made: unknown[] = [];
    let fail = false;
    await show('incoming', {
      call: { identity: { state: 'none', customers: [] } },
      customers: {
        canCreate: true,
        create: (...given) => {
          made.push(given);
          return fail ? Promise.reject(new CtiError('signed-out')) : Promise.resolve(undefined);
        },
      },
    });
    expect(button('create').textContent.trim()).to.equal('Create…');
    button('create').click();
    await updated();
    expect(made).to.deep.equal([['+12025550101', desk.bench.controller.snapshot.currentCallId]]);
    fail = true;
    button('create').click();
    await updated();
    expect(part('problem')).to.equal('You are signed out. Sign in again.');
  });

  it('makes nobody for a caller without a number', async () => {
    await show('incoming', {
      call: { number: '', identity: { state: 'none', customers: [] } },
      customers: { canCreate: true },
    });
    expect([part('name'), button('create')]).to.deep.equal(['Anonymous caller', null]);
  });

  it('takes a link back', async () => {
    const unlinked: unknown[] = [];
    await show('incoming', {
      call: { customer: anna, identity: { state: 'one', customers: [anna], linked: true } },
      customers: {
        unlink: (...given) => {
          unlinked.push(given);
          return Promise.resolve();
        },
      },
    });
    expect(button('unlink').textContent.trim()).to.equal('Unlink');
    await expect(desk.info).to.be.accessible();
    button('unlink').click();
    button('unlink').click();
    await updated();
    expect(unlinked, 'once').to.deep.equal([
      ['+12025550101', anna, desk.bench.controller.snapshot.currentCallId],
    ]);
  });

  it('marks who is not to be called, with the reason', async () => {
    const customer = { ...anna, doNotCall: 'Asked us not to' };
    await show('outgoing', { call: { customer } });
    expect(part('do-not-call')).to.equal('Do not call: Asked us not to');
    desk.become({ customer: { ...anna, numbers: [{ number: '603', doNotCall: true }] } });
    desk.info.lang = 'ru';
    await updated();
    expect(part('do-not-call')).to.equal('Не звонить');
    await expect(desk.info).to.be.accessible();
  });

  it('makes the name a link to the record, and a plain click a command', async () => {
    await show('incoming', { call: { customer: { ...anna, url: '/records/1' } } });
    const sent: unknown[] = [];
    const send = desk.bench.controller.send.bind(desk.bench.controller);
    desk.bench.controller.send = (command, by) => {
      sent.push(command);
      return send(command, by);
    };
    const link = desk.info.shadowRoot!.querySelector<HTMLAnchorElement>('a[part=name]')!;
    expect(link.href).to.equal(new URL('/records/1', document.baseURI).href);
    const click = (init: MouseEventInit): boolean =>
      link.dispatchEvent(new MouseEvent('click', { ...init, bubbles: true, cancelable: true }));
    link.addEventListener('click', (event) => event.preventDefault());
    click({ ctrlKey: true });
    expect(sent, 'the browser opens it').to.deep.equal([]);
    click({});
    expect(sent).to.deep.equal([
      {
        type: 'open-customer',
        customer: { ...anna, url: '/records/1' },
        callId: desk.bench.controller.snapshot.currentCallId,
      },
    ]);
    await expect(desk.info).to.be.accessible();
  });

  it('leads to no address that would run code', async () => {
    await show('incoming', { call: { customer: { ...anna, url: 'javascript:alert(1)' } } });
    expect(desk.info.shadowRoot!.querySelector('a')).to.equal(null);
    expect(part('name')).to.equal('Anna Schmidt');
  });

  for (const name of hostileNames) {
    it(`shows a name as isolated text: ${JSON.stringify(name.slice(0, 30))}`, async () => {
      const hostile = { ...anna, name, account: { id: 'a', name }, url: 'https://x.example/' };
      await show('incoming', { call: { customer: hostile, via: name } });
      const isolated = (where: string): void => {
        const bdi = desk.info.shadowRoot!.querySelector(`[part=${where}] bdi`)!;
        expect([bdi.textContent, bdi.childElementCount]).to.deep.equal([shownText(name), 0]);
      };
      ['name', 'identity', 'via'].forEach(isolated);
      desk.become({ displayName: name });
      await updated();
      isolated('claimed');
    });
  }

  for (const [count, russian] of [
    [1, 'Найден 1 клиент'],
    [2, 'Найдено 2 клиента'],
    [5, 'Найдено 5 клиентов'],
    [21, 'Найден 21 клиент'],
  ] as const) {
    it(`counts ${count} in both languages`, async () => {
      await show('incoming', { call: { identity: { ...many, total: count } } });
      const english = count === 1 ? '1 customer found' : `${count} customers found`;
      expect(part('customers')).to.equal(english);
      desk.info.lang = 'ru';
      await updated();
      expect(part('customers')).to.equal(russian);
    });
  }

  it('does not move what is below it when the customer is found', async () => {
    for (const [width, displayName] of [
      ['320px', 'Anna Schmidt'],
      ['320px', ''],
      ['220px', 'Anna Schmidt'],
      ['220px', ''],
    ] as const) {
      await show('incoming');
      desk.place.style.setProperty('inline-size', width);
      desk.place.style.setProperty('container-type', 'inline-size');
      const heights = new Map<string, number>();
      for (const [name, call] of Object.entries<Partial<CallSnapshot>>({
        searching: { identity: { state: 'searching', customers: [] } },
        none: { identity: { state: 'none', customers: [] } },
        failed: { identity: { state: 'failed', customers: [] } },
        many: { identity: many },
        contact: { customer: anna, identity: { state: 'one', customers: [anna] } },
        lead: { customer: gamma, identity: { state: 'one', customers: [gamma] } },
      })) {
        desk.become({ displayName, ...call });
        await updated();
        heights.set(name, desk.info.getBoundingClientRect().height);
      }
      expect(new Set(heights.values()).size, JSON.stringify([...heights])).to.equal(1);
      desk.clear();
    }
  });

  for (const [state, text] of [
    ['none', 'Find customer…'],
    ['many', '3 customers found'],
  ] as const) {
    it(`lets the customer be found after the call: ${state}`, async () => {
      await show('talking');
      const identity = state === 'many' ? many : { state, customers: [] };
      desk.info.controller = showing(desk.bench.controller, ({ lastEnded }) =>
        lastEnded ? { lastEnded: { ...lastEnded, identity } } : {},
      );
      desk.bench.line.remoteHangUp(desk.bench.controller.snapshot.currentCallId!);
      await updated();
      desk.bench.clock.advance(400);
      expect(button('customers').textContent.trim()).to.equal(text);
      await expect(desk.info).to.be.accessible();
      button('customers').click();
      await settle();
      expect(desk.bench.controller.snapshot.window).to.equal('customers');
    });
  }

  it('offers several customers as a link, which opens the window', async () => {
    await show('incoming', { call: { identity: many } });
    expect(desk.info.matches(':state(many)')).to.equal(true);
    await expect(desk.info).to.be.accessible();
    button('customers').click();
    await settle();
    expect(desk.bench.controller.snapshot.window).to.equal('customers');
  });

  it('says why the page refused to open them', async () => {
    await show('incoming', {
      call: { identity: { state: 'many', customers: [anna, beta] } },
    });
    desk.bench.controller.intercept(() => ({ refuse: 'Save the ticket first' }));
    desk.info.shadowRoot!.querySelector('button')!.click();
    await updated();
    expect(part('problem')).to.equal('Save the ticket first');
    const note = desk.info.shadowRoot!.querySelector('[part=problem]')!;
    expect(note.matches(':popover-open[role=alert]')).to.equal(true);
    await expect(desk.info).to.be.accessible();
  });

  it('does not open them for a press that was meant for the call before', async () => {
    await show('idle');
    desk.info.controller = showing(desk.bench.controller, ({ calls }) => ({
      calls: calls.map((call) => ({
        ...call,
        identity: { state: 'many', customers: [anna, beta] },
      })),
    }));
    desk.bench.line.receiveCall({ number: '+12025550101' });
    desk.bench.line.receiveCall({ number: '+12025550102' });
    await updated();
    desk.bench.clock.advance(400);
    desk.bench.line.remoteHangUp(desk.bench.line.callIds[0]!);
    await updated();
    desk.info.shadowRoot!.querySelector('button')!.click();
    await settle();
    expect(desk.bench.controller.snapshot.window).to.equal(undefined);
    desk.bench.clock.advance(400);
    desk.info.shadowRoot!.querySelector('button')!.click();
    await settle();
    expect(desk.bench.controller.snapshot.window).to.equal('customers');
  });

  it('counts all of them, also those that were not returned', async () => {
    await show('incoming', {
      call: { identity: { state: 'many', customers: [anna, beta], total: 21 } },
    });
    expect(part('customers')).to.equal('21 customers found');
  });

  it('only tells of them where the page has no customer search', async () => {
    await show('incoming', {
      call: { identity: { state: 'many', customers: [anna, beta] } },
      settings: { features: { customerSearch: false } },
    });
    expect(desk.info.shadowRoot!.querySelectorAll('button')).to.have.length(0);
    expect(facts()).to.deep.equal(['2 customers found', 'Anna Schmidt unverified']);
  });
});
