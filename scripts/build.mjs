/**
 * `npm run build`: src/ → dist/ (ES modules with types and source maps) → dist/cdn/ (the script-tag bundles), and
 * dist/editors/ from custom-elements.json.
 */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { root, runTool } from './tool.mjs';

/** An import of package.json would need import attributes, which not every bundler reads. */
async function writeVersion() {
  const { version } = JSON.parse(await readFile(new URL('package.json', root), 'utf8'));
  const file = new URL('dist/version.js', root);
  const code = await readFile(file, 'utf8');
  const written = code.replace("'0.0.0-source'", JSON.stringify(version));
  if (written === code) throw new Error('dist/version.js has no place for the version.');
  await writeFile(file, written);
}

await rm(new URL('dist/', root), { recursive: true, force: true });
await runTool('tsc', ['-p', 'tsconfig.build.json']);
await writeVersion();
await runTool('rollup', ['--config', '--silent']);
await import('./editor-data.mjs');
