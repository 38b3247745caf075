/**
 * A bare page with one panel, at a desk of the tests: a server for `dist/` and that page, and operators who are signed
 * in at a Kamailio. `CTI_DIST` names another build of the library.
 */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Operator, words } from '../../e2e/support.mjs';
import { watchSound } from '../../e2e/watch-sound.mjs';
import { passwordOf } from './kamailio.mjs';

const library = process.env.CTI_DIST ?? fileURLToPath(new URL('../../../dist/', import.meta.url));
const types = { '.html': 'text/html', '.mjs': 'text/javascript', '.js': 'text/javascript' };

const blank = (lang) => `<!doctype html>
<html lang="${lang}">
  <head><meta charset="utf-8" /><title>Desk</title><link rel="icon" href="data:," />
  <script type="module" src="/cti-panel/cdn/cti-panel.min.mjs"></script></head>
  <body><cti-panel id="panel"></cti-panel></body>
</html>`;

async function answer(request, response) {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/') {
    const lang = searchParams.get('lang') === 'ru' ? 'ru' : 'en';
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(blank(lang));
    return;
  }
  const file = join(library, pathname.replace(/^\/cti-panel\//, ''));
  if (!file.startsWith(join(library, sep))) throw new Error('outside');
  const body = await readFile(file);
  const type = types[extname(file)] ?? 'application/octet-stream';
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body);
}

/** Serves the page on a free port; within a namespace, at an address that the browser there can reach. */
export async function startDeskServer({ host = '127.0.0.1' } = {}) {
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(404).end());
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, host, resolve);
  });
  const name = host === '127.0.0.1' ? 'localhost' : host;
  return {
    url: `http://${name}:${server.address().port}/`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An operator of the tests here: `agent` is who they are, `tone` in Hz what their microphone gives, if it is one. */
class DeskOperator extends Operator {
  /** A key of the keypad. */
  key(key) {
    return this.panel.locator('cti-dial-pad').getByRole('button', { name: key, exact: true });
  }
}

/** What a panel is told to sign in as an agent at one or several Kamailios. */
export function configOf(kamailios, agent, config = {}) {
  const servers = [kamailios].flat();
  return {
    server: servers.map(({ ws }) => ws),
    uri: `sip:${agent}@${servers[0].domain}`,
    credentials: { username: agent, password: passwordOf(agent) },
    displayName: `Agent ${agent}`,
    iceServers: [],
    ...config,
  };
}

/** In the page: makes a tone of so many Hz the microphone. */
export function offerTone(hertz) {
  let context;
  navigator.mediaDevices.getUserMedia = async () => {
    context ??= new AudioContext();
    await context.resume();
    const output = context.createMediaStreamDestination();
    const oscillator = new OscillatorNode(context, { frequency: hertz });
    oscillator.connect(new GainNode(context, { gain: 0.5 })).connect(output);
    oscillator.start();
    return output.stream;
  };
}

/** Keeps the panel's events of one type, in the page. */
export function keepEvents() {
  const kept = (globalThis.keptEvents = []);
  for (const type of ['cti-call-ended', 'cti-error', 'cti-connection-changed']) {
    document.addEventListener(type, ({ detail }) => kept.push({ type, at: Date.now(), detail }));
  }
}

/** Gives the panel its configuration, as an application does. */
export function configure(config) {
  return customElements.whenDefined('cti-panel').then(() => {
    document.querySelector('#panel').config = config;
  });
}

/**
 * An operator at a desk of their own browser context, signed in. `tone` is the frequency in Hz that their microphone
 * gives instead of the fake device's beeps; `config` goes over the usual configuration; `before(page)` runs before
 * the page is loaded.
 */
export async function openDesk(browser, kamailio, options) {
  const { permissions = ['microphone'], context, ...rest } = options;
  return openDeskTab(context ?? (await browser.newContext({ permissions })), kamailio, rest);
}

/** One more tab of the same browser context. */
export async function openDeskTab(context, kamailio, options) {
  const { desk, agent = '101', lang = 'en', tone, config, before } = options;
  const page = await context.newPage();
  const problems = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  if (tone) await page.addInitScript(offerTone, tone);
  await page.addInitScript(watchSound);
  await page.addInitScript(keepEvents);
  // Before each load, so that a page that is loaded again signs in again.
  await page.addInitScript(configure, configOf(kamailio, agent, config));
  await before?.(page);
  await page.goto(`${desk.url}?lang=${lang}`);
  return new DeskOperator({ context, page, problems, agent, tone, say: words[lang] });
}

/** The events that the page has kept, of one type. */
export async function keptEvents(operator, type) {
  // As text: WebDriver BiDi cuts deep objects off.
  const kept = JSON.parse(
    await operator.page.evaluate(() => JSON.stringify(globalThis.keptEvents)),
  );
  return kept.filter((event) => event.type === type);
}
