import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { assertBindsAndCalls, buildApp, openPage, serve, startBrowser } from './support.mjs';

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
  await assertBindsAndCalls(await openPage(browser, server.url));
});
