import { expect } from '@open-wc/testing';
import type { Undo } from '../../../src/base/clock.js';
import type { GuardedRequest } from '../../../src/controller/call-controller.js';
import '../../../src/define.js';
import type { CtiCallLink } from '../../../src/elements/cti-call-link.js';
import { enableClickToCall } from '../../../src/panel/click-to-call.js';
import type { CtiPanel } from '../../../src/panel/cti-panel.js';
import { elementBench, offlineBench, settle, type ElementBench } from '../elements/bench.js';

describe('click-to-call on links of the page', () => {
  const undos: Undo[] = [];
  let asked: GuardedRequest[] = [];

  function add<T extends Element>(node: T, parent: Element = document.body): T {
    undos.push(() => node.remove());
    return parent.appendChild(node);
  }
  function panelOf({ controller, line }: ElementBench, parent?: Element): CtiPanel {
    line.script('*', { type: 'rings' });
    undos.push(() => controller.dispose());
    controller.intercept((request) => {
      asked.push(request);
      return undefined;
    });
    const panel = document.createElement('cti-panel');
    return add(Object.assign(panel, { manual: true, controller }), parent);
  }
  function link(href: string, parent: Element = document.body): HTMLAnchorElement {
    const made = parent.ownerDocument.createElement('a');
    made.href = href;
    made.textContent = 'Call us';
    return add(made, parent);
  }
  /** Whether the link was left alone. The test's page is not to be left. */
  async function click(target: Element, keys: MouseEventInit = {}): Promise<boolean> {
    const event = new MouseEvent('click', {
      ...{ bubbles: true, composed: true, cancelable: true },
      ...keys,
    });
    let left = false;
    const stay = (last: Event): void => {
      left = !last.defaultPrevented;
      last.preventDefault();
    };
    target.ownerDocument.defaultView!.addEventListener('click', stay, { once: true });
    target.dispatchEvent(event);
    await settle();
    return left;
  }
  const targets = (): unknown[] =>
    asked.map(({ command }) => ('target' in command ? command.target : command.type));
  const standIns = (): CtiCallLink[] => [...document.querySelectorAll('cti-call-link')];

  afterEach(() => {
    undos.splice(0).forEach((undo) => undo());
    asked = [];
  });

  it('calls, with customer and data of the link, also by links that come later', async () => {
    panelOf(await elementBench());
    undos.push(enableClickToCall());
    const made = link('tel:+1-202-555-0101;ext=7');
    Object.assign(made.dataset, {
      ctiCustomerId: 'c1',
      ctiCustomerName: 'Anna',
      ctiTicketId: '42',
      other: 'x',
    });
    expect(await click(made)).to.equal(false);
    expect(asked.map(({ source, element }) => [source, element])).to.deep.equal([['link', made]]);
    expect(asked[0]!.command).to.deep.equal({
      type: 'dial',
      target: '+12025550101',
      customer: { id: 'c1', type: 'contact', name: 'Anna' },
      data: { ticketId: '42' },
    });
  });

  it('leaves alone what is not a plain click on a number', async () => {
    panelOf(await elementBench());
    undos.push(enableClickToCall());
    expect(await click(link('tel:600'), { ctrlKey: true })).to.equal(true);
    expect(await click(link('tel:600'), { button: 1 })).to.equal(true);
    expect(await click(link('#elsewhere'))).to.equal(true);
    expect(await click(link('tel:%E0'))).to.equal(true);
    const handled = link('tel:600');
    handled.addEventListener('click', (event) => event.preventDefault());
    await click(handled);
    expect(asked).to.deep.equal([]);
  });

  it('falls back to the plain link without a panel, without a line, and when undone', async () => {
    const undo = enableClickToCall();
    undos.push(undo);
    expect(await click(link('tel:600'))).to.equal(true);
    panelOf(offlineBench());
    expect(await click(link('tel:600'))).to.equal(true);
    panelOf(await elementBench(), add(document.createElement('section')));
    undo();
    expect(await click(link('tel:600'))).to.equal(true);
    expect(asked).to.deep.equal([]);
  });

  it('calls by the nearest panel, or by the one it is given', async () => {
    const [near, far] = [add(document.createElement('div')), add(document.createElement('div'))];
    const [first, second] = [await elementBench(), await elementBench()];
    const panel = panelOf(first, far);
    panelOf(second, near);
    undos.push(enableClickToCall(near));
    await click(link('tel:701', near));
    expect(second.controller.snapshot.calls).to.have.length(1);
    undos.push(enableClickToCall(far, { panel }));
    await click(link('tel:702', far));
    expect(first.controller.snapshot.calls).to.have.length(1);
  });

  it('works in the document of an iframe, and says there why a line cannot call now', async () => {
    const bench = await elementBench();
    panelOf(bench);
    const frame = add(document.createElement('iframe'));
    const inside = frame.contentDocument!;
    undos.push(enableClickToCall(inside));
    await click(link('tel:600', inside.body));
    expect(targets()).to.deep.equal(['600']);
    await bench.controller.send({ type: 'end' });
    bench.line.dropLine();
    await settle();
    expect(await click(link('tel:601', inside.body))).to.equal(false);
    const told = inside.querySelector<CtiCallLink>('cti-call-link')!;
    await told.updateComplete;
    const note = told.shadowRoot!.querySelector('[part=problem]')!;
    expect(note.matches(':popover-open')).to.equal(true);
    expect(note.textContent).to.not.equal('');
  });

  it('says beside the link why there is no call, and offers to call all the same', async () => {
    const bench = await elementBench();
    panelOf(bench);
    undos.push(enableClickToCall());
    const made = link('tel:600');
    bench.controller.intercept(({ command }) =>
      'confirmed' in command ? undefined : { refuse: 'Not before the call is saved' },
    );
    await click(made);
    const [told] = standIns();
    await told!.updateComplete;
    const note = told!.shadowRoot!.querySelector('[part=problem]')!;
    expect(note.textContent).to.equal('Not before the call is saved');
    expect(told!.shadowRoot!.querySelector('[part=button]')).to.equal(null);
    const gap = note.getBoundingClientRect().top - made.getBoundingClientRect().bottom;
    expect(Math.abs(gap)).to.be.lessThan(60);
    await click(made);
    expect(standIns()).to.have.length(1);
  });
});
