import { chromium } from 'playwright-core';
import { createDemoServer } from '../../demo/server.mjs';
import { chromeArgs, findChrome } from '../../scripts/find-chrome.mjs';
import { until } from '../support/until.mjs';
import { watchSound } from './watch-sound.mjs';

export { until };

/** The words operators see, as the contract fixes them. */
export const words = {
  en: {
    number: 'Phone number',
    call: 'Call',
    status: 'Status',
    openWindow: 'Open CTI window',
    answer: 'Answer',
    decline: 'Decline',
    end: 'End call',
    hold: 'Hold',
    resume: 'Resume',
    mute: 'Mute',
    unmute: 'Unmute',
    silence: 'Silence',
    keypad: 'Keypad',
    transfer: 'Transfer',
    incoming: 'Incoming call',
    outgoing: 'Outgoing call',
    onHold: 'On hold',
    liftHandset: 'Lift the handset to answer',
    useHere: 'Use here',
    wrongPassword: /^The name or password was rejected/,
    reconnecting: 'Reconnecting…',
    callLive: 'A call is in progress. End it first.',
  },
  ru: {
    number: 'Номер телефона',
    call: 'Позвонить',
    status: 'Состояние',
    openWindow: 'Открыть CTI-окно',
    answer: 'Ответить',
    decline: 'Отклонить',
    end: 'Завершить',
    hold: 'Удержать',
    resume: 'Снять с удержания',
    mute: 'Выключить микрофон',
    unmute: 'Включить микрофон',
    silence: 'Без звука',
    keypad: 'Клавиатура',
    transfer: 'Перевести',
    incoming: 'Входящий звонок',
    outgoing: 'Исходящий звонок',
    onHold: 'На удержании',
    liftHandset: 'Поднимите трубку, чтобы ответить',
    useHere: 'Использовать здесь',
    wrongPassword: /^Имя или пароль не приняты/,
    reconnecting: 'Связь прервана',
    callLive: 'Идёт разговор. Сначала завершите его.',
  },
};

/** Starts the sample page's server on a free port. */
export function startDemo() {
  return createDemoServer({ port: 0, host: '127.0.0.1' });
}

export function startBrowser({ args = chromeArgs } = {}) {
  return chromium.launch({ executablePath: findChrome(), args });
}

/** The sample page in a browser context of its own: an operator at their desk. */
export async function openOperator(browser, demo, options = {}) {
  const { permissions = ['microphone'], ...rest } = options;
  const context = await browser.newContext({ permissions });
  return openTab(context, demo, rest);
}

/** A page whose errors are gathered, and whose sound can be measured. */
async function watchedPage(context) {
  const page = await context.newPage();
  const problems = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.addInitScript(watchSound);
  return { page, problems };
}

/** A page of a browser context of its own, at any address. */
export async function openPage(browser, url, { permissions = ['microphone'] } = {}) {
  const context = await browser.newContext({ permissions });
  const { page, problems } = await watchedPage(context);
  await page.goto(url);
  return { context, page, problems };
}

/** One more tab of the same browser context. */
export async function openTab(context, demo, options = {}) {
  const { agent = '101', lang = 'en', query = '', before } = options;
  const { page, problems } = await watchedPage(context);
  await before?.(page);
  await page.goto(new URL(`/?agent=${agent}&lang=${lang}${query}`, demo.url).href);
  return new Operator({ demo, context, page, problems, say: words[lang] });
}

/** An operator: what they see and press, by accessible names, and what they hear. */
export class Operator {
  constructor(parts) {
    Object.assign(this, parts);
    this.panel = this.page.locator('#panel');
  }

  button(word) {
    return this.panel.getByRole('button', { name: this.say[word] ?? word, exact: true });
  }

  get field() {
    return this.panel.getByLabel(this.say.number, { exact: true });
  }

  /** Waits until a property of the panel has a value. */
  async becomes(property, value, timeout = 10_000) {
    await this.page.waitForFunction(
      ([name, wanted]) => document.querySelector('cti-panel')?.[name] === wanted,
      [property, value],
      { timeout },
    );
  }

  online() {
    return this.becomes('connection', 'online');
  }

  async dial(number) {
    await this.online();
    await this.field.fill(number);
    await this.button('call').click();
  }

  /** The details of the panel's events of one type, from now on. */
  async eventsOf(type) {
    return this.page.evaluateHandle((name) => {
      const seen = [];
      document.addEventListener(name, ({ detail }) => seen.push(detail));
      return seen;
    }, type);
  }

  /** What comes out of the call, over some time. */
  hears(ms = 1_500) {
    return this.page.evaluate((span) => globalThis.listenToCall(span), ms);
  }

  /** What the page itself plays: ring and other tones. */
  ringLevel(ms = 1_500) {
    return this.page.evaluate((span) => globalThis.listenToTones(span), ms);
  }

  peerConnections() {
    return this.page.evaluate(() => globalThis.openPeerConnections());
  }

  openMicrophones() {
    return this.page.evaluate(() => globalThis.openMicrophones());
  }

  /** The far end of the newest call that satisfies, as the PBX tells. */
  async farEnd(satisfies) {
    const calls = await pbxCalls(this.demo);
    return calls.findLast(satisfies);
  }

  async close() {
    await this.context.close();
  }
}

/** What the far ends hear, as the PBX tells. */
export async function pbxCalls(demo) {
  const response = await fetch(new URL('/pbx/calls', demo.url));
  return response.json();
}

/** The PBX calls an operator; returns the id of the call there. */
export async function ring(demo, { from = '+12025550101', to = '101', ...rest } = {}) {
  const response = await fetch(new URL('/pbx/calls', demo.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ from, to, ...rest }),
  });
  if (response.status !== 202) throw new Error(`POST /pbx/calls: ${response.status}`);
  return (await response.json()).id;
}

export async function farEndHangsUp(demo, id) {
  await fetch(new URL(`/pbx/calls/${id}`, demo.url), { method: 'DELETE' });
}
