import { html, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { toCtiError } from '../base/error.js';
import { CallState } from '../context/call-state.js';
import { controllerContext } from '../context/controller-context.js';
import { CtiElement } from '../context/cti-element.js';
import { LentServices } from '../context/lent-services.js';
import { PanelLink } from '../context/panel-link.js';
import type { CallController } from '../controller/call-controller.js';
import { pendingDial } from '../controller/selectors.js';
import type { Customer, CustomerNumber } from '../directory/customer-directory.js';
import styles from './cti-call-link.styles.js';
import { shownNumber } from './customer-text.js';
import { MenuKeys } from './menu-keys.js';
import { onlyPanel } from './only-panel.js';
import { PassingNote } from './passing-note.js';
import { placeBelow } from './place-below.js';
import { problemText } from './problem-text.js';
import below from './styles/below.styles.js';
import tokens from './styles/tokens.styles.js';

/**
 * Click-to-call: a number, or any text, in the page's own text. It calls by the panel around it, the one that `for`
 * names, or the only panel of the page. Why there is no call is said beside it.
 *
 * @tag cti-call-link
 * @summary Click-to-call anywhere on the page.
 * @status experimental
 * @since 0.1
 * @slot - what the link shows; the number by default
 * @csspart button - what is pressed
 * @csspart menu - the numbers, where there are several
 * @csspart item - one of them
 * @csspart problem - why there is no call
 * @csspart call-anyway - calls a customer who does not want to be called
 * @cssstate stand-in - it speaks for a link of the page
 */
export class CtiCallLink extends CtiElement {
  static override readonly styles = [tokens, below, styles];
  static readonly parts = ['button', 'menu', 'item', 'problem', 'call-anyway'] as const;

  readonly #only = new PanelLink(this, controllerContext, () => onlyPanel(this.ownerDocument));
  readonly #pending = new CallState(this, pendingDial);
  readonly #services = new LentServices(this);
  readonly #note = new PassingNote(this);
  readonly #internals = this.attachInternals();
  readonly #keys = new MenuKeys(() => [
    ...this.renderRoot.querySelectorAll<HTMLElement>('[role=menuitem]'),
  ]);
  /** The link of the page that it speaks for. */
  #link: Element | undefined;

  @query('[part=button]') private readonly button!: HTMLButtonElement | null;
  @query('[part=menu]') private readonly menu!: HTMLElement | null;
  @state() private busy = false;
  @state() private open = false;
  /** The number of a customer who does not want to be called. */
  @state() private unwelcome: string | undefined;

  /** What is dialled. */
  @property() number?: string;
  /** Whose number it is: without an id the directory is asked. */
  @property({ attribute: 'customer-id' }) customerId?: string;
  /** `contact` by default. */
  @property({ attribute: 'customer-type' }) customerType?: string;
  /** Their name; the id by default. */
  @property({ attribute: 'customer-name' }) customerName?: string;
  /** Name of the customer's company. */
  @property({ attribute: 'account-name' }) accountName?: string;
  /** The customer whole; it beats the attributes. */
  @property({ attribute: false }) customer?: Customer;
  /** The page's own data for the call. */
  @property({ attribute: false }) data?: Readonly<Record<string, string>>;
  /** Several numbers: they are offered in a menu. */
  @property({ attribute: false }) numbers?: readonly CustomerNumber[];

  override get activeController(): CallController | undefined {
    const only = this.htmlFor || !this.#only.panel ? undefined : this.#only.value;
    return super.activeController ?? only;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // A popover that leaves the document closes without an event.
    this.open = false;
  }

  override render(): TemplateResult {
    return html`${this.#link ? html`<span class="anchor"></span>` : this.#button()}
    ${this.unwelcome === undefined ? this.#note.render() : this.#warning(this.unwelcome)}`;
  }

  /** Calls the number, of several the preferred one; resolves when it is known what came of it, which is shown. */
  async call(number = this.#numbers[0]?.number, confirmed = false): Promise<void> {
    const { activeController: controller } = this;
    if (!controller || !number || this.busy) return;
    const { customer = this.#customer, data } = this;
    const command = {
      ...({ type: 'dial', target: number } as const),
      ...(customer ? { customer } : {}),
      ...(data ? { data } : {}),
      ...(confirmed ? { confirmed } : {}),
    };
    this.#note.tell();
    this.unwelcome = undefined;
    const able = controller.can(command);
    this.busy = true;
    try {
      await controller.send(command, { source: 'link', element: this.#link ?? this });
    } catch (thrown) {
      if (toCtiError(thrown).reason === 'do-not-call') this.unwelcome = number;
      // How a call fails is told by the call; that there is none, by nobody else.
      else if (able) this.#note.tellRefusal(thrown, this.localize);
      else this.#note.tell(problemText(thrown, this.localize));
    } finally {
      this.busy = false;
    }
  }

  /** Speaks for a link of the page: unseen, in its place, until it is removed. */
  standFor(link: Element): void {
    this.#link = link;
    this.#internals.states.add('stand-in');
    const { left, top, width, height } = link.getBoundingClientRect();
    const box = { '--_left': left, '--_top': top, '--_width': width, '--_height': height };
    for (const [name, px] of Object.entries(box)) this.style.setProperty(name, `${px}px`);
  }

  get #numbers(): readonly CustomerNumber[] {
    const { numbers = [], number } = this;
    if (numbers.length === 0) return number ? [{ number }] : [];
    return [...numbers].sort((a, b) => Number(b.preferred ?? false) - Number(a.preferred ?? false));
  }

  get #customer(): Customer | undefined {
    const { customerId: id, customerType: type = 'contact', customerName, accountName } = this;
    if (!id) return undefined;
    const account = accountName ? { account: { id: accountName, name: accountName } } : {};
    return { id, type, name: customerName ?? id, ...account };
  }

  #button(): TemplateResult {
    const numbers = this.#numbers;
    const several = numbers.length > 1;
    // Spaces are read, and are seen in the page's text.
    return html`<button
        part="button"
        type="button"
        aria-busy=${this.busy ? 'true' : nothing}
        aria-haspopup=${several ? 'menu' : nothing}
        aria-expanded=${several ? String(this.open) : nothing}
        popovertarget=${several ? 'menu' : nothing}
        ?disabled=${!this.activeController || numbers.length === 0}
        @click=${several ? nothing : this.#pressed}
        @keydown=${several ? this.#buttonKey : nothing}
      >
        <span class="unseen">${this.localize.term('callNumber')} </span
        ><slot>${this.#shown(numbers[0]?.number ?? '')}</slot></button
      >${several ? this.#menu(numbers) : nothing}`;
  }

  /** A second press takes back what still waits for the page. */
  readonly #pressed = (): void => {
    const pending = this.busy ? this.#pending.value : undefined;
    if (pending === undefined) void this.call();
    else this.activeController?.abort(pending);
  };

  #menu(numbers: readonly CustomerNumber[]): TemplateResult {
    return html`<div
      part="menu"
      id="menu"
      role="menu"
      popover="auto"
      aria-label=${this.localize.term('chooseNumber')}
      @beforetoggle=${this.#beforeToggle}
      @toggle=${this.#toggled}
      @keydown=${this.#menuKey}
    >
      ${numbers.map(
        ({ number, label }) =>
          html`<button
            part="item"
            type="button"
            role="menuitem"
            tabindex="-1"
            @click=${() => this.#choose(number)}
          >
            ${this.#shown(number)} ${label ? html`<small dir="auto">${label}</small>` : nothing}
          </button>`,
      )}
    </div>`;
  }

  #warning(number: string): TemplateResult {
    const { localize } = this;
    return html`<div
      part="problem"
      class="asks"
      role="alert"
      popover="auto"
      @toggle=${this.#warned}
    >
      <p dir="auto">${localize.term('problem', 'do-not-call')}</p>
      <button part="call-anyway" type="button" @click=${() => this.call(number, true)}>
        ${localize.term('callAnyway')}
      </button>
    </div>`;
  }

  readonly #warned = ({ newState }: ToggleEvent): void => {
    if (newState === 'closed') this.unwelcome = undefined;
  };

  #shown(number: string): TemplateResult {
    return html`<bdi dir="ltr">${shownNumber(number, this.#services.value?.numbers)}</bdi>`;
  }

  #choose(number: string): void {
    this.#close();
    void this.call(number);
  }

  #close(): void {
    this.menu?.hidePopover();
    this.button?.focus();
  }

  readonly #beforeToggle = (event: ToggleEvent): void => {
    const { menu, button } = this;
    if (event.newState === 'open' && menu && button) placeBelow(menu, button);
  };

  readonly #toggled = (event: ToggleEvent): void => {
    this.open = event.newState === 'open';
    if (this.open) this.#keys.focusFirst('[part=item]');
  };

  readonly #buttonKey = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    if (!this.menu?.matches(':popover-open')) this.menu?.showPopover();
  };

  readonly #menuKey = (event: KeyboardEvent): void => {
    const leaves = event.key === 'Escape' || event.key === 'Tab';
    if (event.key === 'Escape') {
      // Not for the window or dialog around it.
      event.preventDefault();
      event.stopPropagation();
    }
    if (leaves) this.#close();
    else this.#keys.handle(event);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'cti-call-link': CtiCallLink;
  }
}
