import { ContextConsumer } from '@lit/context';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { CallState } from '../context/call-state.js';
import { CtiElement } from '../context/cti-element.js';
import { panelServicesContext } from '../context/panel-services.js';
import {
  canDial,
  dialledCall,
  dialObstacle,
  failedDial,
  lastNumber,
  pendingDial,
  servesDial,
} from '../controller/selectors.js';
import { ClickShield } from './click-shield.js';
import styles from './cti-dial-field.styles.js';
import { partHasFocus } from './focus.js';
import { icons } from './icons.js';
import { pastedNumber } from './pasted-number.js';
import { problemText } from './problem-text.js';
import { shortcutText } from './shortcut-text.js';
import controls from './styles/controls.styles.js';
import tokens from './styles/tokens.styles.js';

/**
 * Number field with its Call button. With an empty field Call brings the last number back and dials nothing. The
 * field is cleared when the call is dialled, and restored when the call fails before it rings. In a form its value
 * is the number in it; Enter dials, and does not submit that form.
 *
 * @tag cti-dial-field
 * @summary Where the operator types a number and dials it.
 * @status experimental
 * @since 0.1
 * @csspart form - the row of field and button
 * @csspart input - the number field
 * @csspart call - the Call button
 * @csspart problem - what went wrong with the last number
 * @cssstate absent - this page lets nobody dial: nothing is shown
 */
export class CtiDialField extends CtiElement {
  static readonly formAssociated = true;
  static override readonly styles = [tokens, controls, styles];
  static override readonly shadowRootOptions: ShadowRootInit = {
    ...CtiElement.shadowRootOptions,
    delegatesFocus: true,
  };
  static readonly parts = ['form', 'input', 'call', 'problem'] as const;

