import { type Core, Inviter, SessionState } from 'sip.js';

import { quietly, refuseForNow, referRefusal } from './in-dialog.js';

/**
 * sip.js drops what comes on a dialog between the far end's 2xx and our having taken its answer: no answer to a BYE,
 * and a call that nobody has. Here it is answered.
 */
export class CallInviter extends Inviter {
  /** The far end hung up before its answer was taken. */
  onEarlyBye: (() => void) | undefined;

  protected override onByeRequest(request: Core.IncomingByeRequest): void {
    if (this.state === SessionState.Established) return super.onByeRequest(request);
    quietly(() => request.accept());
    this.onEarlyBye?.();
  }

  protected override onInviteRequest(request: Core.IncomingInviteRequest): void {
    if (this.state === SessionState.Established) super.onInviteRequest(request);
    else refuseForNow(request);
  }

  protected override onInfoRequest(request: Core.IncomingInfoRequest): void {
    if (this.state === SessionState.Established) super.onInfoRequest(request);
    else refuseForNow(request);
  }

  protected override onMessageRequest(request: Core.IncomingMessageRequest): void {
    if (this.state === SessionState.Established) super.onMessageRequest(request);
    else refuseForNow(request);
  }

  protected override onNotifyRequest(request: Core.IncomingNotifyRequest): void {
    if (this.state === SessionState.Established) super.onNotifyRequest(request);
    else refuseForNow(request);
  }

  protected override onReferRequest(request: Core.IncomingReferRequest): void {
    if (this.state === SessionState.Established) super.onReferRequest(request);
    else quietly(() => request.reject(referRefusal));
  }
}
