/**
 * Checks the package as users get it: it can be imported in Node, and its tarball satisfies publint (fields and
 * files) and attw (types of every entry). Needs dist/.
 */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root, run } from './tool.mjs';

const bin = (name) => fileURLToPath(new URL(`node_modules/.bin/${name}`, root));
const folder = await mkdtemp(join(tmpdir(), 'cti-pack-'));
try {
  // Server-side rendering imports the library where there is no page: it must not throw.
  await import(new URL('dist/define.js', root));
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], {
    cwd: fileURLToPath(root),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [name] = await readdir(folder);
  const tarball = join(folder, name);
  const codes = [
    await run(bin('publint'), [tarball, '--strict']),
    await run(bin('attw'), [tarball, '--profile', 'esm-only', '--format', 'ascii', '--no-emoji']),
  ];
  process.exitCode = codes.find((code) => code !== 0) ?? 0;
} finally {
  await rm(folder, { recursive: true, force: true });
}
