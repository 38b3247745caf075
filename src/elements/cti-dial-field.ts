import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { CallState } from '../context/call-state.js';
import { CtiElement } from '../context/cti-element.js';
import { LentServices } from '../context/lent-services.js';
import {
  canDial,
  dialObstacle,
  lastNumber,
  pendingDial,
  servesDial,
} from '../controller/selectors.js';
import { deleteBeforeCaret, insertAtCaret } from './caret-edits.js';
import { ClickShield } from './click-shield.js';
import styles from './cti-dial-field.styles.js';
import { DialAttempt } from './dial-attempt.js';
import { DialSuggestions, type Suggestion } from './dial-suggestions.js';
import { partHasFocus } from './focus.js';
import { icons } from './icons.js';
import { pasteNumber } from './pasted-number.js';
import { shortcutText } from './shortcut-text.js';
import below from './styles/below.styles.js';
import controls from './styles/controls.styles.js';
import tokens from './styles/tokens.styles.js';

/**
 * Number field with its Call button. With an empty field Call brings the last number back and dials nothing. The
 * field is cleared when the call is dialled, and restored when the call fails before it rings. Text that is no number
 * finds people by their names; while it is empty and has the focus it offers the numbers of the last calls. Enter
 * calls the one highlighted, else does what Call does. In a form its value is the number in it; Enter does not submit
 * that form.
 *
 * @tag cti-dial-field
 * @summary Where the operator types a number and dials it.
 * @status experimental
 * @since 0.1
 * @csspart form - the row of field and button
 * @csspart input - the number field
 * @csspart call - the Call button
 * @csspart suggestions - people and numbers offered below the field
 * @csspart suggestion - one number that is offered
 * @csspart suggestion-name - whose number it is
 * @csspart suggestion-number - the number, and what it is called
 * @csspart suggestion-company - where they are
 * @csspart suggestion-status - how far the search is
 * @csspart do-not-call - says that they are not to be called
 * @csspart problem - what went wrong with the last number
 * @csspart call-anyway - calls somebody who is not to be called
 * @cssstate absent - this page lets nobody dial: nothing is shown
 */
export class CtiDialField extends CtiElement {
  static readonly formAssociated = true;
  static override readonly styles = [tokens, controls, below, styles];
  static override readonly shadowRootOptions: ShadowRootInit = {
    ...CtiElement.shadowRootOptions,
    delegatesFocus: true,
  };
  static readonly parts = [
    ...(['form', 'input', 'call', 'suggestions', 'suggestion', 'suggestion-name'] as const),
    ...(['suggestion-number', 'suggestion-company', 'suggestion-status'] as const),
    ...(['do-not-call', 'problem', 'call-anyway'] as const),
  ];

