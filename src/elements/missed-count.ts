import { html, nothing, type ReactiveController, type ReactiveControllerHost } from 'lit';
import type { TemplateResult } from 'lit';
import type { Undo } from '../base/clock.js';
import type { HistoryServices } from '../context/panel-services.js';
import type { Localizer } from '../i18n/localize.js';

/** Missed calls that nobody has seen, as a badge of a button and as what describes it. */
export class MissedCount implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #history: () => HistoryServices | undefined;
  #followed: HistoryServices | undefined;
  #undo: Undo | undefined;
  #count = 0;

  /** @param history `undefined` where nothing is counted */
  constructor(host: ReactiveControllerHost, history: () => HistoryServices | undefined) {
    this.#host = host;
    this.#history = history;
    host.addController(this);
  }

  /** The id of what describes the button, while there is something to say. */
  get describedBy(): 'missed' | typeof nothing {
    return this.#count > 0 ? 'missed' : nothing;
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostUpdate(): void {
    const history = this.#history();
    if (history === this.#followed) return;
    this.hostDisconnected();
    this.#followed = history;
    this.#undo = history?.subscribe(() => void this.#ask());
    void this.#ask();
  }

  hostDisconnected(): void {
    this.#undo?.();
    this.#followed = this.#undo = undefined;
    this.#count = 0;
  }

  /** Beside the button, over its corner: it is no part of its name. */
  badge(localize: Localizer): TemplateResult | typeof nothing {
    if (this.#count === 0) return nothing;
    return html`<span part="badge" aria-hidden="true"
        >${this.#count > 99 ? '99+' : this.#count}</span
      >
      <span id="missed" hidden>${localize.term('missedCount', this.#count)}</span>`;
  }

  async #ask(): Promise<void> {
    const history = this.#followed;
    // A history that cannot be read has nothing to count.
    const count = (await history?.missedCount().catch(() => 0)) ?? 0;
    if (history !== this.#followed || count === this.#count) return;
    this.#count = count;
    this.#host.requestUpdate();
  }
}
