import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { query, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { systemClock, type Undo } from '../base/clock.js';
import { CallState } from '../context/call-state.js';
import { CtiElement } from '../context/cti-element.js';
import { LentServices } from '../context/lent-services.js';
import { historyRights, sameRights } from '../controller/selectors.js';
import type { CallRecord } from '../history/call-history.js';
import { ClickShield } from './click-shield.js';
import styles from './cti-call-history.styles.js';
import { HistoryActions } from './history-actions.js';
import { dayName, daysOf, type HistoryDay } from './history-days.js';
import { HistoryKeys } from './history-keys.js';
import { HistoryPages } from './history-pages.js';
import { historyRow, type RowHost } from './history-row.js';
import { WhenSeen } from './when-seen.js';
import controls from './styles/controls.styles.js';
import tokens from './styles/tokens.styles.js';

const noRights = { canDial: false, canNote: false };

/** How long after the last key a text is looked for, in ms. */
const typingMs = 200;

/**
 * The operator's calls by day, newest first: with whom, when, how long, how they ended. From here a call is made again,
 * a number is linked, a note is written later. Opening it marks what was missed as seen. It follows what happens in
 * other tabs, and keeps its place.
 *
 * @tag cti-call-history
 * @summary Past and missed calls.
 * @status experimental
 * @since 0.1
 * @csspart tools - what the list can be narrowed by
 * @csspart filter - all calls, or those that were missed
 * @csspart search - the field for a number, a name or words of a note
 * @csspart day - Today, Yesterday or a date
 * @csspart list - the calls of one day
 * @csspart record - one call
 * @csspart missed - a call that was missed
 * @csspart direction - icon: in, out or missed
 * @csspart who - name, company and number
 * @csspart name - customer, caller's name or number; a link where there is a record to open
 * @csspart detail - company and number
 * @csspart number - the number, where the name is not the number
 * @csspart facts - when, how it ended, how long
 * @csspart outcome - how it ended
 * @csspart has-note - there is a note
 * @csspart buttons - the buttons of one call
 * @csspart call - calls the number again
 * @csspart details - shows what else can be done
 * @csspart unsaved - the call log does not have it yet
 * @csspart retry-log - saves it to the call log now
 * @csspart problem - what went wrong
 * @csspart call-anyway - calls a customer who does not want to be called
 * @csspart more - what is shown of a call that is opened
 * @csspart note - the note
 * @csspart actions - further buttons of a call that is opened
 * @csspart link - opens the search for the customer of this number
 * @csspart delete - deletes this call from the list
 * @csspart log - leads to the call in the CRM
 * @csspart status - that there is nothing, or what went wrong
 * @csspart retry - reads the calls again
 * @csspart undo-bar - says that a call was deleted
 * @csspart undo - puts it back
 * @csspart export - saves all calls as a file
 */
export class CtiCallHistory extends CtiElement {
  static override readonly styles = [tokens, controls, styles];
  static readonly parts = [
    ...(['tools', 'filter', 'search', 'day', 'list', 'record', 'missed', 'direction'] as const),
    ...(['who', 'name', 'detail', 'number', 'facts', 'outcome', 'has-note', 'buttons'] as const),
    ...(['call', 'details', 'unsaved', 'retry-log', 'problem', 'call-anyway', 'more'] as const),
    ...(['note', 'actions', 'link', 'delete', 'log', 'status', 'retry'] as const),
    ...(['undo-bar', 'undo', 'export'] as const),
  ];

  readonly #services = new LentServices(this);
  readonly #rights = new CallState(this, historyRights, sameRights);
  readonly #pages = new HistoryPages(this, this.#services);
  readonly #shield = new ClickShield();
  readonly #keys = new HistoryKeys(this);
  readonly #actions = new HistoryActions({
    element: this,
    localize: this.localize,
    services: this.#services,
    send: (command) => this.request(command),
  });
  #days: readonly HistoryDay[] = [];
  #typing: Undo | undefined;

  @query('.end') private readonly end!: HTMLElement | null;
  @state() private missed = false;
  @state() private text = '';

  constructor() {
    super();
    new WhenSeen(
      this,
      () => this,
      () => this.#actions.markSeen(),
    );
    new WhenSeen(
      this,
      () => this.end ?? undefined,
      () => this.#pages.more(),
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#typing?.();
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    this.#days = daysOf(this.#pages.records, this.#days);
    this.#keys.follow(this.#pages.records);
    this.#shield.mean(this.#days.length > 0 ? `list ${this.#pages.moves}` : undefined);
  }

  protected override updated(): void {
    this.#keys.restoreFocus();
  }

  override render(): TemplateResult {
    return html`
      ${this.#tools()}
      <div
        role="group"
        aria-label=${this.localize.term('pastCalls')}
        aria-busy=${this.#pages.state === 'loading' ? 'true' : 'false'}
        @pointerdown=${this.#pressed}
        @keydown=${this.#keyDown}
        @focusin=${this.#keys.focusIn}
      >
        ${repeat(
          this.#days,
          ({ start }) => start,
          (day) => this.#day(day),
        )}
      </div>
      ${this.#pages.hasMore && this.#pages.state === 'ready' ? html`<div class="end"></div>` : nothing}
      ${this.#status()} ${this.#actions.undoBar()}
    `;
  }

  #tools(): TemplateResult {
    const off = !this.activeController || !this.#services.value?.history;
    const choice = (missed: boolean, name: 'allCalls' | 'missedCalls'): TemplateResult => html`
      <label
        ><input
          type="radio"
          name="filter"
          ?disabled=${off}
          .checked=${this.missed === missed}
          @change=${() => this.#find(missed)}
        />${this.localize.term(name)}</label
      >
    `;
    return html`<div part="tools">
      <fieldset part="filter" aria-label=${this.localize.term('pastCalls')}>
        ${choice(false, 'allCalls')}${choice(true, 'missedCalls')}
      </fieldset>
      <input
        part="search"
        type="search"
        autocomplete="off"
        spellcheck="false"
        placeholder=${this.localize.term('searchCalls')}
        aria-label=${this.localize.term('searchCalls')}
        ?disabled=${off}
        .value=${this.text}
        @input=${this.#typed}
      />
      ${this.#rights.value?.mayExport && !off ? this.#actions.exportButton() : nothing}
    </div>`;
  }

  #day({ start, records }: HistoryDay): TemplateResult {
    const host = this.#actions.rowHost((event) => this.#shield.accepts(event));
    const today = new Date().setHours(0, 0, 0, 0);
    return html`
      <h3 part="day">
        ${guard([start, today, host.lang], () => dayName(start, Date.now(), host.lang))}
      </h3>
      <ul part="list">
        ${repeat(
          records,
          ({ id }) => id,
          (record) => this.#row(record, host),
        )}
      </ul>
    `;
  }

  #row(record: CallRecord, host: RowHost): TemplateResult {
    const state = {
      ...this.#actions.stateOf(record.id),
      isActive: this.#keys.isActive(record.id),
      ...(this.#rights.value ?? noRights),
      canLink: this.#canLink,
    };
    const { isOpen, isActive, canDial, canLink, canNote, problem, canInsist } = state;
    return html`<li part=${record.missed ? 'record missed' : 'record'} data-id=${record.id}>
      ${guard(
        [
          record,
          host.lang,
          host.numbers,
          isOpen,
          isActive,
          canDial,
          canLink,
          canNote,
          problem,
          canInsist,
        ],
        () => historyRow(host, record, state),
      )}
    </li>`;
  }

  get #canLink(): boolean {
    return this.#rights.value?.canLink === true && this.#services.value?.customers !== undefined;
  }

  #status(): TemplateResult | typeof nothing {
    const { state, records } = this.#pages;
    if (state === 'failed') {
      return html`<p part="status" role="alert">
        ${this.localize.term('historyFailed')}
        <button part="retry" type="button" class="link" @click=${() => this.#pages.reload()}>
          ${this.localize.term('retry')}
        </button>
      </p>`;
    }
    if (records.length > 0) return nothing;
    const filtered = this.missed || this.text.trim() !== '';
    const nothingYet = this.#services.value?.history ? 'noPastCalls' : 'historyOff';
    const empty = filtered ? 'noCallsFound' : nothingYet;
    return html`<p part="status" role="status">
      ${this.localize.term(state === 'loading' ? 'loading' : empty)}
    </p>`;
  }

  readonly #typed = ({ target }: Event): void => {
    this.text = (target as HTMLInputElement).value;
    this.#typing?.();
    this.#typing = systemClock.schedule(typingMs, () => this.#find());
  };

  #find(missed = this.missed): void {
    this.#typing?.();
    this.missed = missed;
    this.#pages.find({ missed, text: this.text });
  }

  readonly #pressed = (): void => {
    this.#shield.pointerDown();
    // What is missed while the list is open is seen once the operator is at it.
    this.#actions.markSeen();
  };

  readonly #keyDown = (event: KeyboardEvent): void => {
    this.#shield.keyDown(event);
    this.#keys.keyDown(event);
    this.#actions.markSeen();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'cti-call-history': CtiCallHistory;
  }
}
