import { html, nothing, type TemplateResult } from 'lit';
import { CallState } from '../context/call-state.js';
import { CtiElement } from '../context/cti-element.js';
import { Ticker } from '../context/ticker.js';
import { currentCall, deviceNotice, lastEnded, lineLost } from '../controller/selectors.js';
import type { CallSnapshot } from '../controller/snapshot.js';
import { CallerIdentity } from './caller-identity.js';
import { ClickShield } from './click-shield.js';
import styles from './cti-call-info.styles.js';
import { howEnded } from './how-ended.js';
import { initialsOf } from './initials.js';
import { shownText } from './shown-text.js';
import below from './styles/below.styles.js';
import controls from './styles/controls.styles.js';
import tokens from './styles/tokens.styles.js';
import questionStyles from './transfer-question.styles.js';
import { TransferQuestion } from './transfer-question.js';

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
 * @csspart name - the customer, a link where there is a record to open; else the number
 * @csspart duration - time since the answer
 * @csspart detail - company, number and state of the call
 * @csspart identity - company of the customer, or how far one is found
 * @csspart number - the number, where the name is not the number
 * @csspart claimed - what the far end calls itself
 * @csspart unverified - says that this is not verified
 * @csspart via - whom the call was for, or the queue it came through
 * @csspart do-not-call - says that this customer is not to be called
 * @csspart customers - opens the customers that have this number, or the search for one
 * @csspart create - makes a customer for the number
 * @csspart unlink - takes the link of the number to this customer back
 * @csspart lookup-problem - says that the customer could not be looked up
 * @csspart retry - looks the customer up again
 * @csspart hold - that the call is on hold, and how long
 * @csspart state - what else the operator should know of the call
 * @csspart hint - what the browser waits for
 * @csspart devices - what is wrong with the microphone or the speaker
 * @csspart question - asks whether to follow a far end that wishes to be replaced by somebody else
 * @csspart follow - button: yes, call them
 * @csspart stay - button: no
 * @csspart problem - what went wrong last, or why the page refused
 * @csspart notice - how the last call ended
 * @cssstate empty - there is nothing to show
 * @cssstate many - several customers have the number of the current call
 */
export class CtiCallInfo extends CtiElement {
  static override readonly styles = [tokens, controls, below, questionStyles, styles];
  static readonly parts = [
    ...(['call', 'phase', 'avatar', 'name', 'duration', 'detail', 'identity', 'number'] as const),
    ...(['claimed', 'unverified', 'via', 'do-not-call', 'customers', 'create', 'unlink'] as const),
    ...([
      'lookup-problem',
      'retry',
      'hold',
      'state',
      'hint',
      'devices',
      'question',
      'follow',
      'stay',
      'problem',
      'notice',
    ] as const),
  ];

  readonly #call = new CallState(this, currentCall);
  readonly #ended = new CallState(this, lastEnded);
  readonly #lineLost = new CallState(this, lineLost);
  readonly #devices = new CallState(this, deviceNotice);
  readonly #ticker = new Ticker(this, () => this.#call.value?.phase === 'connected');
  readonly #shield = new ClickShield();
  readonly #identity = new CallerIdentity({
    element: this,
    localize: this.localize,
    shield: this.#shield,
    send: (command) => this.request(command),
  });
  readonly #question = new TransferQuestion({
    element: this,
    localize: this.localize,
    answer: (callId, accepted) => this.activeController?.answerTransfer(callId, accepted),
  });
  readonly #internals = this.attachInternals();

  override render(): TemplateResult | typeof nothing {
    const call = this.#call.value;
    const ended = this.#ended.value;
    this.#shield.mean(call && meaningOf(call), ended?.times.ended);
    const { states } = this.#internals;
    states[call || ended ? 'delete' : 'add']('empty');
    states[call?.identity.state === 'many' && !call.customer ? 'add' : 'delete']('many');
    return html`${call ? this.#who(call) : nothing}${this.#question.render()}${ended ? this.#notice(ended) : nothing}${this.#identity.note()}`;
  }

  #who(call: CallSnapshot): TemplateResult {
    const { customer, phase, direction } = call;
    const connected = phase === 'connected';
    const heading = direction === 'incoming' ? 'incomingCall' : 'outgoingCall';
    return html`<div part="call">
      ${connected ? nothing : html`<p part="phase">${this.localize.term(heading)}</p>`}
      <span part="avatar" aria-hidden="true"
        >${initialsOf(customer?.name, this.localize.lang())}</span
      >
      ${this.#identity.name(call)} ${connected ? this.#duration(call) : nothing}
      <div part="detail"><div class="facts">${this.#facts(call)}</div></div>
      ${
        call.askingMicrophone
          ? html`<p part="hint">${this.localize.term('allowMicrophone')}</p>`
          : nothing
      }
      ${this.#deviceNotice(connected)}
      ${
        call.problem
          ? html`<p part="problem" role="alert">${this.localize.term('problem', call.problem)}</p>`
          : nothing
      }
    </div>`;
  }

  #deviceNotice(connected: boolean): TemplateResult | typeof nothing {
    const notice = this.#devices.value;
    if (!notice || !connected) return nothing;
    return html`<p part="devices" role="alert">${this.localize.term('deviceNotice', notice)}</p>`;
  }

  /** In a call its state takes the place of what is known already, so that nothing below it moves. */
  #facts(call: CallSnapshot): (TemplateResult | typeof nothing)[] {
    const state = this.#stateOf(call);
    return [
      this.#identity.line(call),
      ...(state && call.phase === 'connected' ? [] : this.#identity.facts(call)),
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

  #notice(call: CallSnapshot): TemplateResult {
    const { customer, number, end } = call;
    const who = customer
      ? html`<bdi>${shownText(customer.name)}</bdi>`
      : number && this.#identity.number('number', number);
    return html`<p part="notice">
      ${who} <span>${howEnded(this.localize, call)}</span>
      ${end?.talkedMs ? html`<span class="time">${this.localize.duration(end.talkedMs)}</span>` : nothing}
      ${this.#identity.afterwards(call)}
    </p>`;
  }
}

/** What can be pressed changes with what is found. While there is nothing to press, it means nothing. */
function meaningOf({ id, identity, customer }: CallSnapshot): string | undefined {
  const nothingYet = identity.state === 'searching' || identity.state === 'unknown';
  return nothingYet ? undefined : `${id} ${identity.state} ${customer?.id}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'cti-call-info': CtiCallInfo;
  }
}
