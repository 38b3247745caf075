import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { query, state } from 'lit/decorators.js';
import { CallState } from '../context/call-state.js';
import { CtiElement } from '../context/cti-element.js';
import { Ticker } from '../context/ticker.js';
import { pendingStatus, status, statuses } from '../controller/selectors.js';
import type { CtiSnapshot } from '../controller/snapshot.js';
import styles from './cti-status-menu.styles.js';
import { icons } from './icons.js';
import { MenuKeys } from './menu-keys.js';
import { PassingNote } from './passing-note.js';
import { placeBelow } from './place-below.js';
import { problemText } from './problem-text.js';
import below from './styles/below.styles.js';
import controls from './styles/controls.styles.js';
import tokens from './styles/tokens.styles.js';

type StatusOption = CtiSnapshot['statuses'][number];

/**
 * The operator's status with the time in it, and a menu of those that the call centre offers. What was chosen is in
 * force when the call centre says so; until then the button is busy.
 *
 * @tag cti-status-menu
 * @summary Operator status menu with the time in the status.
 * @status experimental
 * @since 0.1
 * @csspart button - opens the menu
 * @csspart face - what the button shows
 * @csspart dot - colour of a status
 * @csspart label - name of the status in force
 * @csspart time - time in the status
 * @csspart menu - the menu
 * @csspart heading - name of a status that has reasons, above them
 * @csspart item - one status, or one reason, in the menu
 * @csspart problem - why the status was not changed
 * @cssstate absent - there is no call centre: nothing is shown
 */
export class CtiStatusMenu extends CtiElement {
  static override readonly styles = [tokens, controls, below, styles];
  static override readonly shadowRootOptions: ShadowRootInit = {
    ...CtiElement.shadowRootOptions,
    delegatesFocus: true,
  };
  static readonly parts = [
    'button',
    'face',
    'dot',
    'label',
    'time',
    'menu',
    'heading',
    'item',
    'problem',
  ] as const;

