import { ContextProvider } from '@lit/context';
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { TemplateResult } from 'lit';
import { LocalCallCentre } from '../../../src/call-centre/local-call-centre.js';
import { CtiElement } from '../../../src/context/cti-element.js';
import { controllerContext } from '../../../src/context/controller-context.js';
import '../../../src/define.js';
import { defineLateElements } from '../../../src/define/late-elements.js';
import { Composition } from '../../../src/panel/composition.js';
import styles from '../../../src/panel/cti-panel.styles.js';
import tokens from '../../../src/elements/styles/tokens.styles.js';
import {
  benchIn,
  elementBench,
  settle,
  type ElementBench,
  type StateName,
} from '../elements/bench.js';

/** A panel with nothing but its composition. */
class Shell extends CtiElement {
  static override readonly styles = [tokens, styles];
  layout: 'auto' | 'card' | 'bar' = 'auto';
  readonly composition = new Composition(this);
  readonly #provider = new ContextProvider(this, { context: controllerContext });

  protected override willUpdate(): void {
    this.#provider.setValue(this.activeController);
  }
  override render(): TemplateResult {
    return this.composition.render();
  }
}
customElements.define('test-shell', Shell);

const nodes: Element[] = [];
const benches: ElementBench[] = [];

/** Keeps nothing. */
function callCentre(): LocalCallCentre {
  const storage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
  return new LocalCallCentre({ userId: 'test', storage });
}

function frame(): Promise<unknown> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

async function bench(state: StateName = 'idle'): Promise<ElementBench> {
  const made = await benchIn(state, { settings: { callCentre: callCentre() } });
  benches.push(made);
  return made;
}

function shell({ controller }: ElementBench, width = 300): Shell {
  const made = new Shell();
  made.controller = controller;
  const box = document.createElement('div');
  box.style.setProperty('inline-size', `${width}px`);
  nodes.push(box);
  box.append(made);
  document.body.append(box);
  return made;
}

/** All that is shown has been decided and rendered. */
async function rendered(made: Shell): Promise<void> {
  await settle();
  await frame();
  await frame();
  await made.updateComplete;
}

function shown(made: Shell, selector: string): boolean {
  return made.shadowRoot!.querySelector(selector)?.checkVisibility() ?? false;
}

afterEach(() => {
  nodes.splice(0).forEach((node) => node.remove());
  benches.splice(0).forEach(({ controller }) => controller.dispose());
});

defineLateElements();

