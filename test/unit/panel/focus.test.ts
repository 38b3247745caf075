import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../../src/define.js';
import type { CtiPanel } from '../../../src/panel/cti-panel.js';
import { benchIn, settle, type ElementBench, type StateName } from '../elements/bench.js';

describe('the focus, when others call and hang up', () => {
  const { now } = Date;
  let bench: ElementBench;
  let panel: CtiPanel;

  async function shown(): Promise<void> {
    for (let turn = 0; turn < 4; turn += 1) {
      await settle();
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    await panel.updateComplete;
  }
  async function show(state: StateName, ...own: Element[]): Promise<void> {
    bench = await benchIn(state);
    Date.now = () => bench.clock.now();
    panel = document.createElement('cti-panel');
    Object.assign(panel, { manual: true, controller: bench.controller });
    panel.append(...own);
    document.body.append(panel);
    await shown();
  }
  async function receive(): Promise<void> {
    bench.line.receiveCall({ number: '+12025550101' });
    await shown();
    await shown();
  }
  const inPanel = (selector: string): HTMLElement => panel.shadowRoot!.querySelector(selector)!;
  afterEach(() => {
    Date.now = now;
    panel.remove();
    bench.controller.dispose();
  });

  for (const [name, tag, part] of [
    ['a key', 'cti-dial-pad', 'key'],
    ['the Keypad button', '[action=keypad]', 'button'],
    ['Call', 'cti-dial-field', 'call'],
  ] as const) {
    it(`stays on ${name} while a call comes in, until the operator leaves it`, async () => {
      await show('idle');
      bench.controller.showKeypad(name === 'a key');
      await shown();
      const host = inPanel(tag);
      const inside = host.shadowRoot!.querySelector<HTMLElement>(`[part~=${part}]`)!;
      inside.focus();
      await receive();
      expect(panel.shadowRoot!.activeElement === host).to.equal(true);
      expect(host.shadowRoot!.activeElement === inside).to.equal(true);
      expect(inside.ariaDisabled).to.equal('true');
      bench.clock.advance(400);
      await sendKeys({ press: 'Enter' });
      await shown();
      expect(bench.controller.snapshot.keypad).to.equal(false);
      expect(bench.controller.snapshot.calls.map(({ phase }) => phase)).to.deep.equal(['offered']);
      await expect(panel).to.be.accessible();
      inside.blur();
      await shown();
      expect(panel.shadowRoot!.querySelector(tag)?.checkVisibility() ?? false).to.equal(false);
    });
  }

  it('stays on a key of the page’s own pad, which a button shows', async () => {
    const button = document.createElement('cti-action-button');
    button.action = 'keypad';
    const pad = document.createElement('cti-dial-pad');
    await show('idle', button, pad);
    bench.controller.showKeypad(true);
    await shown();
    pad.focus();
    await receive();
    expect(document.activeElement === pad).to.equal(true);
    pad.blur();
    await pad.updateComplete;
    expect(pad.checkVisibility()).to.equal(false);
  });

  it('goes from End call to the field, where an Enter meant for End call does not dial', async () => {
    await show('talking');
    Object.assign(inPanel('cti-dial-field'), { value: '603' });
    const actions = inPanel('cti-call-actions').shadowRoot!;
    actions.querySelector<HTMLElement>('[action=end]')!.focus();
    bench.line.remoteHangUp(bench.line.callIds[0]!);
    await shown();
    await sendKeys({ press: 'Enter' });
    await shown();
    expect(panel.shadowRoot!.activeElement?.localName).to.equal('cti-dial-field');
    expect(bench.controller.snapshot.calls).to.deep.equal([]);
  });
});
