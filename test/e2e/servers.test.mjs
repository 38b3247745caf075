import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createServer as createTlsServer } from 'node:tls';
import { promisify } from 'node:util';
import { openOperator, startBrowser, startDemo, until } from './support.mjs';

/** Servers that are none, and networks that are gone: what a real browser makes of them. */

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

async function listening(server, test_) {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sockets = new Set();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  test_.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return server.address().port;
}

/** The sample page with other servers in its configuration, and a count of the sockets it opens. */
async function openWith(servers, agent) {
  return openOperator(browser, demo, {
    agent,
    // Else a server here could also be one that the browser keeps this page from.
    permissions: ['microphone', 'local-network-access'],
    before: async (page) => {
      await page.addInitScript(() => {
        globalThis.socketsOpened = [];
        const Native = globalThis.WebSocket;
        globalThis.WebSocket = class extends Native {
          constructor(...given) {
            super(...given);
            globalThis.socketsOpened.push(performance.now());
          }
        };
      });
      await page.route('**/config.json*', async (route) => {
        const response = await route.fetch();
        const config = await response.json();
        await route.fulfill({ response, json: { ...config, server: servers(config.server) } });
      });
    },
  });
}

const state = (operator) =>
  operator.page.evaluate(() => {
    const { connection, connectionProblem } = document.querySelector('cti-panel').snapshot;
    return { connection, connectionProblem };
  });

test('(row 2) a server that takes the connection and says nothing: 5 s, then the next one', async (context) => {
  const port = await listening(createTcpServer(), context);
  const operator = await openWith((good) => [`ws://127.0.0.1:${port}/`, ...good], '103');
  await operator.becomes('connection', 'online', 20_000);
  const [first, second, third] = await operator.page.evaluate(() => globalThis.socketsOpened);
  assert.ok(second - first >= 4_900, `${Math.round(second - first)} ms before the second socket`);
  assert.ok(second - first < 12_000, `${Math.round(second - first)} ms before the second socket`);
  assert.equal(third, undefined, 'the second one was the good one');
  await operator.close();
});

test('(row 6) a certificate nobody vouches for: typed, said, and tried again', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'cti-certificate-'));
  context.after(() => rm(folder, { recursive: true }));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost', '-days', '1'],
    ...['-keyout', key, '-out', cert],
  ]);
  const server = createTlsServer({ key: await readFile(key), cert: await readFile(cert) });
  server.on('tlsClientError', () => undefined);
  const port = await listening(server, context);
  const operator = await openWith(() => [`wss://127.0.0.1:${port}/`], '104');
  await operator.becomes('connection', 'reconnecting');
  assert.equal((await state(operator)).connectionProblem, 'transport-refused');
  assert.equal(await operator.button('call').isDisabled(), true);
  const tries = () => operator.page.evaluate(() => globalThis.socketsOpened.length);
  await until(tries, (count) => count >= 2);
  await operator.close();
});

test('(row 13) no network: known within the time of a probe, no tries meanwhile, back soon after', async () => {
  const operator = await openWith((good) => good, '106');
  await operator.online();
  await operator.context.setOffline(true);
  await operator.becomes('connection', 'reconnecting');
  const tries = () => operator.page.evaluate(() => globalThis.socketsOpened.length);
  const before = await tries();
  await operator.hears(5_000);
  assert.equal(await tries(), before, 'no tries while the browser says offline');
  await operator.context.setOffline(false);
  const asked = Date.now();
  await until(tries, (count) => count > before);
  const waited = Date.now() - asked;
  assert.ok(waited < 2_000, `${waited} ms before the first try; row 13 says 500`);
  await operator.online();
  await operator.close();
});
