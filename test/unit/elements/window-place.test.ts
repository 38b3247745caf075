import { expect } from '@open-wc/testing';
import { besidePanel, insideViewport } from '../../../src/elements/window-place.js';

const viewport = { width: 1000, height: 700 };
const size = { width: 384, height: 300 };

describe('place of the CTI window', () => {
  it('stays where it is inside the viewport', () => {
    expect(insideViewport({ x: 100, y: 50 }, size, viewport)).to.deep.equal({ x: 100, y: 50 });
  });

  it('comes back over every edge', () => {
    expect(insideViewport({ x: -50, y: -50 }, size, viewport)).to.deep.equal({ x: 8, y: 8 });
    expect(insideViewport({ x: 5_000, y: 5_000 }, size, viewport)).to.deep.equal({
      x: 608,
      y: 392,
    });
  });

  it('shows its upper left corner where the viewport is too small', () => {
    const place = insideViewport({ x: 40, y: 40 }, size, { width: 300, height: 200 });
    expect(place).to.deep.equal({ x: 8, y: 8 });
  });

  it('opens beside its panel, on the side that has room', () => {
    const right = new DOMRect(700, 60, 300, 116);
    expect(besidePanel(right, size, viewport)).to.deep.equal({ x: 308, y: 60 });
    const left = new DOMRect(0, 60, 300, 116);
    expect(besidePanel(left, size, viewport)).to.deep.equal({ x: 308, y: 60 });
  });

  it('opens below a bar, and above one at the lower edge', () => {
    const bar = new DOMRect(300, 0, 600, 48);
    expect(besidePanel(bar, size, viewport)).to.deep.equal({ x: 300, y: 56 });
    expect(besidePanel(bar, size, viewport, { rtl: true })).to.deep.equal({ x: 516, y: 56 });
    const low = new DOMRect(300, 652, 600, 48);
    expect(besidePanel(low, size, viewport)).to.deep.equal({ x: 300, y: 344 });
  });

  it('covers nothing that hangs from a bar', () => {
    const bar = new DOMRect(380, 0, 610, 48);
    const flyout = new DOMRect(760, 54, 220, 120);
    expect(besidePanel(bar, size, viewport, { flyout })).to.deep.equal({ x: 380, y: 182 });
    const wide = new DOMRect(300, 0, 690, 48);
    expect(besidePanel(wide, size, viewport, { flyout })).to.deep.equal({ x: 300, y: 56 });
  });

  it('opens in the corner without a panel', () => {
    expect(besidePanel(undefined, size, viewport)).to.deep.equal({ x: 608, y: 392 });
  });
});
