import { html, nothing, type TemplateResult } from 'lit';
import { CallState } from '../context/call-state.js';
import { CtiElement } from '../context/cti-element.js';
import { Ticker } from '../context/ticker.js';
import { commandState, currentCall, lastEnded, lineLost } from '../controller/selectors.js';
import type { CallSnapshot, CtiSnapshot } from '../controller/snapshot.js';
import { ClickShield } from './click-shield.js';
import styles from './cti-call-info.styles.js';
import { howEnded } from './how-ended.js';
import { initialsOf } from './initials.js';
import { PassingNote } from './passing-note.js';
import below from './styles/below.styles.js';
import controls from './styles/controls.styles.js';
import tokens from './styles/tokens.styles.js';

const openCustomers = { type: 'open-window', view: 'customers' } as const;

function canChoose(snapshot: CtiSnapshot): boolean {
  return commandState(snapshot, openCustomers).possible;
}
function pendingChoice(snapshot: CtiSnapshot): string | undefined {
  return commandState(snapshot, openCustomers).requestId;
}

/**
 * Who is on the line and how the call is; for 5 s after its end how it ended. Nothing otherwise.
 *
 * @tag cti-call-info
 * @summary The current call: number, customer, phase, duration.
 * @status experimental
 * @since 0.1
 * @csspart call - everything about the current call
 * @csspart phase - Incoming call or Outgoing call
 * @csspart avatar - initials of the customer
 * @csspart name - the customer, else the number
 * @csspart duration - time since the answer
 * @csspart detail - account, number and state of the call
 * @csspart number - the number, where the name is not the number
 * @csspart customers - opens the customers that have this number
 * @csspart hold - that the call is on hold, and how long
 * @csspart state - what else the operator should know of the call
 * @csspart hint - what the browser waits for
 * @csspart problem - what went wrong last, or why the page refused
 * @csspart notice - how the last call ended
 * @cssstate empty - there is nothing to show
 */
export class CtiCallInfo extends CtiElement {
  static override readonly styles = [tokens, controls, below, styles];
  static readonly parts = [
    ...(['call', 'phase', 'avatar', 'name', 'duration', 'detail', 'number'] as const),
    ...(['customers', 'hold', 'state', 'hint', 'problem', 'notice'] as const),
  ];

  readonly #call = new CallState(this, currentCall);
  readonly #ended = new CallState(this, lastEnded);
  readonly #lineLost = new CallState(this, lineLost);
  readonly #canChoose = new CallState(this, canChoose);
  readonly #pending = new CallState(this, pendingChoice);
  readonly #ticker = new Ticker(this, () => this.#call.value?.phase === 'connected');
  readonly #shield = new ClickShield();
  readonly #note = new PassingNote(this);
  readonly #internals = this.attachInternals();

  override render(): TemplateResult | typeof nothing {
    const call = this.#call.value;
    const ended = this.#ended.value;
    this.#shield.mean(call?.id, ended?.times.ended);
    if (call || ended) this.#internals.states.delete('empty');
    else this.#internals.states.add('empty');
    return html`${call ? this.#who(call) : nothing}${ended ? this.#notice(ended) : nothing}`;
  }

