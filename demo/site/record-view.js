import { dialLink, el, face, icon } from './dom.js';
import { operators } from './pbx-numbers.js';
import { records } from './records.js';
import { day, local, money, recentDay, text } from './texts.js';

const activityIcons = {
  talk: 'phone',
  missed: 'phone',
  mail: 'mail',
  meeting: 'meeting',
  task: 'task',
};

const linkTo = (record) => el('a', { href: `#/all/${record.id}` }, record.name);
const operatorName = (agent) => operators[agent] ?? String(agent);

function card(title, name, ...content) {
  const id = `card-${name}`;
  const heading = el('h3', { id }, text(title));
  return el('section', { class: `card ${name}`, 'aria-labelledby': id }, heading, ...content);
}

function head(record, listHash) {
  const position = [record.position && local(record.position), record.account?.name]
    .filter(Boolean)
    .join(', ');
  return el(
    'div',
    { class: 'record-head' },
    el('a', { class: 'back', href: listHash }, icon('back'), text('back')),
    face(record.name),
    el(
      'div',
      { class: 'record-who' },
      el('h2', { id: 'record-title', tabindex: '-1' }, record.name),
      el(
        'p',
        {},
        el('span', { class: `tag ${record.type}` }, text(record.type)),
        el('span', { class: 'soft' }, position || local(record.city)),
      ),
    ),
    el(
      'div',
      { class: 'record-reach' },
      record.doNotCall
        ? el('span', { class: 'warn' }, text('doNotCall'))
        : dialLink(record.numbers.find((entry) => entry.preferred).number, undefined, record),
    ),
  );
}

function details(record) {
  const phones = record.numbers.map((entry) =>
    el(
      'span',
      { class: 'phone-line' },
      dialLink(entry.number, undefined, record),
      el('small', {}, text(entry.label)),
    ),
  );
  const company = record.account && records.find((other) => other.id === record.account.id);
  const rows = [
    ['phones', phones],
    ['email', record.email && el('a', { href: `mailto:${record.email}` }, record.email)],
    ['company', company && linkTo(company)],
    ['position', record.position && local(record.position)],
    ['source', record.source && local(record.source)],
    ['city', local(record.city)],
    ['timeZone', record.timeZone && el('bdi', { dir: 'ltr' }, record.timeZone)],
    ['owner', operatorName(record.owner)],
    [record.type === 'lead' ? 'created' : 'since', day(record.since)],
  ];
  const list = rows
    .filter(([, value]) => value)
    .map(([label, value]) => el('div', {}, el('dt', {}, text(label)), el('dd', {}, value)));
  return card('details', 'details', el('dl', {}, list));
}

function deals(record) {
  const rows = (record.deals ?? []).map((deal) =>
    el(
      'li',
      {},
      el('span', {}, local(deal.name)),
      el('b', { class: 'amount' }, money(deal.amount)),
      el('span', { class: `stage ${deal.stage}` }, text(deal.stage)),
    ),
  );
  return card(
    'dealsTitle',
    'deals',
    rows.length ? el('ul', {}, rows) : el('p', { class: 'soft' }, text('noDeals')),
  );
}

/** Who belongs to this record: people of the company, or others that share its number. */
function related(record) {
  const numbers = record.numbers.map((entry) => entry.number);
  const others = records.filter(
    (other) =>
      other !== record &&
      (other.account?.id === record.id ||
        (record.account && other.account?.id === record.account.id) ||
        other.id === record.account?.id ||
        other.numbers.some((entry) => numbers.includes(entry.number))),
  );
  if (!others.length) return null;
  const rows = others.map((other) =>
    el('li', {}, linkTo(other), el('span', { class: `tag ${other.type}` }, text(other.type))),
  );
  return card('related', 'related', el('ul', {}, rows));
}

function activity(record) {
  const rows = (record.activity ?? []).map((entry) =>
    el(
      'li',
      {},
      el('span', { class: `mark ${entry.kind}` }, icon(activityIcons[entry.kind])),
      el('b', {}, text(entry.kind)),
      el('small', {}, `${recentDay(entry.days)} · ${operatorName(entry.by)}`),
      el('p', {}, local(entry.text)),
    ),
  );
  return card('activity', 'activity', el('ol', {}, rows));
}

function notes(record, saveNote) {
  const rows = (record.notes ?? []).map((note) =>
    el(
      'li',
      {},
      el('p', {}, local(note.text)),
      el('small', {}, `${operatorName(note.by)}, ${recentDay(note.days)}`),
    ),
  );
  const field = el('textarea', {
    id: 'note',
    rows: '2',
    placeholder: text('newNote'),
    'aria-label': text('newNote'),
  });
  const form = el('form', {}, field, el('button', { class: 'button' }, text('saveNote')));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (field.value.trim()) saveNote(field.value.trim());
  });
  return card(
    'notes',
    'notes',
    form,
    rows.length ? el('ul', {}, rows) : el('p', { class: 'soft' }, text('noNotes')),
  );
}

/** Shows one record in `root`. `saveNote` gets the text of a new note; `listHash` is the list it came from. */
export function showRecord(root, record, { listHash, saveNote }) {
  const followUp =
    record.followUp &&
    el(
      'p',
      { class: 'follow-up' },
      icon('task'),
      el(
        'span',
        {},
        el('b', {}, `${text('followUp')}, ${recentDay(record.followUp[0])}: `),
        local(record.followUp[1]),
      ),
    );
  root.setAttribute('aria-labelledby', 'record-title');
  root.replaceChildren(
    head(record, listHash),
    el(
      'div',
      { class: 'record-body' },
      el('div', { class: 'column' }, followUp, details(record), deals(record)),
      el('div', { class: 'column' }, activity(record), notes(record, saveNote), related(record)),
    ),
  );
}

/** Refreshes the activity alone, so that a note being typed is not lost. */
export function showActivity(root, record) {
  root.querySelector('.activity').replaceWith(activity(record));
}
