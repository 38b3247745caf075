import type { Clock, Undo } from '../../base/clock.js';
import { CtiError } from '../../base/error.js';
import { registerDelayMaxMs } from './constants.js';
import type { RegisterBudget } from './register-budget.js';
import type { RegisterExchange } from './register-exchange.js';
import { readSipText, readStartLine } from './sip-text.js';

export interface OutboundGateOptions {
  readonly clock: Clock;
  readonly budget: RegisterBudget;
  readonly exchange: RegisterExchange;
}

/** What has no place in the head of a message: a line break of any other kind would start a header. */
const controls =
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u0085\u2028\u2029]|\r(?!\n)|(?<!\r)\n/;

/** Everything that sip.js sends passes here: no control characters, and REGISTER within its budget. */
export class OutboundGate {
  readonly #options: OutboundGateOptions;
  readonly #waiting = new Set<Undo>();

  constructor(options: OutboundGateOptions) {
    this.#options = options;
  }

  /**
   * Admits a message, perhaps after a wait.
   * @throws CtiError `failed` for a message that must not leave, `overloaded` for a REGISTER far over the budget
   */
  admit(text: string): Promise<void> | undefined {
    const read = readSipText(text);
    const head = text.slice(0, text.indexOf('\r\n\r\n'));
    if (!read || controls.test(head))
      throw new CtiError('failed', { message: 'Not a SIP message.' });
    const start = readStartLine(read.message);
    if (start?.kind !== 'request' || start.method !== 'REGISTER') return undefined;
    const admission = this.#options.exchange.sent(read.message);
    if (admission === 'refused') throw new CtiError('network');
    return admission === 'free' ? undefined : this.#pay();
  }

  /** The connection is gone. What waited stays unsettled: the exchange answers sip.js in its place. */
  reset(): void {
    for (const cancel of this.#waiting) cancel();
    this.#waiting.clear();
  }

  #pay(): Promise<void> | undefined {
    const { budget, clock, exchange } = this.#options;
    if (budget.waitMs > registerDelayMaxMs) {
      exchange.forget();
      throw new CtiError('overloaded', { retryAfterMs: budget.waitMs });
    }
    const { waitMs, giveBack } = budget.take();
    if (waitMs === 0) return undefined;
    return new Promise((resolve) => {
      const stop = clock.schedule(waitMs, () => {
        this.#waiting.delete(cancel);
        resolve();
      });
      const cancel = (): void => {
        stop();
        giveBack();
      };
      this.#waiting.add(cancel);
    });
  }
}
