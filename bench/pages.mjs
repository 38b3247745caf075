/** The pages: bundled anew for each run by the tools that build the panel's own bundles, served on a free port. */
import { createServer } from 'node:http';
import { readFile, rm } from 'node:fs/promises';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve as resolvePath } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import commonjs from '@rollup/plugin-commonjs';
import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { rollup } from 'rollup';
import { small } from '../rollup.config.mjs';

const dist = resolvePath(
  process.env.CTI_DIST ?? fileURLToPath(new URL('../dist', import.meta.url)),
);
const names = ['panel', 'sip-js', 'jssip', 'renders'];

/** What a page has in its script tag; the files beside it are loaded by it, when they are needed. */
const panelScript = 'cti-panel.min.js';
const besideIt = /^cti-panel\.\w+\.min\.mjs$/;

/** JsSIP reads its own package.json. */
const json = {
  name: 'json',
  transform: (code, id) =>
    id.endsWith('.json') ? { code: `export default ${code}`, map: null } : null,
};

function onwarn(warning, warn) {
  // Both peers have import cycles, and JsSIP evaluates nothing that matters.
  if (warning.code !== 'CIRCULAR_DEPENDENCY' && warning.code !== 'EVAL') warn(warning);
}

async function bundle(name, folder) {
  const input = fileURLToPath(new URL(`pages/${name}.mjs`, import.meta.url));
  const plugins = [json, resolve({ browser: true, preferBuiltins: false }), commonjs()];
  const built = await rollup({ input, plugins, onwarn, context: 'globalThis' });
  const file = join(folder, `${name}.js`);
  const options = { ...small, format: { comments: false } };
  await built.write({ file, format: 'iife', name: 'page', plugins: [terser(options)] });
  await built.close();
}

/** `arrived` is read from the entry of the first script, `evaluated` from the mark after it. */
function pageOf(name) {
  const isPanel = name === 'panel' || name === 'renders';
  const library = isPanel ? `<script src="/cdn/${panelScript}"></script>` : '';
  const own = `<script src="/${name}.js"></script>`;
  const mark = `<script>bench.mark('evaluated')</script>`;
  const scripts = isPanel ? `${library}${mark}${own}` : `${own}${mark}`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${name}</title>
<style>body{width:320px;margin:16px}</style></head><body>${scripts}</body></html>`;
}

async function answer(url, folder) {
  const [, name, extension] = /^\/([\w-]+)\.(html|js)$/.exec(url) ?? [];
  if (names.includes(name)) {
    if (extension === 'html') return { type: 'text/html; charset=utf-8', body: pageOf(name) };
    return { type: 'text/javascript', body: await readFile(join(folder, `${name}.js`)) };
  }
  const file = url.replace(/^\/cdn\//, '');
  if (file === panelScript || besideIt.test(file))
    return { type: 'text/javascript', body: await readFile(join(dist, 'cdn', file)) };
  return undefined;
}

const sizeOf = (content) => ({
  bytes: content.length,
  gzip: gzipSync(content, { level: 9 }).length,
});

/** What each stack makes a browser load, in bytes; the panel's SIP when its line is opened. */
async function readSizes(folder) {
  const [panel, sip] = await Promise.all(
    [panelScript, 'cti-panel.sip.min.mjs'].map((name) => readFile(join(dist, 'cdn', name))),
  );
  const read = (name) => readFile(join(folder, `${name}.js`));
  return {
    panel: { ...sizeOf(panel), later: sizeOf(sip) },
    'sip-js': sizeOf(await read('sip-js')),
    jssip: sizeOf(await read('jssip')),
  };
}

/** @returns {Promise<{ urlOf(name: string, settings: object): string, sizes: object, close(): Promise<void> }>} */
export async function servePages() {
  const folder = mkdtempSync(join(tmpdir(), 'cti-bench-'));
  for (const name of names) await bundle(name, folder);
  const server = createServer(async (request, response) => {
    const found = await answer(new URL(request.url, 'http://localhost').pathname, folder);
    if (!found) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': found.type, 'cache-control': 'no-store' });
    response.end(found.body);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  return {
    folder,
    sizes: await readSizes(folder),
    urlOf: (name, settings) =>
      `http://localhost:${port}/${name}.html?${new URLSearchParams({ settings: JSON.stringify(settings) })}`,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
