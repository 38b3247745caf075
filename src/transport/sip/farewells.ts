import { Core, type Session, SessionState } from 'sip.js';

import type { Clock, Undo } from '../../base/clock.js';
import { farewellMs } from './constants.js';
import { goneDelegate } from './in-dialog.js';
import { type FinalResponse, fromFarEnd } from './status-reason.js';

interface Farewell {
  readonly dialog: Core.SessionDialog;
  readonly stopLimit: Undo;
}

/**
 * The BYEs on their way. One that was not answered is sent again over every new connection, so that the far end hears
 * of an end that fell into a gap of the line; and a BYE of theirs that crosses ours is answered with 200 (RFC 5407
 * section 3.3.2), which sip.js alone would not.
 */
export class Farewells {
  readonly #clock: Clock;
  readonly #pending = new Set<Farewell>();
  readonly #repeats = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Sends BYE, or as soon as the ACK allows it (RFC 3261 section 15); before it returns, never throws. */
  bye(session: Session): void {
    const { dialog } = session;
    if (session.state !== SessionState.Established || !(dialog instanceof Core.SessionDialog)) {
      return;
    }
    const farewell: Farewell = {
      dialog,
      stopLimit: this.#clock.schedule(farewellMs, () => this.#drop(farewell)),
    };
    this.#pending.add(farewell);
    const waitsForAck = dialog.sessionState === Core.SessionState.AckWait;
    session
      .bye({ requestDelegate: this.#delegate(farewell) })
      .then(() => this.#outlive(farewell))
      .catch(() => undefined);
    if (waitsForAck) this.#answerMeanwhile(session, farewell);
  }

  /** Does it over every new connection, until what is returned is called, or until it makes no sense any more. */
  repeat(task: () => void): Undo {
    this.#repeats.add(task);
    const stopLimit = this.#clock.schedule(farewellMs, () => stop());
    const stop = (): void => {
      stopLimit();
      this.#repeats.delete(task);
    };
    return stop;
  }

  /** A new connection: says again what was not answered. */
  lineOpened(): void {
    for (const task of this.#repeats) task();
    for (const farewell of this.#pending) {
      try {
        farewell.dialog.bye(this.#delegate(farewell));
        this.#outlive(farewell);
      } catch {
        // The ACK is still to come, and the BYE with it.
      }
    }
  }

  #delegate(farewell: Farewell): Core.OutgoingRequestDelegate {
    const onAnswer = ({ message }: { readonly message: FinalResponse }): void => {
      if (fromFarEnd(message)) this.#drop(farewell);
    };
    return { onAccept: onAnswer, onReject: onAnswer, onRedirect: onAnswer };
  }

  /** sip.js forgets the dialog with its BYE: it is kept a little, to answer theirs. */
  #outlive(farewell: Farewell): void {
    if (!this.#pending.has(farewell)) return;
    const { dialog } = farewell;
    dialog.delegate = goneDelegate;
    dialog.userAgentCore.dialogs.set(dialog.id, dialog);
  }

  /** Their BYE while ours waits for the ACK: nothing more is to be said. */
  #answerMeanwhile(session: Session, farewell: Farewell): void {
    const { dialog } = farewell;
    dialog.delegate = {
      ...dialog.delegate,
      onBye: (request) => {
        request.accept();
        dialog.delegate = { onAckTimeout: () => undefined };
        session.dispose().catch(() => undefined);
        this.#drop(farewell);
      },
    };
  }

  #drop(farewell: Farewell): void {
    farewell.stopLimit();
    this.#pending.delete(farewell);
    const { dialog } = farewell;
    const { dialogs } = dialog.userAgentCore;
    if (dialogs.get(dialog.id) === dialog) dialogs.delete(dialog.id);
  }
}
