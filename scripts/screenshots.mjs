/**
 * `npm run screenshots [-- folder]`: the panel on the sample page in every mode, light and dark, as card and as bar,
 * 220 px wide, in Russian and right to left, with calls on the simulator. One picture each, and one sheet per look;
 * the folder is not in git.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { createDemoServer } from '../demo/server.mjs';
import { chromeArgs, findChrome } from './find-chrome.mjs';

const folder = resolve(process.argv[2] ?? '.cache/screenshots');

/** Query of the sample page, and how wide the panel is. */
const looks = {
  light: { query: 'theme=light' },
  dark: { query: 'theme=dark' },
  narrow: { query: 'theme=light', width: 220 },
  'narrow-russian': { query: 'theme=light&lang=ru', width: 220 },
  russian: { query: 'theme=dark&lang=ru' },
  'right-to-left': { query: 'theme=light&dir=rtl' },
  bar: { query: 'theme=light&layout=bar', bar: true },
  'bar-dark': { query: 'theme=dark&layout=bar', bar: true },
  'bar-russian': { query: 'theme=light&layout=bar&lang=ru', bar: true },
  'bar-right-to-left': { query: 'theme=light&layout=bar&dir=rtl', bar: true },
  'forced-colors': { query: 'theme=light', forcedColors: 'active' },
};

const anna = {
  id: 'anna',
  type: 'contact',
  name: 'Anna Schmidt',
  account: { id: 'alfa', name: 'Alfa GmbH' },
};
const several = [
  { id: 'ivan', type: 'contact', name: 'Ivan Petrov' },
  { id: 'delta', type: 'account', name: 'Delta Ltd' },
];

/** Each brings the panel, which is idle, into a state; they run in the page. */
const states = {
  idle: async () => {},
  keypad: async ({ panel }) => panel.controller.showKeypad(true),
  incoming: async ({ panel, ring, anna }) => {
    const id = await ring('+12025550101', 'Anna Schmidt');
    await panel.setCustomer(id, anna);
  },
  'incoming-unknown': async ({ ring }) => ring('+12025550199'),
  outgoing: async ({ panel }) => panel.call('603'),
  talking: async ({ panel, ring, anna }) => {
    const id = await ring('+12025550101', 'Anna Schmidt');
    await panel.setCustomer(id, anna);
    await panel.answer();
  },
  waiting: async ({ panel, ring }) => {
    await ring('+12025550101', 'Anna Schmidt');
    await panel.answer();
    await ring('+12025550102', 'Beta LLC');
  },
  'talking-keypad': async ({ panel, ring }) => {
    await ring('+12025550101', 'Anna Schmidt');
    await panel.answer();
    panel.controller.showKeypad(true);
  },
  held: async ({ panel, ring }) => {
    await ring('+12025550101', 'Anna Schmidt');
    await panel.answer();
    await panel.hold();
  },
  reconnecting: async ({ panel, ring, line }) => {
    await ring('+12025550101', 'Anna Schmidt');
    await panel.answer();
    line.dropLine();
  },
  ended: async ({ panel }) => panel.call('602').catch(() => undefined),
  'no-answer': async ({ ring, simulate }) => {
    await simulate({ profile: 'no-answer' });
    await ring('+12025550104', 'Ivan Petrov');
  },
  'window-calls': async ({ panel, ring }) => {
    await ring('+12025550101', 'Anna Schmidt');
    await panel.answer();
    await ring('+12025550102', 'Beta LLC');
    await panel.openWindow('calls');
  },
  'window-settings': async ({ panel }) => panel.openWindow('settings'),
};

