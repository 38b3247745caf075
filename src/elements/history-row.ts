import { html, nothing, type TemplateResult } from 'lit';
import type { Numbers } from '../context/panel-services.js';
import type { CallRecord } from '../history/call-history.js';
import type { Localizer } from '../i18n/localize.js';
import { customerDetail, customerUrl, shownNumber, textOf } from './customer-text.js';
import { timeOfDay } from './history-days.js';
import { icons } from './icons.js';
import { longestNote } from './note-draft.js';
import { shownText } from './shown-text.js';

/** What the operator does with a past call. */
export type RowAction = 'call' | 'call-anyway' | 'details' | 'link' | 'delete' | 'retry-log';

/** What a row shows beside its record. */
export interface RowState {
  readonly isOpen: boolean;
  /** Arrow keys have led here: its buttons are in the order of Tab. */
  readonly isActive: boolean;
  readonly canDial: boolean;
  readonly canLink: boolean;
  readonly canNote: boolean;
  /** Why the last press did nothing. */
  readonly problem: string | undefined;
  /** The customer does not want to be called, and yet may be. */
  readonly canInsist: boolean;
}

export interface RowHost {
  readonly localize: Localizer;
  readonly lang: string;
  readonly numbers: Numbers | undefined;
  readonly baseUrl: string;
  act(event: Event, action: RowAction, record: CallRecord): void;
  open(event: MouseEvent, record: CallRecord): void;
  /** The note as it is typed. */
  noteOf(record: CallRecord): string;
  typeNote(record: CallRecord, text: string): void;
  leaveNote(): void;
}

type Shown = TemplateResult | typeof nothing;

/** With whom a call was, as plain text: for the names of buttons. */
export function whoOf(record: CallRecord, { localize, numbers }: RowHost): string {
  const { customer, displayName, number } = record;
  const name = shownText(customer?.name ?? '') || shownText(displayName ?? '');
  return name || (number ? shownNumber(number, numbers) : localize.term('unknownCaller'));
}

/** One past call; opened, also what can be done with it. */
export function historyRow(host: RowHost, record: CallRecord, state: RowState): TemplateResult {
  const { localize } = host;
  const who = whoOf(record, host);
  const kind = kindOf(record);
  return html`
    <span part="direction" class=${kind.icon} title=${localize.term(kind.name)}>
      ${icons[kind.icon]}<span class="unseen">${localize.term(kind.name)}</span>
    </span>
    <span part="who">${nameOf(host, record)} ${detailOf(host, record)}</span>
    <span part="facts">${factsOf(host, record)}</span>
    <span part="buttons">
      ${record.number ? callButton(host, record, who, state) : nothing}
      ${button(host, 'details', record, state, {
        name: localize.term('callDetails', who),
        content: icons.chevronDown,
        classes: 'quiet icon',
        expanded: state.isOpen,
      })}
    </span>
    ${record.log === 'failed' ? unsaved(host, record, who, state) : nothing}
    ${state.problem === undefined ? nothing : problem(host, record, state)}
    ${state.isOpen ? details(host, record, who, state) : nothing}
  `;
}

function kindOf({ missed, direction }: CallRecord): {
  readonly icon: 'callIn' | 'callOut' | 'callMissed';
  readonly name: 'missedCall' | 'incomingCall' | 'outgoingCall';
} {
  if (missed) return { icon: 'callMissed', name: 'missedCall' };
  return direction === 'incoming'
    ? { icon: 'callIn', name: 'incomingCall' }
    : { icon: 'callOut', name: 'outgoingCall' };
}

function nameOf(host: RowHost, record: CallRecord): TemplateResult {
  const { customer, displayName, number } = record;
  const name = shownText(customer?.name ?? '');
  const url = customer && customerUrl(customer, host.baseUrl);
  if (name && url !== undefined) {
    return html`<a
      part="name"
      href=${url}
      rel="noopener"
      @click=${(event: MouseEvent) => host.open(event, record)}
      ><bdi>${name}</bdi></a
    >`;
  }
  const shown = name || shownText(displayName ?? '');
  if (shown) return html`<bdi part="name">${shown}</bdi>`;
  if (!number) return html`<span part="name">${host.localize.term('unknownCaller')}</span>`;
  return html`<bdi part="name" dir="ltr">${shownNumber(number, host.numbers)}</bdi>`;
}

/** The company, and the number where the name is not the number. */
function detailOf(host: RowHost, record: CallRecord): Shown {
  const { customer, displayName, number } = record;
  const company = textOf(customer && customerDetail(customer));
  const isNamed = shownText(customer?.name ?? displayName ?? '') !== '';
  const shown =
    isNamed && number
      ? html`<bdi part="number" dir="ltr">${shownNumber(number, host.numbers)}</bdi>`
      : nothing;
  if (company === nothing && shown === nothing) return nothing;
  return html`<span part="detail"
    >${company}${company === nothing || shown === nothing ? nothing : ' · '}${shown}</span
  >`;
}

