import { ContextEvent, type Context } from '@lit/context';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export type LinkHost = ReactiveControllerHost & HTMLElement & { readonly htmlFor?: string };

/** Dispatched by a provider when it is connected: perhaps the panel that was missing. */
const providerEvent = 'context-provider';

/**
 * Follows the panel that `for` names, in the element's own tree or in the document, also one that comes later. It
 * asks that panel for the context as if the element were inside.
 */
export class PanelLink<T> implements ReactiveController {
  #value: T | undefined;
  /** The `for` that was followed last. */
  #followed: string | undefined;
  #panel: Element | undefined;
  #document: Document | undefined;
  #unsubscribe: (() => void) | undefined;
  readonly #host: LinkHost;
  readonly #context: Context<unknown, T>;

  readonly #find: () => Element | undefined;

  /** @param find another way to find the panel, for an element without `for` */
  constructor(
    host: LinkHost,
    context: Context<unknown, T>,
    find = (): Element | undefined => panelNamed(host),
  ) {
    this.#host = host;
    this.#context = context;
    this.#find = find;
    host.addController(this);
  }

  /** What that panel provides. In another document, where there is no such panel, the one it had. */
  get value(): T | undefined {
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
    panel?.dispatchEvent(new ContextEvent(this.#context, this.#host, this.#take, true));
  };

  readonly #take = (value: T, unsubscribe?: () => void): void => {
    if (unsubscribe !== this.#unsubscribe) this.#unsubscribe?.();
    this.#unsubscribe = unsubscribe;
    this.#value = value;
    this.#host.requestUpdate();
  };

  #leave(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    this.#panel = undefined;
  }
}

function panelNamed(host: LinkHost): Element | undefined {
  const { htmlFor, ownerDocument, isConnected } = host;
  if (!htmlFor || !isConnected) return undefined;
  const root = host.getRootNode();
  const near = 'getElementById' in root ? (root as ShadowRoot).getElementById(htmlFor) : null;
  return near ?? ownerDocument.getElementById(htmlFor) ?? undefined;
}
