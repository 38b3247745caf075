import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { chromeArgs, findChrome } from '../../scripts/find-chrome.mjs';
import { until as untilWithin } from '../support/until.mjs';

const runFile = promisify(execFile);

/** Where scripts/test.mjs has installed the packed tarball: pages and applications beside it find it from there. */
const { CTI_APPS_DIR: folder } = process.env;
if (!folder) throw new Error('CTI_APPS_DIR is not set: npm run test:apps');

/** The package as a user has it. */
export const installed = join(folder, 'node_modules', 'cti-panel');

export { folder };

/** Runs a program; resolves with what it wrote, rejects with that in the message. */
export async function run(file, args, options = {}) {
  try {
    return await runFile(file, args, { timeout: 240_000, ...options });
  } catch (error) {
    throw new Error(`${error.message}\n${error.stdout}\n${error.stderr}`, { cause: error });
  }
}

/** A copy of an application of this folder, its own packages installed, built; resolves with the folder it builds to. */
export async function buildApp(name) {
  const app = join(folder, name);
  await cp(fileURLToPath(new URL(name, import.meta.url)), app, { recursive: true });
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  await run('npm', ['ci', ...quiet], { cwd: app });
  await run('npm', ['run', 'build'], { cwd: app });
  return join(app, 'dist');
}

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/**
 * Serves files on a free port of 127.0.0.1.
 * @param find the file for a path, or its text as a Buffer, or a promise of one; `undefined` is a 404
 */
export async function serve(find, headers = {}) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const found = await find(pathname);
    const body = typeof found === 'string' ? await readFile(found).catch(() => undefined) : found;
    if (pathname === '/favicon.ico') return response.writeHead(204).end();
    if (!body) return response.writeHead(404).end();
    const type = types[extname(pathname)] ?? types['.html'];
    return response.writeHead(200, { 'content-type': type, ...headers }).end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function startBrowser() {
  return chromium.launch({ executablePath: findChrome(), args: chromeArgs });
}

/** Runs in the page before anything else: what the content security policy refuses. */
function watchPolicy() {
  globalThis.refused = [];
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    globalThis.refused.push(`${violatedDirective} ${blockedURI}`),
  );
}

/** A page, with what it writes to the console (`errors`, `warnings`). */
export async function openPage(browser, url) {
  const page = await browser.newPage();
  const errors = [];
  const warnings = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
    if (message.type() === 'warning') warnings.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.addInitScript(watchPolicy);
  await page.goto(url, { waitUntil: 'domcontentloaded' });
  return { page, errors, warnings, refused: () => page.evaluate(() => globalThis.refused) };
}

/** Asks until the answer satisfies; a page's policy forbids the ways in which Playwright waits by itself. */
export function until(ask, satisfies, timeoutMs = 30_000) {
  return untilWithin(ask, satisfies, timeoutMs);
}

/** Waits until a property of the panel has a value. */
export function panelHas(page, property, value) {
  return until(
    () => page.evaluate((name) => document.querySelector('cti-panel')?.[name], property),
    (found) => found === value,
  );
}

/** Dials as an operator does; resolves in the call. */
export async function callEcho(page) {
  await panelHas(page, 'connection', 'online');
  await page.getByLabel('Phone number', { exact: true }).fill('600');
  await button(page, 'Call').click();
  await panelHas(page, 'mode', 'talking');
}

export async function endCall(page) {
  await button(page, 'End call').click();
  await panelHas(page, 'mode', 'idle');
}

export function button(page, name) {
  return page.getByRole('button', { name, exact: true });
}

/** What the page of every framework does: it binds a property, hears an event, and makes a call. */
export async function assertBindsAndCalls({ page, errors, warnings }) {
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
}
