import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import minifyLiterals from '@lit-labs/rollup-plugin-minify-html-literals';
import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';

const modules = fileURLToPath(new URL('node_modules/', import.meta.url));
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

const notices = 'cti-panel.licenses.txt';
/** Folders of the packages whose code is in the bundles; the icons were copied from theirs. */
const bundled = new Set([`${modules}lucide-static`]);

/** By file name, as a page writes it into `<script integrity>` (W3C Subresource Integrity). */
const hashes = new Map();

const integrity = {
  name: 'integrity',
  generateBundle(_options, bundle) {
    for (const output of Object.values(bundle)) {
      if (output.type !== 'chunk') continue;
      const { fileName, code } = output;
      hashes.set(fileName, `sha384-${createHash('sha384').update(code).digest('base64')}`);
      const source = `${hashes.get(fileName)}\n`;
      this.emitFile({ type: 'asset', fileName: `${fileName}.integrity`, source });
    }
  },
};

/** The licences of what is bundled, in one file: the comments that carried them are taken out of the code. */
const licences = {
  name: 'licences',
  generateBundle(_options, bundle) {
    for (const id of Object.values(bundle).flatMap(({ modules = {} }) => Object.keys(modules))) {
      const [folder] = id.match(/^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/) ?? [];
      if (folder) bundled.add(folder);
    }
    const source = [...bundled].sort().map(noticeOf).join('\n');
    this.emitFile({ type: 'asset', fileName: notices, source });
  },
};

function noticeOf(folder) {
  const { name, version } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(`${name} has no licence file`);
  return `${name} ${version}\n\n${readFileSync(`${folder}/${file}`, 'utf8').trim()}\n`;
}

/** What is loaded on demand: the module, the file that holds it beside the bundles, and the module that loads that. */
const besides = [
  {
    module: `${dist}transport/sip/index.js`,
    file: 'cti-panel.sip.min.mjs',
    loader: `${dist}cdn-sip.js`,
  },
  {
    module: `${dist}directory/numbering-plan.js`,
    file: 'cti-panel.numbers.min.mjs',
    loader: `${dist}cdn-numbers.js`,
  },
];

/** The bundles of `.` find these in files beside them, whose hashes they hold. */
const beside = {
  name: 'beside',
  resolveId(source, importer) {
    if (!source.startsWith('.') || !importer?.startsWith(dist)) return null;
    const wanted = join(dirname(importer), source);
    return besides.find(({ module }) => module === wanted)?.loader ?? null;
  },
  transform(code, id) {
    const found = besides.find(({ loader }) => loader === id);
    return found ? { code: code.replace('%INTEGRITY%', hashes.get(found.file)), map: null } : null;
  },
};

/** sip.js imports its own transport and media by default; ours stand in their place and those are never run. */
const withoutSipWeb = {
  name: 'without-sip-web',
  resolveId(source, importer) {
    const unused = /\/platform\/web\//.test(source) && isSipJs(importer ?? '');
    return unused ? '\0unused-sip-web' : null;
  },
  load(id) {
    if (id !== '\0unused-sip-web') return null;
    return 'export const Transport = undefined; export const defaultSessionDescriptionHandlerFactory = () => undefined;';
  },
};

function onwarn(warning, warn) {
  // sip.js has import cycles of its own; one of ours must not pass unseen.
  if (warning.code === 'CIRCULAR_DEPENDENCY' && warning.ids?.every(isSipJs)) return;
  if (warning.code === 'CIRCULAR_DEPENDENCY') throw new Error(warning.message);
  warn(warning);
}

const shared = {
  dir: 'dist/cdn',
  inlineDynamicImports: true,
  sourcemap: true,
  generatedCode: 'es2015',
};
/** Styles alone: white space between elements, and the slash that ends one in an icon, have a meaning. */
export const minifyStyles = minifyLiterals({
  failOnError: true,
  options: { shouldMinify: () => false },
});

/** How every bundle is minified. */
export const small = {
  ecma: 2022,
  compress: { passes: 3 },
  format: { comments: false, preamble: `/*! cti-panel, MIT. Notices: ${notices} */` },
};

/** What lies beside, then the panel in two formats, a script tag's global and a module. */
export default [
  ...besides.map(({ module, file }) => ({
    input: module,
    plugins: [sourceMaps, withoutSipWeb, resolve({ browser: true })],
    onwarn,
    output: {
      ...shared,
      format: 'es',
      entryFileNames: file,
      plugins: [terser({ ...small, module: true }), integrity, licences],
    },
  })),
  {
    input: 'dist/cdn.js',
    plugins: [sourceMaps, beside, resolve({ browser: true }), minifyStyles],
    onwarn,
    output: [
      {
        ...shared,
        format: 'es',
        entryFileNames: 'cti-panel.min.mjs',
        plugins: [terser({ ...small, module: true }), integrity, licences],
      },
      {
        ...shared,
        format: 'iife',
        name: 'CtiPanel',
        exports: 'named',
        entryFileNames: 'cti-panel.min.js',
        plugins: [terser(small), integrity, licences],
      },
    ],
  },
];

function isSipJs(id) {
  return id.includes('/node_modules/sip.js/');
}
