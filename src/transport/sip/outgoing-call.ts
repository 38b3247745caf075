import { Inviter, type URI, type UserAgent } from 'sip.js';

import type { Undo } from '../../base/clock.js';
import { toCtiError } from '../../base/error.js';
import { ringOutMs } from './constants.js';
import { endReasonOfMicrophone, microphoneError } from './media/media-error.js';
import { microphonePermission } from './media/microphone.js';
import { SipCall } from './sip-call.js';
import { type FinalResponse, reasonOfStatus, sipStatusOf } from './status-reason.js';

/** A call of ours. */
export class OutgoingCall extends SipCall {
  #stopRingCap: Undo | undefined;
  #ringing = false;

  /**
   * Where the microphone is already allowed, the offer does not wait for the device, which may take a second; where
   * it is still to be asked for, a refusal sends nothing.
   */
  async dial(userAgent: UserAgent, uri: URI, extraHeaders: string[]): Promise<void> {
    try {
      if ((await microphonePermission()) === 'granted') {
        if (this.over) return;
        this.media.openMicrophone().catch((thrown: unknown) => this.#failMicrophone(thrown));
        await this.#invite(userAgent, uri, extraHeaders);
      } else {
        await this.askMicrophone().catch((thrown: unknown) => this.#failMicrophone(thrown));
        if (!this.over) await this.#invite(userAgent, uri, extraHeaders);
      }
    } catch (thrown) {
      const { reason } = toCtiError(thrown, 'media');
      this.fail(reason === 'network' ? 'network' : 'media', 'local');
    }
  }

  protected override connected(): void {
    this.#stopRingCap?.();
  }

  async #invite(userAgent: UserAgent, uri: URI, extraHeaders: string[]): Promise<void> {
    const inviter = new Inviter(userAgent, uri, { earlyMedia: false, extraHeaders });
    this.adopt(inviter);
    await inviter.invite({
      requestDelegate: {
        onProgress: () => this.#ring(),
        onReject: ({ message }) => this.#refused(message),
        onRedirect: ({ message }) => this.#refused(message),
      },
    });
    this.emit({ type: 'call-dialed', callId: this.id, pbxId: inviter.request.callId });
    if (this.over) return;
    this.#stopRingCap = this.context.clock.schedule(ringOutMs, () =>
      this.fail('no-answer', 'local'),
    );
  }

  #ring(): void {
    if (this.#ringing) return;
    this.#ringing = true;
    this.emit({ type: 'call-ringing', callId: this.id });
  }

  #refused(message: FinalResponse): void {
    const sip = sipStatusOf(message);
    this.finish(reasonOfStatus(sip.status), 'remote', sip);
  }

  #failMicrophone(thrown: unknown): void {
    if (!this.over) this.fail(endReasonOfMicrophone(microphoneError(thrown)), 'local');
  }

  protected override finish(...end: Parameters<SipCall['finish']>): void {
    this.#stopRingCap?.();
    super.finish(...end);
  }

  override end(code?: number): void {
    this.#stopRingCap?.();
    super.end(code);
  }
}
