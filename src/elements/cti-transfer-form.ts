import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { CallState } from '../context/call-state.js';
import { CtiElement } from '../context/cti-element.js';
import { LentServices } from '../context/lent-services.js';
import { Ticker } from '../context/ticker.js';
import type { Command } from '../controller/commands.js';
import {
  isBeingTransferred,
  noTransfer,
  sameTransferState,
  transferState,
  type TransferState,
} from '../controller/selectors.js';
import type { CallSnapshot } from '../controller/snapshot.js';
import { ClickShield } from './click-shield.js';
import styles from './cti-transfer-form.styles.js';
import { problemText } from './problem-text.js';
import below from './styles/below.styles.js';
import controls from './styles/controls.styles.js';
import suggestions from './styles/suggestions.styles.js';
import tokens from './styles/tokens.styles.js';
import { TargetField } from './target-field.js';
import { recentTargets, rememberTarget } from './transfer-targets.js';
import { transferFailure, transferParty, transferStatus } from './transfer-words.js';

const names = {
  transfer: 'transferNow',
  ask: 'askFirst',
  connect: 'connectCalls',
  complete: 'completeTransfer',
  swap: 'swap',
  cancel: 'cancelTransfer',
} as const;
type Part = keyof typeof names;

/**
 * Sends the caller to somebody else: at once, or after asking them. The field takes any number, finds customers by
 * name and offers the last targets; Enter sends. While the target is asked both calls are shown, to swap between
 * them, to complete or to cancel. How far it is, and why it failed, is said in words; a caller whose transfer failed
 * stays on hold here.
 *
 * @tag cti-transfer-form
 * @summary Blind and attended transfer, with search.
 * @status experimental
 * @since 0.1
 * @csspart party - the caller, or who is asked
 * @csspart who - name or number
 * @csspart phase - what that call is doing, and for how long
 * @csspart form - the field and its buttons
 * @csspart input - the field for the target
 * @csspart buttons - a row of buttons
 * @csspart transfer - sends the caller at once
 * @csspart ask - calls the target first
 * @csspart connect - connects the two calls that there are
 * @csspart complete - joins the caller and who was asked
 * @csspart swap - talks to the other of the two
 * @csspart cancel - back to the caller
 * @csspart status - how far the transfer is
 * @csspart suggestions - people and numbers offered below the field
 * @csspart suggestion - one number that is offered
 * @csspart suggestion-name - whose number it is
 * @csspart suggestion-number - the number, and what it is called
 * @csspart suggestion-company - where they are
 * @csspart suggestion-status - how far the search is
 * @csspart do-not-call - says that they are not to be called
 * @csspart problem - why it failed
 */
export class CtiTransferForm extends CtiElement {
  static override readonly styles = [tokens, controls, below, suggestions, styles];
  static override readonly shadowRootOptions: ShadowRootInit = {
    ...CtiElement.shadowRootOptions,
    delegatesFocus: true,
  };
  static readonly parts = [
    ...(['party', 'who', 'phase', 'form', 'input', 'buttons', 'transfer', 'ask'] as const),
    ...(['connect', 'complete', 'swap', 'cancel', 'status', 'suggestions'] as const),
    ...(['suggestion', 'suggestion-name', 'suggestion-number', 'suggestion-company'] as const),
    ...(['suggestion-status', 'do-not-call', 'problem'] as const),
  ];

