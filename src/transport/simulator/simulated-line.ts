import type { Clock } from '../../base/clock.js';
import { CtiError } from '../../base/error.js';
import type { Capabilities, TransportEvent } from '../call-transport.js';
import { Timers } from './timers.js';

/** A server that says nothing: when an attempt, a probe and a farewell give up. */
const connectTimeoutMs = 10_000;
const probeTimeoutMs = 3_000;
const closeTimeoutMs = 2_000;

interface LineOptions {
  readonly clock: () => Clock;
  readonly latencyMs: number;
  readonly capabilities: Capabilities;
  emit(event: TransportEvent, wanted?: () => boolean): void;
}

/** The line, and the trouble it may have. */
export class SimulatedLine {
  readonly #options: LineOptions;
  readonly #timers: Timers;
  #state: 'closed' | 'connecting' | 'open' = 'closed';
  #server = '';
  /** Counts attempts, so that a report about an older one is not delivered. */
  #attempt = 0;
  #trouble: { readonly error: CtiError; readonly final: boolean } | undefined;
  #stalled = false;
  /** What waits for the far end and us to reach each other again. */
  #undelivered: (() => void)[] = [];
  #finishClosing: (() => void) | undefined;

  constructor(options: LineOptions) {
    this.#options = options;
    this.#timers = new Timers(options.clock);
  }

  get open(): boolean {
    return this.#state === 'open';
  }

  connect(server: string): void {
    this.#begin();
    this.#state = 'connecting';
    this.#server = server;
    this.#timers.after(connectTimeoutMs, () => this.#fail(new CtiError('transport-timeout')));
    this.#timers.after(this.#options.latencyMs, () => this.#settle());
  }

  async close(): Promise<void> {
    this.#begin();
    this.#state = 'closed';
    await new Promise<void>((resolve) => {
      this.#finishClosing = resolve;
      this.#timers.after(this.#stalled ? closeTimeoutMs : this.#options.latencyMs, resolve);
    });
    this.#finishClosing = undefined;
    this.#options.emit({ type: 'line-closed' });
    // The emission is one microtask behind, and is to come first.
    await Promise.resolve();
  }

  /** Closes without a word. */
  abandon(): void {
    this.#begin();
    this.#state = 'closed';
  }

  probe(): void {
    if (!this.open || !this.#stalled) return;
    this.#timers.after(probeTimeoutMs, () => {
      if (this.open && this.#stalled) this.#fail(new CtiError('transport-timeout'));
    });
  }

  drop(error: CtiError, final: boolean): void {
    this.#trouble = { error, final };
    if (this.#state !== 'closed') this.#fail(error, final);
  }

  restore(): void {
    this.#trouble = undefined;
    this.stall(false);
  }

  stall(stalled: boolean): void {
    this.#stalled = stalled;
    if (stalled) return;
    if (this.#state === 'connecting') this.#settle();
    this.#deliver();
  }

  /** Carries a message between the two ends: now, or when they can reach each other again. */
  carry(message: () => void): void {
    this.#undelivered.push(message);
    this.#deliver();
  }

  dispose(): void {
    this.abandon();
    this.#undelivered = [];
    this.#finishClosing?.();
  }

  #begin(): void {
    this.#attempt += 1;
    this.#timers.clear();
    this.#finishClosing?.();
  }

  #settle(): void {
    if (this.#stalled || this.#state !== 'connecting') return;
    if (this.#trouble) return this.#fail(this.#trouble.error, this.#trouble.final);
    this.#timers.clear();
    this.#state = 'open';
    const { capabilities } = this.#options;
    this.#report({ type: 'line-opened', server: this.#server, capabilities });
    this.#deliver();
  }

  #fail(error: CtiError, final = false): void {
    this.#timers.clear();
    this.#state = 'closed';
    this.#report({ type: 'line-failed', error, final });
  }

  #report(event: TransportEvent): void {
    const attempt = this.#attempt;
    this.#options.emit(event, () => attempt === this.#attempt);
  }

  #deliver(): void {
    while (this.open && !this.#stalled) {
      const message = this.#undelivered.shift();
      if (!message) return;
      message();
    }
  }
}
