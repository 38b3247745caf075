import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPage, pbxCalls, startBrowser, startDemo, until } from './support.mjs';

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

test('600 is called from the dial field and the echo is heard at both ends', async () => {
  const { context, page, problems } = await openPage(browser, demo.url);
  const field = page.getByRole('textbox', { name: 'Phone number' });
  const call = page.getByRole('button', { name: 'Call', exact: true });
  await page.waitForFunction(() => document.querySelector('cti-panel').connection === 'online');
  await field.fill('600');
  await call.click();
  await page.waitForFunction(() => document.querySelector('cti-panel').mode === 'talking');

  const heardThere = await until(
    async () => (await pbxCalls(demo)).find(({ to }) => to === '600')?.heard ?? {},
    ({ packets, rms }) => packets > 50 && rms > 0.01,
  );
  const heardHere = await page.evaluate(() => globalThis.listen(2_000));
  assert.ok(heardThere.rms > 0.01, `the far end hears the microphone (rms ${heardThere.rms})`);
  assert.ok(heardHere.rms > 0.01, `the echo comes back (rms ${heardHere.rms})`);

  await page.getByRole('button', { name: 'End call' }).click();
  await until(
    async () => (await pbxCalls(demo)).find(({ to }) => to === '600')?.state,
    (state) => state === 'ended',
  );
  assert.equal(await page.evaluate(() => globalThis.peerConnections().length), 0);
  assert.deepEqual(problems, []);
  await context.close();
});
