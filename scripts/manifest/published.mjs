/**
 * A plugin of the manifest's analyzer. It makes the manifest describe what is published: paths of dist/ instead of
 * src/, no private members, `@status` and `@since` of each element, and the tags that define.ts registers.
 */

/** Called by Lit or the browser, not by a page. */
const lifecycle = new Set(['render', 'createRenderRoot', 'styles', 'properties']);

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
