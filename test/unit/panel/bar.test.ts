import { expect } from '@open-wc/testing';
import '../../../src/define.js';
import type { CtiPanel } from '../../../src/panel/cti-panel.js';
import { benchIn, settle, type ElementBench, type StateName } from '../elements/bench.js';

describe('a Russian bar', () => {
  const { now } = Date;
  let bench: ElementBench;
  let panel: CtiPanel;

  async function show(state: StateName, width: number, profile?: 'no-answer'): Promise<void> {
    bench = await benchIn(state, profile ? { profile } : {});
    Date.now = () => bench.clock.now();
    panel = document.createElement('cti-panel');
    Object.assign(panel, { manual: true, layout: 'bar', lang: 'ru', controller: bench.controller });
    panel.style.setProperty('inline-size', `${width}px`);
    document.body.append(panel);
    await settle();
    for (let turn = 0; turn < 3; turn += 1) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    await panel.updateComplete;
  }
  const at = (selector: string): DOMRect =>
    panel.shadowRoot!.querySelector(selector)!.getBoundingClientRect();
  afterEach(() => {
    Date.now = now;
    panel.remove();
    bench.controller.dispose();
  });

  for (const width of [500, 640, 700]) {
    for (const state of ['incoming', 'outgoing', 'talking', 'on hold'] as const) {
      it(`of ${width} px says who it is, and covers no button: ${state}`, async () => {
        await show(state, width);
        const info = panel.shadowRoot!.querySelector('cti-call-info')!.shadowRoot!;
        const name = info.querySelector('[part=name]')!;
        expect(name.scrollWidth).to.be.at.most(name.clientWidth);
        expect(at('cti-call-info').right).to.be.at.most(at('cti-call-actions').left);
        expect(at('cti-call-actions').right).to.be.at.most(at('[part=tools]').left);
      });
    }

    it(`of ${width} px says what to do where the handset answers`, async () => {
      await show('incoming', width, 'no-answer');
      const actions = panel.shadowRoot!.querySelector('cti-call-actions')!.shadowRoot!;
      const hint = actions.querySelector('[part=hint]')!;
      expect(hint.scrollWidth).to.be.at.most(hint.clientWidth);
      expect(at('cti-call-info').width).to.be.at.least(100);
      expect(at('cti-call-actions').right).to.be.at.most(at('[part=tools]').left);
    });
  }
});
