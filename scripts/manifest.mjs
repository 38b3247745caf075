/**
 * `npm run manifest`: writes custom-elements.json from the elements' documentation.
 * `npm run manifest -- --check`: fails when the committed one is not what would be written.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './tool.mjs';

/** The analyzer writes only below the repository. */
const cache = fileURLToPath(new URL('.cache/', root));
const committed = new URL('custom-elements.json', root);

async function generate() {
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'manifest-'));
  const analyzer = fileURLToPath(new URL('node_modules/.bin/custom-elements-manifest', root));
  const cwd = fileURLToPath(root);
  execFileSync(analyzer, ['analyze', '--outdir', relative(cwd, folder), '--quiet'], {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const manifest = JSON.parse(await readFile(join(folder, 'custom-elements.json'), 'utf8'));
  await rm(folder, { recursive: true });
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

const generated = await generate();
if (!process.argv.includes('--check')) {
  await writeFile(committed, generated);
} else if (generated !== (await readFile(committed, 'utf8').catch(() => ''))) {
  process.stderr.write('custom-elements.json is not up to date: run `npm run manifest`.\n');
  process.exitCode = 1;
}
