import { ContextConsumer } from '@lit/context';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { CallState } from '../context/call-state.js';
import { CtiElement } from '../context/cti-element.js';
import { panelServicesContext } from '../context/panel-services.js';
import { currentCall, lastEnded } from '../controller/selectors.js';
import type { CtiSnapshot } from '../controller/snapshot.js';
import {
  actionNames,
  actionOf,
  sameView,
  viewOf,
  type Action,
  type ActionName,
  type ActionView,
} from './actions.js';
import { ClickShield } from './click-shield.js';
import styles from './cti-action-button.styles.js';
import { partHasFocus } from './focus.js';
import { icons } from './icons.js';
import { MissedCount } from './missed-count.js';
import { PassingNote } from './passing-note.js';
import { shortcutText } from './shortcut-text.js';
import below from './styles/below.styles.js';
import controls from './styles/controls.styles.js';
import tokens from './styles/tokens.styles.js';

/**
 * One action on the current call, as a button. It is not there when the PBX or the page cannot serve it. A toggle
 * changes its name. While the page thinks about a command the button is busy, and a press takes the command back.
 * A press that was meant for another call or another action does nothing.
 *
 * @tag cti-action-button
 * @summary One action: answer, end, hold and so on.
 * @status experimental
 * @since 0.1
 * @csspart button - the button
 * @csspart answer - the button of this action
 * @csspart decline - the button of this action
 * @csspart end - the button of this action
 * @csspart hold - the button of this action
 * @csspart mute - the button of this action
 * @csspart keypad - the button of this action
 * @csspart transfer - the button of this action
 * @csspart complete-transfer - the button of this action
 * @csspart cancel-transfer - the button of this action
 * @csspart swap - the button of this action
 * @csspart merge - the button of this action
 * @csspart redial - the button of this action
 * @csspart silence - the button of this action
 * @csspart open-window - the button of this action
 * @csspart label - the visible name
 * @csspart badge - how many missed calls nobody has seen, on `open-window`
 * @csspart problem - why the page refused
 * @cssstate absent - the action cannot be served here: nothing is shown
 * @cssstate on - the toggle is on: on hold, muted, keypad shown
 */
export class CtiActionButton extends CtiElement {
  static override readonly styles = [tokens, controls, below, styles];
  static override readonly shadowRootOptions: ShadowRootInit = {
    ...CtiElement.shadowRootOptions,
    delegatesFocus: true,
  };
  static readonly parts = ['button', ...actionNames, 'label', 'badge', 'problem'] as const;

  readonly #services = new ContextConsumer(this, {
    context: panelServicesContext,
    subscribe: true,
  });
  readonly #missed = new MissedCount(this, () =>
    this.action === 'open-window' ? this.#services.value?.history : undefined,
  );
  readonly #shield = new ClickShield();
  readonly #note = new PassingNote(this);
  readonly #internals = this.attachInternals();

  #shown: ActionView | undefined;

  constructor() {
    super();
    new CallState<ActionView | undefined>(
      this,
      (snapshot) => viewOf(snapshot, this.action),
      sameView,
    );
  }

  /** What the button does; with anything else it is absent. */
  @property({ reflect: true }) action?: ActionName;

  /** Not the slice: that was taken with the action it had then. */
  protected override willUpdate(_changed: PropertyValues<this>): void {
    const snapshot = this.activeController?.snapshot;
    this.#shown = snapshot && viewOf(snapshot, this.action);
    this.#setState('absent', this.#absent);
    this.#setState('on', this.#shown?.on === true);
    const meaning = this.#absent ? undefined : this.#shown?.meaning;
    this.#shield.mean(meaning, snapshot && takenOverAt(snapshot, this.action));
  }

  override render(): TemplateResult | typeof nothing {
    const action = actionOf(this.action);
    if (!action || this.#absent) return nothing;
    const view = this.#shown;
    const face = (view?.on && action.onFace) || action.face;
    const name = this.localize.term(face.name);
    const focused = partHasFocus(this, 'button');
    return html`
      <button
        part="button ${this.action}"
        type="button"
        class=${classesOf(action)}
        aria-label=${name}
        aria-describedby=${this.#missed.describedBy}
        aria-keyshortcuts=${this.#shortcut ?? nothing}
        aria-busy=${view?.underWay ? 'true' : nothing}
        aria-expanded=${view && action.isOn && !action.onFace ? String(view.on) : nothing}
        title=${this.#title(name)}
        ?disabled=${!view?.enabled && !focused}
        aria-disabled=${!view?.enabled && focused ? 'true' : nothing}
        @pointerdown=${this.#shield.pointerDown}
        @keydown=${this.#shield.keyDown}
        @click=${this.#click}
      >
        ${icons[face.icon]}
        <span part="label">${face.short ? this.localize.term(face.short) : name}</span>
      </button>
      ${this.#missed.badge(this.localize)} ${this.#note.render()}
    `;
  }

  get #absent(): boolean {
    return !actionOf(this.action) || this.#shown?.served === false;
  }

  get #shortcut(): string | undefined {
    const shortcuts = this.#services.value?.shortcuts;
    const name = actionOf(this.action)?.shortcut;
    const keys = shortcuts && name ? shortcuts[name] : undefined;
    return keys ? shortcutText(keys) : undefined;
  }

  #title(name: string): string {
    if (this.#shown?.requestId !== undefined) return this.localize.term('takeBack');
    return this.#shortcut ? `${name} (${this.#shortcut})` : name;
  }

  #setState(name: string, on: boolean): void {
    if (on) this.#internals.states.add(name);
    else this.#internals.states.delete(name);
  }

  readonly #click = (event: Event): void => {
    if (this.#shield.accepts(event)) void this.#press();
  };

  async #press(): Promise<void> {
    const { activeController } = this;
    const action = actionOf(this.action);
    const view = this.#shown;
    if (!activeController || !action || !view?.enabled) return;
    this.#note.tell();
    if (view.requestId !== undefined) return activeController.abort(view.requestId);
    if (!action.command) return activeController.showKeypad(!view.on);
    const { snapshot } = activeController;
    try {
      await this.request(action.command(currentCall(snapshot), snapshot));
    } catch (thrown) {
      this.#note.tellRefusal(thrown, this.localize);
    }
  }
}

function classesOf({ look, tone }: Action): string {
  return tone ? `primary ${tone}` : look;
}

/** When the call before this one went away: its button was perhaps in the same place. */
function takenOverAt(snapshot: CtiSnapshot, action: string | undefined): number | undefined {
  if (!currentCall(snapshot) || actionOf(action)?.apart) return undefined;
  return lastEnded(snapshot)?.times.ended;
}

declare global {
  interface HTMLElementTagNameMap {
    'cti-action-button': CtiActionButton;
  }
}
