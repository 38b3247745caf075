import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Undo } from '../base/clock.js';
import type { CallController } from '../controller/call-controller.js';
import type { CtiSnapshot } from '../controller/snapshot.js';

/** An element that knows its controller; a change of it must request an update of the element. */
export interface ControllerHost extends ReactiveControllerHost {
  readonly activeController: CallController | undefined;
}

/**
 * A slice of the snapshot: its element renders again only when the slice has changed.
 * `value` is `undefined` without a controller.
 */
export class CallState<T> implements ReactiveController {
  #value: T | undefined;
  #connected = false;
  #controller: CallController | undefined;
  #undo: Undo | undefined;
  readonly #host: ControllerHost;
  readonly #selector: (snapshot: CtiSnapshot) => T;
  readonly #equals: (a: T | undefined, b: T | undefined) => boolean;

  constructor(
    host: ControllerHost,
    selector: (snapshot: CtiSnapshot) => T,
    equals: (a: T | undefined, b: T | undefined) => boolean = Object.is,
  ) {
    this.#host = host;
    this.#selector = selector;
    this.#equals = equals;
    host.addController(this);
  }

  /** Of the controller in force, also in `willUpdate`, which runs before the hooks of reactive controllers. */
  get value(): T | undefined {
    this.hostUpdate();
    return this.#value;
  }

  hostConnected(): void {
    this.#connected = true;
    this.#follow();
  }

  /** The element's controller may have changed: that, too, requests an update. */
  hostUpdate(): void {
    if (this.#connected && this.#host.activeController !== this.#controller) this.#follow();
  }

  hostDisconnected(): void {
    this.#connected = false;
    this.#undo?.();
    this.#undo = undefined;
    this.#controller = undefined;
  }

  #follow(): void {
    this.#undo?.();
    this.#controller = this.#host.activeController;
    this.#undo = this.#controller?.subscribe((snapshot) => this.#take(snapshot));
    this.#take(this.#controller?.snapshot);
  }

  #take(snapshot: CtiSnapshot | undefined): void {
    const next = snapshot && this.#selector(snapshot);
    if (this.#equals(this.#value, next)) return;
    this.#value = next;
    this.#host.requestUpdate();
  }
}