  readonly #status = new CallState(this, status);
  readonly #statuses = new CallState(this, statuses);
  readonly #pending = new CallState(this, pendingStatus);
  readonly #ticker = new Ticker(this, () => this.#status.value !== undefined);
  readonly #note = new PassingNote(this);
  readonly #internals = this.attachInternals();
  readonly #keys = new MenuKeys(() => [
    ...this.renderRoot.querySelectorAll<HTMLElement>('[role=menuitemradio]'),
  ]);

  @query('[part=button]') private readonly button!: HTMLButtonElement | null;
  @query('[part=menu]') private readonly menu!: HTMLElement | null;
  @state() private open = false;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // A popover that leaves the document closes without an event.
    this.open = false;
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    this.#internals.states[this.#isAbsent ? 'add' : 'delete']('absent');
  }

  override render(): TemplateResult | typeof nothing {
    if (this.#isAbsent) return nothing;
    const current = this.#status.value;
    const options = this.#statuses.value ?? [];
    const option = options.find(({ id }) => id === current?.id);
    return html`
      <div class="opener">${this.#button(option)}</div>
      <div
        part="menu"
        id="menu"
        role="menu"
        popover="auto"
        aria-label=${this.localize.term('status')}
        @beforetoggle=${this.#beforeToggle}
        @toggle=${this.#toggled}
        @keydown=${this.#menuKey}
      >
        ${options.map((each) => this.#entry(each))}
      </div>
      ${this.#note.render()}
    `;
  }

  /** The face is beside the button, not in it: a name must hold all the text that a button shows (WCAG 2.5.3). */
  #button(option: StatusOption | undefined): TemplateResult {
    const current = this.#status.value;
    const asked = this.#pending.value !== undefined;
    const label = this.#currentLabel(option);
    return html`
      <button
        part="button"
        type="button"
        class="quiet"
        popovertarget="menu"
        aria-label=${this.localize.term('status')}
        aria-description=${label}
        aria-haspopup="menu"
        aria-expanded=${this.open ? 'true' : 'false'}
        aria-busy=${asked || current?.pending !== undefined ? 'true' : nothing}
        title=${asked ? this.localize.term('takeBack') : label}
        ?disabled=${!current}
        @click=${this.#click}
        @keydown=${this.#buttonKey}
      ></button>
      <div part="face" aria-hidden="true">
        <i part="dot" class=${option?.kind ?? 'offline'}></i>
        <span part="label" dir="auto">${label}</span>
        ${current ? html`<span part="time">${this.#time(current.since)}</span>` : nothing}
        ${icons.chevronDown}
      </div>
    `;
  }

  #entry(option: StatusOption): TemplateResult {
    const { id, kind, reasons = [] } = option;
    const label = this.#nameOf(id);
    if (reasons.length === 0) {
      return this.#item(html`<i part="dot" class=${kind}></i><span dir="auto">${label}</span>`, id);
    }
    return html`<div role="group" aria-label=${label}>
      <div part="heading"><i part="dot" class=${kind}></i><span dir="auto">${label}</span></div>
      ${reasons.map((reason) =>
        this.#item(
          html`<i class="indent"></i><span dir="auto">${reason.label}</span>`,
          id,
          reason.id,
        ),
      )}
    </div>`;
  }

  #item(content: TemplateResult, id: string, reason?: string): TemplateResult {
    const current = this.#status.value;
    const checked = current?.id === id && current.reason === reason;
    const pending = current?.pending === id && !checked && reason === undefined;
    return html`
      <button
        part="item"
        type="button"
        class="quiet"
        role="menuitemradio"
        aria-checked=${checked ? 'true' : 'false'}
        aria-busy=${pending ? 'true' : nothing}
        tabindex="-1"
        ?disabled=${!current}
        @click=${() => this.#choose(id, reason)}
      >
        ${content} ${checked ? icons.check : nothing}
      </button>
    `;
  }

  /** No call centre has said what it offers. Without a controller it is merely not known. */
  get #isAbsent(): boolean {
    return this.#statuses.value?.length === 0;
  }

  #nameOf(id: string): string {
    const label = this.#statuses.value?.find((option) => option.id === id)?.label;
    return label ?? this.localize.term('statusName', id);
  }

  #currentLabel(option: StatusOption | undefined): string {
    const current = this.#status.value;
    if (!current) return this.localize.term('noStatus');
    const { id, reason, next } = current;
    const named = option?.reasons?.find((each) => each.id === reason)?.label ?? reason;
    const label = named === undefined ? this.#nameOf(id) : `${this.#nameOf(id)}: ${named}`;
    return next === undefined ? label : this.localize.term('statusThen', label, this.#nameOf(next));
  }

  #time(since: number): string {
    return this.localize.duration(this.#ticker.now() - since);
  }

  #choose(id: string, reason?: string): void {
    this.#close();
    void this.#request(id, reason);
  }

  async #request(id: string, reason: string | undefined): Promise<void> {
    this.#note.tell();
    try {
      await this.request({ type: 'set-status', id, ...(reason === undefined ? {} : { reason }) });
    } catch (thrown) {
      this.#note.tell(problemText(thrown, this.localize));
    }
  }

  /** The menu is opened and closed by `popovertarget`: the browser knows a press that has just closed it. */
  readonly #click = (event: Event): void => {
    const pending = this.#pending.value;
    if (pending === undefined) return;
    event.preventDefault();
    this.activeController?.abort(pending);
  };

  readonly #beforeToggle = (event: ToggleEvent): void => {
    const { menu, button } = this;
    if (event.newState === 'open' && menu && button) placeBelow(menu, button);
  };

  readonly #toggled = (event: ToggleEvent): void => {
    this.open = event.newState === 'open';
    if (this.open && !this.shadowRoot?.activeElement?.matches('[part=item]')) this.#focusItem();
  };

  #close(): void {
    this.menu?.hidePopover();
    this.button?.focus();
  }

  #focusItem(): void {
    this.#keys.focusFirst('[aria-checked=true]');
  }

  readonly #buttonKey = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    if (!this.menu || this.#pending.value !== undefined) return;
    if (!this.menu.matches(':popover-open')) this.menu.showPopover();
    this.#focusItem();
  };

  readonly #menuKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      // Not for the window or dialog around it.
      event.preventDefault();
      event.stopPropagation();
    }
    // Tab goes on from the button.
    if (event.key === 'Escape' || event.key === 'Tab') this.#close();
    else this.#keys.handle(event);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'cti-status-menu': CtiStatusMenu;
  }
}
