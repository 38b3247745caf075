import { type Invitation, SessionState } from 'sip.js';

import type { Undo } from '../../base/clock.js';
import { microphoneError } from '../../devices/microphone-error.js';
import { microphonePermission } from '../../devices/microphone.js';
import { answerTimeoutMs, prepareAfterMs, ringInMs } from './constants.js';
import { callerOf } from './caller.js';
import { applicationHeaders } from './headers.js';
import { earlyDelegate, quietly } from './in-dialog.js';
import type { CallContext } from './call-context.js';
import { SipCall } from './sip-call.js';
import { q850CauseOf, sipCauseOf } from './status-reason.js';

/** Non-selected user clearing: another phone of the group took the call (ITU-T Q.850). */
const answeredElsewhereCause = 26;

/** A call that comes in. */
export class IncomingCall extends SipCall {
  readonly #invitation: Invitation;
  #stopWatchdog: Undo;
  #stopPreparing: Undo | undefined;
  #answering = false;
  #microphoneAllowed = false;

  constructor(id: string, context: CallContext, invitation: Invitation) {
    super(id, context);
    this.#invitation = invitation;
    const { request } = invitation;
    this.pbxId = request.getHeader(context.callIdHeader) ?? request.callId;
    this.remote = callerOf(request, invitation.remoteIdentity, context.trustAssertedIdentity);
    this.learnAbilities(request);
    this.adopt(invitation, {
      onCancel: (cancel) => this.#cancelled(cancel.request.getHeaders('Reason')),
    });
    if (invitation.dialog) {
      invitation.dialog.delegate = earlyDelegate(() => {
        this.finish('cancelled', 'remote');
        quietly(() => invitation.reject({ statusCode: 487 }));
      });
    }
    this.#stopWatchdog = context.clock.schedule(ringInMs, () => this.#giveUp());
  }

  offer(): void {
    const { request } = this.#invitation;
    this.emit({
      type: 'call-offered',
      callId: this.id,
      pbxId: this.pbxId,
      remote: this.remote,
      capabilities: this.capabilities,
      headers: applicationHeaders(request),
    });
    const { body } = request;
    if (!body) return;
    this.#stopPreparing = this.context.clock.schedule(prepareAfterMs, () => {
      this.media.prepare(body);
      // Asked beside the microphone, the browser would first open that.
      void microphonePermission().then((permission) => {
        this.#microphoneAllowed = permission === 'granted';
      });
    });
  }

  /** The microphone comes first: a call accepted without one would be lost. Failing, the call rings on. */
  async answer(): Promise<void> {
    if (this.#answering || this.#invitation.state !== SessionState.Initial) return;
    this.#answering = true;
    this.#stopPreparing?.();
    // Where the microphone is allowed it will come: the answer is made meanwhile.
    if (this.#microphoneAllowed) this.media.prepareAnswer();
    try {
      await this.askMicrophone();
    } catch (thrown) {
      this.#answering = false;
      this.emit({ type: 'call-answer-failed', callId: this.id, error: microphoneError(thrown) });
      return;
    }
    if (this.over) return;
    this.#stopWatchdog();
    this.#stopWatchdog = this.context.clock.schedule(answerTimeoutMs, () =>
      this.fail('media', 'local'),
    );
    try {
      const { request } = this.#invitation;
      await this.#invitation.accept({ extraHeaders: this.timer.answer(request) });
    } catch {
      this.fail('media', 'local');
    }
  }

  protected override leave(code = 486): void {
    const { state } = this.#invitation;
    if (state === SessionState.Established) return this.context.farewells.bye(this.#invitation);
    if (state === SessionState.Initial || state === SessionState.Establishing) {
      this.#invitation.reject({ statusCode: code }).catch(() => undefined);
    }
  }

  protected override connected(): void {
    this.#stopWatchdog();
    this.awaitAck();
  }

  /** sip.js answers 480 and 487 by itself when the ringing takes too long. */
  protected override terminated(from: SessionState): void {
    if (from === SessionState.Initial) this.finish('no-answer', 'local');
    else super.terminated(from);
  }

  protected override closed(): void {
    this.#stopWatchdog();
    this.#stopPreparing?.();
  }

  #giveUp(): void {
    if (this.over) return;
    this.finish('no-answer', 'local');
    quietly(() => this.leave(480));
  }

  /** A CANCEL may say that another phone answered (RFC 3326); each Reason header has a protocol of its own. */
  #cancelled(reasons: readonly string[]): void {
    const elsewhere = reasons.some(
      (reason) => sipCauseOf(reason) === 200 || q850CauseOf(reason) === answeredElsewhereCause,
    );
    this.finish(elsewhere ? 'answered-elsewhere' : 'cancelled', 'remote');
  }
}
