import { expect } from '@open-wc/testing';
import { usefulViews } from '../../../src/elements/window-views.js';
import { benchIn, settle, type BenchOptions, type ElementBench } from './bench.js';
import { clear, keep, open, tabNames, windowIn } from './window-bench.js';

describe('views of the CTI window', () => {
  afterEach(clear);

  async function talking(options: BenchOptions = {}): Promise<ElementBench> {
    return keep(await benchIn('talking', options));
  }

  const hasTransfer = ({ controller }: ElementBench): boolean =>
    usefulViews(controller.snapshot).includes('transfer');

  it('have the transfer while a call can be sent away, by one way or the other', async () => {
    const idle = keep(await benchIn('idle'));
    expect(hasTransfer(idle), 'no call').to.equal(false);
    expect(hasTransfer(await talking())).to.equal(true);
    expect(hasTransfer(await talking({ capabilities: { blindTransfer: false } }))).to.equal(true);
    const neither = { blindTransfer: false, attendedTransfer: false };
    expect(hasTransfer(await talking({ capabilities: neither }))).to.equal(false);
    const forbidden = { settings: { features: { transfer: false } } } as const;
    expect(hasTransfer(await talking(forbidden))).to.equal(false);
  });

  it('have the transfer while somebody is asked, and while the caller is on the way', async () => {
    const asking = await talking();
    await asking.controller.send({ type: 'transfer', target: '600', attended: true });
    const made = await windowIn(asking);
    await open(made, 'settings');
    expect(tabNames(made)).to.include('Transfer call');

    const sending = await talking();
    sending.line.script('601', { type: 'answers', afterMs: 2_000 });
    const sent = sending.controller.send({ type: 'transfer', target: '601' });
    await settle();
    expect(hasTransfer(sending)).to.equal(true);
    sending.clock.advance(2_000);
    await sent;
    expect(hasTransfer(sending), 'it is done').to.equal(false);
  });

  it('put the operator where they go on: into the field of the transfer, if there is one', async () => {
    const made = await windowIn(await talking());
    await open(made, 'transfer');
    await settle();
    const form = made.shadowRoot!.querySelector('cti-transfer-form')!;
    expect(form.shadowRoot!.activeElement?.localName).to.equal('input');

    const none = await windowIn(keep(await benchIn('idle')));
    await open(none, 'transfer');
    await settle();
    expect(none.shadowRoot!.activeElement?.textContent.trim()).to.equal('Transfer call');
  });
});
