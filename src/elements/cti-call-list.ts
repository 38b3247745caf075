import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { CallState } from '../context/call-state.js';
import { CtiElement } from '../context/cti-element.js';
import { LentServices } from '../context/lent-services.js';
import { Ticker } from '../context/ticker.js';
import {
  isBeingTransferred,
  listedCommand,
  otherCalls,
  sameOtherCalls,
  type ListedAction,
  type ListedCall,
} from '../controller/selectors.js';
import { ClickShield } from './click-shield.js';
import styles from './cti-call-list.styles.js';
import { shownNumber } from './customer-text.js';
import { icons } from './icons.js';
import { PassingNote } from './passing-note.js';
import { shownText } from './shown-text.js';
import below from './styles/below.styles.js';
import controls from './styles/controls.styles.js';
import tokens from './styles/tokens.styles.js';

const looks = {
  silence: { icon: icons.silence, classes: 'quiet icon', name: 'silenceCall' },
  decline: { icon: icons.close, classes: 'quiet icon danger', name: 'declineCall' },
  end: { icon: icons.hangUp, classes: 'quiet icon danger', name: 'endCallWith' },
  answer: { icon: icons.phone, classes: 'quiet icon success', name: 'answerCall' },
  resume: { icon: icons.play, classes: 'quiet icon success', name: 'resumeCall' },
} as const;

/**
 * The calls beside the current one: who it is, since when, and what can be done with it. The names of the buttons hold
 * the caller, so that they differ from those of the current call. Empty when there is no other call.
 *
 * @tag cti-call-list
 * @summary The other calls: waiting, held, consultation.
 * @status experimental
 * @since 0.1
 * @csspart list - the list
 * @csspart item - one call
 * @csspart who - name and phase of a call
 * @csspart name - customer, caller's name or number
 * @csspart phase - what the call is doing, and for how long
 * @csspart buttons - the buttons of one call
 * @csspart silence - button: the call rings no more, and waits
 * @csspart decline - button: the caller is refused
 * @csspart end - button: ends a call that is not an incoming one
 * @csspart answer - button: answers this call; the current one is put on hold
 * @csspart resume - button: takes this call off hold; the current one is put on hold
 * @csspart problem - why the page refused
 */
export class CtiCallList extends CtiElement {
  static override readonly styles = [tokens, controls, below, styles];
  static readonly parts = [
    'list',
    'item',
    'who',
    'name',
    'phase',
    'buttons',
    'silence',
    'decline',
    'end',
    'answer',
    'resume',
    'problem',
  ] as const;

  readonly #calls = new CallState(this, otherCalls, sameOtherCalls);
  readonly #services = new LentServices(this);
  readonly #ticker = new Ticker(this, () => this.#rows.length > 0);
  readonly #shield = new ClickShield();
  readonly #note = new PassingNote(this);

  get #rows(): readonly ListedCall[] {
    return this.#calls.value ?? [];
  }

  protected override updated(): void {
    // A row that goes lets those below it move up, under the finger.
    this.#shield.mean(this.#rows.map(({ call }) => call.id).join() || undefined);
  }

  override render(): TemplateResult | typeof nothing {
    if (this.#rows.length === 0) return nothing;
    return html`
      <ul
        part="list"
        class="anchor"
        aria-label=${this.localize.term('otherCalls')}
        @pointerdown=${this.#shield.pointerDown}
        @keydown=${this.#shield.keyDown}
      >
        ${repeat(
          this.#rows,
          ({ call }) => call.id,
          (row) => this.#item(row),
        )}
      </ul>
      ${this.#note.render()}
    `;
  }

  #item(row: ListedCall): TemplateResult {
    return html`
      <li part="item">
        <span part="who">
          <bdi part="name" dir=${row.isNumber ? 'ltr' : 'auto'}>${this.#nameOf(row)}</bdi>
          <span part="phase">${this.#phaseOf(row)} · ${this.localize.elapsed(this.#age(row))}</span>
        </span>
        <span part="buttons">${row.actions.map((action) => this.#button(row, action))}</span>
      </li>
    `;
  }

  #button(row: ListedCall, action: ListedAction): TemplateResult {
    const { icon, classes, name } = looks[action];
    const label = this.localize.term(name, this.#nameOf(row));
    const pending = row.pending.find(
      (request) => request.type === listedCommand(action, row.call.id).type,
    )?.id;
    return html`
      <button
        part=${action}
        type="button"
        class=${classes}
        aria-label=${label}
        title=${label}
        aria-busy=${pending === undefined ? nothing : 'true'}
        @click=${(event: Event) => this.#press(event, row, action, pending)}
      >
        ${icon}
      </button>
    `;
  }

  #nameOf({ name, isNumber }: ListedCall): string {
    if (name === '') return this.localize.term('unknownCaller');
    return isNumber ? shownNumber(name, this.#services.value?.numbers) : shownText(name);
  }

  #phaseOf({ call }: ListedCall): string {
    if (isBeingTransferred(call)) return this.localize.term('beingTransferred');
    if (call.merge?.state === 'merged') return this.localize.term('conference');
    if (call.hold === 'held' || call.hold === 'resuming') return this.localize.term('onHold');
    if (call.consultationFor !== undefined) return this.localize.term('consultation');
    if (call.phase === 'connected') return this.localize.term('talking');
    return this.localize.term(call.direction === 'incoming' ? 'incomingCall' : 'outgoingCall');
  }

  #age({ call: { times } }: ListedCall): number {
    return this.#ticker.now() - (times.heldSince ?? times.connected ?? times.started);
  }

  #press(
    event: Event,
    { call }: ListedCall,
    action: ListedAction,
    pending: string | undefined,
  ): void {
    if (!this.#shield.accepts(event)) return;
    this.#note.tell();
    if (pending !== undefined) return this.activeController?.abort(pending);
    this.request(listedCommand(action, call.id)).catch((thrown: unknown) =>
      this.#note.tellRefusal(thrown, this.localize),
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cti-call-list': CtiCallList;
  }
}
