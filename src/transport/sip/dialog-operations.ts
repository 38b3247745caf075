import { Core, Inviter, type Session, SessionState } from 'sip.js';

import type { Clock } from '../../base/clock.js';
import type { DialogRecord } from '../call-transport.js';
import { cancelTimeoutMs, reinviteTriesMax } from './constants.js';
import type { Farewells } from './farewells.js';
import type { SessionTimer } from './session-timer.js';

/** What identifies the session's confirmed dialog. */
export function dialogRecord(
  session: Session,
  call: { readonly id: string; readonly pbxId: string; readonly held: boolean },
): DialogRecord | undefined {
  const { dialog } = session;
  if (!dialog) return undefined;
  return {
    callId: call.id,
    pbxId: call.pbxId,
    localTag: dialog.localTag,
    remoteTag: dialog.remoteTag,
    direction: session instanceof Inviter ? 'outgoing' : 'incoming',
    remoteUri: dialog.remoteURI.toString(),
    held: call.held,
  };
}

/** What sip.js does not tell of an INVITE of ours: how it sends it again, with credentials. */
interface RepeatableInvite {
  readonly message: Core.OutgoingRequestMessage;
  authenticationGuard(message: Core.IncomingResponseMessage, dialog?: Core.Dialog): boolean;
  init(): void;
}

/**
 * Sends an INVITE again whose session interval was too small (422, RFC 4028 section 7.3), as sip.js does with
 * credentials after 401: the same call, CSeq higher by one.
 */
export function retryTooSmall(client: Core.InviteUserAgentClient, timer: SessionTimer): void {
  const repeatable = client as unknown as RepeatableInvite;
  const guard = repeatable.authenticationGuard.bind(client);
  let tries = 1;
  repeatable.authenticationGuard = (response, dialog) => {
    if (response.statusCode !== 422 || tries >= reinviteTriesMax || !timer.tooSmall(response)) {
      return guard(response, dialog);
    }
    tries += 1;
    const { message } = repeatable;
    const kept = message.extraHeaders.filter((line) => !/^(?:Session-Expires|Min-SE):/i.test(line));
    message.extraHeaders = [...kept, ...timer.offer()];
    message.cseq += 1;
    message.setHeader('cseq', `${message.cseq} ${message.method}`);
    repeatable.init();
    return false;
  };
}

/** Reads a 2xx before sip.js makes the call stand: its own delegate hears of it afterwards. */
export function beforeAccept(
  client: Core.InviteUserAgentClient,
  read: (message: Core.IncomingResponseMessage) => void,
): void {
  const { delegate } = client;
  client.delegate = {
    ...delegate,
    onAccept: (response: Core.AckableIncomingResponseWithSession) => {
      read(response.message);
      delegate?.onAccept?.(response);
    },
  };
}

interface CancelContext {
  readonly clock: Clock;
  readonly farewells: Farewells;
}

/** The INVITE of a call of ours below sip.js's API, where its transaction can be seen. */
export class OutgoingInvite {
  readonly #client: Core.InviteUserAgentClient;
  readonly #onAccepted: () => void;
  #cancelled = false;

  /** @param onAccepted told of a 2xx, also of one that sip.js drops as malformed */
  constructor(client: Core.InviteUserAgentClient, onAccepted: () => void) {
    this.#client = client;
    this.#onAccepted = onAccepted;
    this.#watch();
  }

  /** Nothing at all came back yet. */
  get unheard(): boolean {
    return this.#client.transaction.state === Core.TransactionState.Calling;
  }

  /** Notes that the session was cancelled, and forgets what a server never answers: SIP has no timer for it. */
  cancelled(session: Session, { clock, farewells }: CancelContext): void {
    this.#cancelled = true;
    const stopRepeating = farewells.repeat(() => {
      if (this.#client.transaction.state === Core.TransactionState.Proceeding)
        this.#client.cancel();
    });
    clock.schedule(cancelTimeoutMs, () => {
      stopRepeating();
      if (session.state !== SessionState.Terminated) session.dispose().catch(() => undefined);
      if (this.#client.transaction.state === Core.TransactionState.Terminated) return;
      const { userAgentClients } = session.userAgent.userAgentCore;
      for (const [id, client] of userAgentClients) {
        if (client === this.#client) userAgentClients.delete(id);
      }
      this.#client.dispose();
    });
  }

  #watch(): void {
    const { transaction } = this.#client;
    transaction.addStateChangeListener(() => {
      if (transaction.state === Core.TransactionState.Accepted) this.#onAccepted();
      if (transaction.state !== Core.TransactionState.Completed) return;
      // A challenge is answered by a new INVITE, in a transaction of its own, that knows of no CANCEL.
      queueMicrotask(() => {
        if (this.#client.transaction === transaction) return;
        this.#watch();
        if (this.#cancelled) this.#client.cancel();
      });
    });
  }
}
