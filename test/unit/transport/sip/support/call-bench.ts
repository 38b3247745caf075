import type { LineSettings, TransportEvent } from '../../../../../src/transport/call-transport.js';
import { ManualClock } from '../../../../support/manual-clock.js';
import { fakeSdp, pretendMedia } from './fake-media.js';
import { Invariants } from './invariants.js';
import { endPretending } from './pretend.js';
import { expectInOrder, Phone } from './phone.js';
import { ScriptedServer, type SeenRequest } from './scripted-server.js';
import { requestText } from './sip-message.js';

export const farContact = 'Contact: <sip:far@pbx.example>';
type Ended = Extract<TransportEvent, { readonly type: 'call-ended' }>;

export interface FarDialog {
  readonly callId: string;
  readonly local: string;
  readonly remote: string;
  /** Branch of the INVITE that began it. */
  readonly branch: string;
}

/** A phone of ours and a server; the far end's every message is the test's. Media are pretended. */
export class CallBench {
  readonly invariants = new Invariants();
  readonly clock = new ManualClock();
  readonly server = new ScriptedServer();
  readonly phone: Phone;
  #cseq = 100;
  #calls = 0;
  #endPretending = (): void => undefined;

  constructor(settings: Partial<LineSettings> = {}) {
    this.phone = new Phone({ clock: this.clock, settings });
  }

  static async online(settings: Partial<LineSettings> = {}): Promise<CallBench> {
    const bench = new CallBench(settings);
    await bench.begin();
    return bench;
  }

  protected async begin(): Promise<void> {
    this.#endPretending = pretendMedia();
    this.invariants.watch();
    this.server.install();
    this.server.on('INVITE', () => undefined);
    await this.phone.online();
  }

  get transport(): Phone['transport'] {
    return this.phone.transport;
  }

  /** Dials, and gives the INVITE, which the test answers. */
  async dial(): Promise<{ readonly callId: string; readonly invite: SeenRequest }> {
    const callId = this.phone.dial();
    const invite = await this.server.request('INVITE');
    await this.server.settle();
    return { callId, invite };
  }

  /** A call of ours that stands. */
  async talk(): Promise<{ callId: string; invite: SeenRequest; dialog: FarDialog }> {
    const { callId, invite } = await this.dial();
    invite.reply(180, { headers: [farContact] });
    invite.reply(200, { headers: [farContact], body: fakeSdp() });
    await this.server.request('ACK');
    await this.phone.next('call-connected');
    await this.server.settle();
    return { callId, invite, dialog: this.dialogOf(invite) };
  }

  /** A call that comes in. */
  async ring(
    headers: readonly string[] = [],
    id = `in${++this.#calls}`,
  ): Promise<{ callId: string; dialog: FarDialog }> {
    const dialog = {
      callId: `far-${id}`,
      local: `<sip:+12025550101@pbx.example>;tag=far-${id}`,
      remote: '<sip:101@pbx.example>',
      branch: `z9hG4bK${id}`,
    };
    this.server.sendRequest({
      method: 'INVITE',
      callId: dialog.callId,
      from: dialog.local,
      branch: dialog.branch,
      headers: [farContact, ...headers],
      body: fakeSdp(),
    });
    const { callId } = await this.phone.next('call-offered');
    const ringing = await this.#toOfRinging(dialog.callId);
    return { callId, dialog: { ...dialog, remote: ringing } };
  }

  /** A call that came in and stands, acknowledged. */
  async answered(acknowledge = true): Promise<{ callId: string; dialog: FarDialog }> {
    const { callId, dialog } = await this.ring();
    this.transport.answer(callId);
    await this.phone.next('call-connected');
    await this.server.settle();
    if (acknowledge) this.ack(dialog);
    await this.server.settle();
    return { callId, dialog };
  }

  ack(dialog: FarDialog): void {
    this.sendIn(dialog, 'ACK', { cseq: 1 });
  }

  /** The To header with our tag, from our 180. */
  async #toOfRinging(callId: string): Promise<string> {
    for (;;) {
      const response = await this.server.response('INVITE');
      if (response.callId === callId && (response.statusCode ?? 0) > 100) {
        return response.getHeader('to') ?? '';
      }
    }
  }

  /** What identifies the dialog of a call of ours, seen from the far end. */
  dialogOf(invite: SeenRequest, tag = 'scripted'): FarDialog {
    return {
      callId: invite.message.callId,
      local: `${invite.header('to') ?? ''};tag=${tag}`,
      remote: invite.header('from') ?? '',
      branch: invite.message.viaBranch,
    };
  }

  /** A request of the far end within a dialog. */
  sendIn(
    dialog: FarDialog,
    method: string,
    options: {
      readonly cseq?: number;
      readonly body?: string;
      readonly contentType?: string;
      readonly headers?: readonly string[];
      readonly branch?: string;
    } = {},
  ): void {
    this.server.send(
      requestText({
        method,
        uri: this.server.contact,
        callId: dialog.callId,
        from: dialog.local,
        to: dialog.remote,
        headers: [farContact, ...(options.headers ?? [])],
        cseq: options.cseq ?? ++this.#cseq,
        ...(options.body === undefined ? {} : { body: options.body }),
        ...(options.contentType === undefined ? {} : { contentType: options.contentType }),
        ...(options.branch === undefined ? {} : { branch: options.branch }),
      }),
    );
  }

  /** Our final status to the far end's request. */
  async status(method: string): Promise<number> {
    for (;;) {
      const { statusCode = 0 } = await this.server.response(method);
      if (statusCode >= 200) return statusCode;
    }
  }

  ended(patienceMs?: number): Promise<Ended> {
    return this.phone.next('call-ended', patienceMs);
  }

  /** Everything that was on its way has arrived; sip.js's timers of no length have fired. */
  async settle(): Promise<void> {
    await this.server.settle();
    await new Promise((resolve) => setTimeout(resolve));
    await this.server.settle();
  }

  /** Lets time pass, and what it causes. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 1_000) {
      this.clock.advance(Math.min(1_000, left));
      await this.settle();
    }
  }

  /** I1, I5, I6, I7, I8, I10 with no call left; then everything closes. */
  async close(failed = false): Promise<void> {
    await this.settle();
    try {
      if (failed) return;
      this.invariants.expect(0);
      this.transport.dispose();
      await this.settle();
      this.invariants.expect(0);
      expectInOrder(this.phone);
    } finally {
      this.transport.dispose();
      this.invariants.stop();
      this.server.uninstall();
      this.#endPretending();
      endPretending();
    }
  }
}
