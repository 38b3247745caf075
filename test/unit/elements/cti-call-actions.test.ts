import { expect } from '@open-wc/testing';
import type { CtiCallActions } from '../../../src/elements/cti-call-actions.js';
import { benchIn, mount, settle, type BenchOptions, type ElementBench } from './bench.js';
import { describeElement } from './suite.js';

describeElement('cti-call-actions');

describe('cti-call-actions', () => {
  let bench: ElementBench;
  let actions: CtiCallActions;

  async function show(
    state: Parameters<typeof benchIn>[0],
    options: BenchOptions = {},
  ): Promise<void> {
    bench = await benchIn(state, options);
    actions = await mount('cti-call-actions', bench.controller);
    await updated();
  }
  async function updated(): Promise<void> {
    await settle();
    await actions.updateComplete;
    const inner = [...actions.shadowRoot!.querySelectorAll('cti-action-button')];
    await Promise.all(inner.map(({ updateComplete }) => updateComplete));
  }
  function buttons(): HTMLButtonElement[] {
    return [...actions.shadowRoot!.querySelectorAll('cti-action-button')].flatMap((element) => [
      ...element.shadowRoot!.querySelectorAll('button'),
    ]);
  }
  const names = (): string[] => buttons().map((button) => button.getAttribute('aria-label')!);
  async function press(name: string): Promise<void> {
    buttons()
      .find((button) => button.getAttribute('aria-label') === name)!
      .click();
    await updated();
  }
  const hint = (): string | undefined =>
    actions.shadowRoot!.querySelector('[part=hint]')?.textContent;

  afterEach(() => {
    actions.remove();
    bench.controller.dispose();
  });

  it('has nothing to do without a call, and takes no place', async () => {
    await show('idle');
    expect(names()).to.deep.equal([]);
    expect(getComputedStyle(actions).display).to.equal('none');
  });

  it('incoming: Decline and Answer', async () => {
    await show('incoming');
    expect(names()).to.deep.equal(['Decline', 'Answer', 'Silence']);
    expect(hint()).to.equal(undefined);
    await press('Answer');
    expect(bench.controller.snapshot.mode).to.equal('talking');
  });

  it('incoming on a line that cannot answer: lift the handset', async () => {
    await show('incoming', { profile: 'no-answer' });
    expect(names()).to.deep.equal(['Decline', 'Silence']);
    expect(hint()).to.equal('Lift the handset to answer');
    actions.lang = 'ru';
    await updated();
    await actions.updateComplete;
    expect(hint()).to.equal('Поднимите трубку, чтобы ответить');
    await press('Отклонить');
    expect(bench.controller.snapshot.mode).to.equal('idle');
  });

  it('incoming: once silenced it says so where the button was', async () => {
    await show('incoming');
    await press('Silence');
    expect(names()).to.deep.equal(['Decline', 'Answer']);
    expect(actions.shadowRoot!.querySelector('[part=silence]')!.textContent.trim()).to.equal(
      'Silenced',
    );
  });

  it('outgoing: End call', async () => {
    await show('outgoing');
    expect(names()).to.deep.equal(['End call']);
    await press('End call');
    expect(bench.controller.snapshot.calls).to.have.length(0);
  });

  it('keeps End call, its focus and a press on it when the far end answers', async () => {
    await show('outgoing');
    const [end] = buttons();
    end!.focus();
    end!.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }));
    bench.line.remoteAnswer(bench.line.callIds[0]!);
    await updated();
    expect(bench.controller.snapshot.mode).to.equal('talking');
    expect(buttons().at(-1) === end).to.equal(true);
    const active = actions.shadowRoot!.activeElement;
    expect(active?.shadowRoot?.activeElement === end, 'focus').to.equal(true);
    end!.dispatchEvent(new MouseEvent('click', { detail: 1, bubbles: true, composed: true }));
    await updated();
    expect(bench.controller.snapshot.calls).to.have.length(0);
  });

  it('talking: all that the line serves', async () => {
    await show('talking');
    expect(names()).to.deep.equal(['Hold', 'Mute', 'Transfer', 'Keypad', 'End call']);
    await press('Hold');
    expect(names()).to.deep.equal(['Resume', 'Mute', 'Transfer', 'Keypad', 'End call']);
    await press('Mute');
    expect(names()).to.deep.equal(['Resume', 'Unmute', 'Transfer', 'Keypad', 'End call']);
  });

  it('talking: no Transfer where the line cannot', async () => {
    await show('talking', { capabilities: { blindTransfer: false, attendedTransfer: false } });
    expect(names()).to.deep.equal(['Hold', 'Mute', 'Keypad', 'End call']);
  });

  it('talking, with another call on hold: what two calls have', async () => {
    await show('talking');
    void bench.controller.send({ type: 'dial', target: '600' });
    await updated();
    expect(names()).to.deep.equal([
      ...['Hold', 'Mute', 'Transfer', 'Keypad'],
      ...['Swap calls', 'Merge calls', 'End call'],
    ]);
    await press('Merge calls');
    expect(names()).to.include('Split calls');
  });

  it('asking the target of a transfer: to complete or to cancel it', async () => {
    await show('talking');
    void bench.controller.send({ type: 'transfer', target: '600', attended: true });
    await updated();
    expect(names()).to.include.members(['Complete transfer', 'Cancel transfer', 'Swap calls']);
  });

  it('talking on a line that can do nothing more: End call alone', async () => {
    await show('talking', { profile: 'basic' });
    expect(names()).to.deep.equal(['End call']);
    expect(actions.shadowRoot!.querySelectorAll('[part=tools]')).to.have.length(0);
  });

  it('talking: a call that waits changes nothing', async () => {
    await show('talking, a call waiting');
    expect(names()).to.deep.equal(['Hold', 'Mute', 'Transfer', 'Keypad', 'End call']);
  });

  it('shows buttons of the page while there is a call', async () => {
    await show('talking');
    const extra = document.createElement('button');
    extra.slot = 'actions';
    extra.textContent = 'New ticket';
    actions.append(extra);
    expect(extra.assignedSlot?.name).to.equal('actions');
    expect(extra.checkVisibility()).to.equal(true);
    await press('End call');
    expect(extra.checkVisibility()).to.equal(false);
  });

  it('keeps the focus where it is when a call comes in, and Enter there does not answer', async () => {
    await show('idle');
    const field = document.createElement('input');
    document.body.append(field);
    field.focus();
    bench.line.receiveCall({ number: '+12025550101' });
    await updated();
    expect(document.activeElement === field).to.equal(true);
    for (const key of ['Enter', ' ']) {
      field.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }));
    }
    expect(bench.controller.snapshot.calls[0]!.phase).to.equal('offered');
    field.remove();
  });

  for (const [lang, width] of [
    ['en', 220],
    ['ru', 220],
    ['ru', 300],
  ] as const) {
    it(`fits a panel of ${width} px (${lang})`, async () => {
      for (const state of ['incoming', 'talking', 'on hold'] as const) {
        await show(state, { capabilities: { blindTransfer: true } });
        const panel = document.createElement('div');
        panel.className = 'narrow';
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(`.narrow { inline-size: ${width - 24}px; container-type: inline-size }`);
        document.adoptedStyleSheets = [sheet];
        panel.append(actions);
        document.body.append(panel);
        actions.lang = lang;
        await updated();
        await updated();
        const room = panel.getBoundingClientRect().right;
        for (const button of buttons()) {
          const { right, height } = button.getBoundingClientRect();
          expect(right, button.ariaLabel!).to.be.at.most(room + 0.5);
          expect(height, button.ariaLabel!).to.be.at.least(40);
          const label = button.querySelector<HTMLElement>('[part=label]')!;
          expect(label.scrollWidth, button.ariaLabel!).to.be.at.most(label.clientWidth + 1);
        }
        document.adoptedStyleSheets = [];
        panel.remove();
        bench.controller.dispose();
      }
    });
  }
});
