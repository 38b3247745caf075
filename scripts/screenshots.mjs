/**
 * `npm run screenshots [-- folder [look…]]`: the panel on the sample page in every mode and every look, with calls on
 * the simulator. One picture each, and one sheet per look; the folder is not in git.
 * `npm run screenshots -- --readme` makes the picture of the README instead, which is.
 */
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { createDemoServer } from '../demo/server.mjs';
import { chromeArgs, findChrome } from './find-chrome.mjs';
import { root } from './tool.mjs';

const library = '/cti-panel/cdn/cti-panel.min.mjs';
const readmePicture = fileURLToPath(new URL('docs/images/panel.png', root));
const readmePictureMaxBytes = 150_000;
const pagesAtOnce = 4;

/**
 * Query of the sample page; `width` of the panel and `view` of the window in CSS pixels.
 * A page zoomed to 200 % has half the CSS pixels, of twice the size.
 */
const looks = {
  light: { query: 'theme=light' },
  dark: { query: 'theme=dark' },
  card: { query: 'theme=light', layout: 'card', width: 700, apart: true },
  narrow: { query: 'theme=light', width: 220 },
  'narrow-russian': { query: 'theme=light&lang=ru', width: 220 },
  russian: { query: 'theme=light&lang=ru' },
  'russian-dark': { query: 'theme=dark&lang=ru' },
  'right-to-left': { query: 'theme=light&dir=rtl' },
  bar: { query: 'theme=light&layout=bar', bar: true },
  'bar-dark': { query: 'theme=dark&layout=bar', bar: true },
  'bar-russian': { query: 'theme=light&layout=bar&lang=ru', bar: true },
  'bar-right-to-left': { query: 'theme=light&layout=bar&dir=rtl', bar: true },
  'bar-narrow': { query: 'theme=light&layout=bar&lang=ru', bar: true, width: 600 },
  zoom: { query: 'theme=light', view: { width: 640, height: 400 }, scale: 2 },
  'bar-zoom': {
    query: 'theme=light&layout=bar',
    bar: true,
    view: { width: 640, height: 400 },
    scale: 2,
  },
  'forced-colors': { query: 'theme=light', forcedColors: 'active' },
};

const customers = {
  anna: {
    id: 'anna',
    type: 'contact',
    name: 'Anna Schmidt',
    account: { id: 'alfa', name: 'Alfa GmbH' },
  },
};

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
  'held-muted': async ({ panel, ring }) => {
    await ring('+12025550101', 'Anna Schmidt');
    await panel.answer();
    await panel.mute();
    await panel.hold();
  },
  reconnecting: async ({ panel, ring, line }) => {
    await ring('+12025550101', 'Anna Schmidt');
    await panel.answer();
    line.dropLine();
  },
  offline: async ({ line }) => line.dropLine(),
  ended: async ({ panel }) => panel.call('602').catch(() => undefined),
  'no-answer': async ({ ring, simulate }) => {
    await simulate({ profile: 'no-answer' });
    await ring('+12025550104', 'Ivan Petrov');
  },
  'status-menu': async ({ within }) => within('cti-status-menu', 'button').click(),
  'window-calls': async ({ panel, ring }) => {
    await ring('+12025550101', 'Anna Schmidt');
    await panel.answer();
    await ring('+12025550102', 'Beta LLC');
    await panel.openWindow('calls');
  },
  'window-settings': async ({ panel }) => panel.openWindow('settings'),
};

/** Runs in the page: puts the panel on a line without a network and brings it into the state. */
async function arrange([module, layout, source, given]) {
  const { SimulatorTransport } = await import(module);
  const { document, requestAnimationFrame, setTimeout } = globalThis;
  const panel = document.querySelector('cti-panel');
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const context = { panel, ...given };
  if (layout) panel.layout = layout;
  context.within = (tag, selector) =>
    panel.shadowRoot.querySelector(tag).shadowRoot.querySelector(selector);
  context.simulate = async (options) => {
    context.line = new SimulatorTransport({ latencyMs: 5, ...options });
    const online = new Promise((done) => {
      panel.addEventListener('cti-connection-changed', ({ detail }) => {
        if (detail.connection === 'online' && panel.transport === context.line) done();
      });
    });
    panel.removeAttribute('config-src');
    await panel.disconnect();
    Object.assign(panel, {
      transport: context.line,
      server: 'wss://simulator.invalid',
      uri: 'sip:101@simulator.invalid',
    });
    panel.connect().catch(() => undefined);
    await online;
  };
  context.ring = (number, displayName) => {
    const offered = new Promise((done) => {
      panel.addEventListener('cti-call-offered', ({ detail }) => done(detail.call.id), {
        once: true,
      });
    });
    context.line.receiveCall({ number, ...(displayName ? { displayName } : {}) });
    return offered;
  };
  await context.simulate({});
  await new Function(`return (${source})`)()(context);
  // Long enough for what fades in, and for a first second on the clock of a call.
  await pause(1_200);
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}

