import { expect } from '@open-wc/testing';

import type { LineSettings } from '../../../../../src/transport/call-transport.js';
import { Invariants } from './invariants.js';
import { LeftTimers } from './left-timers.js';
import { expectInOrder, pass, Phone } from './phone.js';
import { ScriptedServer } from './scripted-server.js';
import { SleepingClock } from './sleeping-clock.js';

/** One phone, one server, a clock that stands still; what must not be left over is checked at the end. */
export class LineBench {
  readonly server = new ScriptedServer();
  readonly clock = new SleepingClock();
  readonly #invariants = new Invariants();
  readonly #timers = new LeftTimers();
  readonly #phones: Phone[] = [];

  begin(): void {
    this.#timers.install();
    this.#invariants.watch();
    this.server.install();
  }

  /** Disposes everything: no timer, no socket, no error is left. */
  async end(): Promise<void> {
    try {
      for (const phone of this.#phones) phone.transport.dispose();
      await this.server.settle();
      await new Promise<void>((resolve) => setTimeout(resolve, 10));
      expect(this.clock.pending, 'timers of ours').to.equal(0);
      expect(this.server.openSockets.length, 'sockets').to.equal(0);
      expect(this.#timers.list, 'timers of sip.js').to.deep.equal([]);
      this.#invariants.expect(0);
      this.#phones.forEach(expectInOrder);
    } finally {
      this.server.uninstall();
      this.#invariants.stop();
      this.#timers.uninstall();
    }
  }

  phone(settings: Partial<LineSettings> = {}): Phone {
    const phone = new Phone({ clock: this.clock, settings });
    this.#phones.push(phone);
    return phone;
  }

  online(settings: Partial<LineSettings> = {}): Promise<Phone> {
    return this.phone(settings).online();
  }

  /** Lets time pass, with the server's part in it. */
  pass(ms: number, stepMs?: number): Promise<void> {
    return pass(this.clock, this.server, ms, stepMs);
  }

  settle(): Promise<void> {
    return this.server.settle();
  }

  /** The first failure of a line that cannot open, as `reason final`. */
  async failure(phone: Phone): Promise<string> {
    const { error, final } = await phone.next('line-failed');
    return final ? `${error.reason} final` : error.reason;
  }
}
