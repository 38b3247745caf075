/**
 * Holds every element against custom-elements.json: documented, registered, exported, and its parts, slots, states
 * and events those that its source really has, both ways.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readElement } from './manifest/templates.mjs';
import { root } from './tool.mjs';

const stabilities = ['experimental', 'stable', 'deprecated'];
const read = (path) => readFileSync(new URL(path, root), 'utf8');
const problems = [];

const manifest = JSON.parse(read('custom-elements.json'));
const documented = new Map(
  manifest.modules.flatMap(({ path, declarations }) =>
    declarations
      .filter(({ tagName }) => tagName)
      .map((element) => [element.tagName, { ...element, path }]),
  ),
);
const define = `${read('src/define.ts')}${read('src/define/late-elements.ts')}`;
const index = read('src/index.ts');
/** But for those that are only reserved. */
const panelEvents = [
  ...read('src/context/events.ts').matchAll(
    /(\/\*\* Reserved[^\n]*\n)? {2}(?:readonly )?'(cti-[a-z-]+)':/g,
  ),
].flatMap(([, reserved, name]) => (reserved ? [] : [name]));

function tagFiles(folder) {
  const path = fileURLToPath(new URL(folder, root));
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((name) => /^cti-[a-z-]+\.ts$/.test(name) && name !== 'cti-element.ts')
    .map((name) => `${folder}${name}`);
}

/** An element's source with the files beside it that it is made of: styles, and templates that it calls. */
function sourcesOf(file) {
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  const source = read(file);
  const beside = [...source.matchAll(/from '\.\/([\w.-]+)\.js'/g)]
    .map(([, name]) => `${folder}${name}.ts`)
    .filter((path) => !tagFiles(folder).includes(path));
  return [[file, source], ...beside.map((path) => [path, read(path)])];
}

/** Those that the element's own styles ask for, and those that its code sets. */
function statesIn(source) {
  const hosts = source.matchAll(/:host\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)/g);
  const styled = [...hosts].flatMap(([host]) => [...host.matchAll(/:state\(([\w-]+)\)/g)]);
  const set = source.matchAll(/\bstates(?:\.(?:add|delete)|\[[^\]]*\])\('([\w-]+)'\)/g);
  return [...styled, ...set].map(([, name]) => name);
}

function foundIn(file) {
  const found = { parts: new Set(), slots: new Set(), events: new Set(), states: new Set() };
  for (const [path, source] of sourcesOf(file)) {
    const { parts, slots, events } = readElement(path, source);
    parts.forEach((part) => found.parts.add(part));
    slots.forEach((slot) => found.slots.add(slot));
    events.forEach((event) => found.events.add(event));
    statesIn(source).forEach((name) => found.states.add(name));
  }
  return found;
}

const namesOf = (list = []) => list.map(({ name }) => name);
const matches = (pattern, name) => new RegExp(`^${pattern}$`).test(name);

/** `found` may hold patterns; `declared` holds names. */
function compare(tag, kind, found, declared) {
  for (const pattern of found) {
    if (!declared.some((name) => matches(pattern, name))) {
      problems.push(`${tag}: ${kind} '${pattern}' is not documented`);
    }
  }
  for (const name of declared) {
    if (![...found].some((pattern) => matches(pattern, name))) {
      problems.push(`${tag}: documents ${kind} '${name}', which its source does not have`);
    }
  }
}

function checkDocumentation(tag, element) {
  const { summary, description, status, since } = element;
  if (!summary && !description) problems.push(`${tag}: no @summary`);
  if (!stabilities.includes(status)) problems.push(`${tag}: @status is ${stabilities.join(' | ')}`);
  if (!/^\d+\.\d+$/.test(since ?? '')) problems.push(`${tag}: @since is a version such as 0.1`);
  const lists = ['events', 'slots', 'cssParts', 'cssProperties', 'cssStates', 'attributes'];
  for (const { name, description: text } of lists.flatMap((list) => element[list] ?? [])) {
    if (!text) problems.push(`${tag}: '${name}' has no description`);
  }
}

function checkWiring(tag, element, source) {
  if (!define.includes(`'${tag}': ${element.name}`))
    problems.push(`${tag}: not in src/define.ts, nor late`);
  if (!new RegExp(`\\b${element.name}\\b`).test(index))
    problems.push(`${tag}: not in src/index.ts`);
  if (!source.includes(`'${tag}': ${element.name};`)) {
    problems.push(`${tag}: not in HTMLElementTagNameMap`);
  }
}

/** What a panel passes on from its controller has no place in its source: its events are those of `CtiEventMap`. */
function checkEvents(tag, found, declared) {
  const all = tag === 'cti-panel' ? new Set([...found, ...panelEvents]) : found;
  for (const event of all) {
    if (!declared.includes(event)) problems.push(`${tag}: no @fires ${event}`);
  }
  for (const event of declared) {
    if (!all.has(event)) problems.push(`${tag}: @fires ${event}, which it does not dispatch`);
  }
}

/** `./define/cti-thing.js` registers the element and those that its template uses. */
function checkDefinition(tag) {
  const file = `src/define/${tag}.ts`;
  if (!existsSync(new URL(file, root))) return problems.push(`${tag}: no ${file}`);
  const source = read(file);
  // The panel's template uses what define.ts registers.
  if (tag === 'cti-panel') return undefined;
  const used = sourcesOf(`src/elements/${tag}.ts`).flatMap(([, text]) => [
    ...text.matchAll(/<(cti-[a-z-]+)/g),
  ]);
  for (const other of new Set(used.map(([, name]) => name))) {
    if (!source.includes(`import './${other}.js';`)) problems.push(`${file}: needs ${other}`);
  }
  return undefined;
}

function checkElement(file) {
  const tag = basename(file, '.ts');
  const element = documented.get(tag);
  const className = tag.replace(/(?:^|-)([a-z])/g, (_, letter) => letter.toUpperCase());
  if (!element) return problems.push(`${tag}: no @tag ${tag} in the JSDoc of ${file}`);
  if (element.name !== className) problems.push(`${tag}: its class is ${className}`);
  checkDocumentation(tag, element);
  checkWiring(tag, element, read(file));
  checkDefinition(tag);
  const found = foundIn(file);
  compare(tag, 'part', found.parts, namesOf(element.cssParts));
  compare(tag, 'slot', found.slots, namesOf(element.slots));
  compare(tag, 'state', found.states, namesOf(element.cssStates));
  checkEvents(tag, found.events, namesOf(element.events));
  return undefined;
}

function checkProperties(files) {
  const declared = [...documented.values()].flatMap((element) => namesOf(element.cssProperties));
  const sources = files.flatMap((file) => sourcesOf(file));
  for (const [path, source] of sources) {
    for (const [name] of source.matchAll(/--cti-[\w-]+/g)) {
      if (!declared.includes(name))
        problems.push(`${path}: ${name} has no @cssprop in any element`);
    }
  }
}

const files = [...tagFiles('src/elements/'), ...tagFiles('src/panel/')];
files.forEach(checkElement);
checkProperties(files);
for (const [tag, { path }] of documented) {
  const source = path.replace(/^dist\//, 'src/').replace(/\.js$/, '.ts');
  if (!files.includes(source))
    problems.push(`${tag}: documented in ${source}, which is not a tag's file`);
}

process.stdout.write(`${files.length} elements\n`);
if (problems.length > 0) {
  process.stderr.write(`${[...new Set(problems)].join('\n')}\n`);
  process.exitCode = 1;
}
