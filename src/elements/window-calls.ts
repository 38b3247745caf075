import { html, type TemplateResult } from 'lit';
import type { CallSnapshot } from '../controller/snapshot.js';
import type { Localizer } from '../i18n/localize.js';

/** All live calls, to read: what can be done with them is done in the panel. */
export function callsView(
  localize: Localizer,
  calls: readonly CallSnapshot[],
  now: number,
): TemplateResult {
  if (calls.length === 0) return html`<p part="empty">${localize.term('noCalls')}</p>`;
  return html`<ul>
    ${calls.map((call) => callRow(localize, call, now))}
  </ul>`;
}

function callRow(localize: Localizer, call: CallSnapshot, now: number): TemplateResult {
  const name = call.customer?.name ?? call.displayName;
  const number = html`<bdi dir="ltr">${call.number || localize.term('unknownCaller')}</bdi>`;
  const since = call.times.connected ?? call.times.started;
  return html`<li part="call">
    <b>${name ?? number}</b>
    <time>${localize.duration(now - since)}</time>
    <small>${phaseOf(localize, call)}${name === undefined ? '' : html` · ${number}`}</small>
  </li>`;
}

function phaseOf(localize: Localizer, call: CallSnapshot): string {
  if (call.hold === 'held') return localize.term('onHold');
  if (call.phase === 'connected') return localize.term('talking');
  return localize.term(call.direction === 'incoming' ? 'incomingCall' : 'outgoingCall');
}