/** Runs in the page: puts the panel on a line without a network and brings it into the state. */
async function arrange([name, source, customers]) {
  const { SimulatorTransport } = await import('/cti-panel/cdn/cti-panel.min.mjs');
  const { document, setTimeout } = globalThis;
  const panel = document.querySelector('cti-panel');
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const context = { panel, ...customers };
  context.simulate = async (options) => {
    panel.removeAttribute('config-src');
    context.line = new SimulatorTransport({ latencyMs: 5, ...options });
    Object.assign(panel, {
      transport: context.line,
      server: 'wss://simulator.invalid',
      uri: 'sip:101@simulator.invalid',
    });
    for (let turn = 0; turn < 100; turn += 1) {
      await pause(30);
      if (panel.connection === 'online' && panel.uri?.includes('simulator')) break;
    }
    await pause(100);
  };
  context.ring = async (number, displayName) => {
    const id = context.line.receiveCall({ number, ...(displayName ? { displayName } : {}) });
    await pause(60);
    return id;
  };
  await context.simulate({});
  const state = new Function(`return (${source})`)();
  await state(context);
  await pause(name === 'reconnecting' ? 2_200 : 1_300);
}

/** The panel with some of the page around it, and the CTI window where it is open. */
async function clipOf(page) {
  return page.evaluate(() => {
    const { document, innerWidth, innerHeight } = globalThis;
    const panel = document.querySelector('cti-panel');
    const shown = ['cti-window', '[part=extras]', '[part=menu]'].flatMap((selector) =>
      [...(panel.shadowRoot?.querySelectorAll(selector) ?? [])].filter((each) => each.offsetWidth),
    );
    const boxes = [panel, ...shown].map((each) => each.getBoundingClientRect());
    const left = Math.max(0, Math.min(...boxes.map((box) => box.left)) - 12);
    const top = Math.max(0, Math.min(...boxes.map((box) => box.top)) - 12);
    const right = Math.min(innerWidth, Math.max(...boxes.map((box) => box.right)) + 12);
    const bottom = Math.min(innerHeight, Math.max(...boxes.map((box) => box.bottom)) + 12);
    return { x: left, y: top, width: right - left, height: bottom - top };
  });
}

async function picture(browser, url, look, name) {
  const { query, width, forcedColors = 'none', bar } = looks[look];
  const context = await browser.newContext({
    viewport: { width: bar ? 1280 : 1100, height: 760 },
    permissions: ['microphone'],
    forcedColors,
  });
  const page = await context.newPage();
  try {
    await page.goto(`${url}?${query}`);
    if (width) await page.addStyleTag({ content: `#panel { inline-size: ${width}px }` });
    await page.evaluate(arrange, [name, states[name].toString(), { anna, several }]);
    const path = join(folder, look, `${name}.png`);
    await page.screenshot({ path, clip: await clipOf(page) });
  } finally {
    await context.close();
  }
}

/** All pictures of one look beside each other. */
async function sheet(browser, look) {
  const figures = await Promise.all(
    Object.keys(states).map(async (name) => {
      const data = (await readFile(join(folder, look, `${name}.png`))).toString('base64');
      return `<figure><figcaption>${name}</figcaption><img src="data:image/png;base64,${data}"></figure>`;
    }),
  );
  const layout = looks[look].bar ? 'block' : 'flex';
  const page = await browser.newPage({ viewport: { width: 1340, height: 800 } });
  await page.setContent(
    `<body style="display:${layout};flex-wrap:wrap;gap:12px;align-items:start;font:13px sans-serif">${figures.join('')}</body>`,
  );
  await page.screenshot({ path: join(folder, `${look}.png`), fullPage: true });
  await page.close();
}

const demo = await createDemoServer({ port: 0, host: '127.0.0.1' });
const browser = await chromium.launch({ executablePath: findChrome(), args: chromeArgs });
const failures = [];
const chosen = process.argv.slice(3);
try {
  for (const look of Object.keys(looks).filter((each) => !chosen[0] || chosen.includes(each))) {
    await mkdir(join(folder, look), { recursive: true });
    for (const name of Object.keys(states)) {
      await picture(browser, demo.url, look, name).catch((error) => {
        failures.push(`${look}/${name}: ${error.message}`);
        return writeFile(join(folder, look, `${name}.png`), '');
      });
    }
    await sheet(browser, look);
    process.stdout.write(`${join(folder, look)}.png\n`);
  }
} finally {
  await browser.close();
  await demo.close();
}
if (failures.length > 0) {
  process.stderr.write(`${failures.join('\n')}\n`);
  process.exitCode = 1;
}
