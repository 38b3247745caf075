import { html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { CallState } from '../context/call-state.js';
import { CtiElement } from '../context/cti-element.js';
import { LentServices } from '../context/lent-services.js';
import { notableCall } from '../controller/selectors.js';
import styles from './cti-call-note.styles.js';
import type { CallSnapshot } from '../controller/snapshot.js';
import { longestNote, NoteDraft } from './note-draft.js';
import { problemText } from './problem-text.js';
import { shownText } from './shown-text.js';
import { shownNumber } from './customer-text.js';
import controls from './styles/controls.styles.js';
import tokens from './styles/tokens.styles.js';

/**
 * The note on a call: saved as it is typed, kept with the call's record. It can go on being written when the call has
 * ended, until the next one. Absent where the page has no notes (`features.notes`), or there is no call.
 *
 * @tag cti-call-note
 * @summary The note on a call.
 * @status experimental
 * @since 0.1
 * @csspart note - the field
 * @csspart problem - why the note is not saved
 */
export class CtiCallNote extends CtiElement {
  static override readonly styles = [tokens, controls, styles];
  static readonly parts = ['note', 'problem'] as const;

  readonly #services = new LentServices(this);
  readonly #call = new CallState(this, (snapshot) => notableCall(snapshot, this.callId));
  readonly #draft = new NoteDraft(this, (id, text) => void this.#save(id, text));
  /** What was written after the end: no snapshot has it. */
  #late: { readonly id: string; readonly text: string } | undefined;
  #problem: string | undefined;

  /** Of which call; by default of the current one, or the one that ended last. */
  @property({ attribute: 'call-id' }) callId?: string;

  override render(): TemplateResult | typeof nothing {
    const call = this.#call.value;
    if (!call) return nothing;
    const { id, note = '', customer, displayName, number } = call;
    const late = this.#late?.id === id ? this.#late.text : undefined;
    const name = shownText(customer?.name ?? displayName ?? '');
    const numbers = this.#services.value?.numbers;
    const who = name || (number && shownNumber(number, numbers));
    // A field of its own for each call: what was typed for the last one is not this one's.
    const field = html`<textarea
      part="note"
      dir="auto"
      rows="2"
      maxlength=${longestNote}
      placeholder=${this.localize.term('note')}
      aria-label=${this.localize.term('noteOf', who || this.localize.term('unknownCaller'))}
      .value=${this.#draft.textOf(id) ?? late ?? note}
      @input=${({ target }: Event) => this.#typed(call, (target as HTMLTextAreaElement).value)}
      @blur=${this.#draft.flush}
    ></textarea>`;
    return html`
      ${keyed(id, field)}
      ${
        this.#problem === undefined
          ? nothing
          : html`<p part="problem" role="alert" dir="auto">${this.#problem}</p>`
      }
    `;
  }

  #typed({ id, end }: CallSnapshot, text: string): void {
    this.#draft.type(id, text);
    // To a live call it costs nothing, and a page that is reloaded has the time for nothing more.
    if (!end) this.#draft.flush();
  }

  async #save(id: string, note: string): Promise<void> {
    this.#problem = undefined;
    try {
      const { activeController } = this;
      if (activeController?.snapshot.calls.some((call) => call.id === id)) {
        activeController.updateCall(id, { note });
      } else {
        this.#late = { id, text: note };
        await this.#services.value?.history?.update(id, { note: note === '' ? undefined : note });
      }
    } catch (thrown) {
      this.#problem = problemText(thrown, this.localize);
    }
    this.requestUpdate();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cti-call-note': CtiCallNote;
  }
}
