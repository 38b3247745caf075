import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { farEndHangsUp, openOperator, ring, startBrowser, startDemo, until } from './support.mjs';

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
  describe(`a call in (${lang})`, () => {
    let operator;
    beforeEach(async () => {
      operator = await openOperator(browser, demo, { lang });
      await operator.online();
    });
    afterEach(async () => {
      assert.deepEqual(operator.problems, [], 'nothing on the console');
      assert.equal(await operator.peerConnections(), 0);
      assert.equal(await operator.openMicrophones(), 0);
      await operator.close();
    });

    test('rings, is answered, is heard at both ends, and the far end hangs up', async () => {
      const id = await ring(demo, { play: 'music' });
      await operator.panel.getByText(operator.say.incoming).first().waitFor();
      assert.ok((await operator.ringLevel()) > 0.001, 'it rings');
      await operator.button('answer').click();
      await operator.becomes('mode', 'talking');
      assert.equal(await operator.ringLevel(500), 0, 'it rings no more');
      const there = await until(
        () => operator.farEnd((call) => call.id === id),
        ({ heard }) => heard.rms > 0.01,
      );
      assert.equal(there.state, 'connected');
      assert.ok((await operator.hears()).rms > 0.01);
      await farEndHangsUp(demo, id);
      await operator.becomes('mode', 'idle');
    });

    test('is declined', async () => {
      const id = await ring(demo);
      const ends = await operator.eventsOf('cti-call-ended');
      await until(async () => {
        if (await operator.button('decline').count()) await operator.button('decline').click();
        return ends.evaluate(({ length }) => length);
      });
      assert.equal(await ends.evaluate(([end]) => end.reason), 'declined');
      await until(
        () => operator.farEnd((call) => call.id === id),
        ({ state }) => state === 'ended',
      );
    });

    test('is missed', async () => {
      const ends = await operator.eventsOf('cti-call-ended');
      const id = await ring(demo);
      await operator.becomes('mode', 'incoming');
      await farEndHangsUp(demo, id);
      await operator.becomes('mode', 'idle');
      const [reason, by, talked] = await ends.evaluate(([end]) => [
        end.reason,
        end.by,
        end.talkedMs,
      ]);
      assert.deepEqual([reason, by, talked], ['cancelled', 'remote', 0]);
    });

    test('is silenced, and rings on at the far end', async () => {
      const id = await ring(demo);
      await operator.button('silence').click();
      await until(
        () => operator.ringLevel(400),
        (level) => level === 0,
      );
      assert.equal((await operator.farEnd((call) => call.id === id)).state, 'ringing');
      assert.equal(await operator.button('silence').count(), 0);
      await operator.button('decline').click();
      await operator.becomes('mode', 'idle');
    });

    test('does not move the focus, and Enter in a field does not answer', async () => {
      const search = operator.page.getByRole('searchbox').first();
      await search.focus();
      await ring(demo);
      await operator.becomes('mode', 'incoming');
      await operator.page.keyboard.press('Enter');
      await operator.page.keyboard.press('Space');
      assert.equal(await search.evaluate((field) => field === document.activeElement), true);
      assert.equal(
        await operator.page.evaluate(() => document.querySelector('cti-panel').currentCall.phase),
        'offered',
      );
      await operator.page.keyboard.press('Alt+KeyA');
      await operator.becomes('mode', 'talking');
      await operator.page.keyboard.press('Alt+KeyE');
      await operator.becomes('mode', 'idle');
    });
  });
}

test('a second call waits, is declined by itself, and the first goes on', async () => {
  const operator = await openOperator(browser, demo);
  await operator.online();
  const first = await ring(demo, { from: '+12025550101' });
  await operator.button('answer').click();
  await operator.becomes('mode', 'talking');
  const second = await ring(demo, { from: '+12025550102' });
  const waiting = operator.panel.locator('cti-call-list');
  // By number at first, by name as soon as the directory has answered.
  await waiting
    .getByText(/555 0102|\+12025550102|Beta LLC/)
    .first()
    .waitFor();
  assert.equal(
    await operator.page.evaluate(() => document.querySelector('cti-panel').mode),
    'talking',
  );
  await until(async () => {
    const decline = waiting.getByRole('button', { name: /^Decline/ });
    if (await decline.count()) await decline.click();
    return (await operator.farEnd(({ id }) => id === second)).state === 'ended';
  });
  assert.equal((await operator.farEnd(({ id }) => id === first)).state, 'connected');
  await operator.button('end').click();
  await operator.becomes('mode', 'idle');
  await operator.close();
});

test('the keyboard answers while the page shows a modal dialog', async () => {
  const operator = await openOperator(browser, demo);
  await operator.online();
  await operator.page.evaluate(() => {
    const dialog = document.createElement('dialog');
    dialog.append(document.createElement('input'));
    document.body.append(dialog);
    dialog.showModal();
  });
  await ring(demo);
  await operator.becomes('mode', 'incoming');
  await operator.page.keyboard.press('Alt+KeyA');
  await operator.becomes('mode', 'talking');
  await operator.page.keyboard.press('Alt+KeyE');
  await operator.becomes('mode', 'idle');
  await operator.close();
});
