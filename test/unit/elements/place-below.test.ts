import { expect } from '@open-wc/testing';
import { placeBelow } from '../../../src/elements/place-below.js';

describe('placeBelow', () => {
  const { supports } = CSS;
  let anchor: HTMLElement;
  let popover: HTMLElement;

  function box(styles: Readonly<Record<string, string>>): HTMLElement {
    const made = document.createElement('div');
    for (const [name, value] of Object.entries(styles)) made.style.setProperty(name, value);
    return document.body.appendChild(made);
  }
  /** The popover, 100 × 60 px, beside an anchor of 40 × 20 px at that place. */
  async function place(left: number, top: number, size = '60px'): Promise<DOMRect> {
    anchor = box({
      position: 'fixed',
      width: '40px',
      height: '20px',
      left: `${left}px`,
      top: `${top}px`,
    });
    popover = box({
      position: 'fixed',
      margin: '0',
      border: '0',
      padding: '0',
      width: '100px',
      height: size,
    });
    popover.popover = 'manual';
    placeBelow(popover, anchor);
    const shown = new Promise((resolve) => popover.addEventListener('toggle', resolve));
    popover.showPopover();
    await shown;
    return popover.getBoundingClientRect();
  }

  beforeEach(() => {
    CSS.supports = () => false;
  });
  afterEach(() => {
    CSS.supports = supports;
    anchor.remove();
    popover.remove();
    document.documentElement.removeAttribute('dir');
  });

  it('puts it below, at the same edge', async () => {
    const { left, top } = await place(50, 10);
    expect([left, top]).to.deep.equal([50, 34]);
  });

  it('puts it at the other edge in a right-to-left page', async () => {
    document.documentElement.dir = 'rtl';
    const { right, top } = await place(200, 10);
    expect([right, top]).to.deep.equal([240, 34]);
  });

  it('puts it above where there is no room below', async () => {
    const { bottom } = await place(50, innerHeight - 30);
    expect(bottom).to.equal(innerHeight - 34);
  });

  it('keeps it in the viewport', async () => {
    const { right } = await place(innerWidth - 20, 10);
    expect(right).to.equal(innerWidth - 4);
    anchor.remove();
    popover.remove();
    const { top } = await place(-80, innerHeight - 30, `${innerHeight * 2}px`);
    expect([popover.getBoundingClientRect().left, top]).to.deep.equal([4, 4]);
  });

  it('leaves it to the browser that can do it by itself', async () => {
    CSS.supports = () => true;
    await place(50, 10);
    expect(popover.style.inset).to.equal('');
  });
});
