/**
 * `npm test`, or `node scripts/test.mjs unit|pbx|e2e|interop|apps`: runs the test levels one after the other, says what
 * ran, and stops at the first that fails. A level that runs no test, or skips one, has failed. `interop`, which installs
 * other people's servers, and `apps`, which installs other people's frameworks, run when they are named.
 * With `CTI_TOTALS_DIR` set it leaves the totals of each level there, for .ci/run.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChrome } from './find-chrome.mjs';
import { root, run } from './tool.mjs';

const path = (relative) => fileURLToPath(new URL(relative, root));

async function testFiles(folder, ending) {
  if (!existsSync(path(folder))) return [];
  const names = await readdir(path(folder), { recursive: true });
  return names
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => `${folder}/${name}`);
}

function nodeTest(files, totals, { concurrency, env = {} }) {
  const args = [
    '--test',
    `--test-concurrency=${concurrency}`,
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=./scripts/tests/node-totals.mjs',
    `--test-reporter-destination=${totals}`,
  ];
  return run(process.execPath, [...args, ...files], env);
}

const levels = {
  unit: {
    folder: 'test/unit',
    ending: '.test.ts',
    run: (_files, totals, options) =>
      run(path('node_modules/.bin/web-test-runner'), options, { CTI_TOTALS: totals }),
  },
  pbx: {
    folder: 'test/pbx',
    ending: '.test.mjs',
    run: (files, totals) => nodeTest(files, totals, { concurrency: 2 }),
  },
  e2e: {
    folder: 'test/e2e',
    ending: '.test.mjs',
    async run(files, totals) {
      const built = await run(process.execPath, [path('scripts/build.mjs')]);
      if (built !== 0) return built;
      // One call at a time: two browsers with media on two cores would disturb what the tests measure.
      return nodeTest(files, totals, { concurrency: 1, env: { CHROME_PATH: findChrome() } });
    },
  },
  interop: {
    folder: 'test/interop',
    ending: '.test.mjs',
    isNamedOnly: true,
    async run(files, totals) {
      for (const script of ['test/interop/rig/install.mjs', 'scripts/build.mjs']) {
        const code = await run(process.execPath, [path(script)]);
        if (code !== 0) return code;
      }
      return nodeTest(files, totals, { concurrency: 2, env: { CHROME_PATH: findChrome() } });
    },
  },
  apps: {
    folder: 'test/apps',
    ending: '.test.mjs',
    isNamedOnly: true,
    async run(files, totals) {
      const folder = await mkdtemp(join(tmpdir(), 'cti-apps-'));
      try {
        await installPackage(folder);
        const env = { CHROME_PATH: findChrome(), CTI_APPS_DIR: folder };
        return await nodeTest(files, totals, { concurrency: 2, env });
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  },
};

/** Packs the package (which builds it) and installs the tarball, as a user does. */
async function installPackage(folder) {
  const packed = await run('npm', ['pack', '--silent', '--pack-destination', folder]);
  if (packed !== 0) throw new Error('npm pack has failed');
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  const args = ['install', '--prefix', folder, ...quiet, join(folder, tarball)];
  if ((await run('npm', args)) !== 0) throw new Error('the tarball cannot be installed');
}

async function readTotals(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 0, skipped: 0, files: 0 };
  }
}

/** Why a level has failed, or undefined when it has passed. */
function verdict(code, { passed, failed, skipped }) {
  if (failed > 0) return `${failed} failed`;
  if (code !== 0) return `its runner ended with code ${code}`;
  if (skipped > 0) return `${skipped} skipped: a test runs or does not exist`;
  return passed === 0 ? 'no test ran' : undefined;
}

async function runLevel(name, totalsDir, options) {
  const { folder, ending, run: start } = levels[name];
  const files = await testFiles(folder, ending);
  process.stdout.write(`\n${name}: ${files.length} files in ${folder}\n`);
  const totalsFile = join(totalsDir, `${name}.json`);
  await rm(totalsFile, { force: true });
  const code = files.length > 0 ? await start(files, totalsFile, options) : 0;
  const totals = await readTotals(totalsFile);
  return { name, totals, problem: verdict(code, totals) };
}

const [, , first, ...options] = process.argv;
const names = first ? [first] : Object.keys(levels).filter((name) => !levels[name].isNamedOnly);
if (!names.every((name) => name in levels)) {
  process.stderr.write(`Test levels: ${Object.keys(levels).join(', ')}.\n`);
  process.exit(2);
}

const { CTI_TOTALS_DIR: keptDir } = process.env;
const totalsDir = keptDir ?? (await mkdtemp(join(tmpdir(), 'cti-totals-')));
const summary = [];
for (const name of names) {
  const result = await runLevel(name, totalsDir, options);
  const { passed, failed } = result.totals;
  summary.push(`${name}: ${passed} passed, ${failed} failed`);
  if (result.problem) {
    summary.push(`${name} FAILED: ${result.problem}`);
    process.exitCode = 1;
    break;
  }
}
if (!keptDir) await rm(totalsDir, { recursive: true, force: true });
process.stdout.write(`\n${summary.join('\n')}\n`);
