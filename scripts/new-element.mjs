/**
 * `npm run new -- cti-thing`: a new element that passes `npm run check`: its class, its styles and its test, its
 * registration and its export, and the manifest.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { root, run, runTool } from './tool.mjs';

const [, , tag = ''] = process.argv;
const path = (relative) => fileURLToPath(new URL(relative, root));
const read = (relative) => readFileSync(path(relative), 'utf8');

function stop(reason) {
  process.stderr.write(`${reason}\n`);
  process.exit(1);
}

if (!/^cti(-[a-z]+)+$/.test(tag)) {
  stop('Usage: npm run new -- cti-thing (small letters and hyphens, beginning with cti-)');
}
const className = tag.replace(/(?:^|-)([a-z])/g, (_, letter) => letter.toUpperCase());

const created = {
  'element.ts.txt': `src/elements/${tag}.ts`,
  'styles.ts.txt': `src/elements/${tag}.styles.ts`,
  'define.ts.txt': `src/define/${tag}.ts`,
  'test.ts.txt': `test/unit/elements/${tag}.test.ts`,
};

/** The text with `line` before the first line that matches `pattern`. */
function insertBefore(file, pattern, line) {
  const lines = read(file).split('\n');
  const position = lines.findIndex((text) => pattern.test(text));
  if (position < 0) stop(`${file} has no place for the element: expected ${String(pattern)}`);
  lines.splice(position, 0, line);
  writeFileSync(path(file), lines.join('\n'));
}

/** The text with `line` in its alphabetical place among the lines that begin like it. */
function insertSorted(file, pattern, line) {
  const lines = read(file).split('\n');
  const alike = lines.flatMap((text, index) => (pattern.test(text) ? [{ text, index }] : []));
  if (alike.length === 0) {
    writeFileSync(path(file), [line, ...lines].join('\n'));
    return;
  }
  const key = (text) => text.slice(text.indexOf("'./"));
  const next = alike.find(({ text }) => key(text) > key(line));
  lines.splice(next ? next.index : alike.at(-1).index + 1, 0, line);
  writeFileSync(path(file), lines.join('\n'));
}

const taken = Object.values(created).find((file) => existsSync(path(file)));
if (taken) stop(`${taken} exists already.`);

const { version } = JSON.parse(read('package.json'));
const [major, minor] = version.split('.').map(Number);
const since = major === 0 && minor === 0 ? '0.1' : `${major}.${minor}`;
for (const [template, file] of Object.entries(created)) {
  const text = read(`scripts/templates/${template}`)
    .replaceAll('{{tag}}', tag)
    .replaceAll('{{class}}', className)
    .replaceAll('{{since}}', since);
  mkdirSync(path(file.slice(0, file.lastIndexOf('/'))), { recursive: true });
  writeFileSync(path(file), text);
}

const source = `./elements/${tag}.js`;
insertSorted(
  'src/define.ts',
  /^import .* from '\.\/elements\//,
  `import { ${className} } from '${source}';`,
);
insertBefore('src/define.ts', /^\}\);/, `  '${tag}': ${className},`);
insertSorted(
  'src/index.ts',
  /^export .* from '\.\/elements\//,
  `export { ${className} } from '${source}';`,
);

const written = [...Object.values(created), 'src/define.ts', 'src/index.ts'];
await runTool('prettier', ['--write', '--log-level', 'warn', ...written]);
const failed = await run(process.execPath, [path('scripts/manifest.mjs')]);
process.stdout.write(`${[...written, 'custom-elements.json'].join('\n')}\n`);
process.exitCode = failed;
