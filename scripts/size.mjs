/**
 * Measures what a page downloads (gzip) against .size-limit.json. Two of the three are not shipped as files: they are
 * bundled here, from dist/, only to be measured.
 */
import { readdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { rollup } from 'rollup';
import { root, runTool } from './tool.mjs';

const path = (relative) => fileURLToPath(new URL(relative, root));
const isSip = (id) => id === 'sip.js' || /[\\/]transport[\\/]sip[\\/]/.test(id);

async function measure(name, source) {
  const entry = 'entry.js';
  const bundle = await rollup({
    input: entry,
    external: isSip,
    onwarn: () => undefined,
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? path('.size/entry.js') : null),
        load: (id) => (id === path('.size/entry.js') ? source : null),
      },
      resolve({ browser: true }),
    ],
  });
  await bundle.write({
    file: path(`.size/${name}.js`),
    inlineDynamicImports: true,
    plugins: [terser({ module: true })],
  });
  await bundle.close();
}

await rm(path('.size'), { recursive: true, force: true });
await measure('library', `import '../dist/define.js'; export * from '../dist/index.js';`);
const modules = (await readdir(path('dist/controller'))).filter((name) => name.endsWith('.js'));
await measure(
  'controller',
  modules.map((name) => `export * from '../dist/controller/${name}';`).join('\n'),
);
await runTool('size-limit', []);
