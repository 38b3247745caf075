import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openOperator, ring, startBrowser, startDemo, until } from './support.mjs';

let demo;
let browser;
let operator;
before(async () => {
  demo = await startDemo();
  browser = await startBrowser();
  operator = await openOperator(browser, demo);
  await operator.online();
});
after(async () => {
  await operator?.close();
  await browser?.close();
  await demo?.close();
});

const settings = () =>
  operator.page.evaluate(() => document.querySelector('cti-panel').openWindow('settings'));
const microphone = () => operator.page.getByLabel('Microphone', { exact: true });
const name = () => microphone().evaluate((select) => select.selectedOptions[0].textContent);

test('another microphone in a call: heard at once without negotiation, closed with the call, remembered', async () => {
  const id = await ring(demo, { play: 'music' });
  await operator.button('answer').click();
  await operator.becomes('mode', 'talking');
  const farEnd = () => operator.farEnd((call) => call.id === id);
  await until(farEnd, ({ heard }) => heard.rms > 0.01);
  await settings();
  await operator.page.evaluate(() => {
    const native = RTCPeerConnection.prototype.setLocalDescription;
    globalThis.described = 0;
    RTCPeerConnection.prototype.setLocalDescription = function counted(...given) {
      globalThis.described += 1;
      return native.apply(this, given);
    };
  });
  await microphone().selectOption({ index: 2 });
  const chosen = await name();
  assert.match(chosen, /^Fake/);
  await until(
    () => operator.openMicrophones(),
    (count) => count === 1,
  );
  const exchanged = await farEnd();
  await until(
    farEnd,
    ({ heard }) => heard.packets > exchanged.heard.packets + 100 && heard.rms > 0.01,
  );
  assert.equal(await operator.page.evaluate(() => globalThis.described), 0);
  await operator.page.evaluate(() => document.querySelector('cti-panel').closeWindow());
  await operator.button('end').click();
  await operator.becomes('mode', 'idle');
  assert.equal(await operator.openMicrophones(), 0, 'no hot microphone');

  await operator.page.reload();
  await operator.online();
  await settings();
  await until(name, (shown) => shown === chosen);
  assert.equal(await operator.openMicrophones(), 0);
});

test('the microphone is tried only while it is asked for', async () => {
  const button = (label) => operator.page.getByRole('button', { name: label, exact: true });
  await button('Test microphone').click();
  await operator.page.getByLabel('Microphone level').waitFor();
  assert.equal(await operator.openMicrophones(), 1);
  await operator.page.evaluate(() => document.querySelector('cti-panel').closeWindow());
  await until(
    () => operator.openMicrophones(),
    (count) => count === 0,
  );

  await settings();
  await button('Record and listen').click();
  await button('Playing… Stop').waitFor({ timeout: 15_000 });
  assert.ok((await operator.openMicrophones()) === 0, 'closed before it is played');
  await button('Record and listen').waitFor({ timeout: 15_000 });
  assert.deepEqual(operator.problems, []);
});
