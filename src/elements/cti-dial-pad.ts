import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { CallState } from '../context/call-state.js';
import { CtiElement } from '../context/cti-element.js';
import { canDial, keypadCall, keypadUse } from '../controller/selectors.js';
import { ClickShield } from './click-shield.js';
import styles from './cti-dial-pad.styles.js';
import { dialKeyIndex, dialKeys, neighbourOf, type DialKey } from './dial-keys.js';
import { icons } from './icons.js';
import { KeypadToggle } from './keypad-toggle.js';
import { LongPress } from './long-press.js';
import { nearestDialField } from './nearest-dial-field.js';
import { problemText } from './problem-text.js';
import controls from './styles/controls.styles.js';
import tokens from './styles/tokens.styles.js';

/** As many digits as are shown. */
const longest = 64;

const lineIcons = { deleteDigit: icons.backspace, showDigits: icons.show, hideDigits: icons.hide };

/**
 * The twelve keys of a telephone. Without a call they type into the nearest dial field of the same controller; where
 * there is none, they show what was typed, and Call. In a call they are sent as DTMF (RFC 4733), and what was sent is
 * shown and can be hidden. Digits on the keyboard work while the focus is here; 0, held, is `+`.
 *
 * @tag cti-dial-pad
 * @summary Keypad: dialling when idle, DTMF in a call.
 * @status experimental
 * @since 0.1
 * @csspart line - the row above the keys
 * @csspart digits - what has been keyed in
 * @csspart hide - shows or hides the digits
 * @csspart delete - deletes the last digit
 * @csspart keys - the group of keys
 * @csspart key - one key
 * @csspart call - the Call button, where there is no dial field
 * @csspart problem - why the digits were not taken
 * @cssstate absent - the line or the page does not serve keys, or the Keypad button hides them: nothing is shown
 */
export class CtiDialPad extends CtiElement {
  static override readonly styles = [tokens, controls, styles];
  static override readonly shadowRootOptions: ShadowRootInit = {
    ...CtiElement.shadowRootOptions,
    delegatesFocus: true,
  };
  static readonly parts = [
    ...(['line', 'digits', 'hide', 'delete', 'keys', 'key', 'call', 'problem'] as const),
  ];

  readonly #use = new CallState(this, keypadUse);
  readonly #call = new CallState(this, keypadCall);
  readonly #canDial = new CallState(this, canDial);
  readonly #toggle = new KeypadToggle(this);
  readonly #internals = this.attachInternals();
  readonly #shield = new ClickShield();
  readonly #zero = new LongPress();

