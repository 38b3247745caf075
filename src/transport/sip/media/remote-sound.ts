/**
 * The one place where far ends are heard. The element stays out of the document, so that it outlives whatever the
 * page does to its DOM.
 */
export class RemoteSound {
  #element: HTMLAudioElement | undefined;
  #blocked = false;
  readonly #report: (blocked: boolean) => void;

  /** @param report told when the browser's autoplay policy forbids sound, and when it no longer does */
  constructor(report: (blocked: boolean) => void) {
    this.#report = report;
  }

  /** Plays this stream instead of any other. */
  play(stream: MediaStream): void {
    const element = (this.#element ??= new Audio());
    if (element.srcObject !== stream) element.srcObject = stream;
    this.#start(element);
  }

  /** Stops playing this stream, if it is the one that plays. */
  stop(stream: MediaStream): void {
    if (this.#element?.srcObject !== stream) return;
    this.#element.pause();
    this.#element.srcObject = null;
    this.#setBlocked(false);
  }

  /** Tries again, after a gesture of the operator. */
  unblock(): void {
    if (this.#blocked && this.#element) this.#start(this.#element);
  }

  dispose(): void {
    this.#element?.pause();
    if (this.#element) this.#element.srcObject = null;
    this.#element = undefined;
  }

  #start(element: HTMLAudioElement): void {
    element.play().then(
      () => this.#setBlocked(false),
      (thrown: unknown) => {
        // AbortError only says that another stream or a pause came in between.
        if (thrown instanceof DOMException && thrown.name === 'NotAllowedError')
          this.#setBlocked(true);
      },
    );
  }

  #setBlocked(blocked: boolean): void {
    if (blocked === this.#blocked) return;
    this.#blocked = blocked;
    this.#report(blocked);
  }
}
