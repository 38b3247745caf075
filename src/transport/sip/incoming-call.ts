import { type Invitation, SessionState } from 'sip.js';

import { remoteParty, applicationHeaders } from './headers.js';
import { microphoneError } from './media/media-error.js';
import { type CallContext, SipCall } from './sip-call.js';
import { sipCauseOf } from './status-reason.js';

/** A call that comes in. */
export class IncomingCall extends SipCall {
  readonly #invitation: Invitation;
  #answering = false;

  constructor(id: string, context: CallContext, invitation: Invitation) {
    super(id, context);
    this.#invitation = invitation;
    this.adopt(invitation, {
      onCancel: ({ request }) => {
        const elsewhere = sipCauseOf(request.getHeader('Reason')) === 200;
        this.finish(elsewhere ? 'answered-elsewhere' : 'cancelled', 'remote');
      },
    });
    // sip.js answers 480 by itself after `noAnswerTimeout`; its own end comes before the general one of `adopt`.
    invitation.stateChange.addListener((state) => {
      if (state === SessionState.Terminated && !this.#answering) this.#endUnanswered();
    });
  }

  offer(): void {
    const { request, remoteIdentity } = this.#invitation;
    this.emit({
      type: 'call-offered',
      callId: this.id,
      pbxId: request.callId,
      remote: remoteParty(remoteIdentity),
      capabilities: { answer: true, hold: true, mute: true, dtmf: true },
      headers: applicationHeaders(request),
    });
  }

  /** The microphone comes first: a call accepted without one would be lost. Failing, the call rings on. */
  async answer(): Promise<void> {
    if (this.#answering || this.#invitation.state !== SessionState.Initial) return;
    this.#answering = true;
    try {
      await this.askMicrophone();
    } catch (thrown) {
      this.#answering = false;
      this.emit({ type: 'call-answer-failed', callId: this.id, error: microphoneError(thrown) });
      return;
    }
    if (this.over) return;
    try {
      await this.#invitation.accept();
    } catch {
      this.fail('media', 'local');
    }
  }

  #endUnanswered(): void {
    // A CANCEL has told its reason before this, and `finish` counts once.
    this.finish('no-answer', 'local');
  }
}
