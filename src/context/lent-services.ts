import { ContextConsumer } from '@lit/context';
import type { ReactiveController } from 'lit';
import { PanelLink, type LinkHost } from './panel-link.js';
import { panelServicesContext, type PanelServices } from './panel-services.js';
import { whenDefined } from './when-defined.js';

/**
 * What its panel lends an element: the panel around it, or the one that `for` names. Nothing where there is no panel.
 * The element renders again when it changes.
 */
export class LentServices implements ReactiveController {
  readonly #host: LinkHost;
  readonly #around: ContextConsumer<typeof panelServicesContext, LinkHost>;
  readonly #named: PanelLink<PanelServices | undefined>;

  constructor(host: LinkHost) {
    this.#host = host;
    this.#around = new ContextConsumer(host, { context: panelServicesContext, subscribe: true });
    this.#named = new PanelLink(host, panelServicesContext);
    host.addController(this);
  }

  get value(): PanelServices | undefined {
    return this.#host.htmlFor ? this.#named.value : this.#around.value;
  }

  /** A request sent before the panel was upgraded went unheard. */
  hostConnected(): void {
    if (customElements.get('cti-panel')) return;
    whenDefined('cti-panel', this, (services) => {
      if (services.#host.isConnected) services.#around.hostConnected();
    });
  }
}
