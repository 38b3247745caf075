import { CallBench, type FarDialog, farContact } from './call-bench.js';
import type { SeenRequest } from './scripted-server.js';

interface Report {
  readonly event?: string;
  readonly state?: string;
}

/** A call bench whose far end is sent elsewhere. */
export class TransferBench extends CallBench {
  #cseq = 500;

  static override async online(): Promise<TransferBench> {
    const bench = new TransferBench();
    await bench.begin();
    return bench;
  }

  /** What the far end reports of our REFER; gives our answer to it. */
  async report(dialog: FarDialog, body: string, options: Report = {}): Promise<number> {
    const { event = 'refer', state = 'active;expires=60' } = options;
    this.sendIn(dialog, 'NOTIFY', {
      cseq: ++this.#cseq,
      body,
      contentType: 'message/sipfrag',
      headers: [`Event: ${event}`, `Subscription-State: ${state}`],
    });
    return this.status('NOTIFY');
  }

  async hangUp(dialog: FarDialog): Promise<void> {
    this.sendIn(dialog, 'BYE', { cseq: ++this.#cseq });
    await this.settle();
  }

  /** Our REFER, as it left. */
  async refer(callId: string, number = '601'): Promise<SeenRequest> {
    this.server.on('REFER', () => undefined);
    this.transport.transfer(callId, this.transport.parseTarget(number));
    return this.server.request('REFER');
  }

  /** A REFER that the far end has taken. */
  async accepted(): Promise<{ callId: string; dialog: FarDialog; request: SeenRequest }> {
    const { callId, dialog } = await this.talk();
    const request = await this.refer(callId);
    request.reply(202, { headers: [farContact] });
    await this.settle();
    return { callId, dialog, request };
  }

  async failed(): Promise<{ readonly reason: string; readonly status?: number }> {
    const { error } = await this.phone.next('call-transfer-failed');
    return { reason: error.reason, ...(error.sip ? { status: error.sip.status } : {}) };
  }
}
