import { ContextConsumer } from '@lit/context';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { query } from 'lit/decorators.js';
import { CallState } from '../context/call-state.js';
import { CtiElement } from '../context/cti-element.js';
import { panelServicesContext } from '../context/panel-services.js';
import { Ticker } from '../context/ticker.js';
import type { Command } from '../controller/commands.js';
import { calls, openableViews, windowShown } from '../controller/selectors.js';
import type { CommandSource, WindowView } from '../controller/snapshot.js';
import styles from './cti-window.styles.js';
import { deepActiveElement, isTyping } from './focus.js';
import { icons } from './icons.js';
import { PassingNote } from './passing-note.js';
import below from './styles/below.styles.js';
import controls from './styles/controls.styles.js';
import tokens from './styles/tokens.styles.js';
import { callsView } from './window-calls.js';
import { WindowEnrolment } from './window-enrolment.js';
import { WindowMover } from './window-mover.js';
import { settingsView } from './window-settings.js';

/** Views that have something to show; the others get a tab while they are open. */
const built: readonly WindowView[] = ['calls', 'settings'];

/**
 * The CTI window: what has no room in the panel. It floats over the page and never blocks it, is moved by its header
 * or by arrow keys, stays inside the viewport, and opens where the operator left it.
 *
 * @tag cti-window
 * @summary The CTI window, with the operator's calls and settings.
 * @status experimental
 * @since 0.1
 * @slot - more content, below the view
 * @csspart base - all of the window
 * @csspart header - the title and its buttons; the window is dragged by it
 * @csspart title - the window's name
 * @csspart move - moves the window by arrow keys
 * @csspart close - closes the window
 * @csspart tabs - the list of views
 * @csspart tab - the name of one view
 * @csspart view - the view that is open
 * @csspart empty - says that a view has nothing to show
 * @csspart call - one call of the view `calls`
 * @csspart section - one group of the view `settings`
 * @csspart volume - loudness of the ring tone
 * @csspart allow - asks the browser for notifications
 * @csspart problem - why the page refused
 */
export class CtiWindow extends CtiElement {
  static override readonly styles = [tokens, controls, below, styles];
  static readonly parts = [
    'base',
    'header',
    'title',
    'move',
    'close',
    'tabs',
    'tab',
    'view',
    'empty',
    'call',
    'section',
    'volume',
    'allow',
    'problem',
  ] as const;

