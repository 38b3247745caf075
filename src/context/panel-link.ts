import { ContextEvent } from '@lit/context';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { CallController } from '../controller/call-controller.js';
import { controllerContext } from './controller-context.js';

type LinkHost = ReactiveControllerHost & HTMLElement & { readonly htmlFor?: string };

/** Dispatched by a provider when it is connected: perhaps the panel that was missing. */
const providerEvent = 'context-provider';

/**
 * Follows the panel that `for` names, in the element's own tree or in the document, also one that comes later. It
 * asks that panel for the context as if the element were inside.
 */
export class PanelLink implements ReactiveController {
  #value: CallController | undefined;
  /** The `for` that was followed last. */
  #followed: string | undefined;
  #panel: Element | undefined;
  #document: Document | undefined;
  #unsubscribe: (() => void) | undefined;
  readonly #host: LinkHost;

  constructor(host: LinkHost) {
    this.#host = host;
    host.addController(this);
  }

  /** The controller of that panel. In another document, where there is no such panel, the one it had. */
  get value(): CallController | undefined {
    if (this.#document && this.#host.htmlFor !== this.#followed) this.#follow();
    return this.#value;
  }

  /** The panel itself, while there is one. */
  get panel(): Element | undefined {
    return this.#panel;
  }

  hostConnected(): void {
    this.#document = this.#host.ownerDocument;
    this.#document.addEventListener(providerEvent, this.#follow);
    this.#follow();
  }

  hostUpdate(): void {
    if (this.#find() !== this.#panel) this.#follow();
  }

  hostDisconnected(): void {
    this.#document?.removeEventListener(providerEvent, this.#follow);
    this.#document = undefined;
    this.#leave();
  }

  readonly #follow = (): void => {
    const panel = this.#find();
    if (panel === this.#panel && this.#unsubscribe) return;
    this.#leave();
    if (this.#followed !== this.#host.htmlFor) this.#value = undefined;
    this.#followed = this.#host.htmlFor;
    this.#panel = panel;
    panel?.dispatchEvent(new ContextEvent(controllerContext, this.#host, this.#take, true));
  };

  readonly #take = (value: CallController | undefined, unsubscribe?: () => void): void => {
    if (unsubscribe !== this.#unsubscribe) this.#unsubscribe?.();
    this.#unsubscribe = unsubscribe;
    this.#value = value;
    this.#host.requestUpdate();
  };

  #find(): Element | undefined {
    const { htmlFor, ownerDocument, isConnected } = this.#host;
    if (!htmlFor || !isConnected) return undefined;
    const root = this.#host.getRootNode();
    const near = 'getElementById' in root ? (root as ShadowRoot).getElementById(htmlFor) : null;
    return near ?? ownerDocument.getElementById(htmlFor) ?? undefined;
  }

  #leave(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    this.#panel = undefined;
  }
}
