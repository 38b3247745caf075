import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/define.js';
import { CtiError } from '../../../src/base/error.js';
import type { CtiTransferForm } from '../../../src/elements/cti-transfer-form.js';
import { elementBench, settle, states, type BenchOptions, type ElementBench } from './bench.js';
import { describeElement } from './suite.js';

describeElement('cti-transfer-form');

describe('cti-transfer-form', () => {
  const { now } = Date;
  let bench: ElementBench;
  let form: CtiTransferForm;

  afterEach(() => {
    Date.now = now;
    bench.controller.dispose();
  });

  async function updated(): Promise<void> {
    await settle();
    await form.updateComplete;
    await settle();
    await form.updateComplete;
  }

  async function show(options: BenchOptions = {}): Promise<void> {
    bench = await elementBench(options);
    await states.talking(bench);
    Date.now = () => bench.clock.now();
    form = await fixture(
      html`<cti-transfer-form .controller=${bench.controller}></cti-transfer-form>`,
    );
    await updated();
  }

  const find = (part: string): HTMLElement | null =>
    form.shadowRoot!.querySelector(`[part='${part}']`);
  const input = (): HTMLInputElement => form.shadowRoot!.querySelector('input')!;
  const text = (part: string): string => find(part)?.textContent.trim() ?? '';
  const buttons = (): string[] =>
    [...form.shadowRoot!.querySelectorAll('button')].map(({ textContent }) => textContent.trim());
  const parties = (): string[] =>
    [...form.shadowRoot!.querySelectorAll('[part=party]')].map(({ textContent }) =>
      textContent.replace(/\s+/g, ' ').replace(/ · .*/, '').trim(),
    );
  const call = () => bench.controller.snapshot.calls[0];

  async function type(value: string): Promise<void> {
    input().focus();
    input().value = value;
    input().dispatchEvent(new Event('input'));
    await updated();
  }

  async function press(part: string): Promise<void> {
    bench.clock.advance(400);
    find(part)!.click();
    await updated();
  }

  it('shows who is transferred, a field for any number, and both ways', async () => {
    await show();
    expect(parties()).to.deep.equal(['Anna Schmidt Talking']);
    expect(input().ariaLabel).to.equal('Transfer to');
    expect(buttons()).to.deep.equal(['Transfer now', 'Ask first']);
    await expect(form).to.be.accessible();
    form.lang = 'ru';
    await updated();
    expect(buttons()).to.deep.equal(['Перевести сразу', 'Сначала спросить']);
  });

  it('has the ways that the page and the line have', async () => {
    await show({ settings: { features: { transfer: 'blind' } } });
    expect(buttons()).to.deep.equal(['Transfer now']);
    bench.controller.dispose();
    await show({ capabilities: { blindTransfer: false } });
    expect(buttons()).to.deep.equal(['Ask first']);
  });

  it('sends the caller by Enter, and says how far it is and that it is done', async () => {
    await show();
    bench.line.script('601', { type: 'answers', afterMs: 2_000 });
    await type('601');
    input().form!.requestSubmit();
    await updated();
    expect(text('status')).to.equal('Ringing at 601…');
    expect(buttons()).to.deep.equal([]);
    bench.clock.advance(2_000);
    await updated();
    expect(text('status')).to.equal('Transferred to 601');
    expect(bench.controller.snapshot.calls).to.have.length(0);
  });

  it('says why it failed; the caller is on hold, and what was typed is there', async () => {
    await show();
    await type('602');
    await press('transfer');
    expect(call()?.hold).to.equal('held');
    expect(text('problem')).to.contain('Not transferred to 602. The caller is still with you.');
    expect(input().value).to.equal('602');
    expect(parties()[0]).to.match(/^Anna Schmidt On hold/);
    await expect(form).to.be.accessible();
  });

  it('asks first: both are shown, to swap, to complete or to cancel, by the keyboard', async () => {
    await show();
    await type('600');
    await press('ask');
    expect(parties()).to.deep.equal(['Anna Schmidt On hold', '600 Talking']);
    expect(buttons()).to.deep.equal(['Complete transfer', 'Swap calls', 'Cancel transfer']);
    expect(form.shadowRoot!.activeElement === find('cancel'), 'focus').to.equal(true);
    await expect(form).to.be.accessible();
    await press('swap');
    expect(parties()).to.deep.equal(['Anna Schmidt Talking', '600 On hold']);
    await press('complete');
    expect(text('status')).to.equal('Transferred to 600');
    expect(bench.controller.snapshot.calls).to.have.length(0);
  });

  it('cancels: back to the caller', async () => {
    await show();
    await type('600');
    await press('ask');
    await press('cancel');
    expect(parties()).to.deep.equal(['Anna Schmidt Talking']);
    expect(bench.controller.snapshot.calls).to.have.length(1);
  });

  it('connects two calls that exist', async () => {
    await show();
    void bench.controller.send({ type: 'dial', target: '600' });
    await updated();
    expect(buttons()).to.include('Connect both calls');
    await press('connect');
    expect(bench.controller.snapshot.calls).to.have.length(0);
  });

  it('asks for nothing without a number, and tells what the page refuses', async () => {
    await show();
    await press('transfer');
    expect(call()?.transfer.state).to.equal('none');
    bench.controller.intercept(({ command }) =>
      command.type === 'transfer' ? { refuse: 'Not to there' } : undefined,
    );
    await type('600');
    await press('transfer');
    expect(text('problem')).to.equal('Not to there');
  });

  it('says so when there is nothing to transfer', async () => {
    await show();
    await bench.controller.send({ type: 'end' });
    bench.clock.advance(5_000);
    await updated();
    expect(text('status')).to.equal('There is no call to transfer');
    expect(find('input')).to.equal(null);
  });

  it('tells how the target refused to be asked', async () => {
    await show();
    await type('602');
    await press('ask');
    expect(text('problem')).to.contain('Not transferred to 602');
    expect(call()?.transfer.problem).to.equal(new CtiError('busy').reason);
  });
});