  readonly #view = new CallState(this, windowShown);
  readonly #openable = new CallState(this, openableViews, (a, b) => a?.join() === b?.join());
  /** None where they are not shown: a closed window renders nothing while calls go on. */
  readonly #calls = new CallState(this, (snapshot) =>
    windowShown(snapshot) === 'calls' ? calls(snapshot) : undefined,
  );
  readonly #services = new ContextConsumer(this, {
    context: panelServicesContext,
    subscribe: true,
  });
  readonly #enrolment = new WindowEnrolment(this);
  readonly #ticker = new Ticker(this, () => this.open && this.#view.value === 'calls');
  readonly #mover = new WindowMover(this, {
    preferences: () => this.#services.value?.preferences,
    panel: () => this.#panel(),
  });
  readonly #note = new PassingNote(this);
  #returnTo: HTMLElement | undefined;
  #hadFocus = false;

  @query('[aria-selected=true]') private readonly selectedTab!: HTMLElement | null;

  /** Whether it is on the screen. */
  get open(): boolean {
    return this.matches(':popover-open');
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.popover = 'manual';
    // It was closed when it left the document, though its controller's window is still open.
    this.requestUpdate();
  }

  protected override willUpdate(): void {
    this.#hadFocus = this.open && this.matches(':focus-within');
  }

  protected override updated(_changed: PropertyValues<this>): void {
    const wanted = this.#shown() !== undefined;
    if (wanted === this.open || !this.isConnected) return;
    if (wanted) this.#show();
    else this.#hide();
  }

  override render(): TemplateResult | typeof nothing {
    const view = this.#shown();
    if (view === undefined) return nothing;
    const title = this.localize.term('windowTitle');
    return html`
      <div part="base" role="dialog" aria-label=${title} @keydown=${this.#keyDown}>
        <div
          part="header"
          @pointerdown=${this.#mover.pointerDown}
          @pointermove=${this.#mover.pointerMove}
          @pointerup=${this.#mover.pointerUp}
          @pointercancel=${this.#mover.pointerUp}
        >
          <h2 part="title">${title}</h2>
          ${this.#iconButton('move', 'moveWindow', { keydown: this.#mover.keyDown })}
          ${this.#iconButton('close', 'closeWindow', { click: this.#close })}
        </div>
        <div part="tabs" class="anchor" role="tablist" aria-label=${title} @keydown=${this.#tabKey}>
          ${this.#views(view).map((each) => this.#tab(each, each === view))}
        </div>
        <div part="view" id="view" role="tabpanel" tabindex="0" aria-label=${this.#nameOf(view)}>
          ${this.#content(view)}
        </div>
        <slot></slot>
        ${this.#note.render()}
      </div>
    `;
  }

  /** The view to show here: a controller has one window open, and it may be another. */
  #shown(): WindowView | undefined {
    return this.#enrolment.isChosen ? this.#view.value : undefined;
  }

  #content(view: WindowView): TemplateResult {
    if (view === 'calls') {
      return callsView(this.localize, this.#calls.value ?? [], this.#ticker.now());
    }
    if (view === 'settings') {
      return settingsView(this.localize, this.#services.value, () => this.requestUpdate());
    }
    return html`<p part="empty">${this.localize.term('emptyView')}</p>`;
  }

  #iconButton(
    part: 'move' | 'close',
    name: 'moveWindow' | 'closeWindow',
    on: { readonly click?: () => void; readonly keydown?: (event: KeyboardEvent) => void },
  ): TemplateResult {
    const label = this.localize.term(name);
    return html`<button
      part=${part}
      type="button"
      class="quiet icon"
      aria-label=${label}
      title=${label}
      @click=${on.click}
      @keydown=${on.keydown}
    >
      ${part === 'move' ? icons.move : icons.close}
    </button>`;
  }

  #views(shown: WindowView): readonly WindowView[] {
    const openable = this.#openable.value ?? [];
    return openable.filter((view) => built.includes(view) || view === shown);
  }

  #tab(view: WindowView, selected: boolean): TemplateResult {
    return html`<button
      part="tab"
      type="button"
      role="tab"
      aria-selected=${selected ? 'true' : 'false'}
      aria-controls="view"
      tabindex=${selected ? 0 : -1}
      @click=${() => this.#choose(view)}
    >
      ${this.#nameOf(view)}
    </button>`;
  }

  #nameOf(view: WindowView): string {
    return this.localize.term('viewName', view);
  }

  #show(): void {
    this.#returnTo = deepActiveElement(this.ownerDocument);
    this.showPopover();
    this.#mover.place();
    if (mayTakeFocus(this.#enrolment.source, this.#returnTo)) this.selectedTab?.focus();
  }

  #hide(): void {
    this.hidePopover();
    if (this.#hadFocus) this.#returnTo?.focus();
    this.#returnTo = undefined;
  }

  #ask(command: Command): void {
    this.#note.tell();
    this.request(command).catch((thrown: unknown) => this.#note.tellRefusal(thrown, this.localize));
  }

  #choose(view: WindowView): void {
    this.#ask({ type: 'open-window', view });
  }

  readonly #close = (): void => {
    this.#ask({ type: 'close-window' });
  };

  readonly #keyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    // A dialog of the page around it must not close too.
    event.preventDefault();
    event.stopPropagation();
    this.#close();
  };

  readonly #tabKey = (event: KeyboardEvent): void => {
    const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };
    const step = steps[event.key];
    const tabs = [...this.renderRoot.querySelectorAll<HTMLElement>('[part=tab]')];
    const index = tabs.findIndex((tab) => tab === event.target);
    if (step === undefined || index < 0) return;
    event.preventDefault();
    const forward = this.matches(':dir(rtl)') ? -step : step;
    const next = tabs.at((index + forward) % tabs.length);
    next?.focus();
    next?.click();
  };

  /** The panel it belongs to, to open beside it. */
  #panel(): Element | undefined {
    const root = this.getRootNode();
    if (root instanceof ShadowRoot) return root.host;
    const named = this.htmlFor ? this.ownerDocument.getElementById(this.htmlFor) : undefined;
    return named ?? this.closest('cti-panel') ?? undefined;
  }
}

/** What the page opens must not take the caret out of a field in which the operator types. */
function mayTakeFocus(source: CommandSource, active: Element | undefined): boolean {
  return (source !== 'page' && source !== 'screen-pop') || !isTyping(active);
}

declare global {
  interface HTMLElementTagNameMap {
    'cti-window': CtiWindow;
  }
}
