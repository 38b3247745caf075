import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  assertBindsAndCalls,
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
  const built = await buildApp('angular');
  // Routes are not files.
  const find = (path) => [path, 'index.html'].map((name) => join(built, name)).find(existsSync);
  server = await serve((path) => (path === '/' ? join(built, 'index.html') : find(path)));
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

test('Angular: properties are bound, events are heard, a call is made', async () => {
  const opened = await openPage(browser, server.url);
  await assertBindsAndCalls(opened);
  await opened.page.close();
});

test('Angular: a route change in a call makes the element anew, and the call goes on', async () => {
  const { page, errors } = await openPage(browser, server.url);
  await callEcho(page);
  const before = await page.evaluateHandle(() => {
    const panel = document.querySelector('cti-panel');
    const { controller, currentCall } = panel;
    return { panel, controller, id: currentCall.id, connected: currentCall.times.connected };
  });
  await page.getByRole('link', { name: 'Two', exact: true }).click();
  await until(
    () => page.title(),
    (title) => title === 'Two',
  );
  await panelHas(page, 'mode', 'talking');

  const now = await before.evaluate(({ panel, controller, id, connected }) => {
    const found = document.querySelector('cti-panel');
    const { transport, currentCall } = found;
    return {
      panels: document.querySelectorAll('cti-panel').length,
      isNew: found !== panel && !panel.isConnected,
      sameController: found.controller === controller,
      sameCall: currentCall.id === id && currentCall.times.connected === connected,
      phase: currentCall.phase,
      farEnd: transport.heard(id).state,
      connection: found.connection,
    };
  });
  assert.deepEqual(now, {
    panels: 1,
    isNew: true,
    sameController: true,
    sameCall: true,
    phase: 'connected',
    farEnd: 'connected',
    connection: 'online',
  });

  // Whose buttons are the same call's, and whose events Angular hears.
  await endCall(page);
  await until(
    () => page.locator('output').textContent(),
    (text) => text === '600 hangup local',
  );
  assert.deepEqual(errors, []);
  await page.close();
});

test('Angular with zone.js: a call does not run change detection', async () => {
  const { page } = await openPage(browser, server.url);
  const checks = () => page.evaluate(() => Number(document.documentElement.dataset.checks));
  const shown = () => page.getByRole('timer').first().textContent();
  await callEcho(page);
  const first = await until(shown);
  const since = await checks();
  const second = await until(shown, (text) => text !== first);
  await until(shown, (text) => text !== first && text !== second);
  assert.equal(await checks(), since);

  // What the application does, runs it.
  await button(page, 'Quieter').click();
  await until(checks, (count) => count > since);
  await endCall(page);
  await page.close();
});
