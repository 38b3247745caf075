import { Core, Inviter, type Session, SessionState } from 'sip.js';

import type { Clock } from '../../base/clock.js';
import type { DialogRecord } from '../call-transport.js';
import { cancelTimeoutMs } from './constants.js';
import type { Farewells } from './farewells.js';

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
