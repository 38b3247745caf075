import { ContextProvider } from '@lit/context';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { query } from 'lit/decorators.js';
import { CallState } from '../context/call-state.js';
import { controllerContext } from '../context/controller-context.js';
import { CtiElement } from '../context/cti-element.js';
import { LentServices } from '../context/lent-services.js';
import { panelServicesContext } from '../context/panel-services.js';
import { Ticker } from '../context/ticker.js';
import type { Command } from '../controller/commands.js';
import { callsAtHand, sameList, windowShown } from '../controller/selectors.js';
import type { WindowView } from '../controller/snapshot.js';
import styles from './cti-window.styles.js';
import { deepActiveElement, isTyping } from './focus.js';
import { icons } from './icons.js';
import { KeepOnTop } from './keep-on-top.js';
import { PassingNote } from './passing-note.js';
import below from './styles/below.styles.js';
import controls from './styles/controls.styles.js';
import tokens from './styles/tokens.styles.js';
import { callsView } from './window-calls.js';
import { WindowEnrolment } from './window-enrolment.js';
import { WindowMover } from './window-mover.js';
import type { WindowAsker } from './window-registry.js';
import settings from './window-settings.styles.js';
import { settingsView } from './window-settings.js';
import { deviceMenu, elementOf, partsOfViews } from './window-elements.js';
import { iconButton, tabList, tabsFor, usefulViews } from './window-views.js';

/**
 * The CTI window: what has no room in the panel. It stands beside the panel and never blocks the page; moved by its
 * header or by arrow keys it floats, inside the viewport, and opens where the operator left it. In a narrow page it is
 * a sheet at the lower edge. Where the browser can, it is kept on top of all other windows.
 *
 * @tag cti-window
 * @summary The CTI window, with the operator's calls, customers and settings.
 * @status experimental
 * @since 0.1
 * @slot - more content, below the view
 * @csspart base - all of the window
 * @csspart header - the title and its buttons; the window is dragged by it
 * @csspart title - the window's name
 * @csspart move - moves the window by arrow keys
 * @csspart dock - puts a window that was moved back beside the panel
 * @csspart keep-on-top - keeps the window above all others, or brings it back to the page
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
 * @csspart customer-search-subject - the number it is about
 * @csspart customer-search-input - the search field
 * @csspart customer-search-status - how many are found, or how far the search is
 * @csspart customer-search-retry - asks the directory again
 * @csspart customer-search-list - the customers
 * @csspart customer-search-option - one customer
 * @csspart customer-search-name - name of a customer
 * @csspart customer-search-type - type of a customer
 * @csspart customer-search-company - company of a customer
 * @csspart customer-search-numbers - numbers of a customer
 * @csspart customer-search-do-not-call - says that a customer or a number is not to be called
 * @csspart customer-search-more - shows more customers
 * @csspart customer-search-actions - what can be done with the customer selected
 * @csspart customer-search-link - stores that the number belongs to the customer selected
 * @csspart customer-search-only - this call belongs to the customer selected, and nothing is stored
 * @csspart customer-search-open - opens the record of the customer selected
 * @csspart customer-search-result - what came of it
 * @csspart customer-search-unlink - takes the link back
 * @csspart customer-search-problem - what went wrong
 * @csspart transfer-form-party - the caller, or who is asked
 * @csspart transfer-form-who - name or number
 * @csspart transfer-form-phase - what that call is doing, and for how long
 * @csspart transfer-form-form - the field and its buttons
 * @csspart transfer-form-input - the field for the target
 * @csspart transfer-form-buttons - a row of buttons
 * @csspart transfer-form-transfer - sends the caller at once
 * @csspart transfer-form-ask - calls the target first
 * @csspart transfer-form-connect - connects the two calls that there are
 * @csspart transfer-form-complete - joins the caller and who was asked
 * @csspart transfer-form-swap - talks to the other of the two
 * @csspart transfer-form-cancel - back to the caller
 * @csspart transfer-form-status - how far the transfer is
 * @csspart transfer-form-suggestions - people and numbers offered below the field
 * @csspart transfer-form-suggestion - one number that is offered
 * @csspart transfer-form-suggestion-name - whose number it is
 * @csspart transfer-form-suggestion-number - the number, and what it is called
 * @csspart transfer-form-suggestion-company - where they are
 * @csspart transfer-form-suggestion-status - how far the search is
 * @csspart transfer-form-do-not-call - says that they are not to be called
 * @csspart transfer-form-problem - why it failed
 * @csspart call-note-note - the field for a note on a call
 * @csspart call-note-problem - why the note is not saved
 * @csspart call-history-tools - what the list can be narrowed by
 * @csspart call-history-filter - all calls, or those that were missed
 * @csspart call-history-search - the field for a number, a name or words of a note
 * @csspart call-history-day - Today, Yesterday or a date
 * @csspart call-history-list - the calls of one day
 * @csspart call-history-record - one call
 * @csspart call-history-missed - a call that was missed
 * @csspart call-history-direction - icon: in, out or missed
 * @csspart call-history-who - name, company and number
 * @csspart call-history-name - customer, caller's name or number; a link where there is a record to open
 * @csspart call-history-detail - company and number
 * @csspart call-history-number - the number, where the name is not the number
 * @csspart call-history-facts - when, how it ended, how long
 * @csspart call-history-outcome - how it ended
 * @csspart call-history-has-note - there is a note
 * @csspart call-history-buttons - the buttons of one call
 * @csspart call-history-call - calls the number again
 * @csspart call-history-details - shows what else can be done
 * @csspart call-history-unsaved - the call log does not have it yet
 * @csspart call-history-retry-log - saves it to the call log now
 * @csspart call-history-problem - what went wrong
 * @csspart call-history-call-anyway - calls a customer who does not want to be called
 * @csspart call-history-more - what is shown of a call that is opened
 * @csspart call-history-note - the note
 * @csspart call-history-actions - further buttons of a call that is opened
 * @csspart call-history-link - opens the search for the customer of this number
 * @csspart call-history-delete - deletes this call from the list
 * @csspart call-history-log - leads to the call in the CRM
 * @csspart call-history-status - that there is nothing, or what went wrong
 * @csspart call-history-retry - reads the calls again
 * @csspart call-history-undo-bar - says that a call was deleted
 * @csspart call-history-undo - puts it back
 * @csspart call-history-export - saves all calls as a file
 * @csspart device-menu-base - all of it
 * @csspart device-menu-group - one device with what belongs to it
 * @csspart device-menu-device - the choice of a device
 * @csspart device-menu-processing - what the browser does to the microphone's sound
 * @csspart device-menu-volume - loudness of calls
 * @csspart device-menu-level - how loud the microphone is, while it is tried
 * @csspart device-menu-test - tries a device
 * @csspart device-menu-allow - asks the browser for the microphone
 * @csspart device-menu-problem - why a device cannot be used, and what to do
 * @cssstate on-top - it is in a window of its own, above all others
 */
