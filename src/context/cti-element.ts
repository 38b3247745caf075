import { ContextConsumer } from '@lit/context';
import { LitElement, type CSSResultOrNative } from 'lit';
import { property } from 'lit/decorators.js';
import type { CallController } from '../controller/call-controller.js';
import type { Command } from '../controller/commands.js';
import type { CallSnapshot, CommandSource } from '../controller/snapshot.js';
import { Localizer } from '../i18n/localize.js';
import type { ControllerHost } from './call-state.js';
import { controllerContext } from './controller-context.js';
import { PanelLink } from './panel-link.js';
import { whenDefined } from './when-defined.js';

/**
 * The one base of all elements: it knows which controller an element belongs to. An element works inside any
 * `<cti-panel>`, anywhere with `for="panel-id"`, or with its `controller` set; with none it renders disabled.
 */
export abstract class CtiElement extends LitElement implements ControllerHost {
  /** Id of the panel this element belongs to, when it is not inside one. */
  @property({ attribute: 'for' }) htmlFor?: string;

  /** Set by hand, it beats the panel around the element. */
  @property({ attribute: false }) controller?: CallController;

  /** Texts in the closest `lang`. */
  protected readonly localize = new Localizer(this);

  readonly #link = new PanelLink(this, controllerContext);
  readonly #consumer = new ContextConsumer(this, {
    context: controllerContext,
    subscribe: true,
    callback: () => this.requestUpdate(),
  });

  /** The controller in force. */
  get activeController(): CallController | undefined {
    if (this.controller) return this.controller;
    return this.htmlFor ? this.#link.value : this.#consumer.value;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // A context request sent before the panel was upgraded went unheard.
    if (!customElements.get('cti-panel')) {
      whenDefined('cti-panel', this, (element) => element.#askAgain());
    }
  }

  /** Moved to another document, where the sheets of the last one do not hold. The controller stays. */
  adoptedCallback(): void {
    if (this.shadowRoot) this.#adoptSheets(this.shadowRoot);
  }

  /** Sends a command; what becomes of it is seen in the snapshot and in the controller's events. */
  protected async request(
    command: Command,
    source: CommandSource = 'operator',
  ): Promise<CallSnapshot | undefined> {
    return this.activeController?.send(command, { source, element: this });
  }

  /** Where an event for the panel is to be dispatched: here, or on the panel that `for` names. */
  protected get panelTarget(): Element {
    return (this.htmlFor ? this.#link.panel : undefined) ?? this;
  }

  protected override createRenderRoot(): ShadowRoot {
    const { shadowRootOptions } = this.constructor as typeof CtiElement;
    const root = this.shadowRoot ?? this.attachShadow(shadowRootOptions);
    this.#adoptSheets(root);
    return root;
  }

  #adoptSheets(root: ShadowRoot): void {
    const { elementStyles } = this.constructor as typeof CtiElement;
    const { defaultView } = this.ownerDocument;
    if (!defaultView) return;
    root.adoptedStyleSheets = elementStyles.map((style) => sheetFor(style, defaultView));
  }

  #askAgain(): void {
    if (!this.isConnected) return;
    this.#consumer.hostConnected();
    this.requestUpdate();
  }
}

type View = Window & typeof globalThis;

const sheets = new WeakMap<View, WeakMap<CSSResultOrNative, CSSStyleSheet>>();

/** A constructed sheet belongs to one document: one for each style and window, shared by all elements there. */
function sheetFor(style: CSSResultOrNative, view: View): CSSStyleSheet {
  if (!('cssText' in style)) return style;
  const own = sheets.get(view) ?? new WeakMap<CSSResultOrNative, CSSStyleSheet>();
  sheets.set(view, own);
  const known = own.get(style);
  if (known) return known;
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(style.cssText);
  own.set(style, sheet);
  return sheet;
}
