import { el, face, icon } from './dom.js';
import { showLab } from './lab.js';
import { connectPanel } from './panel.js';
import { operators } from './pbx-numbers.js';
import { records } from './records.js';
import { showActivity, showRecord } from './record-view.js';
import { local, text } from './texts.js';

const byId = (id) => document.getElementById(id);

const views = {
  all: { icon: 'all', has: () => true },
  contacts: { icon: 'contact', has: (record) => record.type === 'contact' },
  accounts: { icon: 'account', has: (record) => record.type === 'account' },
  leads: { icon: 'lead', has: (record) => record.type === 'lead' },
  deals: { icon: 'deal', has: (record) => record.deals?.some((deal) => deal.stage !== 'won') },
  tasks: { icon: 'task', has: (record) => Boolean(record.followUp) },
};
const groups = { records: ['all', 'contacts', 'accounts', 'leads'], saved: ['deals', 'tasks'] };

/** `#/contacts/anna-schmidt` → the view and, when it names one that exists, the record. */
function place() {
  const [, view, id] = location.hash.split('/');
  const known = Object.hasOwn(views, view ?? '') ? view : 'all';
  return { view: known, record: records.find((record) => record.id === id) };
}

function translate() {
  for (const [mark, write] of [
    ['text', (element, words) => element.replaceChildren(words)],
    ['label', (element, words) => element.setAttribute('aria-label', words)],
    ['placeholder', (element, words) => element.setAttribute('placeholder', words)],
  ]) {
    for (const element of document.querySelectorAll(`[data-${mark}]`)) {
      write(element, text(element.dataset[mark]));
    }
  }
}

function showNav() {
  const link = (view) =>
    el(
      'li',
      {},
      el(
        'a',
        { href: `#/${view}`, 'data-view': view, title: text(view) },
        icon(views[view].icon),
        el('span', { class: 'nav-text' }, text(view)),
        el(
          'span',
          { class: 'count', 'aria-hidden': 'true' },
          String(records.filter(views[view].has).length),
        ),
      ),
    );
  for (const [group, members] of Object.entries(groups)) {
    const id = `nav-${group}`;
    byId('nav').append(
      el('p', { id, class: 'nav-title' }, text(group)),
      el('ul', { 'aria-labelledby': id }, members.map(link)),
    );
  }
}

function matches(record, wanted) {
  const digits = wanted.replace(/\D/g, '');
  const words = `${record.name} ${record.account?.name ?? ''}`.toLocaleLowerCase();
  return (
    words.includes(wanted.trim().toLocaleLowerCase()) ||
    (digits.length > 2 && record.numbers.some((entry) => entry.number.includes(digits)))
  );
}

function showList(view) {
  const wanted = byId('find').value;
  const found = records.filter((record) => views[view].has(record) && matches(record, wanted));
  byId('list-title').textContent = text(view);
  byId('list-count').textContent = String(found.length);
  byId('no-rows').hidden = found.length > 0;
  byId('rows').replaceChildren(
    ...found.map((record) =>
      el(
        'li',
        {},
        el(
          'a',
          { href: `#/${view}/${record.id}`, 'data-record': record.id },
          face(record.name),
          el('span', { class: 'row-name' }, record.name),
          el('small', {}, record.account?.name ?? local(record.city)),
          el('span', { class: `tag ${record.type}` }, text(record.type)),
        ),
      ),
    ),
  );
}

function markCurrent(view, record) {
  for (const link of document.querySelectorAll('[data-view], [data-record]')) {
    const current = link.dataset.view
      ? link.dataset.view === view
      : link.dataset.record === record.id;
    if (current) link.setAttribute('aria-current', link.dataset.view ? 'page' : 'true');
    else link.removeAttribute('aria-current');
  }
}

let shownView;
let shownRecord;

/** Brings the page in line with the address. The list stays as it is within a view, so focus stays too. */
function show() {
  const { view, record } = place();
  if (view !== shownView) showList(view);
  shownView = view;
  const shown = record ?? records.find(views[view].has);
  shownRecord = shown;
  const redraw = () =>
    showRecord(byId('record'), shown, {
      listHash: `#/${view}`,
      saveNote: (note) => {
        shown.notes = [{ days: 0, by: agent, text: note }, ...(shown.notes ?? [])];
        redraw();
        byId('note').focus();
      },
    });
  redraw();
  document.documentElement.dataset.open = record ? 'record' : 'list';
  document.title = record ? `${record.name} · Meridian CRM` : `${text(view)} · Meridian CRM`;
  markCurrent(view, shown);
}

/** Where only one pane fits, the reader is taken to the record that has just replaced the list. */
function moveToRecord() {
  const narrow = !byId('rows').checkVisibility();
  if (narrow && document.documentElement.dataset.open === 'record') byId('record-title')?.focus();
}

const { agent } = connectPanel({
  panel: byId('panel'),
  bar: byId('bar'),
  openRecord: (id) => (location.hash = `#/all/${id}`),
  logActivity: (record, entry) => {
    record.activity = [entry, ...(record.activity ?? [])];
    if (record === shownRecord) showActivity(byId('record'), record);
  },
});

translate();
showNav();
showLab(byId('lab'), agent);
byId('my-name').textContent = operators[agent];
byId('my-extension').textContent = text('extension', { agent });
byId('my-initials').replaceWith(face(operators[agent]));
byId('find').addEventListener('input', () => {
  showList(shownView);
  markCurrent(shownView, shownRecord);
});
window.addEventListener('hashchange', () => {
  show();
  moveToRecord();
});
show();
