import assert from 'node:assert/strict';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { folder, installed, run } from './support.mjs';

const { exports } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));

/** Every module that can be imported by name; the bundles of `cdn` are for browsers. */
async function entries() {
  const names = [];
  for (const [entry, target] of Object.entries(exports)) {
    if (!entry.includes('*')) names.push(entry);
    else {
      const [before, after] = target?.default?.split('*') ?? [];
      if (before === undefined) continue;
      const at = before.lastIndexOf('/') + 1;
      const files = await readdir(join(installed, before.slice(0, at)));
      const begins = before.slice(at);
      const found = files.filter(
        (name) => name.startsWith(begins) && name.endsWith(after) && !name.includes('.styles.'),
      );
      const [left, right] = entry.split('*');
      names.push(
        ...found.map(
          (name) => left + name.slice(begins.length, name.length - after.length) + right,
        ),
      );
    }
  }
  return names.filter((name) => !name.endsWith('.json')).map((name) => name.replace(/^\./, ''));
}

/** What is registered after these imports, in a Node of their own. */
async function tagsAfter(...names) {
  const code = `
    for (const name of ${JSON.stringify(names)}) await import('cti-panel' + name);
    const { readdirSync } = await import('node:fs');
    const tags = readdirSync('node_modules/cti-panel/dist/define')
      .filter((name) => /^cti-[a-z-]+\\.js$/.test(name))
      .map((name) => name.slice(0, -3))
      .sort();
    process.stdout.write(tags.filter((tag) => globalThis.customElements?.get(tag)).join(' '));`;
  const args = ['--input-type=module', '--no-warnings', '--eval', code];
  const { stdout, stderr } = await run(process.execPath, args, { cwd: folder });
  assert.equal(stderr, '');
  return stdout === '' ? [] : stdout.split(' ');
}

test('every entry can be imported in Node', async () => {
  const names = await entries();
  for (const name of ['', '/define', '/define/cti-panel.js', '/elements/cti-panel.js']) {
    assert.ok(names.includes(name), `cti-panel${name}`);
  }
  const classes = names.filter((name) => name.startsWith('/elements'));
  for (const name of names.filter((each) => !classes.includes(each))) await tagsAfter(name);
  await tagsAfter(...classes);
});

test('classes come without a side effect; an entry registers what it names', async () => {
  const all = await tagsAfter('/define');
  assert.equal(all.length, 10);
  const classes = (await entries()).filter((name) => !name.startsWith('/define'));
  assert.deepEqual(await tagsAfter(...classes), []);
  assert.deepEqual(await tagsAfter('/define/cti-dial-field.js'), ['cti-dial-field']);
  assert.deepEqual(await tagsAfter('/define/cti-call-actions.js'), [
    'cti-action-button',
    'cti-call-actions',
  ]);
  assert.deepEqual(await tagsAfter('/define/cti-panel.js'), all);
});

test('what the package says of its files is there', async () => {
  const description = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
  const { customElements, unpkg, jsdelivr, types } = description;
  for (const path of [customElements, unpkg, jsdelivr, types, description['web-types']]) {
    assert.ok((await readFile(join(installed, path))).length > 0, path);
  }
});

for (const [module, moduleResolution] of [
  ['ESNext', 'Bundler'],
  ['NodeNext', 'NodeNext'],
]) {
  test(`its types hold with module resolution ${moduleResolution}`, async () => {
    const app = join(folder, `types-${moduleResolution}`);
    await cp(fileURLToPath(new URL('types', import.meta.url)), app, { recursive: true });
    await writeFile(join(app, 'package.json'), '{ "private": true, "type": "module" }');
    await writeFile(
      join(app, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          ...{ module, moduleResolution, target: 'ES2022', lib: ['ES2022', 'DOM'] },
          ...{ strict: true, exactOptionalPropertyTypes: true, types: [], noEmit: true },
          // Our declarations are the same for both: to read them once is enough.
          skipLibCheck: moduleResolution === 'Bundler',
        },
        files: ['consumer.ts'],
      }),
    );
    const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));
    await run(process.execPath, [tsc, '-p', app]);
  });
}