  readonly #canDial = new CallState(this, canDial);
  readonly #served = new CallState(this, servesDial);
  readonly #obstacle = new CallState(this, dialObstacle);
  readonly #last = new CallState(this, lastNumber);
  readonly #pending = new CallState(this, pendingDial);
  readonly #services = new LentServices(this);
  readonly #attempt = new DialAttempt({
    element: this,
    localize: this.localize,
    send: (command) => this.request(command),
  });
  readonly #suggestions = new DialSuggestions({
    element: this,
    localize: this.localize,
    services: this.#services,
    choose: (suggestion) => this.#choose(suggestion),
  });
  readonly #internals = this.attachInternals();
  readonly #shield = new ClickShield();

  @query('input') private readonly input!: HTMLInputElement | null;

  @state() private formDisabled = false;
  /** Whose number the operator chose: called by it, they are known already. */
  #chosen: Suggestion | undefined;

  /** What is in the field. */
  @property() value = '';

  /** Whether there is a field to be seen. */
  get usable(): boolean {
    return this.#served.value === true && !this.formDisabled;
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    this.value = this.#attempt.handed.follow(this.value);
    const usable = this.#canDial.value || this.#pending.value !== undefined;
    // Where Call is now, End call was perhaps when the call went away.
    const takenOverAt = this.activeController?.snapshot.lastEnded?.times.ended;
    this.#shield.mean(usable ? `dial ${this.#attempt.handed.restored}` : undefined, takenOverAt);
    this.#internals.states[this.#served.value === false ? 'add' : 'delete']('absent');
  }

  protected override firstUpdated(): void {
    this.renderRoot.addEventListener('click', this.#suggestions.pressed);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('value')) this.#internals.setFormValue(this.value);
  }

  formResetCallback(): void {
    this.value = '';
    this.#attempt.forget();
  }

  formDisabledCallback(disabled: boolean): void {
    this.formDisabled = disabled;
  }

  formStateRestoreCallback(value: unknown): void {
    if (typeof value === 'string') this.value = value;
  }

  /** Types text at the caret, as the dial pad does. */
  insert(text: string): void {
    if (!this.input) return;
    insertAtCaret(this.input, text);
    this.#typed();
  }

  /** Deletes what is selected, or what is before the caret. */
  deleteBackward(): void {
    if (!this.input) return;
    deleteBeforeCaret(this.input);
    this.#typed();
  }

  /** Does what the Call button does. */
  async dial(): Promise<void> {
    const pending = this.#pending.value;
    if (pending !== undefined) return this.activeController?.abort(pending);
    if (!this.#canDial.value || this.formDisabled) return;
    this.#forget();
    const target = this.value.trim();
    if (target === '') return this.#bringBack();
    const customer = this.#chosen?.number === target ? this.#chosen.customer : undefined;
    await this.#attempt.call({ text: this.value, customer });
  }

  override render(): TemplateResult | typeof nothing {
    if (this.#served.value === false) return nothing;
    const { problem } = this.#attempt;
    const obstacle = this.#obstacle.value;
    const why = obstacle && this.localize.term('problem', obstacle);
    return html`
      <form part="form" class="anchor" novalidate @submit=${this.#submit} @keydown=${this.#keyDown}>
        <input
          part="input"
          type="text"
          inputmode=${this.#suggestions.findsPeople ? 'text' : 'tel'}
          role=${this.#suggestions.isServed ? 'combobox' : nothing}
          aria-autocomplete=${this.#suggestions.isServed ? 'list' : nothing}
          aria-expanded=${this.#suggestions.isServed ? String(this.#suggestions.isListed) : nothing}
          aria-controls=${this.#suggestions.isListed ? 'suggestions' : nothing}
          aria-activedescendant=${this.#suggestions.activeId ?? nothing}
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
          @focus=${this.#focused}
          @pointerdown=${this.#focused}
          @blur=${this.#suggestions.close}
        />
        ${this.#callButton(why)}
      </form>
      ${this.#suggestions.render()} ${this.#attempt.render()}
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

  #forget(): void {
    this.#attempt.forget();
    this.#suggestions.close();
  }

  #choose(suggestion: Suggestion): void {
    this.#chosen = suggestion;
    this.value = suggestion.number;
    void this.dial();
  }

  async #bringBack(): Promise<void> {
    this.value = this.#last.value ?? '';
    await this.updateComplete;
    this.input?.focus();
    this.input?.select();
  }

  readonly #typed = (): void => {
    this.value = this.input?.value ?? '';
    this.#forget();
    this.#shield.lower();
    if (partHasFocus(this, 'input')) this.#suggestions.offer(this.value);
  };

  /** A focus that comes back when a call goes away asks for nothing. */
  readonly #focused = (): void => {
    if (!this.#shield.isUp && this.value === '') this.#suggestions.offer('');
  };

  readonly #paste = (event: ClipboardEvent): void => {
    pasteNumber(event, (text) => this.insert(text));
  };

  /**
   * Enter that is held would dial what the first press has brought back. And the focus comes here when the far end
   * hangs up: a key that was meant for End call must neither dial nor type.
   */
  readonly #keyDown = (event: KeyboardEvent): void => {
    if (this.#suggestions.handle(event, this.value)) {
      event.preventDefault();
      // Escape is not for the window or dialog around it.
      event.stopPropagation();
      return;
    }
    if (event.key !== 'Enter' && event.key !== ' ') return;
    const chosen = event.key === 'Enter' ? this.#suggestions.highlighted : undefined;
    const refused = event.repeat || this.#shield.isUp;
    if (refused || chosen) event.preventDefault();
    if (chosen && !refused) this.#choose(chosen);
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
