/**
 * `npm run bench`: the panel beside bare sip.js and JsSIP, on the same machine, PBX and browser, in turn.
 *
 *   npm run bench                        all, 20 times each, 50 calls for leaks (about 20 minutes)
 *   npm run bench -- --n 5 --calls 10    a quick look
 *   npm run bench -- --only calls,load   some: calls, stun, socket, load, renders, leaks
 *   npm run bench -- --json              writes the numbers into bench/results.json, too
 *
 * Ends with 1 only when a measure is so far beyond its target that no noise explains it. The panel is that of `dist/`
 * (`CTI_DIST` names another).
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { createDemoServer } from '../demo/server.mjs';
import { chromeArgs, findChrome } from '../scripts/find-chrome.mjs';
import { watchSockets } from './far-end.mjs';
import { writeMicrophoneFile } from './microphone.mjs';
import { servePages } from './pages.mjs';
import { parts } from './parts.mjs';
import { machine, Results, table } from './report.mjs';

const resultsFile = fileURLToPath(new URL('results.json', import.meta.url));

const say = (text) => process.stdout.write(`${text}\n`);

function readOptions() {
  const { values } = parseArgs({
    options: {
      n: { type: 'string', default: '20' },
      calls: { type: 'string', default: '50' },
      only: { type: 'string', default: Object.keys(parts).join(',') },
      json: { type: 'boolean', default: false },
    },
  });
  const only = values.only.split(',');
  const unknown = only.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined) throw new Error(`No such part: ${unknown}`);
  return { ...values, only, n: Number(values.n), calls: Number(values.calls) };
}

async function startBench() {
  const demo = await createDemoServer({ port: 0 });
  const pages = await servePages();
  const microphone = writeMicrophoneFile(join(pages.folder, 'microphone.wav'));
  const browser = await chromium.launch({
    executablePath: findChrome(),
    args: [...chromeArgs, `--use-file-for-fake-audio-capture=${microphone}`],
  });
  return {
    demo,
    pages,
    browser,
    sockets: watchSockets(demo.pbx),
    async close() {
      await browser.close();
      await pages.close();
      await demo.close();
    },
  };
}

const { n, calls, only, json } = readOptions();
const bench = await startBench();
const results = new Results();
const details = {};
const about = machine(bench.browser.version());
try {
  for (const [key, value] of Object.entries(about)) say(`${key}: ${value}`);
  for (const name of Object.keys(parts).filter((known) => only.includes(known))) {
    const from = performance.now();
    await parts[name](bench, { n, calls, results, details });
    say(`${name}: measured in ${Math.round((performance.now() - from) / 1_000)} s`);
  }
} finally {
  // What was measured before something failed is worth seeing, too.
  say(`\n${table(results.report())}\n`);
  await bench.close();
}

const entries = results.report();
if (json) {
  writeFileSync(resultsFile, `${JSON.stringify({ about, n, calls, entries, details }, null, 2)}\n`);
  say(`Numbers: ${resultsFile}`);
}
const beyond = entries.filter(({ verdict }) => verdict === 'far beyond');
for (const { title } of beyond) say(`Far beyond its target: ${title}`);
if (beyond.length > 0) process.exitCode = 1;
