/**
 * `node scripts/icons.mjs`: writes src/elements/icons.ts from lucide-static: the icons that the elements use, and no
 * other. A new icon is a new line of the table here.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { root, runTool } from './tool.mjs';

/** Our name, lucide's name, and by how many degrees it is turned. */
const wanted = [
  ['phone', 'phone'],
  ['hangUp', 'phone', 135],
  ['pause', 'pause'],
  ['play', 'play'],
  ['mic', 'mic'],
  ['micOff', 'mic-off'],
  ['transfer', 'arrow-right-left'],
  ['swap', 'refresh-cw'],
  ['merge', 'merge'],
  ['keypad', 'grip'],
  ['window', 'app-window'],
  ['move', 'move'],
  ['close', 'x'],
  ['dock', 'pin'],
  ['onTop', 'picture-in-picture-2'],
  ['offTop', 'undo-2'],
  ['backspace', 'delete'],
  ['chevronDown', 'chevron-down'],
  ['silence', 'bell-off'],
  ['redial', 'redo'],
  ['volume', 'volume-2'],
  ['check', 'check'],
  ['user', 'user'],
  ['search', 'search'],
  ['show', 'eye'],
  ['hide', 'eye-off'],
  ['callIn', 'phone-incoming'],
  ['callOut', 'phone-outgoing'],
  ['callMissed', 'phone-missed'],
  ['note', 'sticky-note'],
  ['delete', 'trash-2'],
];

const lucide = new URL('node_modules/lucide-static/', root);
const { version } = JSON.parse(await readFile(new URL('package.json', lucide), 'utf8'));

async function shapeOf(name) {
  const source = await readFile(new URL(`icons/${name}.svg`, lucide), 'utf8');
  const [, shape] = /<svg[^>]*>([^]*)<\/svg>/.exec(source);
  return shape.trim().replace(/\s*\n\s*/g, '');
}

async function entry([name, file, degrees]) {
  const shape = await shapeOf(file);
  const turned = degrees ? `<g transform="rotate(${degrees} 12 12)">${shape}</g>` : shape;
  return `  ${name}: icon(svg\`${turned}\`),`;
}

/** The licences' own words: what is copied keeps its notice. */
const licence = (await readFile(new URL('LICENSE', lucide), 'utf8'))
  .replace(
    /The following Lucide icons are derived[^]*?\n\n[^]*?\n\n/,
    'Icons of the Feather project, from which some of these are derived:\n\n',
  )
  .trim()
  .split('\n')
  .map((line) => ` * ${line}`.trimEnd())
  .join('\n');

const text = `/**
 * Written by scripts/icons.mjs from lucide-static ${version}: do not edit.
 *
 * @license
${licence}
 */
import { html, svg, type TemplateResult } from 'lit';

/** Decoration: the name of a button is in its text. */
function icon(shape: TemplateResult<2>): TemplateResult {
  return html\`<svg
    aria-hidden="true"
    focusable="false"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="2"
    stroke-linecap="round"
    stroke-linejoin="round"
  >
    \${shape}
  </svg>\`;
}

export const icons = {
${(await Promise.all(wanted.map(entry))).join('\n')}
} as const satisfies Record<string, TemplateResult>;

export type IconName = keyof typeof icons;
`;

await writeFile(new URL('src/elements/icons.ts', root), text);
await runTool('prettier', ['--write', '--log-level', 'warn', 'src/elements/icons.ts']);