  @state() private digits = '';
  @state() private digitsHidden = false;
  @state() private problem: string | undefined;
  /** Index of the key that Tab leads to. */
  @state() private focused = 0;
  /** The call the digits were for; `undefined`: they were typed without one. */
  #digitsFor: string | undefined;
  /** The last key came from the keyboard: then Enter dials, rather than press the key that has the focus. */
  #typing = false;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#zero.cancel();
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const call = this.#call.value;
    const use = this.#use.value;
    if (call !== this.#digitsFor) {
      this.#digitsFor = call;
      this.digits = '';
      this.problem = undefined;
      this.digitsHidden = false;
    }
    // A digit that was meant for the call must not be typed into the field.
    this.#shield.mean(use === 'tones' || use === 'dialling' ? `${use} ${call ?? ''}` : undefined);
    const absent = use === 'absent' || this.#toggle.closed;
    this.#internals.states[absent ? 'add' : 'delete']('absent');
  }

  override render(): TemplateResult | typeof nothing {
    const use = this.#use.value;
    if (use === 'absent') return nothing;
    return html`
      <div class="pad" @keydown=${this.#keyDown}>
        ${this.digits === '' ? nothing : this.#line()}
        <div part="keys" role="group" aria-label=${this.localize.term('keypad')} dir="ltr">
          ${dialKeys.map(([key, letters], index) => this.#key(key, letters, index))}
        </div>
        ${this.digits !== '' && use === 'dialling' ? this.#callButton() : nothing}
      </div>
      <p part="problem" role="alert" dir="auto">${this.problem}</p>
    `;
  }

  #key(key: DialKey, letters: string, index: number): TemplateResult {
    const use = this.#use.value;
    return html`
      <button
        part="key"
        type="button"
        aria-label=${key}
        tabindex=${index === this.focused ? 0 : -1}
        aria-disabled=${use === 'waiting' || use === 'off' ? 'true' : nothing}
        ?disabled=${use === undefined}
        @pointerdown=${() => this.#pointerDown(key)}
        @pointerleave=${() => this.#zero.cancel()}
        @click=${(event: MouseEvent) => this.#click(event, key, index)}
      >
        <span>${key}</span><small data-letters=${letters}></small>
      </button>
    `;
  }

  #line(): TemplateResult {
    const hidden = this.digitsHidden;
    return html`
      <div part="line">
        <div part="digits" dir="ltr">
          <bdi>${hidden ? '•'.repeat(this.digits.length) : this.digits}</bdi>
        </div>
        ${
          this.#use.value === 'dialling'
            ? this.#lineButton('delete', 'deleteDigit', this.#deleteBackward)
            : this.#lineButton('hide', hidden ? 'showDigits' : 'hideDigits', this.#toggleDigits)
        }
      </div>
    `;
  }

  #lineButton(
    part: 'delete' | 'hide',
    name: keyof typeof lineIcons,
    press: () => void,
  ): TemplateResult {
    return html`<button
      part=${part}
      type="button"
      class="icon quiet"
      aria-label=${this.localize.term(name)}
      @click=${press}
    >
      ${lineIcons[name]}
    </button>`;
  }

  #callButton(): TemplateResult {
    return html`<button
      part="call"
      type="button"
      class="primary success"
      ?disabled=${!this.#canDial.value}
      @click=${this.#dial}
    >
      ${icons.phone} ${this.localize.term('call')}
    </button>`;
  }

  #press(text: string): void {
    this.problem = undefined;
    if (this.#use.value === 'tones') return void this.#send(text);
    if (this.#use.value !== 'dialling') return;
    const field = nearestDialField(this);
    if (field) return field.insert(text);
    this.digits = (this.digits + text).slice(0, longest);
  }

  async #send(tones: string): Promise<void> {
    const callId = this.#digitsFor;
    if (callId === undefined) return;
    this.digits = (this.digits + tones).slice(-longest);
    try {
      await this.request({ type: 'send-dtmf', tones, callId });
    } catch (thrown) {
      if (callId !== this.#digitsFor) return;
      // What else has not arrived nobody knows: the operator has to begin again.
      this.digits = '';
      this.problem = problemText(thrown, this.localize);
    }
  }

  readonly #dial = async (): Promise<void> => {
    const field = nearestDialField(this);
    if (field) return field.dial();
    if (this.digits === '' || !this.#canDial.value) return;
    try {
      await this.request({ type: 'dial', target: this.digits });
    } catch (thrown) {
      // A call that was made shows by itself how it ended.
      if (this.digits !== '') this.problem = problemText(thrown, this.localize);
    }
  };

  readonly #deleteBackward = (): void => {
    if (this.#use.value !== 'dialling') return;
    if (this.digits === '') return nearestDialField(this)?.deleteBackward();
    this.digits = this.digits.slice(0, -1);
    // The button goes with the last digit, and must not take the focus along.
    if (this.digits === '') this.#focusKey(this.focused);
  };

  readonly #toggleDigits = (): void => {
    this.digitsHidden = !this.digitsHidden;
  };

  #pointerDown(key: DialKey): void {
    this.#shield.pointerDown();
    if (key === '0' && this.#use.value === 'dialling') this.#zero.start(() => this.#press('+'));
  }

  #click(event: MouseEvent, key: DialKey, index: number): void {
    this.focused = index;
    this.#typing = false;
    const wasLong = this.#zero.end();
    if (!wasLong && this.#shield.accepts(event)) this.#press(key);
  }

  readonly #keyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = neighbourOf(this.focused, event.key);
    if (next === undefined && !this.#typed(event)) return;
    event.preventDefault();
    if (next === undefined) return;
    this.#typing = false;
    this.#focusKey(next);
  };

  /** @returns whether the key means something here */
  #typed(event: KeyboardEvent): boolean {
    const dialling = this.#use.value === 'dialling';
    const onKey = (event.target as Element).matches('[part=key]');
    if (event.key === 'Escape') return this.#toggle.close();
    if (event.key === 'Backspace') this.#deleteBackward();
    else if (event.key === 'Enter' && this.#typing && dialling && onKey) {
      if (!event.repeat && this.#shield.accepts(event)) void this.#dial();
    } else if (event.key === '+' && dialling) this.#press('+');
    else return this.#typedKey(event);
    return true;
  }

  #typedKey(event: KeyboardEvent): boolean {
    const index = dialKeyIndex(event.key);
    const key = dialKeys[index]?.[0];
    if (key === undefined) return false;
    if (!event.repeat && this.#shield.accepts(event)) this.#press(key);
    this.#typing = true;
    this.#focusKey(index);
    return true;
  }

  #focusKey(index: number): void {
    this.focused = index;
    this.renderRoot.querySelectorAll<HTMLButtonElement>('[part=key]')[index]?.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cti-dial-pad': CtiDialPad;
  }
}
