import { ContextProvider } from '@lit/context';
import { html, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { toCtiError } from '../base/error.js';
import { CallState } from '../context/call-state.js';
import { controllerContext } from '../context/controller-context.js';
import { CtiElement } from '../context/cti-element.js';
import { LocalCallController } from '../controller/local-call-controller.js';
import { currentCall } from '../controller/selectors.js';
import type { Connection, Mode } from '../controller/snapshot.js';
import { readConfig } from './config.js';
import styles from './cti-panel.styles.js';
import { loadTransport } from './transports.js';

/**
 * The telephone panel: it owns the line, and shows the elements an operator needs in each mode.
 *
 * @tag cti-panel
 * @summary A telephone for any CRM page.
 * @status experimental
 * @since 0.1
 */
export class CtiPanel extends CtiElement {
  static override readonly styles = styles;

  /** URL of a JSON document with the line's configuration. */
  @property({ attribute: 'config-src' }) configSrc = '';

  readonly #provider = new ContextProvider(this, { context: controllerContext });
  readonly #call = new CallState(this, currentCall);
  readonly #connection = new CallState(this, ({ connection }) => connection);

  /** What the operator is in the middle of. */
  get mode(): Mode {
    return this.controller?.snapshot.mode ?? 'idle';
  }

  /** State of the line. */
  get connection(): Connection {
    return this.controller?.snapshot.connection ?? 'offline';
  }

  override connectedCallback(): void {
    this.controller ??= new LocalCallController();
    super.connectedCallback();
    if (this.configSrc) void this.#start(this.controller, this.configSrc);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('controller')) this.#provider.setValue(this.controller);
  }

  async #start(controller: NonNullable<this['controller']>, src: string): Promise<void> {
    try {
      const line = await readConfig(new URL(src, this.ownerDocument.baseURI));
      controller.configure({ line, transport: await loadTransport('sip') });
      await controller.connect();
    } catch (thrown) {
      controller.report(toCtiError(thrown));
    }
  }

  override render(): TemplateResult {
    const call = this.#call.value;
    return html`
      <p role="status">${this.#connection.value}</p>
      ${
        call
          ? html`<p>${call.number}: ${call.phase}</p>
              <button @click=${() => this.request({ type: 'end' })}>End call</button>`
          : html`<cti-dial-field></cti-dial-field>`
      }
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cti-panel': CtiPanel;
  }
}
