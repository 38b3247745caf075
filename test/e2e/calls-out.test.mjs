import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { openOperator, startBrowser, startDemo, until } from './support.mjs';

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

/** The end of the call that a step brings about. */
async function endOf(operator, step) {
  const ends = await operator.eventsOf('cti-call-ended');
  await step();
  await until(() => ends.evaluate(({ length }) => length));
  const [detail] = await ends.evaluate((seen) =>
    seen.map(({ reason, by, sip, talkedMs }) => ({ reason, by, status: sip?.status, talkedMs })),
  );
  return detail;
}

for (const lang of ['en', 'ru']) {
  describe(`a call out (${lang})`, () => {
    let operator;
    beforeEach(async () => {
      operator = await openOperator(browser, demo, { lang });
    });
    afterEach(async () => {
      assert.deepEqual(operator.problems, [], 'nothing on the console');
      assert.equal(await operator.peerConnections(), 0, 'no connection is left');
      assert.equal(await operator.openMicrophones(), 0, 'no microphone is left open');
      await operator.close();
    });

    test('600: the echo is heard at both ends, until End call', async () => {
      await operator.dial('600');
      await operator.becomes('mode', 'talking');
      assert.equal(await operator.field.isVisible(), false, 'the dial field gives way');
      const there = await until(
        () => operator.farEnd(({ to, state }) => to === '600' && state === 'connected'),
        (call) => call?.heard.packets > 50 && call.heard.rms > 0.01,
      );
      const here = await operator.hears();
      assert.ok(there.heard.rms > 0.01, `far end: ${there.heard.rms}`);
      assert.ok(here.rms > 0.01, `here: ${here.rms}`);
      const end = await endOf(operator, () => operator.button('end').click());
      assert.deepEqual([end.reason, end.by], ['hangup', 'local']);
      assert.ok(end.talkedMs > 0);
      await operator.becomes('mode', 'idle');
      await until(
        () => operator.farEnd(({ id }) => id === there.id),
        ({ state }) => state === 'ended',
      );
    });

    test('603 rings: it says so, and End call cancels', async () => {
      await operator.dial('603');
      await operator.becomes('mode', 'outgoing');
      await operator.panel.getByText(operator.say.outgoing).waitFor();
      await operator.page.waitForFunction(
        () => document.querySelector('cti-panel').currentCall?.phase === 'ringing',
      );
      const end = await endOf(operator, () => operator.button('end').click());
      assert.deepEqual([end.reason, end.by, end.talkedMs], ['cancelled', 'local', 0]);
      await until(
        () => operator.farEnd(({ to }) => to === '603'),
        ({ state }) => state === 'ended',
      );
    });

    for (const [number, reason, status] of [
      ['602', 'busy', 486],
      ['604', 'declined', 603],
      ['699', 'not-found', 404],
    ]) {
      test(`${number} ends as ${reason}, and the operator can dial again`, async () => {
        const end = await endOf(operator, () => operator.dial(number));
        assert.deepEqual([end.reason, end.by, end.status], [reason, 'remote', status]);
        await operator.becomes('mode', 'idle');
        await operator.field.waitFor();
      });
    }

    test('605: the announcement is heard before the call fails', async () => {
      let heard;
      const end = await endOf(operator, async () => {
        await operator.dial('605');
        heard = await until(
          () => operator.hears(300),
          ({ rms }) => rms > 0.01,
        );
        assert.equal(
          await operator.page.evaluate(() => document.querySelector('cti-panel').mode),
          'outgoing',
        );
      });
      assert.ok(heard.rms > 0.01);
      assert.deepEqual(
        [end.reason, end.by, end.status, end.talkedMs],
        ['unavailable', 'remote', 480, 0],
      );
    });

    test('606 answers and hangs up', async () => {
      const end = await endOf(operator, () => operator.dial('606'));
      assert.deepEqual([end.reason, end.by], ['hangup', 'remote']);
      assert.ok(end.talkedMs > 2_000 && end.talkedMs < 6_000, `${end.talkedMs} ms`);
    });
  });
}

test('601: the four notes are recognised', async () => {
  const operator = await openOperator(browser, demo);
  await operator.dial('601');
  await operator.becomes('mode', 'talking');
  const { peaks } = await operator.hears(3_000);
  for (const note of [523, 659, 784, 1047]) {
    assert.ok(
      peaks.some((peak) => Math.abs(peak - note) < 12),
      `${note} Hz among ${peaks}`,
    );
  }
  await operator.button('end').click();
  await operator.becomes('mode', 'idle');
  await operator.close();
});

test('Enter in the field calls; Call with an empty field brings the last number back', async () => {
  const operator = await openOperator(browser, demo);
  await operator.online();
  await operator.field.fill('602');
  const end = await endOf(operator, () => operator.field.press('Enter'));
  assert.equal(end.reason, 'busy');
  await operator.field.fill('');
  // The click shield: a press within 400 ms of the change is not meant for this button.
  await until(
    async () => {
      await operator.button('call').click();
      return operator.field.inputValue();
    },
    (value) => value === '602',
  );
  assert.equal(
    await operator.page.evaluate(() => document.querySelector('cti-panel').mode),
    'idle',
  );
  await operator.close();
});