describe('composition of the panel', () => {
  it('shows the default without children, and not before the first frame', async () => {
    const made = shell(await bench());
    await made.updateComplete;
    expect(made.composition.isOwn).to.equal(undefined);
    expect(made.shadowRoot!.querySelector('cti-dial-field')).to.equal(null);
    await rendered(made);
    expect(made.composition.isOwn).to.equal(false);
    expect(shown(made, 'cti-dial-field')).to.equal(true);
  });

  it('counts neither text nor comments nor children with a slot', async () => {
    const made = shell(await bench());
    const footer = document.createElement('p');
    footer.slot = 'footer';
    made.append(' text ', document.createComment('comment'), footer);
    await rendered(made);
    expect(made.composition.isOwn).to.equal(false);
    expect(footer.assignedSlot?.name).to.equal('footer');
  });

  it('is replaced by the page’s own elements, also ones parsed after the upgrade', async () => {
    const made = shell(await bench());
    await made.updateComplete;
    const own = document.createElement('cti-dial-field');
    made.append(own);
    await rendered(made);
    expect(made.composition.isOwn).to.equal(true);
    expect(made.shadowRoot!.querySelector('cti-dial-field')).to.equal(null);
    expect(own.checkVisibility()).to.equal(true);
  });

  it('is decided again whenever children change', async () => {
    const made = shell(await bench());
    await rendered(made);
    const own = made.appendChild(document.createElement('div'));
    await rendered(made);
    expect(made.composition.isOwn).to.equal(true);
    own.slot = 'footer';
    await rendered(made);
    expect(made.composition.isOwn).to.equal(false);
    own.slot = '';
    await rendered(made);
    expect(made.composition.isOwn).to.equal(true);
    own.remove();
    await rendered(made);
    expect(made.composition.isOwn).to.equal(false);
  });

  it('has a slot for each place that a page may add to', async () => {
    const made = shell(await bench('talking'));
    await rendered(made);
    await made.controller!.send({ type: 'open-window' });
    await rendered(made);
    const slots = [...made.shadowRoot!.querySelectorAll<HTMLSlotElement>('slot[name]')];
    expect(slots.map(({ name }) => name).sort()).to.deep.equal([
      'actions',
      'customer-details',
      'footer',
      'header',
      'window',
    ]);
  });

  it('shows the field when idle, and the call in a call', async () => {
    const line = await bench();
    const made = shell(line);
    await rendered(made);
    expect([shown(made, '[part=dial]'), shown(made, '[part=call]')]).to.deep.equal([true, false]);
    line.line.receiveCall({ number: '+12025550101' });
    await rendered(made);
    expect([shown(made, '[part=dial]'), shown(made, '[part=call]')]).to.deep.equal([false, true]);
  });

  for (const state of ['idle', 'incoming', 'outgoing', 'talking', 'on hold'] as const) {
    it(`keeps Open CTI window and the status reachable: ${state}`, async () => {
      const made = shell(await bench(state));
      await rendered(made);
      expect(shown(made, 'cti-action-button[action=open-window]')).to.equal(true);
      expect(shown(made, 'cti-status-menu')).to.equal(true);
    });
  }

  it('leaves the caret in the field while a call comes in, until the operator leaves it', async () => {
    const line = await bench();
    const made = shell(line);
    await rendered(made);
    const field = made.shadowRoot!.querySelector('cti-dial-field')!;
    field.focus();
    await sendKeys({ type: '555' });
    line.line.receiveCall({ number: '+12025550101' });
    await rendered(made);
    expect(made.shadowRoot!.activeElement === field).to.equal(true);
    await sendKeys({ type: '01' });
    expect(field.value).to.equal('55501');
    expect(shown(made, '[part=dial]')).to.equal(true);
    field.blur();
    await rendered(made);
    expect(shown(made, '[part=dial]')).to.equal(false);
  });

  it('keeps the keyboard in the panel when the focused element goes', async () => {
    const line = await bench();
    const made = shell(line);
    await rendered(made);
    made.shadowRoot!.querySelector('cti-dial-field')!.focus();
    await sendKeys({ type: '603' });
    await sendKeys({ press: 'Enter' });
    await rendered(made);
    await rendered(made);
    expect(made.controller!.snapshot.mode).to.equal('outgoing');
    expect(made.shadowRoot!.activeElement?.part.value).to.equal('call');
  });

  it('moves no focus that is elsewhere', async () => {
    const field = document.body.appendChild(document.createElement('input'));
    nodes.push(field);
    const line = await bench();
    const made = shell(line);
    await rendered(made);
    field.focus();
    const id = line.line.receiveCall({ number: '+12025550101' });
    await rendered(made);
    line.line.remoteHangUp(id);
    await rendered(made);
    expect(document.activeElement === field).to.equal(true);
  });

  it('toggles the dial pad', async () => {
    const made = shell(await bench());
    await rendered(made);
    expect(shown(made, 'cti-dial-pad')).to.equal(false);
    made.controller!.showKeypad(true);
    await rendered(made);
    expect(shown(made, 'cti-dial-pad')).to.equal(true);
    made.shadowRoot!.querySelector('cti-dial-pad')!.focus();
    await sendKeys({ press: 'Escape' });
    await rendered(made);
    expect(shown(made, 'cti-dial-pad')).to.equal(false);
  });

  it('leaves no gap where this page lets nobody dial', async () => {
    const made = shell(await bench());
    await rendered(made);
    const before = made.offsetHeight;
    made.controller!.configure({ features: { dial: 'none' }, callCentre: callCentre() });
    await rendered(made);
    expect(shown(made, '[part=dial]')).to.equal(false);
    expect(made.offsetHeight).to.be.lessThan(before);
  });

  it('has the one window of its controller, whose content the page may add to', async () => {
    const made = shell(await bench());
    await rendered(made);
    await made.controller!.send({ type: 'open-window' });
    await rendered(made);
    const windows = [...made.shadowRoot!.querySelectorAll('cti-window')];
    expect(windows.map(({ open, popover }) => [open, popover])).to.deep.equal([[true, 'manual']]);
  });

  it('makes a window for a composition that has none, and only then', async () => {
    const line = await bench();
    const made = shell(line);
    made.append(document.createElement('cti-dial-field'));
    await rendered(made);
    expect(made.shadowRoot!.querySelector('cti-window')).to.equal(null);
    await line.controller.send({ type: 'open-window' });
    await rendered(made);
    expect(made.shadowRoot!.querySelector('cti-window')?.open).to.equal(true);
    await line.controller.send({ type: 'close-window' });
    await rendered(made);
    const own = made.appendChild(document.createElement('cti-window'));
    await rendered(made);
    await line.controller.send({ type: 'open-window' });
    await rendered(made);
    expect(own.open).to.equal(true);
    expect(made.shadowRoot!.querySelector('cti-window')).to.equal(null);
  });

  it('passes the parts of its elements on', async () => {
    const made = shell(await bench());
    await rendered(made);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('test-shell::part(dial-field-input) { border-top-width: 7px }');
    document.adoptedStyleSheets.push(sheet);
    const field = made.shadowRoot!.querySelector('cti-dial-field')!;
    const input = field.shadowRoot!.querySelector('input')!;
    expect(getComputedStyle(input).borderTopWidth).to.equal('7px');
    document.adoptedStyleSheets.pop();
  });

  it('leaves no frame or timer behind when it leaves at once', async () => {
    const made = shell(await elementBench().then((each) => (benches.push(each), each)));
    made.remove();
    await frame();
    await frame();
    expect(made.composition.isOwn).to.equal(undefined);
  });

  describe('layout', () => {
    const overflow = (made: Shell): number => made.scrollWidth - made.clientWidth;

    it('is a card in a narrow place and a bar of at most 48 px in a wide one', async () => {
      const line = await bench();
      const [card, bar] = [shell(line, 300), shell(line, 900)];
      await rendered(card);
      await rendered(bar);
      expect(card.offsetHeight).to.be.greaterThan(80);
      expect(bar.offsetHeight).to.be.at.most(48);
    });

    it('is what the page says, whatever the width', async () => {
      const line = await bench();
      const [card, bar] = [shell(line, 900), shell(line, 420)];
      card.layout = 'card';
      bar.layout = 'bar';
      await rendered(card);
      await rendered(bar);
      expect(card.offsetHeight).to.be.greaterThan(80);
      expect(bar.offsetHeight).to.be.at.most(48);
    });

    for (const state of ['idle', 'incoming', 'talking', 'talking, a call waiting'] as const) {
      it(`fits a card of 220 px: ${state}`, async () => {
        const made = shell(await bench(state), 220);
        await rendered(made);
        expect(made.offsetWidth).to.equal(220);
        expect(overflow(made)).to.equal(0);
      });
    }

    it('does not vanish in a flexible box', async () => {
      const made = shell(await bench());
      made.parentElement!.style.setProperty('display', 'flex');
      await rendered(made);
      expect(made.offsetWidth).to.be.at.least(220);
    });
  });
});
