import { Invitation, Inviter, type Session, SessionState } from 'sip.js';

import type { Clock } from '../../base/clock.js';
import { CtiError, toCtiError } from '../../base/error.js';
import type { DialogRecord } from '../call-transport.js';
import { cancelTimeoutMs, inDialogTimeoutMs } from './constants.js';
import { type FinalResponse, reasonOfStatus, sipStatusOf } from './status-reason.js';

/**
 * A re-INVITE with the media's present description; resolves when the far end has accepted it.
 * @throws CtiError with `sip`; `timeout` without an answer
 */
export function reinvite(session: Session, clock: Clock): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const stopWatchdog = clock.schedule(inDialogTimeoutMs, () => reject(new CtiError('timeout')));
    const refuse = ({ message }: { readonly message: FinalResponse }): void => {
      stopWatchdog();
      const sip = sipStatusOf(message);
      reject(new CtiError(reasonOfStatus(sip.status), { sip }));
    };
    const accept = (): void => {
      stopWatchdog();
      resolve();
    };
    session
      .invite({ requestDelegate: { onAccept: accept, onReject: refuse, onRedirect: refuse } })
      .catch((thrown: unknown) => {
        stopWatchdog();
        reject(toCtiError(thrown, 'failed'));
      });
  });
}

/**
 * Ends a session by whatever fits its state: CANCEL, a rejection with `code`, BYE, or nothing. Sends before it
 * returns; resolves when sip.js is done with it; never throws.
 */
export async function hangUp(session: Session, clock: Clock, code = 486): Promise<void> {
  try {
    const early =
      session.state === SessionState.Initial || session.state === SessionState.Establishing;
    if (early && session instanceof Inviter) {
      // A server that never answers the CANCEL would leave the session for ever (SIP has no timer for it).
      clock.schedule(cancelTimeoutMs, () => {
        if (session.state !== SessionState.Terminated) session.dispose().catch(() => undefined);
      });
      await session.cancel();
    } else if (early && session instanceof Invitation) {
      await session.reject({ statusCode: code });
    } else if (session.state === SessionState.Established) {
      await session.bye();
    }
  } catch {
    // The other side was quicker, or the line is down: locally the call is over either way.
  }
}

/** What identifies the session's confirmed dialog. */
export function dialogRecord(
  session: Session,
  callId: string,
  held: boolean,
): DialogRecord | undefined {
  const { dialog } = session;
  if (!dialog) return undefined;
  return {
    callId,
    pbxId: dialog.callId,
    localTag: dialog.localTag,
    remoteTag: dialog.remoteTag,
    direction: session instanceof Inviter ? 'outgoing' : 'incoming',
    remoteUri: dialog.remoteURI.toString(),
    held,
  };
}
