import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  buildApp,
  button,
  callEcho,
  endCall,
  openPage,
  panelHas,
  serve,
  startBrowser,
  until,
} from './support.mjs';

let server;
let browser;
before(async () => {
  const built = await buildApp('vue');
  server = await serve((path) => join(built, path === '/' ? 'index.html' : path));
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

test('Vue 3: properties are bound, events are heard, a call is made', async () => {
  const { page, errors, warnings } = await openPage(browser, server.url);
  await panelHas(page, 'ringVolume', 0.5);
  await button(page, 'Quieter').click();
  await panelHas(page, 'ringVolume', 0.25);

  await callEcho(page);
  await endCall(page);
  await until(
    () => page.locator('output').textContent(),
    (text) => text === '600 hangup local',
  );
  assert.deepEqual([errors, warnings], [[], []]);
});
