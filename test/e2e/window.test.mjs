import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
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

/** Waits until the far end has heard more of us than before. */
async function goesOn(farEnd) {
  const { heard: before } = await farEnd();
  await until(farEnd, ({ heard }) => heard.packets > before.packets + 25 && heard.rms > 0.01);
}

const onTop = (page) =>
  page.evaluate(() => {
    const { window: view } = globalThis.documentPictureInPicture;
    const made = view?.document.querySelector('cti-window');
    return made ? { text: made.shadowRoot.textContent, open: made.open } : null;
  });

test('a call goes on while the CTI window is kept on top, and when it comes back', async () => {
  const operator = await openOperator(browser, demo);
  await operator.online();
  const id = await ring(demo, { play: 'music' });
  await operator.button('answer').click();
  await operator.becomes('mode', 'talking');
  const farEnd = () => operator.farEnd((call) => call.id === id);
  await until(farEnd, ({ heard }) => heard.rms > 0.01);
  const callId = await operator.page.evaluate(
    () => document.querySelector('cti-panel').currentCall.id,
  );

  await operator.button('openWindow').click();
  await operator.button('Keep on top').click();
  const shown = await until(() => onTop(operator.page));
  assert.equal(shown.open, true);
  assert.match(shown.text, /Talking/);
  await goesOn(farEnd);
  assert.ok((await operator.hears()).rms > 0.01);

  await operator.page.evaluate(() => globalThis.documentPictureInPicture.window.close());
  await operator.button('Close CTI window').waitFor();
  await goesOn(farEnd);
  assert.equal(
    await operator.page.evaluate(() => document.querySelector('cti-panel').currentCall.id),
    callId,
  );
  await operator.button('end').click();
  await until(farEnd, ({ state }) => state === 'ended');
  assert.deepEqual(operator.problems, []);
  await operator.close();
});

test('a number of a record calls with its customer, who is not looked up', async () => {
  const operator = await openOperator(browser, demo, { agent: '102' });
  await operator.online();
  const lookups = [];
  operator.page.on('request', (request) => {
    if (request.url().includes('/directory')) lookups.push(request.url());
  });
  await operator.page.goto(new URL('/?agent=102#/all/anna-schmidt', demo.url).href);
  await operator.online();
  const requests = await operator.eventsOf('cti-request');
  await operator.page.locator('#record .record-reach a.dial').click();
  await until(() => requests.evaluate((seen) => seen.length > 0));
  const [{ source, command }] = await requests.evaluate((seen) =>
    seen.map(({ source, command }) => ({ source, command })),
  );
  assert.deepEqual([source, command.type, command.customer.name], ['link', 'dial', 'Anna Schmidt']);
  assert.deepEqual(lookups, []);
  await operator.close();
});

test('in a page as narrow as a panel the CTI window is a sheet at its lower edge, elsewhere it leaves the panel free', async () => {
  const operator = await openOperator(browser, demo, { agent: '107' });
  const boxes = () =>
    operator.page.evaluate(() => {
      const panel = document.querySelector('cti-panel');
      const [window_, own] = [panel.shadowRoot.querySelector('cti-window'), panel].map((element) =>
        element.getBoundingClientRect().toJSON(),
      );
      return { window: window_, panel: own };
    });
  await operator.online();
  await operator.page.setViewportSize({ width: 1_280, height: 800 });
  await operator.button('openWindow').click();
  await until(boxes, ({ window: { right }, panel }) => right > 100 && right <= panel.left - 4);
  await operator.page.setViewportSize({ width: 320, height: 640 });
  await until(
    boxes,
    ({ window: { left, right, bottom } }) => left <= 0 && right >= 320 && bottom >= 640,
  );
  await operator.close();
});
