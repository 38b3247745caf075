import type { ControllerHost } from '../context/call-state.js';
import { CallState } from '../context/call-state.js';
import { dialledCall, failedDial } from '../controller/selectors.js';

/** The text that a field hands to a call, and gets back when the call fails before it rings. */
export class HandedText {
  readonly #host: ControllerHost;
  readonly #dialled: CallState<ReturnType<typeof dialledCall>>;
  readonly #failed: CallState<ReturnType<typeof failedDial>>;
  /** What was asked to be dialled, until there is a call. */
  #sent: { readonly text: string; readonly before: string | undefined } | undefined;
  /** What the call in progress took out of the field. */
  #taken: { readonly text: string; readonly callId: string } | undefined;
  #restored = '';

  constructor(host: ControllerHost) {
    this.#host = host;
    this.#dialled = new CallState(host, dialledCall);
    this.#failed = new CallState(host, failedDial);
  }

  /** The call whose number came back last. */
  get restored(): string {
    return this.#restored;
  }

  send(text: string): void {
    this.#sent = { text, before: this.#dialled.value };
  }

  /** What the field holds now, of what it held: nothing once its call is there, the number when that has failed. */
  follow(value: string): string {
    const callId = this.#dialled.value;
    let next = value;
    if (this.#sent && callId !== undefined && callId !== this.#sent.before) {
      const { text } = this.#sent;
      this.#sent = undefined;
      this.#taken = { text, callId };
      if (value === text) next = '';
    }
    if (!this.#taken || this.#failed.value?.id !== this.#taken.callId) return next;
    next ||= this.#taken.text;
    this.#restored = this.#taken.callId;
    this.#taken = undefined;
    return next;
  }

  /** @returns whether no call has come of it */
  async settle(): Promise<boolean> {
    await this.#host.updateComplete;
    const waiting = this.#sent !== undefined;
    this.#sent = undefined;
    return waiting;
  }
}
