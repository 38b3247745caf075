import { html, type TemplateResult } from 'lit';
import { query, state } from 'lit/decorators.js';
import { CallState } from '../context/call-state.js';
import { CtiElement } from '../context/cti-element.js';
import { canDial } from '../controller/selectors.js';
import styles from './cti-dial-field.styles.js';

/**
 * Number field with its Call button.
 *
 * @tag cti-dial-field
 * @summary Where the operator types a number and dials it.
 * @status experimental
 * @since 0.1
 * @csspart input - the number field
 * @csspart call - the Call button
 */
export class CtiDialField extends CtiElement {
  static override readonly styles = styles;

  readonly #canDial = new CallState(this, canDial);

  @query('input') private readonly input!: HTMLInputElement;

  @state() private problem = '';

  async #dial(event: Event): Promise<void> {
    event.preventDefault();
    const target = this.input.value.trim();
    if (target === '') return;
    this.input.value = '';
    try {
      this.problem = '';
      await this.request({ type: 'dial', target });
    } catch (error) {
      this.input.value ||= target;
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  override render(): TemplateResult {
    return html`
      <form @submit=${(event: Event) => this.#dial(event)}>
        <input
          part="input"
          type="tel"
          inputmode="tel"
          autocomplete="off"
          aria-label="Phone number"
          ?disabled=${this.#canDial.value === undefined}
        />
        <button part="call" ?disabled=${!this.#canDial.value}>Call</button>
      </form>
      ${this.problem ? html`<p role="alert">${this.problem}</p>` : ''}
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cti-dial-field': CtiDialField;
  }
}