export class CtiWindow extends CtiElement {
  static override readonly styles = [tokens, controls, below, settings, styles];
  static readonly parts = [
    ...(['base', 'header', 'title', 'move', 'dock', 'keep-on-top', 'close'] as const),
    ...(['tabs', 'tab', 'view', 'empty', 'call', 'section', 'volume', 'allow', 'problem'] as const),
  ];
  static readonly passedParts = partsOfViews;

  readonly #view = new CallState(this, windowShown);
  readonly #useful = new CallState(this, usefulViews, (a, b) => a?.join() === b?.join());
  /** None where they are not shown: a closed window renders nothing while calls go on. */
  readonly #calls = new CallState(
    this,
    (snapshot) => (windowShown(snapshot) === 'calls' ? callsAtHand(snapshot) : undefined),
    sameList,
  );
  readonly #services = new LentServices(this);
  /** To what is in it: it may stand outside its panel, or in a document of its own. */
  readonly #lendsController = new ContextProvider(this, { context: controllerContext });
  readonly #lendsServices = new ContextProvider(this, { context: panelServicesContext });
  readonly #enrolment = new WindowEnrolment(this);
  readonly #ticker = new Ticker(this, () => this.open && this.#view.value === 'calls');
  readonly #mover = new WindowMover(this, {
    preferences: () => this.#services.value?.preferences,
    panel: () => this.#panel(),
  });
  readonly #onTop = new KeepOnTop(this, () => this.localize.term('windowTitle'));
  readonly #note = new PassingNote(this);
  readonly #internals = this.attachInternals();
  #returnTo: HTMLElement | undefined;
  #hadFocus = false;
  /** The view that was last told where the focus goes, and who asked for it. */
  #focused: { readonly view: WindowView; readonly asker: WindowAsker } | undefined;

  @query('[aria-selected=true]') private readonly selectedTab!: HTMLElement | null;
  /** Where the operator goes on at once. */
  @query('cti-customer-search, cti-transfer-form') private readonly field!: CtiElement | null;
  @query('[part=keep-on-top]') private readonly onTopButton!: HTMLElement | null;

  /** Whether it is on the screen. */
  get open(): boolean {
    return this.#onTop.isOn || this.matches(':popover-open');
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.popover = 'manual';
    // It was closed when it left the document, though its controller's window is still open.
    this.requestUpdate();
  }

  protected override willUpdate(): void {
    this.#hadFocus = this.open && this.matches(':focus-within');
    this.#lendsController.setValue(this.activeController);
    this.#lendsServices.setValue(this.#services.value);
    this.#internals.states[this.#onTop.isOn ? 'add' : 'delete']('on-top');
  }

  protected override updated(_changed: PropertyValues<this>): void {
    if (!this.isConnected) return;
    const view = this.#shown();
    if ((view !== undefined) !== this.open) {
      if (view === undefined) this.#hide();
      else this.#show();
    }
    this.#followFocus(view);
  }

  override render(): TemplateResult | typeof nothing {
    const view = this.#shown();
    if (view === undefined) return nothing;
    const title = this.localize.term('windowTitle');
    const tabs = tabsFor(this.#useful.value ?? [], this.#services.value, view);
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
          ${this.#placeButtons()} ${this.#onTop.isPossible ? this.#topButton() : nothing}
          ${iconButton('close', this.localize.term('closeWindow'), icons.close, { click: this.#close })}
        </div>
        ${tabList(this.localize, tabs, view, this.#choose)}
        <div
          part="view"
          id="view"
          role="tabpanel"
          tabindex="0"
          aria-label=${this.localize.term('viewName', view)}
        >
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
    switch (view) {
      case 'calls':
        return callsView(
          this.localize,
          this.#calls.value ?? [],
          this.#ticker.now(),
          this.#services.value?.numbers,
        );
      case 'settings':
        return html`${deviceMenu()}${settingsView(this.localize, this.#services.value, () =>
          this.requestUpdate(),
        )}`;
      default:
        return elementOf(view) ?? html`<p part="empty">${this.localize.term('emptyView')}</p>`;
    }
  }

  #placeButtons(): TemplateResult | typeof nothing {
    if (this.#onTop.isOn) return nothing;
    const { docked, dock, keyDown } = this.#mover;
    return html`${
      docked
        ? nothing
        : iconButton('dock', this.localize.term('dockWindow'), icons.dock, { click: dock })
    }${iconButton('move', this.localize.term('moveWindow'), icons.move, { keydown: keyDown })}`;
  }

  #topButton(): TemplateResult {
    const { isOn } = this.#onTop;
    const name = this.localize.term(isOn ? 'notOnTop' : 'keepOnTop');
    const click = isOn ? this.#onTop.bringBack : this.#keepOnTop;
    return iconButton('keep-on-top', name, isOn ? icons.offTop : icons.onTop, { click });
  }

  #show(): void {
    this.#returnTo = deepActiveElement(this.ownerDocument);
    this.showPopover();
    this.#mover.place();
  }

  #hide(): void {
    this.#onTop.bringBack();
    if (this.matches(':popover-open')) this.hidePopover();
    if (this.#hadFocus) this.#returnTo?.focus();
    this.#returnTo = undefined;
  }

  /** To the view that somebody else has asked for; not again because it renders again, or is moved. */
  #followFocus(view: WindowView | undefined): void {
    const { asker } = this.#enrolment;
    const last = this.#focused;
    this.#focused = view && { view, asker };
    if (!view || (last?.view === view && last.asker === asker)) return;
    if (asker.element === this) return;
    if (!mayTakeFocus(asker, deepActiveElement(this.ownerDocument))) return;
    const { field } = this;
    if (field) void field.updateComplete.then(() => this.#focusIn(field));
    else this.selectedTab?.focus();
  }

  /** A view may have no field now. */
  #focusIn(view: CtiElement): void {
    view.focus();
    if (!view.matches(':focus-within')) this.selectedTab?.focus();
  }

  readonly #keepOnTop = (): void => {
    this.#note.tell();
    this.#onTop.open().then(
      () => this.onTopButton?.focus(),
      () => this.#note.tell(this.localize.term('keepOnTopFailed')),
    );
  };

  #ask(command: Command): void {
    this.#note.tell();
    this.request(command).catch((thrown: unknown) => this.#note.tellRefusal(thrown, this.localize));
  }

  readonly #choose = (view: WindowView): void => {
    this.#ask({ type: 'open-window', view });
  };

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

  /** The panel it belongs to, to open beside it. */
  #panel(): Element | undefined {
    const root = this.getRootNode();
    if (root instanceof ShadowRoot) return root.host;
    const named = this.htmlFor ? this.ownerDocument.getElementById(this.htmlFor) : undefined;
    return named ?? this.closest('cti-panel') ?? undefined;
  }
}

/** What the page opens must not take the caret out of a field in which the operator types. */
function mayTakeFocus({ source }: WindowAsker, active: Element | undefined): boolean {
  return (source !== 'page' && source !== 'screen-pop') || !isTyping(active);
}

declare global {
  interface HTMLElementTagNameMap {
    'cti-window': CtiWindow;
  }
}
