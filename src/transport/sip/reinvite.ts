import { Core, Inviter, type Session } from 'sip.js';

import type { Clock } from '../../base/clock.js';
import { CtiError, type EndReason, toCtiError } from '../../base/error.js';
import {
  glareOtherMaxMs,
  glareOwnerMaxMs,
  glareOwnerMinMs,
  inDialogTimeoutMs,
  reinviteTriesMax,
} from './constants.js';
import type { MediaSession } from './media/media-session.js';
import { wait } from './media/time-limit.js';
import type { SessionTimer } from './session-timer.js';
import { type FinalResponse, fromFarEnd, reasonOfStatus, sipStatusOf } from './status-reason.js';

export interface ReinviteOptions {
  readonly session: Session;
  readonly media: MediaSession;
  readonly clock: Clock;
  readonly timer: SessionTimer;
  /** Aborted with `network` when the line is lost, otherwise when the call ends. */
  readonly signal: AbortSignal;
  /** Told when an offer of ours is open, and when it no longer is: theirs is refused meanwhile. */
  onOffering(offering: boolean): void;
}

/** Why a re-INVITE came to nothing, whether the call is over with it, and whether another may do: `later` is a glare. */
export class ReinviteFailure extends Error {
  constructor(
    readonly error: CtiError,
    readonly ends?: EndReason,
    readonly retry?: 'now' | 'later',
  ) {
    super(error.message);
  }
}

type Answer = Core.AckableIncomingResponseWithSession;

/** The session's confirmed dialog, as sip.js's core has it. */
export function confirmedDialog(session: Session): Core.SessionDialog {
  const { dialog } = session;
  if (!(dialog instanceof Core.SessionDialog)) throw new CtiError('not-allowed');
  return dialog;
}

/** Their re-INVITE, or the ACK to our answer, is still to come to an end (RFC 3261 section 14.1). */
function isBusy(dialog: Core.SessionDialog): boolean {
  return (
    dialog.reinviteUserAgentServer !== undefined ||
    dialog.reinviteUserAgentClient !== undefined ||
    dialog.sessionState === Core.SessionState.AckWait
  );
}

function refusal(message: FinalResponse, intervalRaised: boolean): ReinviteFailure {
  const sip = sipStatusOf(message);
  const { status } = sip;
  if (!fromFarEnd(message)) {
    // sip.js says so when nobody answered (408), and when it could not send (503).
    return status === 408
      ? new ReinviteFailure(new CtiError('timeout'), 'timeout')
      : new ReinviteFailure(new CtiError('network'));
  }
  const error = new CtiError(reasonOfStatus(status), { sip });
  // The far end no longer knows the dialog (RFC 3261 section 12.2.1.2).
  const gone = status === 481 || status === 408;
  const retry = intervalRaised ? 'now' : status === 491 ? 'later' : undefined;
  return new ReinviteFailure(error, gone ? 'failed' : undefined, retry);
}

/** Their re-INVITE whose ACK went down with the connection, if there is one: it would keep ours waiting for ever. */
export function dropTheirOffer({ dialog }: Session): boolean {
  if (!(dialog instanceof Core.SessionDialog) || !dialog.reinviteUserAgentServer) return false;
  dialog.reinviteUserAgentServer = undefined;
  return true;
}

/** Nothing will come of this request: sip.js would let it stand in the way of the next for ever. */
function forget(dialog: Core.SessionDialog): void {
  const pending = dialog.reinviteUserAgentClient;
  if (!pending) return;
  const { userAgentClients } = dialog.userAgentCore;
  for (const [id, client] of userAgentClients) if (client === pending) userAgentClients.delete(id);
  pending.dispose();
  dialog.reinviteUserAgentClient = undefined;
  dialog.signalingStateRollback();
}

function send(
  content: string,
  { session, clock, timer, signal }: ReinviteOptions,
): Promise<Answer> {
  const dialog = confirmedDialog(session);
  return new Promise<Answer>((resolve, reject) => {
    let settled = false;
    const settle = (): void => {
      settled = true;
      stopWatchdog();
      signal.removeEventListener('abort', onAbort);
    };
    const fail = (failure: Error): void => {
      settle();
      reject(failure);
    };
    const stopWatchdog = clock.schedule(inDialogTimeoutMs, () => {
      forget(dialog);
      fail(new ReinviteFailure(new CtiError('timeout'), 'timeout'));
    });
    const onAbort = (): void => {
      const error = toCtiError(signal.reason);
      if (error.reason === 'network') forget(dialog);
      fail(new ReinviteFailure(error));
    };
    signal.addEventListener('abort', onAbort);
    const refuse = ({ message }: { readonly message: FinalResponse }): void => {
      const again = message.statusCode === 422 && timer.tooSmall(message);
      fail(refusal(message, again));
    };
    const accept = (answer: Answer): void => {
      if (settled) return void answer.ack();
      settle();
      resolve(answer);
    };
    const contact = `Contact: ${session.userAgent.contact.toString()}`;
    try {
      dialog.invite(
        { onAccept: accept, onReject: refuse, onRedirect: refuse },
        {
          extraHeaders: [contact, ...timer.offer()],
          body: { contentDisposition: 'session', contentType: 'application/sdp', content },
        },
      );
    } catch (thrown) {
      fail(new ReinviteFailure(toCtiError(thrown)));
    }
  });
}

async function attempt(options: ReinviteOptions): Promise<void> {
  const { session, media, signal } = options;
  if (isBusy(confirmedDialog(session))) {
    throw new ReinviteFailure(new CtiError('not-allowed'), undefined, 'later');
  }
  options.onOffering(true);
  try {
    const content = await media.describe();
    signal.throwIfAborted();
    const answer = await send(content, options);
    options.timer.accepted(answer.message);
    try {
      await media.accept(answer.message.body);
    } catch (thrown) {
      // Nothing both sides could agree on any more (RFC 3261 section 14.1 leaves only the BYE).
      throw new ReinviteFailure(toCtiError(thrown, 'media'), 'media');
    } finally {
      answer.ack();
    }
  } catch (thrown) {
    await media.rollBack().catch(() => undefined);
    throw thrown;
  } finally {
    options.onOffering(false);
  }
}

/** Both sides asked at once: who waits how long (RFC 3261 section 14.1). */
export function glareDelayMs(owner: boolean, random: number): number {
  const [min, max] = owner ? [glareOwnerMinMs, glareOwnerMaxMs] : [0, glareOtherMaxMs];
  return Math.round((min + random * (max - min)) / 10) * 10;
}

/**
 * A re-INVITE with the media's present description; resolves when the far end has accepted it. What it refuses is
 * rolled back. Tried again when both sides asked at once.
 * @throws ReinviteFailure
 */
export async function reinvite(options: ReinviteOptions): Promise<void> {
  const { session, clock, signal } = options;
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt(options);
    } catch (thrown) {
      if (!(thrown instanceof ReinviteFailure)) throw new ReinviteFailure(toCtiError(thrown));
      if (!thrown.retry || tries >= reinviteTriesMax) throw thrown;
      if (thrown.retry === 'now') continue;
    }
    await wait(glareDelayMs(session instanceof Inviter, Math.random()), clock, signal);
  }
}
