/**
 * Measures what a page downloads (gzip) against .size-limit.json. The library (what a bundler takes for
 * `import 'cti-panel/define'` before a call needs SIP, a number its numbering plan, a call its record, or a click the late elements) and the controller are not
 * shipped as files: they are bundled here, from dist/, only to be measured.
 */
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { rollup } from 'rollup';
import { minifyStyles, small } from '../rollup.config.mjs';
import { root, runTool } from './tool.mjs';

const path = (relative) => fileURLToPath(new URL(relative, root));
/** Loaded when it is wanted. */
const later =
  /[\\/](?:transport[\\/]sip[\\/]|(?:directory[\\/]numbering-plan|define[\\/]late-elements|panel[\\/]record-keeper)\.js$)/;
const isLater = (id) => id === 'sip.js' || later.test(id);

async function measure(name, source) {
  const entry = 'entry.js';
  const bundle = await rollup({
    input: entry,
    external: isLater,
    onwarn: () => undefined,
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? path('.size/entry.js') : null),
        load: (id) => (id === path('.size/entry.js') ? source : null),
      },
      resolve({ browser: true }),
      minifyStyles,
    ],
  });
  await bundle.write({
    file: path(`.size/${name}.js`),
    inlineDynamicImports: true,
    plugins: [terser({ ...small, module: true })],
  });
  await bundle.close();
}

await rm(path('.size'), { recursive: true, force: true });
await measure('library', `import '../dist/define.js';`);
await measure('controller', `export * from '../dist/controller/local-call-controller.js';`);
await runTool('size-limit', []);
