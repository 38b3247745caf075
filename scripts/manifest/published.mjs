/**
 * A plugin of the manifest's analyzer. It makes the manifest describe what is published: paths of dist/ instead of
 * src/, no private members, `@status` and `@since` of each element, and the tags that define.ts registers.
 */

import { readFileSync } from 'node:fs';
import { spellTypesOut } from './types.mjs';

const root = new URL('../../', import.meta.url);

/** Used by Lit, the browser or the panel, not by a page. */
const lifecycle = new Set([
  ...['render', 'createRenderRoot', 'shadowRootOptions', 'styles', 'properties'],
  ...['formAssociated', 'parts', 'passedParts'],
]);

export function published() {
  return {
    name: 'published',
    analyzePhase({ ts, node, moduleDoc }) {
      if (!ts.isClassDeclaration(node)) return;
      const declaration = moduleDoc.declarations.find(({ name }) => name === node.name?.text);
      if (!declaration) return;
      for (const tag of ts.getJSDocTags(node)) {
        const name = tag.tagName.text;
        if (name === 'status' || name === 'since') declaration[name] = textOf(ts, tag);
      }
    },
    packageLinkPhase({ customElementsManifest }) {
      const { modules } = customElementsManifest;
      modules.sort((a, b) => a.path.localeCompare(b.path));
      for (const { declarations } of modules) declarations.forEach(hidePrivate);
      spellTypesOut(modules);
      addPassedParts(modules);
      addProperties(modules);
      addDefinitions(modules);
      renamePaths(customElementsManifest);
    },
  };
}

function textOf(ts, tag) {
  return (ts.getTextOfJSDocComment(tag.comment) ?? '').trim();
}

function isPublic({ name, privacy }) {
  const isHidden = privacy === 'private' || privacy === 'protected' || name.startsWith('#');
  return !isHidden && !lifecycle.has(name) && !/Callback$/.test(name);
}

function hidePrivate(declaration) {
  if (declaration.members) declaration.members = declaration.members.filter(isPublic);
}

/**
 * The parts of its elements that a panel passes on, by the rule of src/elements/export-parts.ts: prefixed with the
 * element's tag, but for those that this element itself passes on.
 */
function addPassedParts(modules) {
  const elements = modules.flatMap(({ declarations }) => declarations.filter((d) => d.tagName));
  const panel = elements.find(({ tagName }) => tagName === 'cti-panel');
  if (!panel) return;
  const composition = readFileSync(new URL('src/panel/composition.ts', root), 'utf8');
  const tags = new Set([...composition.matchAll(/<(cti-[a-z-]+)/g)].map(([, tag]) => tag));
  const prefixes = elements.map(({ tagName }) => `${tagName.replace(/^cti-/, '')}-`);
  const parts = new Map((panel.cssParts ?? []).map((part) => [part.name, part]));
  for (const { tagName, cssParts = [] } of elements.filter((each) => tags.has(each.tagName))) {
    for (const { name, description } of cssParts) {
      const passed = prefixes.some((prefix) => name.startsWith(prefix));
      const full = passed ? name : `${tagName.replace(/^cti-/, '')}-${name}`;
      if (!parts.has(full)) parts.set(full, { description, name: full });
    }
  }
  panel.cssParts = [...parts.values()];
}

/** The text of a file and of the style sheets that it imports. */
function withStyles(path) {
  const source = readFileSync(new URL(path, root), 'utf8');
  const sheets = [...source.matchAll(/from '(\.[^']*\.styles)\.js'/g)];
  const texts = sheets.map(([, name]) =>
    withStyles(new URL(`${name}.ts`, new URL(path, root)).href),
  );
  return [source, ...texts].join('\n');
}

/** The panel documents the custom properties of all elements: each element also has those that its styles read. */
function addProperties(modules) {
  const elements = modules.flatMap(({ path, declarations }) =>
    declarations.filter(({ tagName }) => tagName).map((element) => ({ path, element })),
  );
  const known = elements.find(({ element }) => element.tagName === 'cti-panel')?.element;
  for (const { path, element } of elements.filter(({ element: each }) => each !== known)) {
    const used = new Set(withStyles(path).match(/--cti-[\w-]+/g));
    const own = element.cssProperties ?? [];
    const inherited = (known?.cssProperties ?? []).filter(
      ({ name }) => used.has(name) && !own.some((each) => each.name === name),
    );
    if (own.length + inherited.length > 0) element.cssProperties = [...own, ...inherited];
  }
}

function addDefinitions(modules) {
  const define = modules.find(({ path }) => path === 'src/define.ts');
  if (!define) return;
  // The analyzer takes the variables of define.ts's loop for a tag and its class.
  define.exports = [];
  for (const { path, declarations } of modules) {
    for (const { name, tagName } of declarations.filter((declaration) => declaration.tagName)) {
      define.exports.push({
        kind: 'custom-element-definition',
        name: tagName,
        declaration: { name, module: path },
      });
    }
  }
}

/** Every path, wherever the schema has one: of a module, and of a reference to one. */
function renamePaths(value) {
  if (Array.isArray(value)) value.forEach(renamePaths);
  else if (value && typeof value === 'object') {
    for (const [key, child] of Object.entries(value)) {
      if ((key === 'path' || key === 'module') && typeof child === 'string') {
        value[key] = child.replace(/^\/?src\//, 'dist/').replace(/\.ts$/, '.js');
      } else renamePaths(child);
    }
  }
}
