import { expect } from '@open-wc/testing';
import type { CallRecord } from '../../../src/history/call-history.js';
import '../../../src/define/cti-customer-search.js';
import { askAbout } from '../../../src/elements/search-subject.js';
import { CustomerSearchBench } from './customer-search-bench.js';
import { people } from './showing.js';

const { anna, beta } = people;
const past = { id: 'past', number: '+12025550150', direction: 'incoming' } as const;

describe('cti-customer-search: which call it is about', () => {
  const desk = new CustomerSearchBench();
  const { show, updated, part, button, rows, press } = desk;

  it('searches without a call, and links nothing', async () => {
    await show('idle');
    expect([part('subject'), button('link'), button('only')]).to.deep.equal([
      undefined,
      null,
      null,
    ]);
    expect(part('status')).to.equal('Type a name, a company or a number.');
  });

  it('stays with a call that has ended, and links its number', async () => {
    await show('talking', { matches: [anna, beta] });
    const { id } = desk.bench.controller.snapshot.calls[0]!;
    desk.bench.line.remoteHangUp(id);
    desk.bench.clock.advance(60_000);
    await updated();
    expect([part('subject'), rows().length]).to.deep.equal(['+1 202 555 0101', 2]);
    await press('ArrowDown', 'Enter');
    desk.directory.links[0]!.answer();
    await updated();
    expect(part('result')).to.equal('The number is linked to Anna Schmidt');
    expect(desk.bench.controller.snapshot.previousCall?.customer?.id).to.equal('1');
  });

  it('asks again who it was when the call ended before the answer', async () => {
    await show('incoming', { customers: { lookup: () => Promise.resolve([beta]) } });
    desk.bench.line.remoteHangUp(desk.bench.controller.snapshot.calls[0]!.id);
    await updated();
    desk.bench.clock.advance(1);
    await new Promise((resolve) => setTimeout(resolve));
    await updated();
    expect(rows()).to.have.length(1);
  });

  it('goes to the next call, unless the operator is at work here', async () => {
    await show('talking', { matches: [anna, beta] });
    await press('ArrowDown');
    const [first] = desk.bench.controller.snapshot.calls;
    desk.bench.line.receiveCall({ number: '+12025550102' });
    desk.bench.line.remoteHangUp(first!.id);
    await updated();
    expect(desk.bench.controller.snapshot.calls).to.have.length(1);
    expect([part('subject'), rows().length]).to.deep.equal(['+1 202 555 0101', 2]);
    button('link').click();
    await updated();
    expect(desk.directory.links[0]?.number).to.equal('+12025550101');
    (desk.search.shadowRoot!.activeElement as HTMLElement).blur();
    await updated();
    expect(part('subject')).to.equal('+1 202 555 0102');
    expect(desk.search.shadowRoot!.querySelector('[aria-selected=true]')).to.equal(null);
  });

  it('is about a record of the history, and tells the history whose it is', async () => {
    const changes: unknown[] = [];
    await show('talking', {
      matches: [beta],
      record: past,
      customers: { lookup: (number) => Promise.resolve(number === past.number ? [anna] : []) },
      history: {
        update: (...change) => {
          changes.push(change);
          return Promise.resolve();
        },
      },
    });
    await new Promise((resolve) => setTimeout(resolve));
    await updated();
    expect([part('subject'), rows().length]).to.deep.equal(['+1 202 555 0150', 1]);
    await press('ArrowDown');
    button('only').click();
    await updated();
    const { id, type, name, account } = anna;
    const customer = { id, type, name, account };
    expect(changes).to.deep.equal([['past', { customer }]]);
    button('link').click();
    await updated();
    expect(desk.directory.links[0]?.number).to.equal(past.number);
    desk.directory.links[0]!.answer();
    await updated();
    expect(changes).to.have.length(2);
    expect(desk.bench.controller.snapshot.calls[0]?.customer?.id, 'the call that goes on').to.equal(
      '2',
    );
  });

  it('is about the past call that was asked about, until it is opened for another', async () => {
    await show('talking', { matches: [anna, beta] });
    const { controller } = desk.bench;
    askAbout(controller, past satisfies Partial<CallRecord>);
    await controller.send({ type: 'open-window', view: 'customers' });
    await updated();
    expect(part('subject')).to.equal('+1 202 555 0150');
    desk.bench.line.receiveCall({ number: '+12025550102' });
    await updated();
    expect(part('subject')).to.equal('+1 202 555 0150');
    await controller.send({ type: 'open-window', view: 'customers' });
    await updated();
    expect(part('subject')).to.equal('+1 202 555 0101');
  });
});
