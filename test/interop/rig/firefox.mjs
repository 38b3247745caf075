/** Operators in Firefox, by WebDriver BiDi (ADR 14), with the same interface as those in Chromium. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { Operator, until, words } from '../../e2e/support.mjs';
import { watchSound } from '../../e2e/watch-sound.mjs';
import { configOf, configure, keepEvents, offerTone } from './desk.mjs';
import { newFolder, startProcess } from './processes.mjs';

const preferences = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'media.autoplay.default': 0,
  // It asks nobody on the network for anything.
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'browser.safebrowsing.downloads.remote.enabled': false,
  'media.gmp-manager.url': '',
};

/** A sound device that plays into nothing: without any, Firefox's AudioContext stays suspended. */
async function startSoundServer() {
  const folder = newFolder('sound');
  const socket = join(folder, 'socket');
  const server = await startProcess({
    name: 'pulseaudio',
    file: 'pulseaudio',
    args: [
      ...['-n', '--daemonize=no', '--use-pid-file=no', '--exit-idle-time=-1', '--realtime=no'],
      ...['-L', 'module-null-sink'],
      ...['-L', `module-native-protocol-unix socket=${socket} auth-anonymous=1`],
    ],
    env: { HOME: folder, XDG_RUNTIME_DIR: folder },
    ready: async () => existsSync(socket),
  });
  return { env: { PULSE_SERVER: `unix:${socket}` }, close: server.stop };
}

/** Starts a Firefox; its `close()` ends the sound server too. */
export async function startFirefox() {
  const sound = await startSoundServer();
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: process.env.FIREFOX_PATH ?? '/usr/bin/firefox-esr',
    headless: true,
    extraPrefsFirefox: preferences,
    env: { ...process.env, ...sound.env },
    // The first start on a busy machine makes a profile.
    timeout: 90_000,
  });
  return {
    newContext: () => browser.createBrowserContext(),
    async close() {
      await browser.close();
      await sound.close();
    },
  };
}

/**
 * In the page: the visible buttons or fields with an accessible name, in any shadow root. WebDriver BiDi's own query
 * asks each shadow root in turn, which takes seconds.
 */
function findByName(tag, wanted) {
  const within = (root) =>
    [...root.querySelectorAll('*')].flatMap((element) => [
      ...(element.localName === tag ? [element] : []),
      ...(element.shadowRoot ? within(element.shadowRoot) : []),
    ]);
  const nameOf = (element) => element.getAttribute('aria-label') ?? element.textContent.trim();
  return within(document).filter(
    (element) => nameOf(element) === wanted && element.checkVisibility(),
  );
}

/** What the tests use of a Playwright locator. */
class NamedLocator {
  #page;
  #tag;
  #name;

  constructor(page, tag, name) {
    this.#page = page;
    this.#tag = tag;
    this.#name = name;
  }

  async #elements() {
    const list = await this.#page.evaluateHandle(findByName, this.#tag, this.#name);
    const elements = [...(await list.getProperties()).values()];
    return elements.map((handle) => handle.asElement()).filter(Boolean);
  }

  async count() {
    return (await this.#elements()).length;
  }

  async #element(timeout = 30_000) {
    const [element] = await until(
      () => this.#elements(),
      ({ length }) => length > 0,
      timeout,
    );
    return element;
  }

  async waitFor() {
    await this.#element();
  }

  async click({ timeout } = {}) {
    await (await this.#element(timeout)).click();
  }

  async fill(text) {
    const field = await this.#element();
    await field.click({ count: 3 });
    await field.type(text);
  }
}

class FoxOperator extends Operator {
  button(word) {
    return new NamedLocator(this.page, 'button', this.say[word] ?? word);
  }

  key(key) {
    return this.button(key);
  }

  get field() {
    return new NamedLocator(this.page, 'input', this.say.number);
  }

  async becomes(property, value, timeout = 10_000) {
    await this.page.waitForFunction(
      ([name, wanted]) => document.querySelector('cti-panel')?.[name] === wanted,
      { timeout },
      [property, value],
    );
  }
}

/** An operator in Firefox who is signed in at a Kamailio; the options are those of `openDesk`. */
export async function openFoxDesk(firefox, kamailio, options) {
  const { desk, agent = '101', lang = 'en', tone, config } = options;
  const context = await firefox.newContext();
  const page = await context.newPage();
  const problems = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  if (tone) await page.evaluateOnNewDocument(offerTone, tone);
  await page.evaluateOnNewDocument(watchSound);
  await page.evaluateOnNewDocument(keepEvents);
  await page.goto(`${desk.url}?lang=${lang}`);
  await page.evaluate(configure, configOf(kamailio, agent, config));
  return new FoxOperator({ context, page, problems, agent, tone, say: words[lang] });
}
