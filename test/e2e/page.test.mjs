import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openOperator, openTab, ring, startBrowser, startDemo, until } from './support.mjs';

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

async function talking(options) {
  const operator = await openOperator(browser, demo, options);
  await operator.online();
  const id = await ring(demo, { play: 'music', to: options?.agent ?? '101' });
  await operator.button('answer').click();
  await operator.becomes('mode', 'talking');
  const farEnd = () => operator.farEnd((call) => call.id === id);
  await until(farEnd, ({ heard }) => heard.rms > 0.01);
  return { operator, farEnd };
}

for (const lang of ['en', 'ru']) {
  test(`the panel is moved in a call: same call, same sound (${lang})`, async () => {
    const { operator, farEnd } = await talking({ lang });
    const callId = await operator.page.evaluate(() => {
      const panel = document.querySelector('cti-panel');
      const { id } = panel.currentCall;
      document.body.prepend(panel);
      return id;
    });
    assert.equal(
      await operator.page.evaluate(() => document.querySelector('cti-panel').currentCall.id),
      callId,
    );
    assert.ok((await operator.hears()).rms > 0.01);
    assert.ok((await farEnd()).heard.rms > 0.01);
    await operator.button('end').click();
    await until(farEnd, ({ state }) => state === 'ended');
    await operator.close();
  });

  test(`the panel is replaced by another in a call: it adopts the call, with one registration (${lang})`, async () => {
    const { operator, farEnd } = await talking({ lang });
    const callId = await operator.page.evaluate(() => {
      const panel = document.querySelector('cti-panel');
      const { id } = panel.currentCall;
      panel.replaceWith(panel.cloneNode());
      return id;
    });
    await operator.becomes('mode', 'talking');
    assert.equal(
      await operator.page.evaluate(() => document.querySelector('cti-panel').currentCall.id),
      callId,
    );
    assert.equal(demo.pbx.registrar.bindings('101').length, 1);
    assert.ok((await operator.hears()).rms > 0.01);
    await operator.button('end').click();
    await until(farEnd, ({ state }) => state === 'ended');
    await operator.close();
  });

  test(`two tabs: one holds the phone, the other says so and takes it over when asked (${lang})`, async () => {
    const first = await openOperator(browser, demo, { agent: '103', lang });
    await first.online();
    const second = await openTab(first.context, demo, { agent: '103', lang });
    await second.button('useHere').waitFor();
    assert.equal(demo.pbx.registrar.bindings('103').length, 1);

    await ring(demo, { to: '103' });
    await first.becomes('mode', 'incoming');
    await second.button('useHere').click();
    await second.panel.getByText(second.say.callLive).first().waitFor();
    assert.equal(
      await second.page.evaluate(() => document.querySelector('cti-panel').connection),
      'offline',
      'refused while a call is live',
    );
    assert.equal(
      await first.page.evaluate(() => document.querySelector('cti-panel').mode),
      'incoming',
    );
    await first.button('decline').click();
    await first.becomes('mode', 'idle');

    await until(async () => {
      if (await second.button('useHere').count()) await second.button('useHere').click();
      return second.page.evaluate(
        () => document.querySelector('cti-panel').connection === 'online',
      );
    });
    await first.button('useHere').waitFor();
    assert.equal(demo.pbx.registrar.bindings('103').length, 1);
    await first.close();
  });
}

test('a page that goes away hangs up', async () => {
  const { operator, farEnd } = await talking({ agent: '104' });
  operator.page.on('dialog', (dialog) => void dialog.accept());
  await operator.page.evaluate(() => {
    document.addEventListener('cti-call-ended', ({ detail: { reason, by } }) =>
      sessionStorage.setItem('ended', `${reason} ${by}`),
    );
  });
  await operator.page.goto(new URL('/config.json?agent=104', demo.url).href);
  await until(farEnd, ({ state }) => state === 'ended');
  assert.equal(await operator.page.evaluate(() => sessionStorage.getItem('ended')), 'hangup local');
  await operator.close();
});

test('a denied microphone: the call rings on and says what to do', async () => {
  const { chromeArgs } = await import('../../scripts/find-chrome.mjs');
  const strict = await startBrowser({
    args: chromeArgs.filter((arg) => arg !== '--use-fake-ui-for-media-stream'),
  });
  const operator = await openOperator(strict, demo, { agent: '106', permissions: [] });
  await operator.online();
  const id = await ring(demo, { to: '106' });
  await operator.button('answer').click();
  await until(() =>
    operator.page.evaluate(
      () => document.querySelector('cti-panel').currentCall?.problem === 'microphone-denied',
    ),
  );
  assert.equal((await operator.farEnd((call) => call.id === id)).state, 'ringing');
  await operator.button('decline').click();
  await operator.becomes('mode', 'idle');
  await strict.close();
});