  readonly #canDial = new CallState(this, canDial);
  readonly #served = new CallState(this, servesDial);
  readonly #obstacle = new CallState(this, dialObstacle);
  readonly #last = new CallState(this, lastNumber);
  readonly #dialled = new CallState(this, dialledCall);
  readonly #failed = new CallState(this, failedDial);
  readonly #pending = new CallState(this, pendingDial);
  readonly #services = new ContextConsumer(this, {
    context: panelServicesContext,
    subscribe: true,
  });
  readonly #internals = this.attachInternals();
  readonly #shield = new ClickShield();

  @query('input') private readonly input!: HTMLInputElement | null;

  @state() private problem: string | undefined;
  @state() private formDisabled = false;
  /** What was asked to be dialled, until there is a call. */
  #sent: { readonly text: string; readonly before: string | undefined } | undefined;
  /** What the call in progress took out of the field. */
  #taken: { readonly text: string; readonly callId: string } | undefined;

  /** The call whose number came back last. */
  #restored = '';

  /** What is in the field. */
  @property() value = '';

  /** Whether there is a field to be seen. */
  get usable(): boolean {
    return this.#served.value === true && !this.formDisabled;
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    this.#followCall();
    const usable = this.#canDial.value || this.#pending.value !== undefined;
    // Where Call is now, End call was perhaps when the call went away.
    const takenOverAt = this.activeController?.snapshot.lastEnded?.times.ended;
    this.#shield.mean(usable ? `dial ${this.#restored}` : undefined, takenOverAt);
    this.#internals.states[this.#served.value === false ? 'add' : 'delete']('absent');
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('value')) this.#internals.setFormValue(this.value);
  }

  formResetCallback(): void {
    this.value = '';
    this.problem = undefined;
  }

  formDisabledCallback(disabled: boolean): void {
    this.formDisabled = disabled;
  }

  formStateRestoreCallback(value: unknown): void {
    if (typeof value === 'string') this.value = value;
  }

  /** Types text at the caret, as the dial pad does. */
  insert(text: string): void {
    const { input } = this;
    if (!input) return;
    const { selectionStart, selectionEnd, value } = input;
    const start = selectionStart ?? value.length;
    input.setRangeText(text, start, selectionEnd ?? start, 'end');
    this.#typed();
  }

  /** Deletes what is selected, or what is before the caret. */
  deleteBackward(): void {
    const { input } = this;
    if (!input) return;
    const end = input.selectionEnd ?? input.value.length;
    const start = input.selectionStart ?? end;
    input.setRangeText('', start === end ? Math.max(0, start - 1) : start, end, 'end');
    this.#typed();
  }

  /** Does what the Call button does. */
  async dial(): Promise<void> {
    const pending = this.#pending.value;
    if (pending !== undefined) return this.activeController?.abort(pending);
    if (!this.#canDial.value || this.formDisabled) return;
    this.problem = undefined;
    const target = this.value.trim();
    if (target === '') return this.#bringBack();
    this.#sent = { text: this.value, before: this.#dialled.value };
    try {
      await this.request({ type: 'dial', target });
      await this.#forgetSent();
    } catch (thrown) {
      // How a call ended is shown by the call.
      if (await this.#forgetSent()) this.problem = problemText(thrown, this.localize);
    }
  }

  override render(): TemplateResult | typeof nothing {
    if (this.#served.value === false) return nothing;
    const { problem } = this;
    const obstacle = this.#obstacle.value;
    const why = obstacle && this.localize.term('problem', obstacle);
    return html`
      <form part="form" novalidate @submit=${this.#submit} @keydown=${this.#keyDown}>
        <input
          part="input"
          type="tel"
          inputmode="tel"
          autocomplete="off"
          enterkeyhint="go"
          spellcheck="false"
          aria-label=${this.localize.term('phoneNumber')}
          aria-invalid=${problem ? 'true' : nothing}
          aria-describedby=${problem ? 'problem' : nothing}
          aria-description=${problem ? nothing : (why ?? nothing)}
          aria-keyshortcuts=${this.#shortcut ?? nothing}
          title=${this.#shortcut ? `${this.localize.term('phoneNumber')} (${this.#shortcut})` : nothing}
          placeholder=${this.localize.term('phoneNumber')}
          .value=${this.value}
          ?disabled=${this.#canDial.value === undefined || this.formDisabled}
          @input=${this.#typed}
          @paste=${this.#paste}
        />
        ${this.#callButton(why)}
      </form>
      <p part="problem" id="problem" role="alert" dir="auto">${problem}</p>
    `;
  }

  #callButton(why: string | undefined): TemplateResult {
    const name = this.localize.term('call');
    const pending = this.#pending.value !== undefined;
    const blocked = (!this.#canDial.value && !pending) || this.formDisabled;
    const focused = partHasFocus(this, 'call');
    return html`<button
      part="call"
      type="submit"
      class="primary success icon"
      aria-label=${name}
      aria-busy=${pending ? 'true' : nothing}
      title=${pending ? this.localize.term('takeBack') : (why ?? name)}
      ?disabled=${blocked && !focused}
      aria-disabled=${blocked && focused ? 'true' : nothing}
      @pointerdown=${this.#shield.pointerDown}
      @click=${this.#click}
    >
      ${icons.phone}
    </button>`;
  }

  get #shortcut(): string | undefined {
    const shortcuts = this.#services.value?.shortcuts;
    return shortcuts && shortcuts.dial ? shortcutText(shortcuts.dial) : undefined;
  }

  /** The number leaves the field when its call is there, and comes back when that fails before it rings. */
  #followCall(): void {
    const callId = this.#dialled.value;
    if (this.#sent && callId !== undefined && callId !== this.#sent.before) {
      const { text } = this.#sent;
      this.#sent = undefined;
      this.#taken = { text, callId };
      if (this.value === text) this.value = '';
    }
    if (!this.#taken || this.#failed.value?.id !== this.#taken.callId) return;
    this.value ||= this.#taken.text;
    this.#restored = this.#taken.callId;
    this.#taken = undefined;
  }

  /** @returns whether no call has come of it */
  async #forgetSent(): Promise<boolean> {
    await this.updateComplete;
    const waiting = this.#sent !== undefined;
    this.#sent = undefined;
    return waiting;
  }

  async #bringBack(): Promise<void> {
    this.value = this.#last.value ?? '';
    await this.updateComplete;
    this.input?.focus();
    this.input?.select();
  }

  readonly #typed = (): void => {
    this.value = this.input?.value ?? '';
    this.problem = undefined;
    this.#shield.lower();
  };

  /** Only what would not survive is taken out of the browser's hands: its own paste can be undone. */
  readonly #paste = (event: ClipboardEvent): void => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const clean = pastedNumber(text);
    if (clean === text) return;
    event.preventDefault();
    this.insert(clean);
  };

  /**
   * Enter that is held would dial what the first press has brought back. And the focus comes here when the far end
   * hangs up: a key that was meant for End call must neither dial nor type.
   */
  readonly #keyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    if (event.repeat || this.#shield.isUp) event.preventDefault();
  };

  /** A double click is one: its second half would dial what the first has brought back. */
  readonly #click = (event: MouseEvent): void => {
    if (!this.#shield.accepts(event) || event.detail > 1) event.preventDefault();
  };

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    void this.dial();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'cti-dial-field': CtiDialField;
  }
}
