import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../../src/define.js';
import { benchIn, elementBench, mount } from './bench.js';
import { DialFieldBench } from './dial-field-bench.js';

describe('Call, where End call was', () => {
  const desk = new DialFieldBench();
  const { show, input, call, updated, type, dialled, press } = desk;

  it('does not dial again for a finger that was on End call', async () => {
    await show(await elementBench());
    desk.bench.line.script('602', { type: 'fails', reason: 'unavailable', afterMs: 0 });
    await type('602');
    call().click();
    await updated();
    expect(input().value).to.equal('602');
    const [first] = [desk.bench.controller.snapshot.lastEnded?.id];
    press(1);
    await updated();
    expect(desk.bench.controller.snapshot.lastEnded?.id).to.equal(first);
    desk.bench.clock.advance(400);
    press(1);
    await updated();
    expect(desk.bench.controller.snapshot.lastEnded?.id).not.to.equal(first);
  });

  for (const how of ['a click', 'Enter', 'Space and Enter'] as const) {
    it(`does not dial by ${how} that was meant for End call when the far end hangs up`, async () => {
      await show(await benchIn('talking'));
      desk.field.value = '603';
      await updated();
      desk.bench.line.remoteHangUp(desk.bench.line.callIds[0]!);
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
      desk.bench.clock.advance(399);
      await act();
      expect(dialled()).to.equal(undefined);
      expect(desk.field.value).to.equal('603');
      desk.bench.clock.advance(1);
      await act();
      expect(dialled()).to.equal('603');
    });
  }

  it('ignores a press that began before the call was over', async () => {
    await show(await benchIn('talking'));
    desk.field.value = '603';
    await updated();
    call().dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
    desk.bench.line.remoteHangUp(desk.bench.line.callIds[0]!);
    await updated();
    desk.bench.clock.advance(5_000);
    call().dispatchEvent(new MouseEvent('click', { detail: 1, bubbles: true, cancelable: true }));
    await updated();
    expect(dialled()).to.equal(undefined);
  });

  it('dials at once what was typed since', async () => {
    await show(await benchIn('talking'));
    desk.bench.line.remoteHangUp(desk.bench.line.callIds[0]!);
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
    desk.bench.line.receiveCall({ number: '+12025550101' });
    await updated();
    desk.bench.clock.advance(400);
    expect(desk.field.shadowRoot!.activeElement === call()).to.equal(true);
    expect(call().ariaDisabled).to.equal('true');
    await sendKeys({ press: 'Enter' });
    await updated();
    expect(desk.bench.controller.snapshot.calls).to.have.length(1);
    await expect(desk.field).to.be.accessible();
  });

  it('does not dial by an Enter just after the end of the call that the keys were for', async () => {
    await show(await benchIn('talking'));
    desk.field.value = '603';
    const pad = await mount('cti-dial-pad', desk.bench.controller, desk.place);
    desk.bench.clock.advance(400);
    pad.focus();
    await sendKeys({ press: '1' });
    desk.bench.line.remoteHangUp(desk.bench.line.callIds[0]!);
    await updated();
    await sendKeys({ press: 'Enter' });
    await updated();
    expect(desk.bench.controller.snapshot.calls).to.deep.equal([]);
  });
});
