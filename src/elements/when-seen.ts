import type { ReactiveController, ReactiveElement } from 'lit';

/** Calls back each time an element comes into view, on a page that can be seen. */
export class WhenSeen implements ReactiveController {
  readonly #target: () => Element | undefined;
  readonly #seen: () => void;
  #observer: IntersectionObserver | undefined;
  #observed: Element | undefined;

  constructor(host: ReactiveElement, target: () => Element | undefined, seen: () => void) {
    this.#target = target;
    this.#seen = seen;
    host.addController(this);
  }

  hostConnected(): void {
    this.#observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) this.#seen();
    });
  }

  hostUpdated(): void {
    const target = this.#target();
    if (target === this.#observed) return;
    this.#observer?.disconnect();
    this.#observed = target;
    if (target) this.#observer?.observe(target);
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
    this.#observer = this.#observed = undefined;
  }
}
