import { expect } from '@open-wc/testing';
import type { CtiCallList } from '../../../src/elements/cti-call-list.js';
import { benchIn, mount, settle, type ElementBench } from './bench.js';
import { lend, spacedNumbers } from './showing.js';
import { describeElement } from './suite.js';

describeElement('cti-call-list');

describe('cti-call-list', () => {
  const { now } = Date;
  let bench: ElementBench;
  let list: CtiCallList;
  let place: HTMLElement;
  beforeEach(() => {
    place = document.body.appendChild(document.createElement('div'));
  });

  async function show(made: ElementBench): Promise<void> {
    bench = made;
    Date.now = () => bench.clock.now();
    list = await mount('cti-call-list', bench.controller, place);
    bench.clock.advance(1_000);
    await updated();
  }
  async function updated(): Promise<void> {
    await settle();
    list.requestUpdate();
    await list.updateComplete;
  }
  function buttons(): HTMLButtonElement[] {
    return [...list.shadowRoot!.querySelectorAll('button')];
  }
  const names = (): string[] => buttons().map((button) => button.getAttribute('aria-label')!);
  function text(part: string): string | undefined {
    return list.shadowRoot!.querySelector(`[part='${part}']`)?.textContent.trim();
  }
  function press(name: string): void {
    buttons()
      .find((button) => button.getAttribute('aria-label') === name)!
      .click();
  }
  afterEach(() => {
    Date.now = now;
    place.remove();
    bench.controller.dispose();
  });

  it('is empty with one call', async () => {
    await show(await benchIn('talking'));
    expect(list.shadowRoot!.childElementCount).to.equal(0);
  });

  it('shows a call that waits, for how long, and what can be done with it', async () => {
    await show(await benchIn('talking, a call waiting'));
    expect(text('name')).to.equal('+12025550102');
    expect(list.shadowRoot!.querySelector('bdi')!.dir).to.equal('ltr');
    bench.clock.advance(7_000);
    await updated();
    expect(text('phase')).to.equal('Incoming call · 0:08');
    expect(names()).to.deep.equal([
      'Silence +12025550102',
      'Decline +12025550102',
      'Answer +12025550102',
    ]);
  });

  it('shows numbers as people write them', async () => {
    lend(place, { numbers: spacedNumbers });
    await show(await benchIn('talking, a call waiting'));
    expect(text('name')).to.equal('+1 202 555 0102');
    expect(names()).to.deep.equal([
      'Silence +1 202 555 0102',
      'Decline +1 202 555 0102',
      'Answer +1 202 555 0102',
    ]);
  });

  it('silences and declines that call, never the current one', async () => {
    await show(await benchIn('talking, a call waiting'));
    press('Silence +12025550102');
    await updated();
    expect(bench.controller.snapshot.calls[1]?.silenced).to.equal(true);
    expect(names()).to.deep.equal(['Decline +12025550102', 'Answer +12025550102']);
    press('Decline +12025550102');
    await updated();
    expect(bench.controller.snapshot.calls).to.have.length(1);
    expect(bench.controller.snapshot.mode).to.equal('talking');
    expect(list.shadowRoot!.childElementCount).to.equal(0);
  });

  it('answers one of two that ring', async () => {
    const made = await benchIn('incoming');
    made.line.receiveCall({ number: '+12025550102', displayName: 'Beta LLC' });
    await show(made);
    expect(names()).to.deep.equal(['Silence Beta LLC', 'Decline Beta LLC', 'Answer Beta LLC']);
    press('Answer Beta LLC');
    await updated();
    const { calls, currentCallId } = bench.controller.snapshot;
    expect(calls.find(({ id }) => id === currentCallId)?.number).to.equal('+12025550102');
    expect(text('name')).to.equal('Anna Schmidt');
  });

  it('takes a press just after a row has gone for one that was meant for that row', async () => {
    const made = await benchIn('talking, a call waiting');
    const [, waiting] = made.line.callIds;
    made.line.receiveCall({ number: '+12025550103' });
    await show(made);
    made.line.remoteHangUp(waiting!);
    await updated();
    press('Decline +12025550103');
    await updated();
    expect(bench.controller.snapshot.calls).to.have.length(2);
    bench.clock.advance(400);
    press('Decline +12025550103');
    await updated();
    expect(bench.controller.snapshot.calls).to.have.length(1);
  });

  it('shows what waits for the page, and takes it back', async () => {
    await show(await benchIn('talking, a call waiting'));
    bench.controller.intercept(() => new Promise(() => undefined));
    press('Decline +12025550102');
    await updated();
    const [, decline] = buttons();
    expect(decline!.getAttribute('aria-busy')).to.equal('true');
    press('Decline +12025550102');
    await updated();
    expect(decline!.hasAttribute('aria-busy')).to.equal(false);
    expect(bench.controller.snapshot.calls).to.have.length(2);
  });

  it('says why the page refused, and keeps the call', async () => {
    await show(await benchIn('talking, a call waiting'));
    bench.controller.intercept(() => ({ refuse: 'A customer of yours' }));
    press('Decline +12025550102');
    await updated();
    const note = list.shadowRoot!.querySelector('[part=problem]')!;
    expect(note.textContent).to.equal('A customer of yours');
    expect(note.matches(':popover-open[role=alert]')).to.equal(true);
    expect(bench.controller.snapshot.calls).to.have.length(2);
    await expect(list).to.be.accessible();
  });

  it('names a caller who hides the number, in the language of the page', async () => {
    const made = await benchIn('talking');
    made.line.receiveCall({ number: '' });
    await show(made);
    expect(text('name')).to.equal('Anonymous caller');
    list.lang = 'ru';
    await updated();
    expect(text('name')).to.equal('Номер скрыт');
    expect(text('phase')).to.match(/^Входящий звонок · /);
    expect(names()[1]).to.equal('Отклонить: Номер скрыт');
  });
});
