import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import minifyLiterals from '@lit-labs/rollup-plugin-minify-html-literals';
import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { rollup } from 'rollup';

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

/**
 * What is loaded on demand: the module, the file that holds it beside the bundles, and the module that loads that.
 * `standsFor` are the modules that it gathers, where they are several.
 */
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
  {
    module: `${dist}cdn-late-parts.js`,
    standsFor: [`${dist}define/late-elements.js`, `${dist}panel/record-keeper.js`],
    file: 'cti-panel.window.min.mjs',
    loader: `${dist}cdn-late.js`,
    borrows: true,
  },
];

const modulesOf = ({ module, standsFor = [module] }) => standsFor;

/** The bundles of `.` find these in files beside them, whose hashes they hold. */
const beside = {
  name: 'beside',
  resolveId(source, importer) {
    if (!source.startsWith('.') || !importer?.startsWith(dist)) return null;
    const wanted = join(dirname(importer), source);
    return besides.find((each) => modulesOf(each).includes(wanted))?.loader ?? null;
  },
  transform(code, id) {
    if (id === `${dist}cdn-lent.js`) return { code: lending(), map: null };
    const found = besides.find(({ loader }) => loader === id);
    return found ? { code: code.replace('%INTEGRITY%', hashes.get(found.file)), map: null } : null;
  },
};

/** The modules of the bundle of `.`, in some order, and what of them the file of the late elements imports. */
const inBundle = [];
const borrowed = new Map();
const keyOf = (id) => `m${inBundle.indexOf(id)}`;

/**
 * The late elements' file has no module of its own that is in the bundle. But valibot, which has no state: lent as a
 * whole, as it is imported (`* as v`), nothing of it could be dropped.
 */
const borrowing = {
  name: 'borrowing',
  async resolveId(source, importer) {
    // A resolver asks whether what it has found is external: to it, nothing is.
    if (!importer || isAbsolute(source)) return null;
    const found = await this.resolve(source, importer, { skipSelf: true });
    const isBorrowed = inBundle.includes(found?.id) && !found.id.includes('/node_modules/valibot/');
    return isBorrowed ? { id: keyOf(found.id), external: true } : found;
  },
  renderChunk(_code, { importedBindings }) {
    for (const [key, names] of Object.entries(importedBindings)) borrowed.set(key, names);
  },
};

/** The module that lends them: named one by one, so that the bundle still drops what nobody uses. */
function lending() {
  const modules = inBundle.flatMap((id) => {
    const key = keyOf(id);
    const names = borrowed.get(key) ?? [];
    return names.length > 0 ? [{ id, key, names }] : [];
  });
  const imports = modules.map(({ id, key, names }) => {
    const list = names.map((name) => `${name} as ${key}_${name}`);
    return `import { ${list.join(', ')} } from ${JSON.stringify(id)};`;
  });
  const records = modules.map(({ key, names }) => {
    const list = names.map((name) => `${name}: ${key}_${name}`);
    return `${key}: { ${list.join(', ')} }`;
  });
  return `${imports.join('\n')}\nexport const lent = { ${records.join(', ')} };`;
}

async function findModulesOfBundle() {
  const bundle = await rollup({
    input: 'dist/cdn.js',
    plugins: [beside, resolve({ browser: true })],
    onwarn: () => undefined,
  });
  inBundle.push(...bundle.cache.modules.map(({ id }) => id));
  await bundle.close();
}

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

const withItsOwn = ({ module, file }) => ({
  input: module,
  plugins: [sourceMaps, withoutSipWeb, resolve({ browser: true })],
  onwarn,
  output: {
    ...shared,
    format: 'es',
    entryFileNames: file,
    plugins: [terser({ ...small, module: true }), integrity, licences],
  },
});

/** A module that exports a function: given what the bundle lends, it has what it was made of. */
const withBorrowed = ({ module, file }) => ({
  input: module,
  plugins: [borrowing, sourceMaps, resolve({ browser: true }), minifyStyles],
  onwarn,
  output: {
    ...shared,
    format: 'iife',
    name: 'made',
    exports: 'named',
    interop: 'esModule',
    globals: (key) => `lent.${key}`,
    banner: 'export default (lent) => {',
    footer: 'return made; };',
    entryFileNames: file,
    plugins: [terser({ ...small, module: true }), integrity, licences],
  },
});

/** The panel in two formats, a script tag's global and a module. */
const bundles = {
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
};

/** What lies beside comes first: the bundles hold its hashes. */
export default async () => {
  await findModulesOfBundle();
  return [
    ...besides.map((each) => (each.borrows ? withBorrowed(each) : withItsOwn(each))),
    bundles,
  ];
};

function isSipJs(id) {
  return id.includes('/node_modules/sip.js/');
}
