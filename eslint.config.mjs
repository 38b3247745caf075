import eslint from '@eslint/js';
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import wc from 'eslint-plugin-wc';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { layers, layersRule } from './scripts/eslint/layers.mjs';

const rawHtml = ['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'setHTMLUnsafe', 'srcdoc'];

const forbiddenSyntax = [
  { selector: 'TSEnumDeclaration', message: 'A union of strings, or an `as const` array.' },
  {
    selector: `MemberExpression[property.name=/^(${rawHtml.join('|')})$/]`,
    message: 'Text reaches the page through Lit bindings only.',
  },
  {
    selector: 'TaggedTemplateExpression[tag.name="html"] TemplateElement[value.raw=/\\sstyle=/]',
    message: 'A strict CSP blocks style attributes: use a class, a state or style.setProperty.',
  },
  {
    selector: 'MemberExpression[object.name=/^(it|describe|test)$/][property.name=/^(skip|only)$/]',
    message: 'A test runs or does not exist.',
  },
  {
    selector:
      'ExpressionStatement > CallExpression[callee.property.name=/^(accessible|fulfilled|rejected|rejectedWith)$/]',
    message: 'Await it: it is a promise, and the test would pass whatever it says.',
  },
];

const noBarrel = {
  selector: 'ExportAllDeclaration',
  message: 'src/index.ts is the only barrel.',
};

const forbiddenImports = {
  patterns: [
    {
      group: ['lit/directives/unsafe-*', 'lit/static-html.js', 'lit/directives/style-map.js'],
      message: 'Raw HTML is an injection; styleMap is blocked by a strict CSP.',
    },
  ],
};

const sizes = (lines, functionLines) => {
  const rule = (max) => ['error', { max, skipBlankLines: true, skipComments: true }];
  return {
    'max-lines': rule(lines),
    'max-lines-per-function': functionLines ? rule(functionLines) : 'off',
  };
};

/** What holds for every file, also for scripts and tests. */
const everywhere = {
  ...sizes(300, 50),
  'id-denylist': ['error', 'e', 'err'],
  'no-console': 'error',
  'no-restricted-syntax': ['error', ...forbiddenSyntax],
  'no-restricted-imports': ['error', forbiddenImports],
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
  ],
  'object-shorthand': 'error',
  'prefer-const': 'error',
};

/** The globals that each layer must do without. */
const globalsOfLayers = Object.entries(layers)
  .filter(([, { without }]) => without)
  .map(([folder, { without }]) => ({
    files: [`src/${folder}/**/*.ts`],
    // A deeper layer has a row of its own.
    ignores: Object.keys(layers)
      .filter((key) => key.startsWith(`${folder}/`))
      .map((key) => `src/${key}/**`),
    rules: {
      'no-restricted-globals': [
        'error',
        ...without.map((name) => ({
          name,
          message: `Not in src/${folder}: have it injected (scripts/eslint/layers.mjs).`,
        })),
      ],
    },
  }));

export default defineConfig(
  { ignores: ['dist/', 'coverage/', '.size/', '.cache/', 'node_modules/'] },
  // Applications with their own packages, and a compiler of their own.
  { ignores: ['test/apps/{angular,types,vue}/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  { rules: everywhere },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      // `return effect(…)` leaves a switch in one line.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // A public method is async so that it rejects rather than throws.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { arguments: false, attributes: false } },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Lit calls handlers with the element as `this` (its `host` option).
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    extends: [lit.configs['flat/recommended'], wc.configs['flat/recommended']],
    plugins: { 'lit-a11y': litA11y, local: { rules: { layers: layersRule } } },
    rules: {
      ...litA11y.configs.recommended.rules,
      'local/layers': 'error',
      'no-restricted-syntax': ['error', ...forbiddenSyntax, noBarrel],
      // Elements are registered by define.ts, and only there.
      'wc/file-name-matches-element': 'off',
      'wc/guard-super-call': 'off',
    },
  },
  { files: ['src/index.ts', 'src/cdn.ts'], rules: { 'no-restricted-syntax': 'off' } },
  // Not the panel: it has a line for each property and method of the public contract.
  { files: ['src/elements/cti-*.ts'], rules: sizes(220, 50) },
  ...globalsOfLayers,
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
      // To the types of chai-as-promised every `expect(…)` is a promise.
      '@typescript-eslint/no-floating-promises': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['test/**/*.mjs', 'bench/**/*.mjs'],
    // Functions that `page.evaluate` sends to the page name the page's globals.
    rules: { 'max-lines-per-function': 'off', 'no-undef': 'off' },
  },
  {
    files: ['**/*.mjs'],
    ignores: ['demo/site/**'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          ...['process', 'Buffer', 'URL', 'URLSearchParams', 'AbortController', 'AbortSignal'],
          ...['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate'],
          ...['queueMicrotask', 'performance', 'fetch', 'Response', 'Request', 'Headers', 'Event'],
          ...[
            'TextEncoder',
            'TextDecoder',
            'structuredClone',
            'globalThis',
            'crypto',
            'EventTarget',
          ],
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['demo/site/**/*.js', 'demo/site/**/*.mjs'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          ...['window', 'document', 'location', 'navigator', 'customElements', 'console', 'fetch'],
          ...[
            'URL',
            'URLSearchParams',
            'setTimeout',
            'clearTimeout',
            'setInterval',
            'clearInterval',
          ],
          ...[
            'AudioContext',
            'RTCPeerConnection',
            'WebSocket',
            'HTMLElement',
            'CustomEvent',
            'Event',
          ],
          ...['requestAnimationFrame', 'getComputedStyle', 'matchMedia', 'localStorage', 'crypto'],
          ...['MutationObserver', 'history', 'FormData', 'Element', 'KeyboardEvent', 'Intl'],
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
);