function factsOf({ localize, lang }: RowHost, record: CallRecord): TemplateResult {
  const { started, talkedMs, connected, note } = record;
  return html`
    <time datetime=${new Date(started).toISOString()}>${timeOfDay(started, lang)}</time>
    <span part="outcome">${outcomeOf(localize, record)}</span>
    ${connected !== undefined && talkedMs > 0 ? html`<span>${localize.duration(talkedMs)}</span>` : nothing}
    ${
      note
        ? html`<span part="has-note" title=${localize.term('note')}
            >${icons.note}<span class="unseen">${localize.term('note')}</span></span
          >`
        : nothing
    }
  `;
}

/** How it ended, in a word or two; while it lives what it is. */
function outcomeOf(localize: Localizer, record: CallRecord): string {
  const { missed, reason, ended, connected } = record;
  if (missed) return localize.term('outcome', 'missed');
  if (reason === undefined) {
    return localize.term(connected === undefined ? kindOf(record).name : 'talking');
  }
  if (ended === undefined) return localize.term('outcome', 'lost');
  const isTalk = reason === 'hangup' && connected !== undefined;
  return localize.term('outcome', isTalk ? 'answered' : reason);
}

interface Face {
  readonly name: string;
  readonly content: unknown;
  readonly classes: string;
  readonly expanded?: boolean;
  readonly isOff?: boolean;
}

function button(
  host: RowHost,
  action: RowAction,
  record: CallRecord,
  { isActive }: RowState,
  { name, content, classes, expanded, isOff }: Face,
): TemplateResult {
  return html`<button
    part=${action}
    type="button"
    class=${classes}
    tabindex=${isActive ? 0 : -1}
    aria-label=${name}
    title=${classes.includes('icon') ? name : nothing}
    aria-expanded=${expanded === undefined ? nothing : String(expanded)}
    aria-disabled=${isOff ? 'true' : nothing}
    @click=${(event: Event) => host.act(event, action, record)}
  >
    ${content}
  </button>`;
}

function callButton(
  host: RowHost,
  record: CallRecord,
  who: string,
  state: RowState,
): TemplateResult {
  return button(host, 'call', record, state, {
    name: host.localize.term('callBack', who),
    content: icons.phone,
    classes: 'quiet icon success',
    isOff: !state.canDial,
  });
}

function unsaved(host: RowHost, record: CallRecord, who: string, state: RowState): TemplateResult {
  return html`<span part="unsaved">
    ${button(host, 'retry-log', record, state, {
      name: host.localize.term('notSavedCall', who),
      content: host.localize.term('notSaved'),
      classes: 'link',
    })}
  </span>`;
}

function problem(host: RowHost, record: CallRecord, state: RowState): TemplateResult {
  return html`<p part="problem" role="alert" dir="auto">
    ${state.problem}
    ${
      state.canInsist
        ? button(host, 'call-anyway', record, state, {
            name: host.localize.term('callAnyway'),
            content: host.localize.term('callAnyway'),
            classes: 'link',
          })
        : nothing
    }
  </p>`;
}

function details(host: RowHost, record: CallRecord, who: string, state: RowState): TemplateResult {
  const { localize } = host;
  return html`<div part="more">
    ${state.canNote || record.note ? noteField(host, record, who, state) : nothing}
    <div part="actions">
      ${
        state.canLink && record.number
          ? button(host, 'link', record, state, {
              name: localize.term('linkNumberOf', who),
              content: localize.term('linkNumber'),
              classes: '',
            })
          : nothing
      }
      ${button(host, 'delete', record, state, {
        name: localize.term('deleteCall', who),
        content: html`${icons.delete}${localize.term('delete')}`,
        classes: 'quiet danger',
      })}
      ${logLink(host, record)}
    </div>
  </div>`;
}

function logLink({ localize, baseUrl }: RowHost, { logUrl }: CallRecord): Shown {
  const url = customerUrl(
    { id: '', type: '', name: '', ...(logUrl ? { url: logUrl } : {}) },
    baseUrl,
  );
  if (url === undefined) return nothing;
  return html`<a part="log" href=${url} target="_blank" rel="noopener"
    >${localize.term('callInCrm')}</a
  >`;
}

function noteField(
  host: RowHost,
  record: CallRecord,
  who: string,
  { canNote, isActive }: RowState,
): TemplateResult {
  const { localize } = host;
  return html`<textarea
    part="note"
    dir="auto"
    rows="2"
    maxlength=${longestNote}
    tabindex=${isActive ? 0 : -1}
    placeholder=${localize.term('note')}
    aria-label=${localize.term('noteOf', who)}
    ?readonly=${!canNote}
    .value=${host.noteOf(record)}
    @input=${({ target }: Event) => host.typeNote(record, (target as HTMLTextAreaElement).value)}
    @blur=${() => host.leaveNote()}
  ></textarea>`;
}
