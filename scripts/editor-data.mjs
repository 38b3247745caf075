/**
 * Writes dist/editors/ from custom-elements.json: what VS Code and JetBrains editors complete and explain in a page
 * that uses the elements. Part of the build.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { root } from './tool.mjs';

// Both generators read package.json of the folder they are started in.
process.chdir(fileURLToPath(root));
const { generateVsCodeCustomElementData } = await import('custom-element-vs-code-integration');
const { generateJetBrainsWebTypes } = await import('custom-element-jet-brains-integration');

const manifest = JSON.parse(readFileSync('custom-elements.json', 'utf8'));
const shared = { outdir: 'dist/editors', hideLogs: true };
generateVsCodeCustomElementData(manifest, {
  ...shared,
  htmlFileName: 'vscode.html-data.json',
  cssFileName: 'vscode.css-data.json',
});
generateJetBrainsWebTypes(manifest, {
  ...shared,
  webTypesFileName: 'web-types.json',
  // It would write its path into package.json, where it is.
  packageJson: false,
});
