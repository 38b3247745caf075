import { expect } from '@open-wc/testing';
import { ContextProvider } from '@lit/context';
import { panelServicesContext } from '../../../src/context/panel-services.js';
import { panelServices } from '../../support/panel-services.js';
import type { Command } from '../../../src/controller/commands.js';
import { actionNames, type ActionName } from '../../../src/elements/actions.js';
import type { CtiActionButton } from '../../../src/elements/cti-action-button.js';
import { benchIn, settle, type BenchOptions, type ElementBench, type StateName } from './bench.js';
import { describeElement } from './suite.js';

for (const action of ['answer', 'decline', 'end', 'hold', 'silence', 'open-window'] as const) {
  describeElement('cti-action-button', {
    prepare: (element) => Object.assign(element, { action }),
  });
}

describe('cti-action-button', () => {
  const { now } = Date;
  let bench: ElementBench;
  let sent: Command[];
  let undo: (() => void)[] = [];

  async function start(state: StateName, options: BenchOptions = {}): Promise<void> {
    bench = await benchIn(state, options);
    Date.now = () => bench.clock.now();
    sent = [];
    bench.controller.intercept(({ command }) => void sent.push(command));
  }
  async function show(
    action: string,
    parent: Element = document.body,
    lang = 'en',
  ): Promise<CtiActionButton> {
    const element = document.createElement('cti-action-button');
    element.action = action as ActionName;
    element.lang = lang;
    element.controller = bench.controller;
    parent.append(element);
    undo.push(() => element.remove());
    await element.updateComplete;
    return element;
  }
  const inside = (element: Element): HTMLButtonElement | null =>
    element.shadowRoot!.querySelector('button');
  const isShown = (element: Element): boolean => inside(element) !== null;
  const nameOf = (element: Element): string | null | undefined =>
    inside(element)?.getAttribute('aria-label');
  async function press(element: CtiActionButton): Promise<void> {
    inside(element)!.click();
    await settle();
    await element.updateComplete;
  }
  afterEach(() => {
    Date.now = now;
    undo.forEach((each) => each());
    undo = [];
    bench.controller.dispose();
  });

  it('has the exact names, in both languages', async () => {
    const incoming = [
      ['answer', 'Answer', 'Ответить'],
      ['decline', 'Decline', 'Отклонить'],
      ['silence', 'Silence', 'Без звука'],
    ] as const;
    const talking = [
      ['end', 'End call', 'Завершить'],
      ['hold', 'Hold', 'Удержать'],
      ['mute', 'Mute', 'Выключить микрофон'],
      ['keypad', 'Keypad', 'Клавиатура'],
      ['transfer', 'Transfer', 'Перевести'],
      ['open-window', 'Open CTI window', 'Открыть CTI-окно'],
    ] as const;
    for (const [state, list] of [
      ['incoming', incoming],
      ['talking', talking],
    ] as const) {
      await start(state, { capabilities: { blindTransfer: true } });
      for (const [action, english, russian] of list) {
        expect(nameOf(await show(action))).to.equal(english);
        expect(nameOf(await show(action, document.body, 'ru'))).to.equal(russian);
      }
      bench.controller.dispose();
    }
  });

  it('shows a part of its name (WCAG 2.5.3), in both languages', async () => {
    for (const state of ['incoming', 'talking', 'on hold'] as const) {
      await start(state);
      if (state === 'on hold') await bench.controller.send({ type: 'set-mute', muted: true });
      for (const action of actionNames) {
        for (const lang of ['en', 'ru']) {
          const element = await show(action, document.body, lang);
          const label = element.shadowRoot!.querySelector('[part=label]')?.textContent ?? '';
          expect(nameOf(element)?.toLowerCase() ?? '').to.contain(label.toLowerCase());
        }
      }
      bench.controller.dispose();
    }
  });

  it('toggles by what the line confirms, and changes its name', async () => {
    await start('talking');
    bench.line.stall();
    const hold = await show('hold');
    await press(hold);
    expect(sent).to.deep.include({
      type: 'set-hold',
      held: true,
      callId: bench.controller.snapshot.currentCallId,
    });
    expect([nameOf(hold), inside(hold)!.ariaBusy]).to.deep.equal(['Hold', 'true']);
    bench.line.stall(false);
    await settle();
    await hold.updateComplete;
    expect([nameOf(hold), inside(hold)!.ariaBusy]).to.deep.equal(['Resume', null]);
    expect(hold.matches(':state(on)')).to.equal(true);
    expect(inside(hold)!.hasAttribute('aria-pressed')).to.equal(false);
    await press(hold);
    expect(nameOf(hold)).to.equal('Hold');
    const mute = await show('mute');
    await press(mute);
    expect(nameOf(mute)).to.equal('Unmute');
    await press(mute);
    expect(nameOf(mute)).to.equal('Mute');
  });

  it('takes a hold back that is still under way', async () => {
    await start('talking');
    bench.line.stall();
    const hold = await show('hold');
    await press(hold);
    await press(hold);
    expect(bench.controller.snapshot.calls[0]!.holdWanted).to.equal(false);
  });

  it('shows and hides the keypad, and says which', async () => {
    await start('talking');
    const keypad = await show('keypad');
    expect(inside(keypad)!.ariaExpanded).to.equal('false');
    await press(keypad);
    expect(bench.controller.snapshot.keypad).to.equal(true);
    expect([nameOf(keypad), inside(keypad)!.ariaExpanded]).to.deep.equal(['Keypad', 'true']);
    await press(keypad);
    expect(bench.controller.snapshot.keypad).to.equal(false);
  });

  it('opens the window, in its transfer view for Transfer', async () => {
    await start('talking', { capabilities: { attendedTransfer: true } });
    await press(await show('transfer'));
    expect(bench.controller.snapshot.window).to.equal('transfer');
    await bench.controller.send({ type: 'close-window' });
    await press(await show('open-window'));
    expect(bench.controller.snapshot.window).to.equal('calls');
  });

  it('is absent where the PBX or the page cannot serve it', async () => {
    await start('talking', { profile: 'basic' });
    for (const action of ['hold', 'mute', 'keypad', 'transfer', 'swap', 'merge', 'nonsense']) {
      const element = await show(action);
      expect(isShown(element), action).to.equal(false);
      expect(getComputedStyle(element).display).to.equal('none');
    }
    bench.controller.dispose();
    await start('talking', {
      settings: { features: { hold: false, mute: false, keypad: false } },
    });
    for (const action of ['hold', 'mute', 'keypad']) {
      expect(isShown(await show(action)), action).to.equal(false);
    }
  });

  it('is absent with one call where it takes two', async () => {
    await start('talking');
    for (const action of ['complete-transfer', 'cancel-transfer', 'swap', 'merge']) {
      expect(isShown(await show(action)), action).to.equal(false);
    }
  });

  it('has no Answer without the capability, and no Silence for what is silent', async () => {
    await start('incoming', { profile: 'no-answer' });
    expect(isShown(await show('answer'))).to.equal(false);
    const silence = await show('silence');
    await press(silence);
    expect(isShown(silence)).to.equal(false);
    expect(bench.controller.snapshot.calls[0]!.silenced).to.equal(true);
  });

  it('redials the last number when the line is free', async () => {
    await start('idle');
    const redial = await show('redial');
    expect(inside(redial)!.disabled).to.equal(true);
    await bench.controller.send({ type: 'dial', target: '603' });
    await bench.controller.send({ type: 'end' });
    await redial.updateComplete;
    await press(redial);
    expect(bench.controller.snapshot.calls[0]!.number).to.equal('603');
  });

  it('is busy while the page thinks, and a press takes the command back', async () => {
    await start('talking');
    bench.controller.intercept(() => new Promise<boolean>(() => undefined));
    const end = await show('end');
    await press(end);
    expect(inside(end)!.ariaBusy).to.equal('true');
    expect(inside(end)!.title).to.contain('cancel');
    expect(bench.controller.snapshot.requests).to.have.length(1);
    await press(end);
    expect(bench.controller.snapshot.requests).to.have.length(0);
    expect(inside(end)!.ariaBusy).to.equal(null);
    expect(bench.controller.snapshot.mode).to.equal('talking');
    expect(end.shadowRoot!.querySelectorAll('[part=problem]')).to.have.length(0);
  });

  it('is absent without a call too where the page has not the feature', async () => {
    await start('idle', { settings: { features: { hold: false, mute: false, keypad: false } } });
    for (const action of ['hold', 'mute', 'keypad']) {
      expect(isShown(await show(action)), action).to.equal(false);
    }
  });

  it('says why the page refused', async () => {
    await start('talking');
    bench.controller.intercept(() => ({ refuse: 'Not before 9' }));
    const end = await show('end');
    await press(end);
    const note = end.shadowRoot!.querySelector('[part=problem]')!;
    expect(note.textContent).to.equal('Not before 9');
    expect(note.matches(':popover-open[role=alert]')).to.equal(true);
    await expect(end).to.be.accessible();
  });

  it('names its shortcut', async () => {
    await start('talking');
    const host = document.createElement('div');
    new ContextProvider(host, {
      context: panelServicesContext,
      initialValue: panelServices({ shortcuts: { end: 'Alt+KeyE' } }),
    });
    document.body.append(host);
    undo.push(() => host.remove());
    const end = inside(await show('end', host))!;
    expect(end.getAttribute('aria-keyshortcuts')).to.equal('Alt+E');
    expect(end.title).to.equal('End call (Alt+E)');
    expect(end.ariaLabel).to.equal('End call');
    const hold = inside(await show('hold', host))!;
    expect(hold.hasAttribute('aria-keyshortcuts')).to.equal(false);
  });

  it('does not decline the next call with the press that was for the last one', async () => {
    await start('talking, a call waiting');
    const [talking, waiting] = bench.controller.snapshot.calls.map(({ id }) => id);
    const element = await show('end');
    const pointer = (type: string): unknown =>
      inside(element)!.dispatchEvent(new PointerEvent(type, { detail: 1, bubbles: true }));
    pointer('pointerdown');
    bench.line.remoteHangUp(talking!);
    await settle();
    await element.updateComplete;
    bench.clock.advance(1_000);
    pointer('click');
    await settle();
    expect(bench.controller.snapshot.currentCallId).to.equal(waiting);
    expect(sent).to.deep.equal([]);
    pointer('pointerdown');
    pointer('click');
    await settle();
    expect(bench.controller.snapshot.calls).to.have.length(0);
  });

  it('ignores presses within 400 ms of a change of call, also when it has just appeared', async () => {
    await start('talking, a call waiting');
    const [talking, waiting] = bench.controller.snapshot.calls.map(({ id }) => id);
    const end = await show('end');
    bench.line.remoteHangUp(talking!);
    await settle();
    await end.updateComplete;
    const decline = await show('decline');
    bench.clock.advance(399);
    await press(end);
    await press(decline);
    expect(sent).to.deep.equal([]);
    bench.clock.advance(1);
    await press(decline);
    expect(sent).to.deep.equal([{ type: 'decline', callId: waiting }]);
  });

  it('ignores presses within 400 ms of a change of its action', async () => {
    await start('talking');
    const element = await show('mute');
    element.action = 'end';
    await element.updateComplete;
    await press(element);
    expect(sent).to.deep.equal([]);
    bench.clock.advance(400);
    await press(element);
    expect(sent.map(({ type }) => type)).to.deep.equal(['end']);
  });

  it('is pressed at once when its call has just come in', async () => {
    await start('idle');
    const answer = await show('answer');
    bench.line.receiveCall({ number: '+12025550101' });
    await settle();
    await answer.updateComplete;
    await press(answer);
    expect(bench.controller.snapshot.mode).to.equal('talking');
  });
});
