import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openOperator, ring, startBrowser, startDemo, until } from './support.mjs';

let demo;
let browser;
before(async () => {
  demo = await startDemo();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await demo?.close();
});

for (const lang of ['en', 'ru']) {
  describe(`in a call (${lang})`, () => {
    let operator;
    let id;
    before(async () => {
      operator = await openOperator(browser, demo, { lang });
      await operator.online();
      id = await ring(demo, { play: 'music' });
      await operator.button('answer').click();
      await operator.becomes('mode', 'talking');
    });
    after(() => operator.close());

    const farEnd = () => operator.farEnd((call) => call.id === id);

    test('the far end hears nothing of a held call, and hears again after Resume', async () => {
      await until(farEnd, ({ heard }) => heard.rms > 0.01);
      await operator.button('hold').click();
      await operator.button('resume').waitFor();
      const held = await until(farEnd, (call) => call.held);
      await until(farEnd, ({ heard }) => heard.rms === 0);
      const later = await farEnd();
      assert.ok(later.heard.packets - held.heard.packets < 10, 'no packets while held');
      await operator.panel.getByText(operator.say.onHold).first().waitFor();
      assert.equal(
        await operator.page.evaluate(() => document.querySelector('cti-panel').mode),
        'talking',
      );
      await until(async () => {
        if (await operator.button('resume').count()) await operator.button('resume').click();
        return operator.button('hold').count();
      });
      const resumed = await until(farEnd, ({ heard }) => heard.rms > 0.01);
      assert.equal(resumed.held, false);
    });

    test('mute is silence at the far end without signalling: the packets go on', async () => {
      await until(async () => {
        if (await operator.button('mute').count()) await operator.button('mute').click();
        return operator.button('unmute').count();
      });
      const muted = await until(farEnd, ({ heard }) => heard.rms < 0.001);
      const later = await until(farEnd, ({ heard }) => heard.packets > muted.heard.packets + 20);
      assert.equal(later.held, false);
      await until(async () => {
        if (await operator.button('unmute').count()) await operator.button('unmute').click();
        return operator.button('mute').count();
      });
      await until(farEnd, ({ heard }) => heard.rms > 0.01);
    });

    test('digits of the keypad reach the far end in order', async () => {
      await operator.button('keypad').click();
      const pad = operator.panel.locator('cti-dial-pad');
      for (const digit of ['1', '5', '9', '#', '*', '0']) {
        await pad.getByRole('button', { name: digit, exact: true }).click();
      }
      const call = await until(farEnd, ({ heard }) => heard.dtmf.length >= 6);
      assert.equal(call.heard.dtmf, '159#*0');
    });

    test('the duration counts from the answer', async () => {
      const shown = operator.panel.getByText(/^\d\d:\d\d$/).first();
      const before = await shown.textContent();
      await until(
        () => shown.textContent(),
        (text) => text !== before,
      );
      await operator.button('end').click();
      await operator.becomes('mode', 'idle');
    });
  });
}
