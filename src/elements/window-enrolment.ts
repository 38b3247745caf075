import type { ReactiveController, ReactiveElement } from 'lit';
import type { Undo } from '../base/clock.js';
import type { ControllerHost } from '../context/call-state.js';
import type { CallController } from '../controller/call-controller.js';
import {
  askedForWindow,
  askerForWindow,
  dismissWindow,
  enrolWindow,
  windowOf,
  type WindowAsker,
} from './window-registry.js';

type Host = ReactiveElement & ControllerHost;

/** Makes a window known to its controller's panel, and knows who asked for it last. */
export class WindowEnrolment implements ReactiveController {
  readonly #host: Host;
  #controller: CallController | undefined;
  #undo: Undo | undefined;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  /** Who asked for the window. */
  get asker(): WindowAsker {
    return (this.#controller && askerForWindow(this.#controller)) ?? { source: 'page' };
  }

  /** Whether this is the window that its controller opens. */
  get isChosen(): boolean {
    return this.#controller !== undefined && windowOf(this.#controller) === this.#host;
  }

  hostUpdate(): void {
    const { activeController } = this.#host;
    if (activeController === this.#controller) return;
    this.#leave();
    if (!activeController || !this.#host.isConnected) return;
    this.#controller = activeController;
    enrolWindow(activeController, this.#host);
    this.#undo = activeController.intercept(({ command, source, element }) => {
      if (command.type === 'open-window') {
        askedForWindow(activeController, { source, element });
      }
      return undefined;
    });
  }

  hostDisconnected(): void {
    this.#leave();
  }

  #leave(): void {
    this.#undo?.();
    if (this.#controller) dismissWindow(this.#controller, this.#host);
    this.#controller = this.#undo = undefined;
  }
}
