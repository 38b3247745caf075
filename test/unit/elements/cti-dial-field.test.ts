import { ContextProvider } from '@lit/context';
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { panelServicesContext } from '../../../src/context/panel-services.js';
import { panelServices } from '../../support/panel-services.js';
import { elementBench, mount, offlineBench } from './bench.js';
import { DialFieldBench } from './dial-field-bench.js';
import { describeElement } from './suite.js';

describeElement('cti-dial-field');

describe('cti-dial-field', () => {
  const desk = new DialFieldBench();
  const { show, input, call, updated, type, dialled, press } = desk;
  const problem = (): Element => desk.field.shadowRoot!.querySelector('[part=problem]')!;
  async function end(): Promise<void> {
    await desk.bench.controller.send({ type: 'end' });
    await updated();
    desk.bench.clock.advance(400);
  }
  function paste(text: string): boolean {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    return !input().dispatchEvent(event);
  }

  it('has the names of the contract, in both languages', async () => {
    await show(await elementBench());
    expect(input().ariaLabel).to.equal('Phone number');
    expect(call().ariaLabel).to.equal('Call');
    desk.field.lang = 'ru';
    await updated();
    expect(input().ariaLabel).to.equal('Номер телефона');
    expect(call().ariaLabel).to.equal('Позвонить');
  });

  for (const how of ['Enter', 'Call'] as const) {
    it(`dials with ${how}, and is cleared when the call is there`, async () => {
      await show(await elementBench());
      await type('603');
      if (how === 'Enter') await sendKeys({ press: 'Enter' });
      else call().click();
      await updated();
      expect(dialled()).to.equal('603');
      expect(input().value).to.equal('');
    });
  }

  it('brings the last number back with an empty field, and dials nothing', async () => {
    await show(await elementBench());
    await type('603');
    call().click();
    await updated();
    await end();
    expect(input().value).to.equal('');
    call().click();
    await updated();
    expect(input().value).to.equal('603');
    expect(dialled()).to.equal(undefined);
    expect(desk.field.shadowRoot!.activeElement === input(), 'focus').to.equal(true);
    expect(input().selectionEnd! - input().selectionStart!).to.equal(3);
    await sendKeys({ press: 'Enter' });
    await updated();
    expect(dialled()).to.equal('603');
  });

  it('does nothing with an empty field when nothing was dialled yet', async () => {
    await show(await elementBench());
    call().click();
    await updated();
    expect(input().value).to.equal('');
    expect(desk.bench.controller.snapshot.calls).to.deep.equal([]);
  });

  it('is restored, as it was written, when the call fails before it rings', async () => {
    await show(await elementBench());
    await type('+1 (202) 555-0142');
    call().click();
    await updated();
    expect(desk.bench.controller.snapshot.lastEnded?.end?.reason).to.equal('not-found');
    expect(input().value).to.equal('+1 (202) 555-0142');
    expect(problem().textContent, 'the call says how it ended').to.equal('');
  });

  it('is restored when the microphone is refused, and leaves it to the call to say so', async () => {
    await show(await elementBench());
    desk.bench.line.setMicrophone('denied');
    await type('603');
    call().click();
    await updated();
    expect(desk.bench.controller.snapshot.lastEnded?.end?.reason).to.equal('microphone-denied');
    expect(input().value).to.equal('603');
    expect(problem().textContent).to.equal('');
  });

  it('stays empty when the call had rung, or the operator ended it', async () => {
    await show(await elementBench());
    desk.bench.line.script('604', { type: 'declines', afterMs: 1_000 });
    await type('604');
    call().click();
    await updated();
    desk.bench.clock.advance(1_000);
    await updated();
    expect(desk.bench.controller.snapshot.lastEnded?.end?.reason).to.equal('declined');
    expect(input().value).to.equal('');
  });

  it('keeps what was typed since', async () => {
    await show(await elementBench());
    desk.bench.line.script('604', { type: 'declines' });
    desk.field.value = '604';
    await updated();
    const dialling = desk.field.dial();
    desk.field.value = '605';
    await dialling;
    await updated();
    expect(input().value).to.equal('605');
  });

  it('is not touched by calls that others make', async () => {
    await show(await elementBench());
    await type('20');
    await desk.bench.controller.send({ type: 'dial', target: '603' });
    await updated();
    await end();
    await desk.bench.controller.send({ type: 'dial', target: '999' });
    await updated();
    expect(input().value).to.equal('20');
  });

  it('keeps the number and says why when there is no call of it', async () => {
    await show(await elementBench());
    await type('what is this');
    await sendKeys({ press: 'Enter' });
    await updated();
    expect(input().value).to.equal('what is this');
    expect(problem().textContent).to.match(/not a number/);
    expect(input().ariaInvalid).to.equal('true');
    await type('!');
    expect(problem().textContent).to.equal('');
    expect(input().ariaInvalid).to.equal(null);
  });

  it('shows the words of the guard', async () => {
    await show(await elementBench());
    desk.bench.controller.intercept(() => ({ refuse: 'Do not call: asked not to be.' }));
    await type('603');
    call().click();
    await updated();
    expect(problem().textContent).to.equal('Do not call: asked not to be.');
    expect(input().value).to.equal('603');
  });

  it('is busy while the page thinks, and a press takes it back', async () => {
    await show(await elementBench());
    desk.bench.controller.intercept(() => new Promise<boolean>(() => undefined));
    await type('603');
    call().click();
    await updated();
    expect(call().getAttribute('aria-busy')).to.equal('true');
    expect(call().disabled).to.equal(false);
    expect(input().value).to.equal('603');
    call().click();
    await updated();
    expect(desk.bench.controller.snapshot.requests).to.deep.equal([]);
    expect(call().hasAttribute('aria-busy')).to.equal(false);
    expect(input().value).to.equal('603');
    expect(problem().textContent).to.equal('');
  });

  it('has Call disabled with the reason while the line cannot dial, and can be typed into', async () => {
    await show(offlineBench());
    expect(call().disabled).to.equal(true);
    expect(call().title).to.match(/network/);
    expect(input().getAttribute('aria-description')).to.equal(call().title);
    await type('603');
    await sendKeys({ press: 'Enter' });
    await updated();
    expect(input().value).to.equal('603');
    await desk.bench.controller.connect();
    await updated();
    expect(call().disabled).to.equal(false);
    expect(call().title).to.equal('Call');
    expect(desk.field.shadowRoot!.activeElement === input(), 'focus').to.equal(true);
  });

  it('is absent where the page lets nobody dial', async () => {
    await show(await elementBench({ settings: { features: { dial: 'none' } } }));
    expect(desk.field.matches(':state(absent)')).to.equal(true);
    expect(getComputedStyle(desk.field).display).to.equal('none');
    expect(input()).to.equal(null);
  });

  it('lets only internal numbers through where the page says so', async () => {
    await show(await elementBench({ settings: { features: { dial: 'internal' } } }));
    await type('+12025550101');
    call().click();
    await updated();
    expect(problem().textContent).to.match(/not allowed/);
    input().select();
    await type('603');
    call().click();
    await updated();
    expect(dialled()).to.equal('603');
  });

  it('takes formatted numbers from the clipboard', async () => {
    await show(await elementBench());
    expect(paste('\u202a tel:+1\u00a0(202)\u2011555\u20110101\u202c\n')).to.equal(true);
    await updated();
    expect(input().value).to.equal('+1 (202)\u2011555\u20110101');
    desk.field.value = '';
    await updated();
    expect(paste('Anna Schmidt'), 'the browser pastes it').to.equal(false);
  });

  it('takes a double click for one', async () => {
    await show(await elementBench());
    await desk.bench.controller.send({ type: 'dial', target: '603' });
    await end();
    for (const detail of [1, 2]) {
      press(detail);
      await updated();
    }
    expect(input().value).to.equal('603');
    expect(dialled()).to.equal(undefined);
  });

  it('shows the shortcut that leads to it', async () => {
    desk.bench = await elementBench();
    new ContextProvider(desk.place, {
      context: panelServicesContext,
      initialValue: panelServices({ shortcuts: { dial: 'Alt+KeyD' } }),
    });
    desk.field = await mount('cti-dial-field', desk.bench.controller, desk.place);
    await updated();
    expect(input().getAttribute('aria-keyshortcuts')).to.equal('Alt+D');
    expect(input().title).to.equal('Phone number (Alt+D)');
  });

  it('belongs to a form: its value, its reset, its fieldset', async () => {
    const form = desk.place.appendChild(document.createElement('form'));
    const fieldset = form.appendChild(document.createElement('fieldset'));
    desk.bench = await elementBench();
    desk.field = await mount('cti-dial-field', desk.bench.controller, fieldset);
    desk.field.setAttribute('name', 'phone');
    let submitted = false;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      submitted = true;
    });
    await type('603');
    expect(new FormData(form).get('phone')).to.equal('603');
    form.reset();
    await updated();
    expect(input().value).to.equal('');
    await type('603');
    await sendKeys({ press: 'Enter' });
    await updated();
    expect(submitted).to.equal(false);
    expect(dialled()).to.equal('603');
    await end();
    fieldset.disabled = true;
    await updated();
    expect([input().disabled, call().disabled]).to.deep.equal([true, true]);
  });
});
