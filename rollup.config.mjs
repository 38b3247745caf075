import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';

const dist = fileURLToPath(new URL('dist/', import.meta.url));

/** Hands the maps that tsc wrote to rollup, so that the bundle's map leads to the TypeScript source. */
const sourceMaps = {
  name: 'source-maps',
  async load(id) {
    if (!id.startsWith(dist)) return null;
    const code = await readFile(id, 'utf8');
    return { code, map: JSON.parse(await readFile(`${id}.map`, 'utf8')) };
  },
};

/** Writes the hashes that a page puts into `<script integrity>` (W3C Subresource Integrity). */
const integrity = {
  name: 'integrity',
  generateBundle(_options, bundle) {
    const hashes = Object.values(bundle)
      .filter((output) => output.type === 'chunk')
      .map(({ fileName, code }) => {
        const hash = createHash('sha384').update(code).digest('base64');
        return [fileName, `sha384-${hash}`];
      });
    for (const [fileName, hash] of hashes) {
      this.emitFile({ type: 'asset', fileName: `${fileName}.integrity`, source: `${hash}\n` });
    }
  },
};

const shared = {
  dir: 'dist/cdn',
  inlineDynamicImports: true,
  sourcemap: true,
  generatedCode: 'es2015',
};

/** One self-contained file in two formats: a script tag's global, and a module. */
export default {
  input: 'dist/cdn.js',
  plugins: [sourceMaps, resolve({ browser: true })],
  onwarn(warning, warn) {
    // sip.js has import cycles of its own; one of ours must not pass unseen.
    if (warning.code === 'CIRCULAR_DEPENDENCY' && warning.ids?.every(isSipJs)) return;
    if (warning.code === 'CIRCULAR_DEPENDENCY') throw new Error(warning.message);
    warn(warning);
  },
  output: [
    {
      ...shared,
      format: 'es',
      entryFileNames: 'cti-panel.min.mjs',
      plugins: [terser({ module: true }), integrity],
    },
    {
      ...shared,
      format: 'iife',
      name: 'CtiPanel',
      exports: 'named',
      entryFileNames: 'cti-panel.min.js',
      plugins: [terser(), integrity],
    },
  ],
};

function isSipJs(id) {
  return id.includes('/node_modules/sip.js/');
}
