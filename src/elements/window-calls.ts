import { html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Numbers } from '../context/panel-services.js';
import type { CallSnapshot } from '../controller/snapshot.js';
import type { Localizer } from '../i18n/localize.js';
import { CtiCallNote } from './cti-call-note.js';
import { shownNumber } from './customer-text.js';
import { exportParts } from './export-parts.js';
import { howEnded } from './how-ended.js';
import { shownText } from './shown-text.js';

const noteParts = exportParts('cti-call-note', CtiCallNote.parts);

/** All live calls, or the one that ended last, to read, and to write notes on: what can be done with them is done in the panel. */
export function callsView(
  localize: Localizer,
  calls: readonly CallSnapshot[],
  now: number,
  numbers?: Numbers,
): TemplateResult {
  if (calls.length === 0) return html`<p part="empty">${localize.term('noCalls')}</p>`;
  return html`<ul>
    ${repeat(
      calls,
      ({ id }) => id,
      (call) => callRow(localize, call, now, numbers),
    )}
  </ul>`;
}

function callRow(
  localize: Localizer,
  call: CallSnapshot,
  now: number,
  numbers: Numbers | undefined,
): TemplateResult {
  const name = textOrUndefined(call.customer?.name ?? call.displayName);
  const shown = call.number && shownNumber(call.number, numbers);
  const number = html`<bdi dir="ltr">${shown || localize.term('unknownCaller')}</bdi>`;
  const { connected, started, ended = now } = call.times;
  return html`<li part="call">
    <b>${name === undefined ? number : html`<bdi>${name}</bdi>`}</b>
    <time>${localize.duration(ended - (connected ?? started))}</time>
    <small>${phaseOf(localize, call)}${name === undefined ? '' : html` · ${number}`}</small>
    <cti-call-note call-id=${call.id} exportparts=${noteParts}></cti-call-note>
  </li>`;
}

function textOrUndefined(text: string | undefined): string | undefined {
  return shownText(text ?? '') || undefined;
}

function phaseOf(localize: Localizer, call: CallSnapshot): string {
  if (call.end) return howEnded(localize, call);
  if (call.hold === 'held') return localize.term('onHold');
  if (call.phase === 'connected') return localize.term('talking');
  return localize.term(call.direction === 'incoming' ? 'incomingCall' : 'outgoingCall');
}
