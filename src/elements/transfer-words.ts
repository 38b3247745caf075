import { html, nothing, type TemplateResult } from 'lit';
import type { Numbers } from '../context/panel-services.js';
import type { TransferState } from '../controller/selectors.js';
import type { CallSnapshot } from '../controller/snapshot.js';
import type { Localizer } from '../i18n/localize.js';
import { shownNumber } from './customer-text.js';
import { shownText } from './shown-text.js';

/** Customer, what the far end calls itself, or the number. */
export function nameOf(
  localize: Localizer,
  call: CallSnapshot,
  numbers: Numbers | undefined,
): string {
  const { customer, displayName, number } = call;
  const name = shownText(customer?.name ?? displayName ?? '');
  return name || shownNumber(number, numbers) || localize.term('unknownCaller');
}

function phaseOf({
  hold,
  phase,
}: CallSnapshot): 'onHold' | 'talking' | 'callRinging' | 'callDialing' {
  if (hold === 'held' || hold === 'resuming') return 'onHold';
  if (phase === 'connected') return 'talking';
  return phase === 'ringing' ? 'callRinging' : 'callDialing';
}

/** The caller, or who is asked: who it is, and how that call is. */
export function transferParty(
  localize: Localizer,
  call: CallSnapshot,
  now: number,
  numbers: Numbers | undefined,
): TemplateResult {
  const { times } = call;
  const since = times.heldSince ?? times.connected ?? times.started;
  return html`<div part="party">
    <bdi part="who">${nameOf(localize, call, numbers)}</bdi>
    <span part="phase">${localize.term(phaseOf(call))} · ${localize.elapsed(now - since)}</span>
  </div>`;
}

/** How far a transfer is. */
export function transferStatus(
  localize: Localizer,
  { call, done }: TransferState,
  numbers: Numbers | undefined,
): string | typeof nothing {
  const target = shownNumber((call ?? done)?.transfer.number ?? done?.number ?? '', numbers);
  switch (call?.transfer.state) {
    case 'holding':
      return localize.term('transferHolding');
    case 'trying':
      return localize.term('transferTrying', target);
    case 'ringing':
      return localize.term('transferRinging', target);
  }
  if (done && target) return localize.term('transferDone', target);
  return call ? nothing : localize.term('noCallToTransfer');
}

/** Why the caller is still here. */
export function transferFailure(
  localize: Localizer,
  { call }: TransferState,
  numbers: Numbers | undefined,
): string | typeof nothing {
  const { problem, number = '' } = call?.transfer ?? {};
  if (problem === undefined) return nothing;
  const what = localize.term('transferFailed', shownNumber(number, numbers));
  return `${what} ${localize.term('problem', problem)}`;
}
