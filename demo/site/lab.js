import { dialLink, el } from './dom.js';
import { directoryState } from './panel.js';
import { callers, extensions, operators } from './pbx-numbers.js';
import { language, spaced, text } from './texts.js';

function card(title, name, ...content) {
  const id = `lab-${name}`;
  return el(
    'section',
    { class: `card ${name}`, 'aria-labelledby': id },
    el('h2', { id }, text(title)),
    ...content,
  );
}

function extensionCard(agent) {
  const rows = Object.entries(extensions).map(([number, label]) =>
    el('li', {}, dialLink(number), el('span', { class: 'soft' }, text(label))),
  );
  const colleagues = Object.keys(operators)
    .filter((other) => Number(other) !== agent)
    .map((other) => el('li', { title: operators[other] }, dialLink(other)));
  return card(
    'extensions',
    'extensions',
    el('ul', { class: 'pairs' }, rows),
    el('h3', { id: 'colleagues' }, text('colleagues')),
    el('ul', { class: 'chips', 'aria-labelledby': 'colleagues' }, colleagues),
  );
}

async function ring(from, displayName, agent) {
  const response = await fetch('/pbx/calls', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ from, displayName, to: String(agent) }),
  });
  if (response.status === 409) return { words: text('notSignedIn', { agent }) };
  if (!response.ok) return { words: text('pbxFailed', { reason: response.status }) };
  const { id } = await response.json();
  return { id, words: text('ringing', { number: spaced(from), agent }) };
}

function simulateCard(agent) {
  const result = el('p', { class: 'result', 'aria-live': 'polite' });
  const farEnd = el('button', { type: 'button', class: 'button', disabled: true }, text('farEnd'));
  let lastId;
  const report = async (work) => {
    const { id, words } = await work.catch((error) => ({
      words: text('pbxFailed', { reason: error.message }),
    }));
    lastId = id;
    farEnd.disabled = !id;
    result.textContent = words;
  };
  const buttons = callers.map(({ number, name, label }) => {
    const shown = el('bdi', { dir: 'ltr' }, spaced(number));
    const button = el(
      'button',
      { type: 'button', class: 'caller' },
      el('span', {}, name ?? text(label)),
      shown,
    );
    button.addEventListener('click', () => report(ring(number, name, agent)));
    return el('li', {}, button);
  });
  farEnd.addEventListener('click', () =>
    report(
      fetch(`/pbx/calls/${encodeURIComponent(lastId)}`, { method: 'DELETE' }).then((response) => ({
        words: response.ok ? text('farEndGone') : text('pbxFailed', { reason: response.status }),
      })),
    ),
  );
  const hint = el('p', { class: 'soft' }, text('simulateHint', { agent }));
  return card(
    'simulate',
    'simulate',
    hint,
    el('ul', { class: 'callers' }, buttons),
    farEnd,
    result,
  );
}

/** A link to this page with one parameter of its address changed. */
function variant(name, value, label, current, attributes = {}) {
  const url = new URL(location.href);
  url.searchParams.set(name, value);
  return el(
    'a',
    {
      href: url.pathname + url.search + url.hash,
      'aria-current': current && 'true',
      ...attributes,
    },
    label,
  );
}

function optionRow(label, links) {
  return el('div', {}, el('dt', {}, text(label)), el('dd', {}, links));
}

const choices = (name, current, entries) =>
  entries.map(([value, label]) => variant(name, value, label, value === current));

const directoryStates = () => [
  ['usual', text('usual')],
  ['slow', text('slow')],
  ['down', text('down')],
  ['signed-out', text('signedOut')],
];

function optionsCard(agent) {
  const root = document.documentElement;
  const next = agent === 109 ? 101 : agent + 1;
  return card(
    'options',
    'options',
    el(
      'dl',
      {},
      optionRow(
        'another',
        variant('agent', next, `${next}, ${operators[next]}`, false, { target: '_blank' }),
      ),
      optionRow(
        'language',
        choices('lang', language, [
          ['en', 'English'],
          ['ru', 'Русский'],
        ]),
      ),
      optionRow(
        'scheme',
        choices('theme', root.dataset.theme, [
          ['light', text('light')],
          ['dark', text('dark')],
        ]),
      ),
      optionRow(
        'place',
        choices('layout', root.dataset.layout, [
          ['card', text('card')],
          ['bar', text('bar')],
        ]),
      ),
      optionRow(
        'direction',
        choices('dir', root.dir, [
          ['ltr', 'LTR'],
          ['rtl', 'RTL'],
        ]),
      ),
      optionRow('directory', choices('directory', directoryState(), directoryStates())),
    ),
  );
}

/** The cards that only a developer needs: extensions, a simulated caller, variants of the page. */
export function showLab(root, agent) {
  root.append(simulateCard(agent), extensionCard(agent), optionsCard(agent));
}