  #who(call: CallSnapshot): TemplateResult {
    const { customer, number, phase, direction } = call;
    const connected = phase === 'connected';
    const title = customer?.name ?? (number || this.localize.term('unknownCaller'));
    const heading = direction === 'incoming' ? 'incomingCall' : 'outgoingCall';
    return html`<div part="call">
      ${connected ? nothing : html`<p part="phase">${this.localize.term(heading)}</p>`}
      <span part="avatar" aria-hidden="true"
        >${initialsOf(customer?.name, this.localize.lang())}</span
      >
      ${customer ? html`<bdi part="name">${title}</bdi>` : numberIn('name', title)}
      ${connected ? this.#duration(call) : nothing}
      <div part="detail"><div class="facts">${this.#facts(call)}</div></div>
      ${
        call.askingMicrophone
          ? html`<p part="hint">${this.localize.term('allowMicrophone')}</p>`
          : nothing
      }
      ${
        call.problem
          ? html`<p part="problem" role="alert">${this.localize.term('problem', call.problem)}</p>`
          : nothing
      }
    </div>`;
  }

  /** In a call its state takes the place of what is known already, so that nothing below it moves. */
  #facts(call: CallSnapshot): (TemplateResult | typeof nothing)[] {
    const { customer, displayName, number, phase, identity } = call;
    const many = !customer && identity.state === 'many';
    const state = this.#stateOf(call);
    const known: (TemplateResult | typeof nothing)[] = [
      fact(customer?.type === 'account' ? undefined : customer?.account?.name),
      customer && number ? html`<span>${numberIn('number', number)}</span>` : nothing,
      fact(customer || many ? undefined : displayName),
    ];
    return [
      many ? html`<span>${this.#customers(call)}</span>` : nothing,
      ...(state && phase === 'connected' ? [] : known),
      state ?? nothing,
    ];
  }

  /** One thing at a time, the one that explains most. */
  #stateOf(call: CallSnapshot): TemplateResult | undefined {
    if (call.phase === 'dialing') return this.#state('callDialing');
    if (call.phase === 'ringing') return this.#state('callRinging');
    if (call.phase === 'connecting') return this.#state('callAnswering');
    if (call.phase !== 'connected') return undefined;
    if (call.times.heldSince !== undefined) return this.#hold(call.times.heldSince);
    if (call.media === 'interrupted') return this.#state('soundInterrupted');
    if (this.#lineLost.value) return this.#state('goOnTalking');
    return call.remoteHold ? this.#state('heldByOther') : undefined;
  }

  #state(
    term:
      | 'callDialing'
      | 'callRinging'
      | 'callAnswering'
      | 'soundInterrupted'
      | 'goOnTalking'
      | 'heldByOther',
  ): TemplateResult {
    return html`<span part="state">${this.localize.term(term)}</span>`;
  }

  #hold(since: number): TemplateResult {
    const time = this.localize.elapsed(this.#ticker.now() - since);
    return html`<span part="hold"
      ><span>${this.localize.term('onHold')}</span> <span role="timer">${time}</span></span
    >`;
  }

  #duration({ times }: CallSnapshot): TemplateResult {
    const ms = this.#ticker.now() - (times.connected ?? times.started);
    return html`<span part="duration" role="timer">${this.localize.duration(ms)}</span>`;
  }

  #customers({ identity }: CallSnapshot): TemplateResult | string {
    const text = this.localize.term('customersFound', identity.total ?? identity.customers.length);
    const pending = this.#pending.value;
    if (!this.#canChoose.value && pending === undefined) return text;
    return html`<button
        part="customers"
        type="button"
        class="link anchor"
        aria-busy=${pending === undefined ? nothing : 'true'}
        @pointerdown=${this.#shield.pointerDown}
        @keydown=${this.#shield.keyDown}
        @click=${this.#choose}
      >
        ${text}</button
      >${this.#note.render()}`;
  }

  readonly #choose = (event: Event): void => {
    if (!this.#shield.accepts(event)) return;
    const pending = this.#pending.value;
    this.#note.tell();
    if (pending !== undefined) return this.activeController?.abort(pending);
    this.request(openCustomers).catch((thrown: unknown) =>
      this.#note.tellRefusal(thrown, this.localize),
    );
  };

  #notice(call: CallSnapshot): TemplateResult {
    const { customer, number, end } = call;
    const who = customer?.name ?? number;
    const how = howEnded(this.localize, call);
    return html`<p part="notice">
      ${who ? html`<bdi>${who}</bdi>` : nothing} <span>${how}</span>
      ${end?.talkedMs ? html`<span class="time">${this.localize.duration(end.talkedMs)}</span>` : nothing}
    </p>`;
  }
}

/** Digits read from left to right whatever is around them. */
function numberIn(part: 'name' | 'number', number: string): TemplateResult {
  return html`<bdi part=${part} dir="ltr">${number}</bdi>`;
}

function fact(text: string | undefined): TemplateResult | typeof nothing {
  return text ? html`<span><bdi>${text}</bdi></span>` : nothing;
}

declare global {
  interface HTMLElementTagNameMap {
    'cti-call-info': CtiCallInfo;
  }
}
