import { html, nothing, type ReactiveElement, type TemplateResult } from 'lit';
import { toCtiError } from '../base/error.js';
import type { ControllerHost } from '../context/call-state.js';
import type { Command } from '../controller/commands.js';
import type { Customer } from '../directory/customer-directory.js';
import type { Localizer } from '../i18n/localize.js';
import { HandedText } from './handed-text.js';
import { problemText } from './problem-text.js';
import { shownText } from './shown-text.js';

/** What is dialled, as it stands in the field. */
interface Dialled {
  readonly text: string;
  readonly customer?: Customer | undefined;
}

export interface AttemptHost {
  readonly element: ReactiveElement & ControllerHost;
  readonly localize: Localizer;
  readonly send: (command: Command) => Promise<unknown>;
}

/** Dials what a field holds, and tells why there is no call of it; a warning can be overruled. */
export class DialAttempt {
  readonly #host: AttemptHost;
  readonly handed: HandedText;
  #problem: string | undefined;
  /** The customer does not want to be called. */
  #unwelcome: Dialled | undefined;

  constructor(host: AttemptHost) {
    this.#host = host;
    this.handed = new HandedText(host.element);
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  forget(): void {
    this.#problem = this.#unwelcome = undefined;
    this.#host.element.requestUpdate();
  }

  async call(dialled: Dialled, confirmed = false): Promise<void> {
    const { text, customer } = dialled;
    this.forget();
    this.handed.send(text);
    try {
      await this.#host.send({
        type: 'dial',
        target: text.trim(),
        ...(customer ? { customer } : {}),
        ...(confirmed ? { confirmed } : {}),
      });
      await this.handed.settle();
    } catch (thrown) {
      // How a call ended is shown by the call.
      if (await this.handed.settle()) this.#tell(thrown, dialled);
    }
  }

  render(): TemplateResult {
    const dialled = this.#unwelcome;
    return html`<p part="problem" id="problem" role="alert" dir="auto">${this.#problem}</p>
      ${
        dialled
          ? html`<button part="call-anyway" type="button" @click=${() => this.call(dialled, true)}>
              ${this.#host.localize.term('callAnyway')}
            </button>`
          : nothing
      }`;
  }

  #tell(thrown: unknown, dialled: Dialled): void {
    const unwelcome = toCtiError(thrown).reason === 'do-not-call';
    const text = problemText(thrown, this.#host.localize);
    const why = unwelcome ? dialled.customer?.doNotCall : undefined;
    this.#unwelcome = unwelcome ? dialled : undefined;
    this.#problem = typeof why === 'string' ? `${text} ${shownText(why)}` : text;
    this.#host.element.requestUpdate();
  }
}
