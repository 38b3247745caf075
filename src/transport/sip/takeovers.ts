import { Core, type Invitation, type Referral, SessionState, type UserAgent } from 'sip.js';

import type { Undo } from '../../base/clock.js';
import { CtiError } from '../../base/error.js';
import type { RemoteParty, TransferPolicy, TransportEvent } from '../call-transport.js';
import type { CallContext } from './call-context.js';
import { transferAskMs } from './constants.js';
import { IncomingCall } from './incoming-call.js';
import { quietly, referRefusal } from './in-dialog.js';
import { OutgoingCall } from './outgoing-call.js';
import { readReferTo, readReplaces, type ReferTarget } from './refer-to.js';
import type { SipCall } from './sip-call.js';

export interface TakeoversOptions {
  readonly calls: Map<string, SipCall>;
  context(): CallContext;
  policy(): TransferPolicy;
  userAgent(): UserAgent | undefined;
}

type Ended = Extract<TransportEvent, { readonly type: 'call-ended' }>;

/** What becomes of the call that is to take the place of another. */
interface Fate {
  remote(): RemoteParty;
  ringing?(): void;
  connected?(): void;
  ended?(event: Ended): void;
}

/** A wish of a far end that waits for the operator. */
interface Wish {
  readonly referral: Referral;
  readonly target: ReferTarget;
  readonly forget: Undo;
}

/** Tells the far end how the call goes that it wanted (RFC 3515 section 2.4.4). */
function report(call: SipCall, referral: Referral, status: number, phrase: string): void {
  const dialog = call.session?.dialog;
  if (!(dialog instanceof Core.SessionDialog)) return;
  const state = status < 200 ? 'active;expires=180' : 'terminated;reason=noresource';
  quietly(() =>
    dialog.notify(undefined, {
      extraHeaders: [`Event: refer;id=${referral.request.cseq}`, `Subscription-State: ${state}`],
      body: {
        contentDisposition: 'render',
        contentType: 'message/sipfrag;version=2.0',
        content: `SIP/2.0 ${status} ${phrase}\r\n`,
      },
    }),
  );
}

/**
 * Calls that go on with another far end: an INVITE with Replaces (RFC 3891) whose sender knows both tags of a dialog
 * of ours, or a REFER that the policy, or the operator, allows. The new session is a call of its own until it stands;
 * then it has the id of the old one, its microphone, its mute and its hold, and the old one ends in silence.
 */
export class Takeovers {
  readonly #options: TakeoversOptions;
  readonly #wishes = new Map<SipCall, Wish>();

  constructor(options: TakeoversOptions) {
    this.#options = options;
  }

  /** An INVITE with Replaces. */
  invited(invitation: Invitation): void {
    const call = this.#named(invitation);
    if (!call || call.successor) {
      return void invitation.reject({ statusCode: 481 }).catch(() => undefined);
    }
    const context = this.#contextOf(call, { remote: () => next.remote });
    const next = new IncomingCall(call.id, context, invitation);
    void this.#prepare(call, next).then(() => next.answer());
  }

  /** A REFER within a call. */
  referred(call: SipCall, referral: Referral): void {
    const policy = this.#options.policy();
    const target = readReferTo(referral.request);
    if (policy === 'never' || !target || call.successor || this.#wishes.has(call)) {
      return quietly(() => referral.reject(referRefusal));
    }
    if (policy === 'always') return this.#follow(call, referral, target);
    const drop = (): void => {
      stop();
      call.ending.removeEventListener('abort', drop);
      this.#wishes.delete(call);
    };
    const stop = this.#options.context().clock.schedule(transferAskMs, () => {
      this.answer(call, false);
    });
    call.ending.addEventListener('abort', drop);
    this.#wishes.set(call, { referral, target, forget: drop });
    call.emit({ type: 'call-transfer-asked', callId: call.id, target: target.party });
  }

  /** What the operator says to a wish. */
  answer(call: SipCall, accepted: boolean): void {
    const wish = this.#wishes.get(call);
    if (!wish) return;
    wish.forget();
    if (accepted) return this.#follow(call, wish.referral, wish.target);
    quietly(() => wish.referral.reject(referRefusal));
    call.emit({ type: 'call-transfer-lapsed', callId: call.id });
  }

  #follow(call: SipCall, referral: Referral, { uri, replaces, party }: ReferTarget): void {
    const userAgent = this.#options.userAgent();
    const lapse = (error: CtiError): void =>
      call.emit({ type: 'call-transfer-lapsed', callId: call.id, error });
    if (!userAgent) {
      quietly(() => referral.reject({ statusCode: 480 }));
      return lapse(new CtiError('network'));
    }
    quietly(() => referral.accept());
    const tell = (status: number, phrase: string): void => report(call, referral, status, phrase);
    tell(100, 'Trying');
    const context = this.#contextOf(call, {
      remote: () => party,
      ringing: () => tell(180, 'Ringing'),
      connected: () => tell(200, 'OK'),
      ended: ({ reason, sip }) => {
        tell(sip?.status ?? 503, 'Failed');
        lapse(new CtiError(reason, sip ? { sip } : {}));
      },
    });
    const next = new OutgoingCall(call.id, context);
    const { referredBy } = referral;
    const lines = [
      ...(replaces === undefined ? [] : [`Replaces: ${replaces}`]),
      ...(referredBy === undefined ? [] : [`Referred-By: ${referredBy}`]),
    ];
    void this.#prepare(call, next).then(() => next.dial(userAgent, uri, lines));
  }

  async #prepare(call: SipCall, next: SipCall): Promise<void> {
    call.successor = next;
    next.media.inherit(call.media);
    if (call.inCall.held) await next.inCall.beginHeld();
  }

  /** Until the successor stands, what it says is about a call that nobody knows. */
  #contextOf(call: SipCall, fate: Fate): CallContext {
    const context = this.#options.context();
    let stands = false;
    return {
      ...context,
      emit: (event, wanted) => {
        if (stands) return context.emit(event, wanted);
        if (event.type === 'call-ringing') fate.ringing?.();
        if (event.type === 'call-answer-failed') call.successor?.end(480);
        if (event.type === 'call-ended') {
          call.successor = undefined;
          fate.ended?.(event);
        }
        if (event.type !== 'call-connected') return;
        stands = true;
        fate.connected?.();
        this.#replace(call, fate.remote());
      },
    };
  }

  #replace(call: SipCall, remote: RemoteParty): void {
    const next = call.successor;
    if (!next) return;
    const { id } = call;
    call.successor = undefined;
    this.#options.calls.set(id, next);
    const { pbxId, capabilities, inCall } = next;
    next.emit({
      ...{ type: 'call-replaced', callId: id, pbxId, remote },
      ...{ capabilities, held: inCall.held },
    });
    call.end();
  }

  #named({ request }: Invitation): SipCall | undefined {
    const named = readReplaces(request);
    if (!named) return undefined;
    return [...this.#options.calls.values()].find(({ session }) => {
      const dialog = session?.state === SessionState.Established ? session.dialog : undefined;
      return (
        dialog?.callId === named.callId &&
        dialog.localTag === named.localTag &&
        dialog.remoteTag === named.remoteTag
      );
    });
  }
}
