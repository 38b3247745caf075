import { expect } from '@open-wc/testing';
import { html, LitElement, type TemplateResult } from 'lit';
import { noteMs, PassingNote } from '../../../src/elements/passing-note.js';
import { ManualClock } from '../../support/manual-clock.js';

const clock = new ManualClock();

class TestNoting extends LitElement {
  readonly note = new PassingNote(this, clock);

  override render(): TemplateResult {
    return html`<button part="button">x</button> ${this.note.render()}`;
  }
}
customElements.define('test-noting', TestNoting);

describe('PassingNote', () => {
  let element: TestNoting;

  async function shown(): Promise<string | undefined> {
    await element.updateComplete;
    return element.shadowRoot!.querySelector('p:popover-open')?.textContent;
  }

  beforeEach(() => {
    element = document.body.appendChild(new TestNoting());
  });
  afterEach(() => element.remove());

  it('is shown for 5 s, from the last that was told', async () => {
    expect(await shown()).to.equal(undefined);
    element.note.tell('one');
    expect(await shown()).to.equal('one');
    clock.advance(noteMs - 1);
    element.note.tell('two');
    expect(await shown()).to.equal('two');
    clock.advance(noteMs - 1);
    expect(await shown()).to.equal('two');
    clock.advance(1);
    expect(await shown()).to.equal(undefined);
  });

  it('goes when there is nothing to tell, or its element leaves the document', async () => {
    element.note.tell('one');
    element.note.tell();
    expect(await shown()).to.equal(undefined);
    element.note.tell('two');
    element.remove();
    expect(clock.pending).to.equal(0);
    element.note.tell('three');
    document.body.append(element);
    expect(await shown()).to.equal(undefined);
  });
});
