import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../../src/define.js';
import type { CtiDialField } from '../../../src/elements/cti-dial-field.js';
import { benchIn, elementBench, mount, settle, type ElementBench } from './bench.js';

describe('Call, where End call was', () => {
  const { now } = Date;
  let bench: ElementBench;
  let field: CtiDialField;
  let place: HTMLElement;

  async function show(made: ElementBench): Promise<void> {
    bench = made;
    Date.now = () => bench.clock.now();
    field = await mount('cti-dial-field', bench.controller, place);
  }
  const input = (): HTMLInputElement => field.shadowRoot!.querySelector('[part=input]')!;
  const call = (): HTMLButtonElement => field.shadowRoot!.querySelector('[part=call]')!;
  async function updated(): Promise<void> {
    await settle();
    await field.updateComplete;
    await settle();
    await field.updateComplete;
  }
  async function type(text: string): Promise<void> {
    input().focus();
    await sendKeys({ type: text });
    await updated();
  }
  function dialled(): string | undefined {
    return bench.controller.snapshot.calls.at(-1)?.number;
  }
  function press(detail: number): void {
    call().dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
    call().dispatchEvent(new MouseEvent('click', { detail, bubbles: true, cancelable: true }));
  }

  beforeEach(() => {
    place = document.body.appendChild(document.createElement('div'));
  });
  afterEach(() => {
    Date.now = now;
    place.remove();
    bench.controller.dispose();
  });

  it('does not dial again for a finger that was on End call', async () => {
    await show(await elementBench());
    bench.line.script('602', { type: 'fails', reason: 'unavailable', afterMs: 0 });
    await type('602');
    call().click();
    await updated();
    expect(input().value).to.equal('602');
    const [first] = [bench.controller.snapshot.lastEnded?.id];
    press(1);
    await updated();
    expect(bench.controller.snapshot.lastEnded?.id).to.equal(first);
    bench.clock.advance(400);
    press(1);
    await updated();
    expect(bench.controller.snapshot.lastEnded?.id).not.to.equal(first);
  });

  for (const how of ['a click', 'Enter', 'Space and Enter'] as const) {
    it(`does not dial by ${how} that was meant for End call when the far end hangs up`, async () => {
      await show(await benchIn('talking'));
      field.value = '603';
      await updated();
      bench.line.remoteHangUp(bench.line.callIds[0]!);
      await updated();
      const act = async (): Promise<void> => {
        if (how === 'a click') press(1);
        else {
          input().focus();
          if (how !== 'Enter') await sendKeys({ press: 'Space' });
          await sendKeys({ press: 'Enter' });
        }
        await updated();
      };
      await act();
      bench.clock.advance(399);
      await act();
      expect(dialled()).to.equal(undefined);
      expect(field.value).to.equal('603');
      bench.clock.advance(1);
      await act();
      expect(dialled()).to.equal('603');
    });
  }

  it('ignores a press that began before the call was over', async () => {
    await show(await benchIn('talking'));
    field.value = '603';
    await updated();
    call().dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
    bench.line.remoteHangUp(bench.line.callIds[0]!);
    await updated();
    bench.clock.advance(5_000);
    call().dispatchEvent(new MouseEvent('click', { detail: 1, bubbles: true, cancelable: true }));
    await updated();
    expect(dialled()).to.equal(undefined);
  });

  it('dials at once what was typed since', async () => {
    await show(await benchIn('talking'));
    bench.line.remoteHangUp(bench.line.callIds[0]!);
    await updated();
    await type('603');
    await sendKeys({ press: 'Enter' });
    await updated();
    expect(dialled()).to.equal('603');
  });

  it('keeps the focus on Call when a call comes in, and dials nothing', async () => {
    await show(await elementBench());
    await type('603');
    call().focus();
    bench.line.receiveCall({ number: '+12025550101' });
    await updated();
    bench.clock.advance(400);
    expect(field.shadowRoot!.activeElement === call()).to.equal(true);
    expect(call().ariaDisabled).to.equal('true');
    await sendKeys({ press: 'Enter' });
    await updated();
    expect(bench.controller.snapshot.calls).to.have.length(1);
    await expect(field).to.be.accessible();
  });

  it('does not dial by an Enter just after the end of the call that the keys were for', async () => {
    await show(await benchIn('talking'));
    field.value = '603';
    const pad = await mount('cti-dial-pad', bench.controller, place);
    bench.clock.advance(400);
    pad.focus();
    await sendKeys({ press: '1' });
    bench.line.remoteHangUp(bench.line.callIds[0]!);
    await updated();
    await sendKeys({ press: 'Enter' });
    await updated();
    expect(bench.controller.snapshot.calls).to.deep.equal([]);
  });
});
