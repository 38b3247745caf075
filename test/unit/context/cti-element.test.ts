import { ContextProvider } from '@lit/context';
import { expect } from '@open-wc/testing';
import { css, html, type TemplateResult } from 'lit';
import { CallState } from '../../../src/context/call-state.js';
import { controllerContext } from '../../../src/context/controller-context.js';
import { CtiElement } from '../../../src/context/cti-element.js';
import { LocalCallController } from '../../../src/controller/local-call-controller.js';

class TestModeWord extends CtiElement {
  static override readonly styles = css`
    :host {
      color: rgb(1, 2, 3);
    }
  `;
  readonly mode = new CallState(this, ({ mode }) => mode);

  seen: string | undefined;

  protected override willUpdate(): void {
    this.seen = this.mode.value;
  }

  override render(): TemplateResult {
    return html`${this.mode.value ?? 'none'}`;
  }
}
customElements.define('test-mode-word', TestModeWord);

/** This file defines no `cti-panel` until a test does. */
class LatePanel extends HTMLElement {
  readonly provider = new ContextProvider(this, {
    context: controllerContext,
    initialValue: new LocalCallController(),
  });
  connectedCallback(): void {
    this.provider.hostConnected();
  }
}

describe('CtiElement', () => {
  const nodes: Element[] = [];
  function add<T extends Element>(element: T, parent: ParentNode & Node = document.body): T {
    nodes.push(element);
    parent.appendChild(element);
    return element;
  }
  function word(): TestModeWord {
    return new TestModeWord();
  }
  function textOf(element: TestModeWord): string {
    return element.shadowRoot!.textContent.trim();
  }
  afterEach(() => nodes.splice(0).forEach((node) => node.remove()));

  it('renders without a controller', async () => {
    const element = add(word());
    await element.updateComplete;
    expect(textOf(element)).to.equal('none');
  });

  it('finds the panel around it, and the one that `for` names, when they are upgraded late', async () => {
    const panel = add(document.createElement('cti-panel'));
    panel.id = 'late';
    const inside = add(word(), panel);
    const beside = word();
    beside.htmlFor = 'late';
    add(beside);
    await Promise.all([inside.updateComplete, beside.updateComplete]);
    expect(inside.activeController).to.equal(undefined);
    customElements.define('cti-panel', LatePanel);
    await customElements.whenDefined('cti-panel');
    await Promise.all([inside.updateComplete, beside.updateComplete]);
    const { value } = (panel as unknown as LatePanel).provider;
    expect(value).to.be.instanceOf(LocalCallController);
    expect(inside.activeController).to.equal(value);
    expect(beside.activeController).to.equal(value);
    expect(textOf(inside)).to.equal('idle');
    expect(textOf(beside)).to.equal('idle');
  });

  it('follows the panel that `for` names when it gets another controller, goes, and is renamed', async () => {
    const [first, second] = [new LocalCallController(), new LocalCallController()];
    const one = add(document.createElement('div'));
    one.id = 'one';
    const provider = new ContextProvider(one, { context: controllerContext, initialValue: first });
    const element = word();
    element.htmlFor = 'one';
    add(element);
    await element.updateComplete;
    expect(element.activeController).to.equal(first);
    provider.setValue(second);
    expect(element.activeController).to.equal(second);
    element.htmlFor = 'nobody';
    await element.updateComplete;
    expect(element.activeController).to.equal(undefined);
    element.htmlFor = 'one';
    await element.updateComplete;
    expect(element.activeController).to.equal(second);
    element.remove();
    provider.setValue(first);
    expect(element.activeController).to.equal(second);
  });

  it('finds the panel that `for` names in its own tree before that of the document', async () => {
    const [near, far] = [new LocalCallController(), new LocalCallController()];
    const host = add(document.createElement('div'));
    const tree = host.attachShadow({ mode: 'open' });
    for (const [parent, controller] of [
      [document.body, far],
      [tree, near],
    ] as const) {
      const panel = add(document.createElement('div'), parent);
      panel.id = 'both';
      new ContextProvider(panel, { context: controllerContext, initialValue: controller });
    }
    const element = word();
    element.htmlFor = 'both';
    add(element, tree);
    await element.updateComplete;
    expect(element.activeController).to.equal(near);
  });

  it('prefers the controller that was set by hand', async () => {
    const [around, byHand] = [new LocalCallController(), new LocalCallController()];
    const provider = add(document.createElement('div'));
    new ContextProvider(provider, { context: controllerContext, initialValue: around });
    const element = add(word(), provider);
    await element.updateComplete;
    element.controller = byHand;
    expect(element.activeController).to.equal(byHand);
  });

  it('has the slices of a new controller in willUpdate already', async () => {
    const element = add(word());
    await element.updateComplete;
    expect(element.seen).to.equal(undefined);
    element.controller = new LocalCallController();
    await element.updateComplete;
    expect(element.seen).to.equal('idle');
  });

  it('looks the same in another document, also when made there', async () => {
    const frame = add(document.createElement('iframe'));
    const { body } = frame.contentDocument!;
    const rendered = add(word());
    await rendered.updateComplete;
    const fresh = word();
    for (const element of [rendered, fresh]) {
      body.append(element);
      await element.updateComplete;
      const { color } = frame.contentWindow!.getComputedStyle(element);
      expect(color).to.equal('rgb(1, 2, 3)');
      expect(textOf(element)).to.equal('none');
    }
    document.body.append(rendered);
    expect(getComputedStyle(add(rendered)).color).to.equal('rgb(1, 2, 3)');
  });

  it('shares one sheet among all elements of a document', async () => {
    const [one, two] = [add(word()), add(word())];
    await Promise.all([one.updateComplete, two.updateComplete]);
    const [sheet] = one.shadowRoot!.adoptedStyleSheets;
    expect(two.shadowRoot!.adoptedStyleSheets[0]).to.equal(sheet);
  });
});
