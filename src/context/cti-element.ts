import { ContextConsumer } from '@lit/context';
import { LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import type { CallController } from '../controller/call-controller.js';
import type { Command } from '../controller/commands.js';
import type { CallSnapshot, CommandSource } from '../controller/snapshot.js';
import type { ControllerHost } from './call-state.js';
import { controllerContext } from './controller-context.js';

/**
 * The one base of all elements: it knows which controller an element belongs to. An element works inside any
 * `<cti-panel>`, anywhere with `for="panel-id"`, or with its `controller` set; with none it renders disabled.
 */
export abstract class CtiElement extends LitElement implements ControllerHost {
  /** Id of the panel this element belongs to, when it is not inside one. */
  @property({ attribute: 'for' }) htmlFor?: string;

  /** Set by hand, it beats the panel around the element. */
  @property({ attribute: false }) controller?: CallController;

  readonly #consumer = new ContextConsumer(this, {
    context: controllerContext,
    subscribe: true,
    callback: () => this.requestUpdate(),
  });

  /** The controller in force. */
  get activeController(): CallController | undefined {
    if (this.controller) return this.controller;
    return this.htmlFor ? this.#named(this.htmlFor) : this.#consumer.value;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // A context request sent before the panel was upgraded went unheard.
    if (!customElements.get('cti-panel')) {
      void customElements.whenDefined('cti-panel').then(() => this.#askAgain());
    }
  }

  /** Sends a command; what becomes of it is seen in the snapshot and in the controller's events. */
  protected async request(
    command: Command,
    source: CommandSource = 'operator',
  ): Promise<CallSnapshot | undefined> {
    return this.activeController?.send(command, { source, element: this });
  }

  #askAgain(): void {
    if (!this.isConnected) return;
    this.#consumer.hostConnected();
    this.requestUpdate();
  }

  #named(id: string): CallController | undefined {
    const root = this.getRootNode();
    const found =
      root instanceof Document || root instanceof ShadowRoot ? root.getElementById(id) : null;
    const panel = found ?? this.ownerDocument.getElementById(id);
    return panel && 'controller' in panel ? (panel as CtiElement).controller : undefined;
  }
}