/** Runs in the page: the panel with some of the page around it, and what has opened over the page. */
function findClip() {
  const { document, innerWidth, innerHeight } = globalThis;
  const panel = document.querySelector('cti-panel');
  const roots = [panel.shadowRoot];
  for (const each of panel.shadowRoot.querySelectorAll('*')) {
    if (each.shadowRoot) roots.push(each.shadowRoot);
  }
  const open = roots.flatMap((each) => [...each.querySelectorAll('[popover], [part~=extras]')]);
  const boxes = [panel, ...open]
    .filter((each) => each.checkVisibility())
    .map((each) => each.getBoundingClientRect())
    .filter(({ width, height }) => width > 0 && height > 0);
  const edge = (pick, side) => pick(...boxes.map((box) => box[side]));
  const left = Math.max(0, edge(Math.min, 'left') - 12);
  const top = Math.max(0, edge(Math.min, 'top') - 12);
  const right = Math.min(innerWidth, edge(Math.max, 'right') + 12);
  const bottom = Math.min(innerHeight, edge(Math.max, 'bottom') + 12);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The sample page in a window of its own, with the library as it was at the start: builds go on beside us. */
async function openPage({ browser, url, code }, look) {
  const { query, bar, width, apart, view, scale = 1, forcedColors = 'none' } = look;
  const context = await browser.newContext({
    viewport: view ?? { width: bar ? 1280 : 1100, height: 760 },
    deviceScaleFactor: scale,
    permissions: ['microphone'],
    forcedColors,
  });
  await context.route(`**${library}`, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: code }),
  );
  // No line of the page's own: the simulator is the only one.
  await context.route('**/config.json*', (route) => route.fulfill({ json: {} }));
  const page = await context.newPage();
  await page.goto(`${url}?${query}`);
  // Wider than its place on the sample page: over it.
  const place = apart ? 'position: fixed; inset: 20px auto auto 20px; z-index: 9;' : 'flex: none;';
  if (width) {
    await page.addStyleTag({ content: `#panel { inline-size: ${width}px; ${place} }` });
  }
  return page;
}

async function bring(page, look, name) {
  await page.evaluate(arrange, [library, look.layout, states[name].toString(), customers]);
  await page.evaluate(() =>
    globalThis.document.querySelector('cti-panel').scrollIntoView({ block: 'nearest' }),
  );
}

async function picture(studio, look, name, path) {
  const page = await openPage(studio, looks[look]);
  try {
    await bring(page, looks[look], name);
    await page.screenshot({ path, clip: await page.evaluate(findClip) });
  } finally {
    await page.context().close();
  }
}

/** Runs the jobs, a few at a time. @returns what went wrong, one line each */
async function runAll(jobs) {
  const failures = [];
  const queue = [...jobs];
  const worker = async () => {
    for (let job = queue.shift(); job; job = queue.shift()) {
      const { name, run } = job;
      await run().catch((error) => failures.push(`${name}: ${error.message.split('\n')[0]}`));
    }
  };
  await Promise.all(Array.from({ length: pagesAtOnce }, worker));
  return failures;
}

/** All pictures of one look beside each other. */
async function sheet({ browser }, folder, look) {
  const figures = await Promise.all(
    Object.keys(states).map(async (name) => {
      const png = await readFile(join(folder, look, `${name}.png`)).catch(() => undefined);
      const image = png
        ? `<img style="zoom:${1 / (looks[look].scale ?? 1)}" src="data:image/png;base64,${png.toString('base64')}">`
        : 'missing';
      return `<figure style="margin:0"><figcaption>${name}</figcaption>${image}</figure>`;
    }),
  );
  const page = await browser.newPage({ viewport: { width: 1340, height: 400 } });
  await page.setContent(
    `<body style="display:flex;flex-wrap:wrap;gap:12px;align-items:start;font:13px sans-serif;background:#ccd">${figures.join('')}</body>`,
  );
  await page.screenshot({ path: join(folder, `${look}.png`), fullPage: true });
  await page.close();
}

async function makeReadmePicture(studio) {
  const look = { query: 'theme=light', view: { width: 1180, height: 560 } };
  const page = await openPage(studio, look);
  // What calls in is no part of a CRM.
  await page.addStyleTag({ content: '#lab { visibility: hidden }' });
  await bring(page, look, 'incoming');
  await page.screenshot({ path: readmePicture });
  const { size } = await stat(readmePicture);
  process.stdout.write(`${readmePicture} (${size} bytes)\n`);
  return size > readmePictureMaxBytes ? [`over ${readmePictureMaxBytes} bytes`] : [];
}

async function makeSheets(studio, [folder = '.cache/screenshots', ...chosen]) {
  const target = resolve(folder);
  const unknown = chosen.filter((look) => !looks[look]);
  if (unknown.length > 0)
    return unknown.map((look) => `No look "${look}": ${Object.keys(looks).join(' ')}`);
  const failures = [];
  for (const look of chosen.length > 0 ? chosen : Object.keys(looks)) {
    await mkdir(join(target, look), { recursive: true });
    const jobs = Object.keys(states).map((name) => ({
      name: `${look}/${name}`,
      run: () => picture(studio, look, name, join(target, look, `${name}.png`)),
    }));
    failures.push(...(await runAll(jobs)));
    await sheet(studio, target, look);
    process.stdout.write(`${join(target, look)}.png\n`);
  }
  return failures;
}

const code = await readFile(new URL('dist/cdn/cti-panel.min.mjs', root), 'utf8');
const demo = await createDemoServer({ port: 0, host: '127.0.0.1' });
const browser = await chromium.launch({ executablePath: findChrome(), args: chromeArgs });
const studio = { browser, url: demo.url, code };
const wanted = process.argv.slice(2);
try {
  const failures =
    wanted[0] === '--readme' ? await makeReadmePicture(studio) : await makeSheets(studio, wanted);
  if (failures.length > 0) {
    process.stderr.write(`${failures.join('\n')}\n`);
    process.exitCode = 1;
  }
} finally {
  await browser.close();
  await demo.close();
}
