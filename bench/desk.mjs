/** One page of one stack, with an operator's mouse. All times are of this process's clock, in ms since the epoch. */
import { passwordOf } from '../demo/pbx/pbx.mjs';
import { probe } from './probe.mjs';

const CALIBRATIONS = 9;
const PATIENCE_MS = 60_000;
/** A new window of Chromium loads its own pages first. */
const SETTLE_MS = 700;

/** @returns {number} */
export const now = () => performance.timeOrigin + performance.now();

export const rest = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks every few ms until the answer is something; rejects after `limitMs`. */
export async function until(ask, what, limitMs = PATIENCE_MS) {
  const end = now() + limitMs;
  for (;;) {
    const answer = ask();
    if (answer) return answer;
    if (now() > end) throw new Error(`Not in ${limitMs} ms: ${what}`);
    await rest(4);
  }
}

export class Desk {
  /** @type {{ name: string, at: number }[]} */ marks = [];

  /**
   * @param {{ browser: import('playwright-core').Browser, pages: object, demo: object }} bench
   * @param {{ stack: string, agent: string, iceServers?: object[], page?: string }} options
   */
  static async open({ browser, pages, demo }, { stack, agent, iceServers = [], page = stack }) {
    const desk = new Desk();
    desk.stack = stack;
    desk.agent = agent;
    desk.context = await browser.newContext({ permissions: ['microphone'] });
    desk.page = await desk.context.newPage();
    desk.page.setDefaultTimeout(PATIENCE_MS);
    await rest(SETTLE_MS);
    desk.page.on('pageerror', (error) => (desk.problem ??= error));
    await desk.page.addInitScript(probe);
    const { domain } = demo.pbx;
    const line = {
      server: `ws://localhost:${demo.port}/sip`,
      uri: `sip:${agent}@${domain}`,
      domain,
    };
    const credentials = { username: agent, password: passwordOf(agent) };
    await desk.page.goto(pages.urlOf(page, { ...line, ...credentials, iceServers }));
    return desk;
  }

  /** Resolves once the page is `idle`, `incoming`, `talking`, `held`… */
  becomes(/** @type {string} */ state) {
    return this.#within(`${this.stack} becomes ${state}`, () =>
      this.page.evaluate((wanted) => globalThis.bench.becomes(wanted), state),
    );
  }

  /** A click by the browser's own input, as soon as the button is there. */
  async press(/** @type {string} */ name) {
    const { x, y } = await this.#within(`${this.stack} shows ${name}`, () =>
      this.page.evaluate((wanted) => globalThis.bench.centreOf(wanted), name),
    );
    await this.page.mouse.click(x, y);
  }

  async type(/** @type {string} */ number) {
    await this.page.evaluate(() => {
      const field = globalThis.bench.field();
      field.focus();
      field.select();
    });
    await this.page.keyboard.insertText(number);
  }

  /** What the page noted since the last time. */
  async take() {
    const marks = await this.page.evaluate(() => globalThis.bench.take());
    const shift = await this.#shift();
    this.marks = marks.map(({ name, at }) => ({ name, at: at + shift }));
    return this.marks;
  }

  /** When something was noted, the first time at or after `from`. @returns {number} NaN when it was not */
  timeOf(/** @type {string} */ name, from = 0) {
    return this.marks.find((mark) => mark.name === name && mark.at >= from)?.at ?? NaN;
  }

  async close() {
    await this.context.close();
  }

  /** From the page's clock to ours: by the quickest of some answers. */
  async #shift() {
    let best = { tookMs: Infinity, shift: 0 };
    for (let round = 0; round < CALIBRATIONS; round += 1) {
      const before = now();
      const there = await this.page.evaluate(() => globalThis.bench.now());
      const tookMs = now() - before;
      if (tookMs < best.tookMs) best = { tookMs, shift: before + tookMs / 2 - there };
    }
    return best.shift + (await this.page.evaluate(() => performance.timeOrigin));
  }

  async #within(what, task) {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(this.problem ?? new Error(`Never: ${what}`)), PATIENCE_MS);
    });
    try {
      return await Promise.race([task(), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
