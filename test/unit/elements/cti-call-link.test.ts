import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { GuardedRequest } from '../../../src/controller/call-controller.js';
import '../../../src/define.js';
import type { CtiCallLink } from '../../../src/elements/cti-call-link.js';
import { elementBench, offlineBench, settle, type ElementBench } from './bench.js';
import { describeElement } from './suite.js';

describeElement('cti-call-link', {
  prepare: (element) => Object.assign(element, { number: '+12025550101' }),
});

describe('cti-call-link', () => {
  const nodes: Element[] = [];
  const benches: ElementBench[] = [];
  let asked: GuardedRequest[] = [];

  function add<T extends Element>(node: T, parent: Element = document.body): T {
    nodes.push(node);
    return parent.appendChild(node);
  }
  function watch(bench: ElementBench): ElementBench {
    benches.push(bench);
    bench.line.script('*', { type: 'rings' });
    bench.controller.intercept((request) => {
      asked.push(request);
      return undefined;
    });
    return bench;
  }
  async function linkIn(
    { controller }: ElementBench,
    properties: Partial<CtiCallLink> = {},
  ): Promise<CtiCallLink> {
    const made = document.createElement('cti-call-link');
    add(Object.assign(made, { controller, number: '+12025550101', ...properties }));
    await made.updateComplete;
    return made;
  }
  const part = (made: CtiCallLink, name: string): HTMLElement =>
    made.shadowRoot!.querySelector<HTMLElement>(`[part=${name}]`)!;
  async function pressed(made: CtiCallLink, name = 'button'): Promise<void> {
    part(made, name).click();
    await settle();
    await made.updateComplete;
  }

  afterEach(() => {
    nodes.splice(0).forEach((node) => node.remove());
    benches.splice(0).forEach(({ controller }) => controller.dispose());
    asked = [];
  });

  it('dials with the customer of its attributes and the data of the page, as a link', async () => {
    const bench = watch(await elementBench());
    const made = await linkIn(bench, { data: { ticket: '42' } });
    made.setAttribute('customer-id', 'c1');
    made.setAttribute('customer-type', 'lead');
    made.setAttribute('customer-name', 'Anna Schmidt');
    made.setAttribute('account-name', 'Nordwind');
    await made.updateComplete;
    await pressed(made);
    expect(asked.map(({ source, element }) => [source, element === made])).to.deep.equal([
      ['link', true],
    ]);
    expect(asked[0]!.command).to.deep.equal({
      type: 'dial',
      target: '+12025550101',
      customer: {
        id: 'c1',
        type: 'lead',
        name: 'Anna Schmidt',
        account: { id: 'Nordwind', name: 'Nordwind' },
      },
      data: { ticket: '42' },
    });
    expect(bench.controller.snapshot.calls[0]!.customer?.name).to.equal('Anna Schmidt');
  });

  it('looks like the text around it, and says what it does', async () => {
    const line = document.createElement('p');
    line.style.setProperty('font', 'italic 20px serif');
    line.style.setProperty('color', 'rgb(1, 2, 3)');
    const made = await linkIn(watch(await elementBench()));
    made.textContent = 'Anna';
    add(line).append('Ask ', made, ' first');
    await made.updateComplete;
    const looks = getComputedStyle(part(made, 'button'));
    expect([looks.fontStyle, looks.fontSize, looks.color]).to.deep.equal([
      'italic',
      '20px',
      'rgb(1, 2, 3)',
    ]);
    expect(made.offsetHeight).to.be.lessThan(40);
    expect(part(made, 'button').textContent.trim()).to.match(/^Call/);
  });

  it('offers several numbers in a menu, the preferred one first, by keyboard too', async () => {
    const bench = watch(await elementBench());
    const made = await linkIn(bench, {
      numbers: [
        { number: '+12025550101', label: 'Office' },
        { number: '+12025550102', label: 'Mobile', preferred: true },
      ],
    });
    part(made, 'button').focus();
    await sendKeys({ press: 'ArrowDown' });
    await made.updateComplete;
    const items = [...made.shadowRoot!.querySelectorAll('[role=menuitem]')];
    expect(items.map((item) => item.textContent.replace(/\s+/g, ' ').trim())).to.deep.equal([
      '+12025550102 Mobile',
      '+12025550101 Office',
    ]);
    await expect(made).to.be.accessible();
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'Enter' });
    await settle();
    expect(bench.controller.snapshot.calls.map(({ number }) => number)).to.deep.equal([
      '+12025550101',
    ]);
    expect(part(made, 'menu').matches(':popover-open')).to.equal(false);
  });

  it('waits for the page, and is taken back by a second press', async () => {
    const bench = watch(await elementBench());
    bench.controller.intercept(() => new Promise(() => undefined));
    const made = await linkIn(bench);
    await pressed(made);
    expect(part(made, 'button').ariaBusy).to.equal('true');
    await pressed(made);
    expect(part(made, 'button').ariaBusy).to.equal(null);
    expect(bench.controller.snapshot.requests).to.deep.equal([]);
    expect(bench.controller.snapshot.calls).to.deep.equal([]);
  });

  it('says why the line cannot dial now', async () => {
    const made = await linkIn(watch(offlineBench()));
    await pressed(made);
    expect(part(made, 'problem').matches(':popover-open[role=alert]')).to.equal(true);
    expect(part(made, 'problem').textContent).to.not.equal('');
  });

  it('warns of a customer who does not want to be called, and calls them when told to', async () => {
    const bench = watch(await elementBench());
    const customer = { id: 'c1', type: 'contact', name: 'Anna', doNotCall: true };
    const made = await linkIn(bench, { customer });
    await pressed(made);
    expect(bench.controller.snapshot.calls).to.deep.equal([]);
    expect(part(made, 'problem').matches(':popover-open')).to.equal(true);
    await expect(made).to.be.accessible();
    await pressed(made, 'call-anyway');
    expect(bench.controller.snapshot.calls).to.have.length(1);
    expect(part(made, 'problem')).to.equal(null);
  });

  it('calls by the only panel of the page, and by none where there are several', async () => {
    const made = add(document.createElement('cti-call-link'));
    made.number = '600';
    await made.updateComplete;
    expect((part(made, 'button') as HTMLButtonElement).disabled).to.equal(true);
    const { controller } = watch(await elementBench());
    const panel = document.createElement('cti-panel');
    add(Object.assign(panel, { manual: true, controller }));
    await panel.updateComplete;
    await made.updateComplete;
    expect(made.activeController).to.equal(controller);
    expect((part(made, 'button') as HTMLButtonElement).disabled).to.equal(false);
    add(Object.assign(document.createElement('cti-panel'), { manual: true }));
    made.requestUpdate();
    await made.updateComplete;
    expect((part(made, 'button') as HTMLButtonElement).disabled).to.equal(true);
  });
});