  readonly #state = new CallState(this, transferState, sameTransferState);
  readonly #ticker = new Ticker(this, () => this.#state.value?.call !== undefined);
  readonly #services = new LentServices(this);
  readonly #shield = new ClickShield();
  readonly #target = new TargetField({
    element: this,
    localize: this.localize,
    services: this.#services,
    recent: () => recentTargets(this.#services.value?.preferences),
    shield: this.#shield,
    typed: () => (this.problem = ''),
  });
  #hadFocus = false;

  @state() private problem = '';

  protected override firstUpdated(): void {
    this.renderRoot.addEventListener('click', this.#target.pressed);
  }

  protected override willUpdate(): void {
    const { call, asked } = this.#view;
    this.#shield.mean(call && `${call.id} ${asked?.id ?? ''} ${call.transfer.state}`);
    this.#hadFocus = this.matches(':focus-within');
  }

  /** What had the focus may be gone with the step that it was for. */
  protected override updated(): void {
    if (!this.#hadFocus || this.shadowRoot?.activeElement) return;
    this.renderRoot.querySelector<HTMLElement>('button:enabled, input:enabled')?.focus();
  }

  override render(): TemplateResult {
    const { call, asked } = this.#view;
    const numbers = this.#services.value?.numbers;
    return html`
      ${call ? this.#party(call) : nothing} ${asked ? this.#party(asked) : nothing}
      ${call ? this.#step(call, asked) : nothing}
      <p part="status" role="status">${transferStatus(this.localize, this.#view, numbers)}</p>
      <p part="problem" role="alert" id="problem">
        ${this.problem || transferFailure(this.localize, this.#view, numbers)}
      </p>
      ${this.#target.renderSuggestions()}
    `;
  }

  get #view(): TransferState {
    return this.#state.value ?? noTransfer;
  }

  #step(call: CallSnapshot, asked: CallSnapshot | undefined): TemplateResult | typeof nothing {
    if (isBeingTransferred(call)) {
      if (!this.#view.canCancel) return nothing;
      return html`<div part="buttons">${this.#cancelButton(call.id)}</div>`;
    }
    return asked ? this.#consultation(call) : this.#form(call);
  }

  #form({ id: callId }: CallSnapshot): TemplateResult {
    const { canSend, canAsk, sendsNever, asksNever, other, canComplete } = this.#view;
    return html`<form part="form" class="anchor" novalidate @submit=${this.#submit}>
      ${this.#target.render(this.localize.term('transferTo'), canSend || canAsk)}
      <div part="buttons">
        ${sendsNever ? nothing : this.#button('transfer', canSend, this.#send)}
        ${asksNever ? nothing : this.#button('ask', canAsk, this.#ask)}
        ${
          other && canComplete
            ? this.#commandButton('connect', { type: 'complete-transfer', callId })
            : nothing
        }
      </div>
    </form>`;
  }

  #consultation({ id: callId }: CallSnapshot): TemplateResult {
    const { canComplete, canSwap } = this.#view;
    const complete = { type: 'complete-transfer', callId } as const;
    return html`<div part="buttons">
      ${this.#commandButton('complete', complete, canComplete)}
      ${this.#commandButton('swap', { type: 'swap' }, canSwap)} ${this.#cancelButton(callId)}
    </div>`;
  }

  #cancelButton(callId: string): TemplateResult {
    const cancel = { type: 'cancel-transfer', callId } as const;
    return this.#commandButton('cancel', cancel, this.#view.canCancel);
  }

  #commandButton(part: Part, command: Command, enabled = true): TemplateResult {
    return this.#button(part, enabled, () => void this.#tell(command));
  }

  #button(part: Part, enabled: boolean, press: () => void): TemplateResult {
    const first = part === 'transfer' || part === 'complete';
    return html`<button
      part=${part}
      type=${part === 'transfer' ? 'submit' : 'button'}
      class=${first ? 'primary' : ''}
      ?disabled=${!enabled}
      @pointerdown=${this.#shield.pointerDown}
      @click=${(event: Event) => {
        if (!this.#shield.accepts(event)) return event.preventDefault();
        if (part !== 'transfer') press();
      }}
    >
      ${this.localize.term(names[part])}
    </button>`;
  }

  #party(call: CallSnapshot): TemplateResult {
    return transferParty(this.localize, call, this.#ticker.now(), this.#services.value?.numbers);
  }

  readonly #send = (): void => void this.#begin(false);
  readonly #ask = (): void => void this.#begin(true);

  async #begin(attended: boolean): Promise<void> {
    const { call, canSend, canAsk } = this.#view;
    const target = this.#target.text.trim();
    this.#target.close();
    if (!call || !(attended ? canAsk : canSend)) return;
    if (target === '') return this.#target.focus();
    const { preferences } = this.#services.value ?? {};
    const about = { type: 'transfer', target, callId: call.id } as const;
    if (await this.#tell(attended ? { ...about, attended } : about)) this.#target.text = '';
    if (this.problem === '') rememberTarget(preferences, target);
  }

  /** What the call shows of a failure is not said twice. @returns whether it came out well */
  async #tell(command: Command): Promise<boolean> {
    this.problem = '';
    try {
      await this.request(command);
      return true;
    } catch (thrown) {
      const shown = this.#view.call?.transfer.problem !== undefined;
      this.problem = shown ? '' : (problemText(thrown, this.localize) ?? '');
      return false;
    }
  }

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    if (this.#view.sendsNever) this.#ask();
    else this.#send();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'cti-transfer-form': CtiTransferForm;
  }
}
