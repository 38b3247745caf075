import { html, nothing, type TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { CallState } from '../context/call-state.js';
import { CtiElement } from '../context/cti-element.js';
import { currentCall, mode } from '../controller/selectors.js';
import type { CtiSnapshot } from '../controller/snapshot.js';
import { actionOf, viewOf, type ActionName } from './actions.js';
import { CtiActionButton } from './cti-action-button.js';
import styles from './cti-call-actions.styles.js';
import { exportParts } from './export-parts.js';
import { icons } from './icons.js';
import tokens from './styles/tokens.styles.js';

const tools = ['hold', 'mute', 'transfer', 'keypad'] as const satisfies readonly ActionName[];
/** With two calls. */
const pairTools = [
  'complete-transfer',
  'cancel-transfer',
  'swap',
  'merge',
] as const satisfies readonly ActionName[];
/** A label of more letters needs more room than a quarter of the usual panel. */
const longLabel = 9;
const buttonParts = exportParts('cti-action-button', CtiActionButton.parts);

/** Those that the PBX and the page serve, as one text, which is equal when they are the same. */
function servedTools(snapshot: CtiSnapshot): string {
  return tools.filter((tool) => viewOf(snapshot, tool)?.served).join(' ');
}

/** Two calls that have nothing to do with each other are connected in the transfer view only: that ends both. */
function servedPairTools(snapshot: CtiSnapshot): string {
  const served = pairTools.filter((tool) => viewOf(snapshot, tool)?.served);
  const consulting = served.includes('cancel-transfer');
  return served.filter((tool) => consulting || tool !== 'complete-transfer').join(' ');
}

/**
 * The actions that fit the phase of the current call. Nothing without a call.
 *
 * @tag cti-call-actions
 * @summary The row of action buttons for the current call.
 * @status experimental
 * @since 0.1
 * @slot actions - further buttons of the page, while there is a call
 * @csspart row - everything
 * @csspart tools - the group of Hold, Mute, Transfer and Keypad, and the one of what two calls have
 * @csspart tool - one of them
 * @csspart action - Answer, Decline, End call
 * @csspart silence - Silence, and that it was pressed
 * @csspart hint - that the handset answers
 * @csspart action-button-button - every button
 * @csspart action-button-answer - the button of this action
 * @csspart action-button-decline - the button of this action
 * @csspart action-button-end - the button of this action
 * @csspart action-button-hold - the button of this action
 * @csspart action-button-mute - the button of this action
 * @csspart action-button-keypad - the button of this action
 * @csspart action-button-transfer - the button of this action
 * @csspart action-button-complete-transfer - the button of this action
 * @csspart action-button-cancel-transfer - the button of this action
 * @csspart action-button-swap - the button of this action
 * @csspart action-button-merge - the button of this action
 * @csspart action-button-redial - the button of this action
 * @csspart action-button-silence - the button of this action
 * @csspart action-button-open-window - the button of this action
 * @csspart action-button-label - the visible name of a button
 * @csspart action-button-badge - how many missed calls nobody has seen
 * @csspart action-button-problem - why the page refused
 * @cssstate empty - there is no call, and nothing is shown
 */
export class CtiCallActions extends CtiElement {
  static override readonly styles = [tokens, styles];
  static readonly parts = ['row', 'tools', 'tool', 'action', 'silence', 'hint'] as const;
  static readonly passedParts = CtiActionButton.parts.map((part) => `action-button-${part}`);

  readonly #mode = new CallState(this, mode);
  readonly #tools = new CallState(this, servedTools);
  readonly #pairTools = new CallState(this, servedPairTools);
  readonly #canAnswer = new CallState(
    this,
    (snapshot) => currentCall(snapshot)?.capabilities.answer === true,
  );
  readonly #silenced = new CallState(this, (snapshot) => currentCall(snapshot)?.silenced === true);
  readonly #internals = this.attachInternals();

  override render(): TemplateResult | typeof nothing {
    const row = this.#row();
    if (row) this.#internals.states.delete('empty');
    else this.#internals.states.add('empty');
    return row ? html`<div part="row">${row}</div>` : nothing;
  }

  #row(): TemplateResult | undefined {
    switch (this.#mode.value) {
      case 'incoming':
        return this.#incoming();
      case 'outgoing':
      case 'talking':
        return this.#ours(this.#mode.value);
      default:
        return undefined;
    }
  }

  /** One template: the far end's answer must not take End call away from a press or the focus. */
  #ours(mode: 'outgoing' | 'talking'): TemplateResult {
    const served = mode === 'talking' ? this.#tools.value : undefined;
    const pair = this.#pairTools.value;
    return html`${served ? this.#toolRow(served.split(' ')) : nothing}
    ${pair ? this.#toolRow(pair.split(' ')) : nothing}
    ${this.#slot()}${this.#button('end', 'action', 'alone')}`;
  }

  #incoming(): TemplateResult {
    return html`
      ${
        this.#canAnswer.value
          ? nothing
          : html`<p part="hint">${this.localize.term('liftHandset')}</p>`
      }
      ${this.#button('decline', 'action')}${this.#button('answer', 'action')}
      ${this.#silenced.value ? this.#silencedNote() : this.#button('silence', 'silence')}
      ${this.#slot()}
    `;
  }

  /** In the place of the button: what would move into it is Answer. */
  #silencedNote(): TemplateResult {
    return html`<span part="silence"
      >${icons.silence}<span class="unseen">${this.localize.term('silenced')}</span></span
    >`;
  }

  #toolRow(served: readonly string[]): TemplateResult {
    const labels = served.map((tool) => this.#labelOf(tool));
    const classes = {
      three: served.length < 4,
      four: served.length > 3,
      long: labels.some(({ length }) => length > longLabel),
    };
    return html`<div part="tools" class=${classMap(classes)}>
      ${served.map((tool) => this.#button(tool, 'tool'))}
    </div>`;
  }

  #labelOf(tool: string): string {
    const face = actionOf(tool)?.face;
    return face ? this.localize.term(face.short ?? face.name) : '';
  }

  #button(action: string, part: string, name = ''): TemplateResult {
    return html`<cti-action-button
      part=${part}
      class=${name}
      action=${action}
      exportparts=${buttonParts}
      .controller=${this.activeController}
    ></cti-action-button>`;
  }

  #slot(): TemplateResult {
    return html`<slot name="actions"></slot>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cti-call-actions': CtiCallActions;
  }
}
