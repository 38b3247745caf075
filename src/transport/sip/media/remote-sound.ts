import { Speaker } from './speaker.js';

/**
 * The one place where far ends are heard. The element stays out of the document, so that it outlives whatever the
 * page does to its DOM.
 */
export class RemoteSound {
  readonly #speaker: Speaker;
  #element: HTMLAudioElement | undefined;
  #blocked = false;
  readonly #report: (blocked: boolean) => void;

  /**
   * @param report told when the browser's autoplay policy forbids sound, and when it no longer does
   * @param speaker where it is heard
   */
  constructor(report: (blocked: boolean) => void, speaker = new Speaker(() => undefined)) {
    this.#report = report;
    this.#speaker = speaker;
  }

  /** What is heard, or would be if the browser let it. */
  get playing(): MediaStream | undefined {
    const source = this.#element?.srcObject;
    return source instanceof MediaStream ? source : undefined;
  }

  /** Plays this stream instead of any other. */
  play(stream: MediaStream): void {
    const element = (this.#element ??= this.#create());
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
    this.#speaker.dispose();
    this.#element?.pause();
    if (this.#element) this.#element.srcObject = null;
    this.#element = undefined;
  }

  #create(): HTMLAudioElement {
    const element = new Audio();
    this.#speaker.attach(element);
    return element;
  }

  #start(element: HTMLAudioElement): void {
    const { srcObject } = element;
    const settle = (blocked: boolean): void => {
      // An answer about a stream that no longer plays says nothing.
      if (element.srcObject === srcObject) this.#setBlocked(blocked);
    };
    element.play().then(
      () => settle(false),
      (thrown: unknown) => {
        // AbortError only says that another stream or a pause came in between.
        if (thrown instanceof DOMException && thrown.name === 'NotAllowedError') settle(true);
      },
    );
  }

  #setBlocked(blocked: boolean): void {
    if (blocked === this.#blocked) return;
    this.#blocked = blocked;
    this.#report(blocked);
  }
}
