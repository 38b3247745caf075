import { Core, SessionState, type URI, type UserAgent } from 'sip.js';

import type { Undo } from '../../base/clock.js';
import { toCtiError } from '../../base/error.js';
import { microphoneError } from '../../devices/microphone-error.js';
import { microphonePermission } from '../../devices/microphone.js';
import { CallInviter } from './call-inviter.js';
import { answerTimeoutMs, inviteTimeoutMs, ringOutMs } from './constants.js';
import { beforeAccept, OutgoingInvite, retryTooSmall } from './dialog-operations.js';
import { earlyDelegate } from './in-dialog.js';
import { endReasonOfMicrophone } from './media/media-error.js';
import { SipCall } from './sip-call.js';
import { type FinalResponse, fromFarEnd, reasonOfResponse, sipStatusOf } from './status-reason.js';

/** A provisional response; sip.js's API does not tell of the early dialog that its core hands on. */
type ProgressResponse = Core.IncomingResponse & { readonly session?: Core.Session };

/** A call of ours. */
export class OutgoingCall extends SipCall {
  #inviter: CallInviter | undefined;
  #invite: OutgoingInvite | undefined;
  #watchdogs: Undo[] = [];
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
      } else {
        await this.askMicrophone().catch((thrown: unknown) => this.#failMicrophone(thrown));
      }
      if (!this.over) await this.#sendInvite(userAgent, uri, extraHeaders);
    } catch (thrown) {
      const { reason } = toCtiError(thrown, 'media');
      this.fail(reason === 'network' ? 'network' : 'media', 'local');
    }
  }

  protected override leave(): void {
    const inviter = this.#inviter;
    if (!inviter) return;
    if (inviter.state === SessionState.Established) return this.context.farewells.bye(inviter);
    if (inviter.state !== SessionState.Initial && inviter.state !== SessionState.Establishing) {
      return;
    }
    inviter.cancel().catch(() => undefined);
    this.#invite?.cancelled(inviter, this.context);
  }

  protected override connected(): void {
    this.#stopWatchdogs();
  }

  async #sendInvite(userAgent: UserAgent, uri: URI, extraHeaders: string[]): Promise<void> {
    const inviter = new CallInviter(userAgent, uri, {
      earlyMedia: false,
      extraHeaders: [...extraHeaders, ...this.timer.offer()],
    });
    this.#inviter = inviter;
    inviter.onEarlyBye = () => this.finish('hangup', 'remote');
    this.adopt(inviter);
    this.#watch(ringOutMs, () => this.fail('no-answer', 'local'));
    const client = await inviter.invite({
      requestDelegate: {
        onProgress: (response) => this.#progress(response),
        onReject: ({ message }) => this.#refused(message),
        onRedirect: ({ message }) => this.#refused(message),
      },
    });
    if (client instanceof Core.InviteUserAgentClient) {
      this.#invite = new OutgoingInvite(client, () => this.#answered());
      retryTooSmall(client, this.timer);
      beforeAccept(client, (message) => this.#accepted(message));
    }
    const { request } = inviter;
    this.pbxId = request.getHeader(this.context.callIdHeader) ?? request.callId;
    this.emit({ type: 'call-dialed', callId: this.id, pbxId: this.pbxId });
    this.#watch(inviteTimeoutMs, () => {
      if (this.#invite?.unheard) this.fail('timeout', 'network');
    });
  }

  #accepted(message: Core.IncomingResponseMessage): void {
    // One of a second far end, which gets a BYE, says nothing of this call.
    if (this.over || this.session?.dialog) return;
    this.timer.accepted(message);
    this.learnAbilities(message);
  }

  #progress({ message, session }: ProgressResponse): void {
    const sdp = /^\s*application\/sdp\b/i.test(message.getHeader('Content-Type') ?? '');
    if (sdp && message.body) void this.media.acceptEarly(message.body, message.toTag);
    if (session) session.delegate = earlyDelegate(() => this.fail('hangup', 'remote'));
    this.#ring();
  }

  #ring(): void {
    if (this.#ringing) return;
    this.#ringing = true;
    this.emit({ type: 'call-ringing', callId: this.id });
  }

  /** A 2xx: sip.js drops one without a Contact or a To tag, and the call would never get any further. */
  #answered(): void {
    this.#watch(answerTimeoutMs, () => this.fail('failed', 'remote'));
  }

  #refused(message: FinalResponse): void {
    const sip = sipStatusOf(message);
    if (fromFarEnd(message)) return this.finish(reasonOfResponse(message), 'remote', sip);
    this.finish(sip.status === 408 ? 'timeout' : 'network', 'network');
  }

  #failMicrophone(thrown: unknown): void {
    if (!this.over) this.fail(endReasonOfMicrophone(microphoneError(thrown)), 'local');
  }

  #watch(delayMs: number, onTimeout: () => void): void {
    if (!this.over) this.#watchdogs.push(this.context.clock.schedule(delayMs, onTimeout));
  }

  #stopWatchdogs(): void {
    for (const stop of this.#watchdogs.splice(0)) stop();
  }

  protected override closed(): void {
    this.#stopWatchdogs();
  }
}
