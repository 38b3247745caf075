import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { CtiError } from '../../../src/base/error.js';
import type { CtiDialField } from '../../../src/elements/cti-dial-field.js';
import type { CtiDialPad } from '../../../src/elements/cti-dial-pad.js';
import {
  benchIn,
  mount,
  settle,
  type BenchOptions,
  type ElementBench,
  type StateName,
} from './bench.js';
import { describeElement } from './suite.js';

describeElement('cti-dial-pad');

describe('cti-dial-pad', () => {
  const { now } = Date;
  let bench: ElementBench;
  let pad: CtiDialPad;
  let place: HTMLElement;

  async function show(state: StateName = 'idle', options?: BenchOptions): Promise<void> {
    bench = await benchIn(state, options);
    Date.now = () => bench.clock.now();
    pad = await mount('cti-dial-pad', bench.controller, place);
  }
  async function withField(): Promise<CtiDialField> {
    await show();
    return mount('cti-dial-field', bench.controller, place);
  }
  async function updated(): Promise<void> {
    await settle();
    await pad.updateComplete;
  }
  async function until(met: () => unknown): Promise<void> {
    while (!met()) await new Promise((resolve) => setTimeout(resolve, 20));
  }
  function part(name: string): HTMLElement | null {
    return pad.shadowRoot!.querySelector(`[part=${name}]`);
  }
  const keys = (): HTMLButtonElement[] => [
    ...pad.shadowRoot!.querySelectorAll<HTMLButtonElement>('[part=key]'),
  ];
  const key = (name: string): HTMLButtonElement =>
    keys().find(({ ariaLabel }) => ariaLabel === name)!;
  const digits = (): string | undefined => part('digits')?.textContent.trim();
  async function press(...names: string[]): Promise<void> {
    for (const name of names) key(name).click();
    await updated();
  }
  async function type(text: string): Promise<void> {
    keys()[0]!.focus();
    for (const character of text) {
      await sendKeys(character === '#' ? { type: '#' } : { press: character });
    }
    await updated();
  }
  function heard(): string {
    return bench.line.heard(bench.line.callIds[0]!).tones;
  }

  beforeEach(() => {
    place = document.body.appendChild(document.createElement('div'));
  });
  afterEach(() => {
    Date.now = now;
    place.remove();
    bench.controller.dispose();
  });

  it('has the twelve keys with their letters, in a group with a name', async () => {
    await show();
    expect(
      keys()
        .map(({ ariaLabel }) => ariaLabel)
        .join(''),
    ).to.equal('123456789*0#');
    expect(key('7').querySelector('small')!.dataset.letters).to.equal('PQRS');
    expect(part('keys')!.role ?? part('keys')!.getAttribute('role')).to.equal('group');
    expect(part('keys')!.ariaLabel).to.equal('Keypad');
    pad.lang = 'ru';
    await updated();
    expect(part('keys')!.ariaLabel).to.equal('Клавиатура');
  });

  describe('without a call', () => {
    it('types into the dial field at its caret, and deletes there', async () => {
      const field = await withField();
      await press('6', '3');
      expect(field.value).to.equal('63');
      field.shadowRoot!.querySelector('input')!.setSelectionRange(1, 1);
      await press('0');
      expect(field.value).to.equal('603');
      keys()[0]!.focus();
      await sendKeys({ press: 'Backspace' });
      await field.updateComplete;
      expect(field.value).to.equal('63');
      expect(part('line')).to.equal(null);
    });

    it('finds the field of its own controller that is nearest', async () => {
      await show();
      const other = await benchIn('idle');
      const far = await mount('cti-dial-field', bench.controller);
      const foreign = await mount('cti-dial-field', other.controller, place);
      await press('1');
      expect([far.value, foreign.value]).to.deep.equal(['1', '']);
      const near = await mount('cti-dial-field', bench.controller, place);
      await press('2');
      expect([far.value, near.value]).to.deep.equal(['1', '2']);
      far.remove();
      other.controller.dispose();
    });

    it('finds the field inside the panel that `for` names', async () => {
      await show();
      const panel = place.appendChild(document.createElement('cti-panel'));
      panel.manual = true;
      panel.controller = bench.controller;
      await until(() => panel.shadowRoot!.querySelector('cti-dial-field'));
      const field = panel.shadowRoot!.querySelector('cti-dial-field')!;
      await field.updateComplete;
      await press('6');
      expect(field.value).to.equal('6');
    });

    it('dials on Enter what was typed on the keyboard, and presses the key otherwise', async () => {
      const field = await withField();
      await type('60');
      await sendKeys({ press: 'ArrowUp' });
      await sendKeys({ press: 'Enter' });
      await updated();
      expect(field.value).to.equal('608');
      await sendKeys({ press: 'Backspace' });
      await type('3');
      expect(bench.controller.snapshot.calls).to.deep.equal([]);
      await sendKeys({ press: 'Enter' });
      await updated();
      expect(bench.controller.snapshot.calls[0]!.number).to.equal('603');
    });

    it('types + when 0 is held, or +', async () => {
      const field = await withField();
      pad.remove();
      Date.now = now;
      place.append(pad);
      key('0').dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
      await until(() => field.value);
      key('0').click();
      expect(field.value).to.equal('+');
      await type('+');
      expect(field.value).to.equal('++');
    });

    it('shows what was typed, and dials it, where there is no dial field', async () => {
      await show();
      await press('6', '0', '4');
      expect(digits()).to.equal('604');
      part('delete')!.click();
      await press('3');
      expect(digits()).to.equal('603');
      await expect(pad).to.be.accessible();
      part('call')!.click();
      await updated();
      expect(bench.controller.snapshot.calls[0]!.number).to.equal('603');
      expect(digits()).to.equal(undefined);
    });

    it('keeps the focus when the last digit is deleted', async () => {
      await show();
      await press('6');
      part('delete')!.focus();
      part('delete')!.click();
      await updated();
      expect(pad.shadowRoot!.activeElement === key('6'), 'focus').to.equal(true);
    });

    it('says why it was not dialled', async () => {
      await show();
      bench.controller.intercept(() => ({ refuse: 'Not now.' }));
      await press('6');
      part('call')!.click();
      await updated();
      expect(part('problem')!.textContent).to.equal('Not now.');
      expect(digits()).to.equal('6');
    });
  });

  describe('in a call', () => {
    it('sends digits, shows them and hides them', async () => {
      await show('talking');
      await press('1', '*', '0', '#');
      bench.clock.advance(5_000);
      await updated();
      expect(heard()).to.equal('1*0#');
      expect(digits()).to.equal('1*0#');
      expect(part('hide')!.ariaLabel).to.equal('Hide digits');
      part('hide')!.click();
      await updated();
      expect(digits()).to.equal('••••');
      expect(part('hide')!.ariaLabel).to.equal('Show digits');
      await press('5');
      expect(digits()).to.equal('•••••');
      await expect(pad).to.be.accessible();
    });

    it('takes digits from the keyboard while it has the focus', async () => {
      await show('talking');
      await type('42#');
      bench.clock.advance(5_000);
      await updated();
      expect(digits()).to.equal('42#');
      expect(heard()).to.equal('42#');
      expect(pad.shadowRoot!.activeElement === key('#'), 'focus').to.equal(true);
      keys()[0]!.dispatchEvent(new KeyboardEvent('keydown', { key: '№', bubbles: true }));
      keys()[0]!.dispatchEvent(
        new KeyboardEvent('keydown', { key: '7', altKey: true, bubbles: true }),
      );
      keys()[0]!.dispatchEvent(
        new KeyboardEvent('keydown', { key: '7', repeat: true, bubbles: true }),
      );
      await updated();
      expect(digits()).to.equal('42##');
    });

    it('shows the last digits of many', async () => {
      await show('talking');
      place.style.setProperty('inline-size', '220px');
      await press(...Array.from({ length: 40 }, () => '8'));
      const box = part('digits')!.getBoundingClientRect();
      const text = part('digits')!.firstElementChild!.getBoundingClientRect();
      expect(text.right).to.be.closeTo(box.right, 1);
      expect(text.left).to.be.below(box.left);
    });

    it('takes no digits on hold, keeps the focus, and goes on afterwards', async () => {
      await show('talking');
      await press('1');
      key('1').focus();
      await bench.controller.send({ type: 'set-hold', held: true });
      await updated();
      await press('2');
      expect(digits()).to.equal('1');
      expect(key('2').ariaDisabled).to.equal('true');
      expect(pad.shadowRoot!.activeElement === key('1'), 'focus').to.equal(true);
      await bench.controller.send({ type: 'set-hold', held: false });
      await updated();
      bench.clock.advance(400);
      await press('3');
      expect(digits()).to.equal('13');
    });

    it('forgets the digits with their call, and takes no late one for the field', async () => {
      await show('talking');
      const field = await mount('cti-dial-field', bench.controller, place);
      await press('1');
      bench.line.remoteHangUp(bench.line.callIds[0]!);
      await updated();
      expect(digits()).to.equal(undefined);
      await press('2');
      keys()[0]!.dispatchEvent(new KeyboardEvent('keydown', { key: '3', bubbles: true }));
      expect(field.value).to.equal('');
      bench.clock.advance(400);
      await press('4');
      expect(field.value).to.equal('4');
    });

    it('says that digits were not taken', async () => {
      await show('talking');
      bench.controller.intercept(() => {
        throw new CtiError('refused', { operatorText: 'No codes here.' });
      });
      await press('1');
      expect(digits()).to.equal(undefined);
      expect(part('problem')!.textContent).not.to.equal('');
    });
  });

  it('moves by arrow keys and is one stop for Tab', async () => {
    await show();
    keys()[0]!.focus();
    for (const name of [
      'ArrowDown',
      'ArrowRight',
      'ArrowLeft',
      'ArrowLeft',
      'ArrowUp',
      'ArrowUp',
    ]) {
      await sendKeys({ press: name });
    }
    await updated();
    expect(pad.shadowRoot!.activeElement === key('3'), 'focus').to.equal(true);
    expect(
      keys()
        .map(({ tabIndex }) => tabIndex)
        .join(' '),
    ).to.equal('-1 -1 0 -1 -1 -1 -1 -1 -1 -1 -1 -1');
  });

  for (const [name, options, state] of [
    ['the page has no keypad', { settings: { features: { keypad: false } } }, 'idle'],
    ['the page lets nobody dial', { settings: { features: { dial: 'none' } } }, 'idle'],
    ['the call takes no digits', { capabilities: { dtmf: false } }, 'talking'],
  ] as const) {
    it(`is absent where ${name}`, async () => {
      await show(state, options);
      expect(pad.matches(':state(absent)')).to.equal(true);
      expect(keys()).to.deep.equal([]);
    });
  }
});
