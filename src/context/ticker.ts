import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { systemClock, type Clock, type Undo } from '../base/clock.js';

const secondMs = 1_000;

/**
 * Renders its element once a second while there is a clock to show and the page can be seen. Time never enters the
 * snapshot: an element subtracts a timestamp of it from `now()`.
 */
export class Ticker implements ReactiveController {
  #undo: Undo | undefined;
  #document: Document | undefined;
  readonly #host: ReactiveControllerHost & Node;
  readonly #active: () => boolean;
  readonly #clock: Clock;

  constructor(
    host: ReactiveControllerHost & Node,
    active: () => boolean,
    clock: Clock = systemClock,
  ) {
    this.#host = host;
    this.#active = active;
    this.#clock = clock;
    host.addController(this);
  }

  /** ms since the epoch. */
  now(): number {
    return this.#clock.now();
  }

  hostConnected(): void {
    // Kept: once an element is told that it was taken out, its document is another already.
    this.#document = this.#host.ownerDocument ?? undefined;
    this.#document?.addEventListener('visibilitychange', this.#visible);
    this.#host.requestUpdate();
  }

  hostUpdated(): void {
    this.#stop();
    if (!this.#document || this.#document.hidden || !this.#active()) return;
    this.#undo = this.#clock.schedule(secondMs - (this.now() % secondMs), () =>
      this.#host.requestUpdate(),
    );
  }

  hostDisconnected(): void {
    this.#document?.removeEventListener('visibilitychange', this.#visible);
    this.#document = undefined;
    this.#stop();
  }

  #stop(): void {
    this.#undo?.();
    this.#undo = undefined;
  }

  readonly #visible = (): void => {
    if (!this.#document?.hidden) this.#host.requestUpdate();
  };
}
