import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { toCtiError, type CtiErrorReason } from '../base/error.js';
import { CallState } from '../context/call-state.js';
import { CtiElement } from '../context/cti-element.js';
import { Ticker } from '../context/ticker.js';
import { CtiLineEvent } from '../context/line-event.js';
import { lineState, sameLineState } from '../controller/selectors.js';
import type { Connection } from '../controller/snapshot.js';
import styles from './cti-connection-badge.styles.js';
import controls from './styles/controls.styles.js';
import tokens from './styles/tokens.styles.js';

type LineName = Connection | 'elsewhere';

/** How long a connection may be sought before the badge says why it is not there. */
const patienceMs = 10_000;

/**
 * State of the line: a dot and a word; how long it has been reconnecting, and after 10 s why; Retry when only the user
 * can help; "Use here" when another tab holds the line.
 *
 * @tag cti-connection-badge
 * @summary State of the line.
 * @status experimental
 * @since 0.1
 * @fires cti-use-here - asks the panel to take the line over from another tab of this browser
 * @fires cti-retry - asks the panel to open the line again
 * @csspart dot - colour of the state
 * @csspart label - the state in words
 * @csspart time - how long a connection has been sought
 * @csspart problem - why there is none
 * @csspart retry - button: connects again
 * @csspart use-here - button: takes the line over from another tab
 * @cssstate offline - nobody wants the line
 * @cssstate connecting - the first try
 * @cssstate online - calls can be made
 * @cssstate reconnecting - tries go on by themselves
 * @cssstate failed - no further tries without the user
 * @cssstate elsewhere - another tab of this browser holds the line
 */
export class CtiConnectionBadge extends CtiElement {
  static override readonly styles = [tokens, controls, styles];
  static readonly parts = ['dot', 'label', 'time', 'problem', 'retry', 'use-here'] as const;

  readonly #line = new CallState(this, lineState, sameLineState);
  readonly #ticker = new Ticker(this, () => this.#seeking);
  #internals: ElementInternals | undefined;
  #shown: string | undefined;

  /** Why the last press on one of the buttons was of no use. */
  @state() private problem: CtiErrorReason | undefined;
  @state() private busy = false;

  get #seeking(): boolean {
    return this.#state === 'connecting' || this.#state === 'reconnecting';
  }

  get #state(): LineName {
    const line = this.#line.value;
    return line?.elsewhere ? 'elsewhere' : (line?.connection ?? 'offline');
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const shown = this.#state;
    if (shown === this.#shown) return;
    this.problem = undefined;
    this.#internals ??= this.attachInternals();
    const { states } = this.#internals;
    if (this.#shown !== undefined) states.delete(this.#shown);
    states.add(shown);
    this.#shown = shown;
  }

  override render(): TemplateResult {
    const shown = this.#state;
    const problem = this.#problem();
    return html`
      <span class="line">
        <span part="dot"></span>
        <bdi part="label">${this.#label(shown)}</bdi>
        ${this.#seeking ? html`<span part="time">${this.localize.elapsed(this.#waited)}</span>` : nothing}
      </span>
      ${this.#button()}
      ${problem ? html`<p part="problem" dir="auto">${this.localize.term('problem', problem)}</p>` : nothing}
    `;
  }

  #label(shown: LineName): string {
    if (shown === 'elsewhere') return this.localize.term('usedInAnotherTab');
    return this.localize.term('connection', shown);
  }

  #button(): TemplateResult | typeof nothing {
    const shown = this.#state;
    if (shown !== 'failed' && shown !== 'elsewhere') return nothing;
    const failed = shown === 'failed';
    return html`<button
      part=${failed ? 'retry' : 'use-here'}
      type="button"
      aria-busy=${this.busy ? 'true' : nothing}
      @click=${() => this.#ask(failed)}
    >
      ${this.localize.term(failed ? 'retry' : 'useHere')}
    </button>`;
  }

  get #waited(): number {
    return this.#ticker.now() - (this.#line.value?.since ?? 0);
  }

  #problem(): CtiErrorReason | undefined {
    if (this.problem) return this.problem;
    const line = this.#line.value;
    const isSlow = this.#state === 'reconnecting' && this.#waited >= patienceMs;
    return this.#state === 'failed' || isSlow ? line?.problem : undefined;
  }

  async #ask(again: boolean): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = undefined;
    const event = new CtiLineEvent(again ? 'cti-retry' : 'cti-use-here');
    this.panelTarget.dispatchEvent(event);
    try {
      await (event.outcome ?? (again && this.activeController?.connect()));
    } catch (thrown) {
      this.problem = toCtiError(thrown).reason;
    } finally {
      this.busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cti-connection-badge': CtiConnectionBadge;
  }
}
