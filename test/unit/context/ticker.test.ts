import { expect } from '@open-wc/testing';
import { html, LitElement, type TemplateResult } from 'lit';
import { Ticker } from '../../../src/context/ticker.js';
import { ManualClock } from '../../support/manual-clock.js';
import { resetHidden, setHidden } from '../../support/page-visibility.js';

const clock = new ManualClock();

class TestTicking extends LitElement {
  active = true;
  renders = 0;
  readonly ticker = new Ticker(this, () => this.active, clock);

  override render(): TemplateResult {
    this.renders += 1;
    return html`${Math.floor(this.ticker.now() / 1_000)}`;
  }
}
customElements.define('test-ticking', TestTicking);

describe('Ticker', () => {
  let element: TestTicking;

  async function rendersAfter(ms: number): Promise<number> {
    const before = element.renders;
    clock.advance(ms);
    await element.updateComplete;
    return element.renders - before;
  }

  beforeEach(async () => {
    setHidden(false);
    element = document.body.appendChild(new TestTicking());
    await element.updateComplete;
  });
  afterEach(() => {
    element.remove();
    resetHidden();
  });

  it('renders at each full second', async () => {
    clock.advance(1_000 - (clock.now() % 1_000));
    await element.updateComplete;
    expect(await rendersAfter(999)).to.equal(0);
    expect(await rendersAfter(1)).to.equal(1);
    expect(await rendersAfter(1_000)).to.equal(1);
  });

  it('stands still while there is nothing to show', async () => {
    element.active = false;
    element.requestUpdate();
    await element.updateComplete;
    expect(clock.pending).to.equal(0);
    expect(await rendersAfter(5_000)).to.equal(0);
  });

  it('stands still while nobody sees the page, and is right at once when they do', async () => {
    setHidden(true);
    await rendersAfter(1_000);
    expect(clock.pending).to.equal(0);
    expect(await rendersAfter(60_000)).to.equal(0);
    setHidden(false);
    await element.updateComplete;
    expect(element.shadowRoot!.textContent).to.equal(String(Math.floor(clock.now() / 1_000)));
    expect(await rendersAfter(1_000)).to.equal(1);
  });

  it('goes with its element, also into another place and another document', async () => {
    element.remove();
    expect(clock.pending).to.equal(0);
    const frame = document.body.appendChild(document.createElement('iframe'));
    setHidden(false, frame.contentDocument!);
    for (const parent of [document.body, frame.contentDocument!.body, document.body]) {
      parent.append(element);
      await element.updateComplete;
      expect(await rendersAfter(1_000)).to.equal(1);
    }
    frame.remove();
  });
});
