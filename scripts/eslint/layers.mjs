/**
 * The directions in which imports may point: the table of the architecture and the rule that enforces it.
 *
 * A key is a folder of src/; a file belongs to the longest key its path starts with, and may import from its own
 * layer. `''` are the wiring files index.ts, define.ts and cdn.ts.
 * - `imports`: layers, or single files without their ending, that it may import; `*` is all but `transport/sip`.
 * - `types`: the same, for `import type` only.
 * - `packages`: what it may import from npm.
 * - `without`: globals that it must not name.
 */
const page = [
  'document',
  'window',
  'localStorage',
  'sessionStorage',
  'indexedDB',
  'customElements',
];
const time = ['Date', 'setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'performance'];
const browser = ['navigator', 'location', 'history', 'requestAnimationFrame', 'fetch', 'WebSocket'];
const elementTypes = ['Element', 'HTMLElement', 'HTMLAudioElement', 'MediaStream', 'ShadowRoot'];
const lit = ['lit', '@lit/context', '@lit/task'];

export const layers = {
  base: { without: page },
  devices: { imports: ['base'] },
  transport: { imports: ['base'], types: ['devices'], packages: ['valibot'], without: page },
  'transport/sip': { imports: ['base', 'devices', 'transport'], packages: ['sip.js', 'valibot'] },
  directory: { imports: ['base'], packages: ['valibot', 'libphonenumber-js'], without: page },
  history: { imports: ['base'], packages: ['valibot', 'idb'] },
  'call-centre': { imports: ['base'], packages: ['valibot'] },
  controller: {
    imports: ['base'],
    types: ['transport', 'directory', 'devices', 'history', 'call-centre'],
    without: [...page, ...time, ...browser, ...elementTypes, 'globalThis', 'self'],
  },
  context: {
    imports: ['base', 'controller', 'i18n'],
    types: ['devices', 'directory', 'history'],
    packages: lit,
  },
  i18n: { types: ['base', 'devices'], packages: ['@shoelace-style/localize'] },
  elements: {
    imports: ['base', 'context', 'devices', 'i18n', 'controller/selectors'],
    types: ['controller', 'directory', 'history'],
    packages: lit,
  },
  panel: { imports: ['*'], packages: [...lit, 'valibot'] },
  '': { imports: ['*', 'transport/sip'] },
};

/** The layer of a path relative to src/, without its ending. */
function layerOf(path) {
  return Object.keys(layers)
    .filter((key) => key === '' || path.startsWith(`${key}/`))
    .reduce((longest, key) => (key.length > longest.length ? key : longest));
}

function packageOf(specifier) {
  const [scope, name] = specifier.split('/');
  return scope.startsWith('@') ? `${scope}/${name}` : scope;
}

function isListed(target, list = []) {
  const layer = layerOf(target);
  return list.some(
    (entry) => entry === layer || entry === target || (entry === '*' && layer !== 'transport/sip'),
  );
}

/** Undefined when `path` (relative to src/) may import `specifier`, else the reason why not. */
function refusal(path, specifier, isType) {
  const layer = layerOf(path);
  const { imports, types, packages = [] } = layers[layer];
  const name = layer || 'the wiring';
  if (!specifier.startsWith('.')) {
    const wanted = packageOf(specifier);
    return packages.includes(wanted) ? undefined : `${name} must not import '${wanted}'`;
  }
  const target = new URL(specifier, `file:///${path}`).pathname.slice(1).replace(/\.[jt]s$/, '');
  if (layerOf(target) === layer || isListed(target, imports)) return undefined;
  if (!isListed(target, types)) return `${name} must not import from ${layerOf(target) || target}`;
  return isType ? undefined : `${name} may import only types from ${layerOf(target)}`;
}

/** ESLint: imports point one way. */
export const layersRule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { wrong: '{{reason}} (scripts/eslint/layers.mjs).' },
  },
  create(context) {
    const path = context.filename.replace(/\\/g, '/').split('/src/').at(-1);
    const check = (node, isType) => {
      const specifier = node?.value;
      if (typeof specifier !== 'string') return;
      const reason = refusal(path, specifier, isType);
      if (reason) context.report({ node, messageId: 'wrong', data: { reason } });
    };
    return {
      ImportDeclaration: (node) => check(node.source, node.importKind === 'type'),
      ExportNamedDeclaration: (node) => check(node.source, node.exportKind === 'type'),
      ExportAllDeclaration: (node) => check(node.source, node.exportKind === 'type'),
      ImportExpression: (node) => check(node.source, false),
      TSImportType: (node) => check(node.source ?? node.argument?.literal, true),
    };
  },
};
