import { expect } from '@open-wc/testing';
import { sendKeys, sendMouse, setViewport } from '@web/test-runner-commands';
import {
  add,
  clear,
  isInside,
  makeBench,
  open,
  part,
  servicesIn,
  windowIn,
} from './window-bench.js';

describe('where the CTI window is', () => {
  beforeEach(() => setViewport({ width: 900, height: 640 }));
  afterEach(clear);

  it('is moved by arrow keys, and opens there the next time', async () => {
    const store = new Map<string, string>();
    const made = await windowIn(await makeBench(), servicesIn(store));
    await open(made);
    const before = made.getBoundingClientRect();
    part(made, 'move').focus();
    await sendKeys({ press: 'ArrowLeft' });
    await sendKeys({ press: 'ArrowUp' });
    const after = made.getBoundingClientRect();
    expect([after.left, after.top]).to.deep.equal([before.left - 24, before.top - 24]);
    await made.activeController!.send({ type: 'close-window' });
    const again = await windowIn(await makeBench(), servicesIn(store));
    await open(again);
    const { left, top } = again.getBoundingClientRect();
    expect([left, top]).to.deep.equal([after.left, after.top]);
  });

  it('stays docked beside its panel, wherever that goes, and floats once it is moved', async () => {
    const store = new Map<string, string>();
    const panel = add(document.createElement('cti-panel'));
    panel.manual = true;
    panel.style.setProperty('position', 'fixed');
    panel.style.setProperty('inset', '40px 40px auto auto');
    panel.style.setProperty('inline-size', '300px');
    const made = await windowIn(await makeBench(), servicesIn(store));
    made.htmlFor = panel.id = 'docks-here';
    await open(made);
    const gapToPanel = (): number =>
      Math.round(panel.getBoundingClientRect().left - made.getBoundingClientRect().right);
    expect(gapToPanel()).to.equal(8);
    expect(made.shadowRoot!.querySelector('[part=dock]')).to.equal(null);
    panel.style.setProperty('inset', '120px 100px auto auto');
    window.dispatchEvent(new Event('scroll'));
    expect(gapToPanel()).to.equal(8);
    expect(made.getBoundingClientRect().top).to.equal(120);

    part(made, 'move').focus();
    await sendKeys({ press: 'ArrowLeft' });
    await made.updateComplete;
    expect(gapToPanel()).to.equal(32);
    window.dispatchEvent(new Event('scroll'));
    expect(gapToPanel()).to.equal(32);
    part(made, 'dock').click();
    await made.updateComplete;
    expect(gapToPanel()).to.equal(8);
    expect(store.get('window-position')).to.equal('');
    expect(made.shadowRoot!.querySelector('[part=dock]')).to.equal(null);
  });

  it('is not dragged where it is a sheet', async () => {
    await setViewport({ width: 320, height: 640 });
    const store = new Map<string, string>();
    const made = await windowIn(await makeBench(), servicesIn(store));
    await open(made);
    const { left, right, bottom } = made.getBoundingClientRect();
    expect([left, right, bottom]).to.deep.equal([0, 320, 640]);
    expect(part(made, 'move').checkVisibility()).to.equal(false);
    const box = part(made, 'header').getBoundingClientRect();
    await sendMouse({ type: 'move', position: [60, Math.round(box.top + 10)] });
    await sendMouse({ type: 'down' });
    await sendMouse({ type: 'move', position: [60, 300] });
    await sendMouse({ type: 'up' });
    expect(store.size).to.equal(0);
  });

  it('is dragged by its header, never out of the viewport', async () => {
    const store = new Map<string, string>();
    const made = await windowIn(await makeBench(), servicesIn(store));
    await open(made);
    const { left, top } = made.getBoundingClientRect();
    const grip: [number, number] = [Math.round(left + 60), Math.round(top + 20)];
    await sendMouse({ type: 'move', position: grip });
    await sendMouse({ type: 'down' });
    await sendMouse({ type: 'move', position: [grip[0] - 100, grip[1] - 50] });
    const moved = made.getBoundingClientRect();
    expect(Math.round(left - moved.left)).to.be.within(99, 101);
    expect(Math.round(top - moved.top)).to.be.within(49, 51);
    await sendMouse({ type: 'move', position: [1, 1] });
    await sendMouse({ type: 'up' });
    expect(isInside(made)).to.equal(true);
    expect(store.get('window-position')).to.equal('8 8');
  });

  it('stays inside the viewport when that shrinks, and when what was remembered is nonsense', async () => {
    const made = await windowIn(
      await makeBench(),
      servicesIn(new Map([['window-position', '99999 4000']])),
    );
    await open(made);
    expect(isInside(made)).to.equal(true);
    const resized = new Promise((resolve) => addEventListener('resize', resolve, { once: true }));
    await setViewport({ width: 600, height: 400 });
    await resized;
    expect(isInside(made)).to.equal(true);
    const odd = await windowIn(
      await makeBench(),
      servicesIn(new Map([['window-position', 'NaN']])),
    );
    await open(odd);
    expect(isInside(odd)).to.equal(true);
  });

  it('is a sheet at the lower edge of a narrow page', async () => {
    await setViewport({ width: 320, height: 600 });
    const made = await windowIn(await makeBench());
    await open(made);
    const { left, right, bottom } = made.getBoundingClientRect();
    expect([left, right, bottom]).to.deep.equal([0, 320, 600]);
  });
});
