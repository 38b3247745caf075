import type { Clock, Undo } from '../base/clock.js';
import type { CtiError, EndReason, SipStatus } from '../base/error.js';
import type { Logger } from '../base/logger.js';
import type { DeviceChoice, DeviceNotice } from '../devices/device-choice.js';

/**
 * What a line or a call can do. Absent means no. A line's capability says what its calls may offer;
 * a call's own set is what the two ends agreed on.
 */
export interface Capabilities {
  /** Answering from the screen. Without it the operator lifts the handset. */
  readonly answer?: boolean;
  readonly hold?: boolean;
  readonly mute?: boolean;
  readonly dtmf?: boolean;
  /** The far end can be sent to a number (REFER, RFC 3515). */
  readonly blindTransfer?: boolean;
  /** The far ends of two calls can be joined to each other (REFER with Replaces, RFC 3891). */
  readonly attendedTransfer?: boolean;
  /** Two calls can be mixed into a conference of three, here. */
  readonly merge?: boolean;
  readonly video?: boolean;
}

/** `password`, or `ha1`: MD5(username:realm:password) in lower-case hex (RFC 7616 section 3.4.2). */
export type Credentials = { readonly username?: string } & (
  | { readonly password: string; readonly ha1?: never }
  | { readonly ha1: string; readonly password?: never }
);

/** For what credentials are wanted. `signal`: nobody waits for them any more. */
export interface CredentialsRequest {
  /** The realm of the server's challenge, untrusted text. */
  readonly realm: string;
  /** `rejected`: the credentials of the last answer did not work. */
  readonly reason: 'first' | 'rejected';
  readonly signal: AbortSignal;
}

/**
 * What becomes of a far end's wish that we call somebody else in its place (an incoming REFER). One that is followed
 * unasked is toll fraud waiting to happen.
 */
export const transferPolicies = ['never', 'ask', 'always'] as const;
/** One of `transferPolicies`. */
export type TransferPolicy = (typeof transferPolicies)[number];

/** Asked when the server challenges, and once more when it has rejected the answer. Never stored. */
export type CredentialsProvider = (request: CredentialsRequest) => Promise<Credentials>;

/** The fields of `RTCIceServer` (W3C WebRTC section 4.2.5), so that this layer needs no DOM. */
export interface IceServer {
  readonly urls: string | readonly string[];
  readonly username?: string;
  readonly credential?: string;
}

/** The line as configured: who registers where, with what. */
export interface LineSettings {
  /** `ws:`/`wss:` URLs in order of preference. A transport without a network ignores them. */
  readonly servers: readonly string[];
  /** Address of record, for example `sip:101@example.com`. */
  readonly uri: string;
  readonly displayName?: string;
  readonly credentials?: CredentialsProvider;
  /** `[]` by default: no STUN or TURN server is ever used that the page did not name. */
  readonly iceServers?: readonly IceServer[] | (() => Promise<readonly IceServer[]>);
  /** Stable per tab, so that a reload replaces its binding at the registrar (RFC 5626 section 4.1): a UUID. */
  readonly instanceId?: string;
  /** SIP header whose value identifies the call at the PBX; `Call-ID` by default. */
  readonly callIdHeader?: string;
  /** Codecs to be tried first, by their names in SDP (`opus`, `PCMA`) and in this order; else the browser's order. */
  readonly codecs?: readonly string[];
  /** `never` by default: such a wish is refused (603). */
  readonly acceptTransfers?: TransferPolicy;
  /**
   * The PBX is the only one that can reach this line and takes P-Asserted-Identity (RFC 3325) and Remote-Party-ID from
   * nobody else: these then say who is calling. Otherwise From does; anyone can write these.
   */
  readonly trustAssertedIdentity?: boolean;
}

/** What the far end told of itself. Untrusted plain text throughout. */
export interface RemoteParty {
  /** A number or the user part of the address. Empty when the caller is anonymous. */
  readonly number: string;
  readonly displayName?: string;
  readonly uri?: string;
  /** The queue it came through, or whom it was for before it was sent on: a name, else a number. */
  readonly via?: string;
}

export interface Target {
  /** The number or address as it will be shown: visual separators removed, the `+` kept. */
  readonly number: string;
}

export interface DialOptions {
  readonly target: Target;
  /** Extra SIP headers: only `X-…`, `User-to-User` and the like; others are refused with `invalid-target`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** `none`: not negotiated; `early`: sound before the answer; `interrupted`: the path is broken and may heal. */
export type MediaState = 'none' | 'connecting' | 'early' | 'flowing' | 'interrupted';

/** How far the target of a transfer is, as the far end reports it (RFC 3515). */
export type TransferProgress = 'trying' | 'ringing';

/** The two calls of a conference of three. */
export type MergedCalls = readonly [string, string];

/** Who ended a call: we, the far end or the PBX, or the loss of either. */
export type EndedBy = 'local' | 'remote' | 'network';

/** What a transport reports. Each is about one call, or about the line. */
export type TransportEvent =
  /** The line can carry calls: registered. Answers `connect()`. */
  | { readonly type: 'line-opened'; readonly server: string; readonly capabilities: Capabilities }
  /**
   * The attempt failed, or the open line was lost. `final`: trying again needs the user or new settings.
   * Live calls are not ended by it.
   */
  | { readonly type: 'line-failed'; readonly error: CtiError; readonly final: boolean }
  /** Answers `disconnect()`. */
  | { readonly type: 'line-closed' }
  | {
      readonly type: 'call-offered';
      /** Minted by `host.newCallId()`. */
      readonly callId: string;
      readonly pbxId: string;
      readonly remote: RemoteParty;
      readonly capabilities: Capabilities;
      /** `X-…` and `User-to-User` headers, as text, names in lower case. */
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The INVITE is out. */
  | { readonly type: 'call-dialed'; readonly callId: string; readonly pbxId: string }
  | { readonly type: 'call-ringing'; readonly callId: string }
  /** A microphone permission prompt is, or is no longer, in front of the operator. */
  | { readonly type: 'call-microphone-asked'; readonly callId: string; readonly asking: boolean }
  /** Answering did not work, the call still rings. */
  | { readonly type: 'call-answer-failed'; readonly callId: string; readonly error: CtiError }
  | {
      readonly type: 'call-connected';
      readonly callId: string;
      readonly capabilities: Capabilities;
    }
  | { readonly type: 'call-media-changed'; readonly callId: string; readonly media: MediaState }
  /** Our hold, confirmed by the peer. */
  | { readonly type: 'call-hold-changed'; readonly callId: string; readonly held: boolean }
  /** The peer refused; the call is as it was before. */
  | { readonly type: 'call-hold-failed'; readonly callId: string; readonly error: CtiError }
  | { readonly type: 'call-remote-hold-changed'; readonly callId: string; readonly held: boolean }
  | { readonly type: 'call-dtmf-sent'; readonly callId: string }
  | { readonly type: 'call-dtmf-failed'; readonly callId: string; readonly error: CtiError }
  | {
      readonly type: 'call-ended';
      readonly callId: string;
      readonly reason: EndReason;
      readonly by: EndedBy;
      readonly sip?: SipStatus;
    }
  /** Our transfer of this call is under way: how far its target is. */
  | {
      readonly type: 'call-transfer-progress';
      readonly callId: string;
      readonly progress: TransferProgress;
    }
  /** The transfer came to nothing: the call goes on as it was, also on hold as it was. */
  | { readonly type: 'call-transfer-failed'; readonly callId: string; readonly error: CtiError }
  /**
   * Another dialog took the place of this call's (INVITE with Replaces, or a transfer that we followed): the same
   * conversation with another party. It has not rung. Mute has carried over.
   */
  | {
      readonly type: 'call-replaced';
      readonly callId: string;
      readonly pbxId: string;
      readonly remote: RemoteParty;
      readonly capabilities: Capabilities;
      /** Our hold has carried over too; otherwise the new party is not on hold. */
      readonly held: boolean;
    }
  /** The far end wants us to call `target` in its place; only with the policy `ask`. */
  | { readonly type: 'call-transfer-asked'; readonly callId: string; readonly target: RemoteParty }
  /** That wish is void: withdrawn, expired, or (`error`) the target was called and could not be had. */
  | { readonly type: 'call-transfer-lapsed'; readonly callId: string; readonly error?: CtiError }
  | { readonly type: 'calls-merged'; readonly callIds: MergedCalls }
  | {
      readonly type: 'calls-merge-failed';
      readonly callIds: MergedCalls;
      readonly error: CtiError;
    }
  /** Answers `split()`. Not reported when the end of one of the two has ended the conference. */
  | { readonly type: 'calls-split'; readonly callIds: MergedCalls }
  /** The whole set, anew: the line turned out not to know something (405, 501 or 603 to a REFER). */
  | { readonly type: 'line-capabilities-changed'; readonly capabilities: Capabilities }
  /** The browser forbids playing the far end until the operator has clicked (autoplay policy). */
  | { readonly type: 'sound-blocked'; readonly blocked: boolean }
  /** What is wrong with the operator's devices while a call uses them; absent: nothing any more. */
  | { readonly type: 'device-notice'; readonly notice?: DeviceNotice };

/** What the controller lends a transport. */
export interface TransportHost {
  readonly clock: Clock;
  readonly logger: Logger;
  /** A fresh UUID for a call that comes in. */
  newCallId(): string;
  emit(event: TransportEvent): void;
}

/** What identifies a dialog (RFC 3261 section 12): enough to take the call over, therefore a secret. */
export interface DialogRecord {
  readonly callId: string;
  readonly pbxId: string;
  readonly localTag: string;
  readonly remoteTag: string;
  readonly direction: 'incoming' | 'outgoing';
  readonly remoteUri: string;
  readonly held: boolean;
}

/**
 * The port to a telephone line.
 *
 * ```
 *                connect()            line-opened
 *   ┌────────┐ ───────────▶ ┌───────────┐ ────▶ ┌──────┐
 *   │ closed │              │ connecting│       │ open │
 *   └────────┘ ◀─────────── └───────────┘       └──────┘
 *        ▲      line-failed                         │
 *        └───────────── line-failed, line-closed ───┘
 *
 *   outgoing  dial() ─▶ call-dialed ─▶ call-ringing* ─▶ call-connected ─▶ call-ended
 *   incoming  call-offered ─▶ answer() ─▶ call-connected | call-answer-failed (still offered)
 *   transfer  transfer() ─▶ call-transfer-progress* ─▶ call-ended `transferred` | call-transfer-failed (still connected)
 *   attended  completeTransfer() ─▶ the same; on success both calls end, each with its own call-ended
 *   taken over by the PBX   call-replaced, in the state connected
 *   asked to go elsewhere   call-transfer-asked ─▶ answerTransfer() ─▶ call-replaced | call-transfer-lapsed
 *   conference  merge() ─▶ calls-merged | calls-merge-failed;  split() ─▶ calls-split
 *   any call, in any state: end() or call-ended, once.
 * ```
 *
 * MUST
 * - answer every `connect()` with exactly one `line-opened` or `line-failed`, within 45 s, unless
 *   `disconnect()` comes first; report the loss of an open line as one `line-failed`;
 * - report every call's end exactly once, unless `end()` or `decline()` was called for it: after these nothing more
 *   is reported of that call; microphone off and media closed before `end()` returns, signalling goes on behind it;
 * - keep the media of established calls when the line fails, and their dialogs, so that they can be ended later;
 * - answer every `setHold` with one `call-hold-changed` or `call-hold-failed`, every `sendDtmf` with one
 *   `call-dtmf-sent` or `call-dtmf-failed`, every `answer` with `call-connected`, `call-answer-failed` or
 *   `call-ended`, every `transfer` and `completeTransfer` with `call-ended` or `call-transfer-failed`, every `merge` with
 *   `calls-merged` or `calls-merge-failed`, each under a watchdog; what it cannot do fails with `not-supported`;
 * - carry calls beside each other: any number may be connected, on hold or not, each with its own sound;
 * - end our side of a call that was transferred only after the far end has said that the target has it (the final
 *   NOTIFY), and report it `by` `local`;
 * - take a call over only for an INVITE whose Replaces names a confirmed dialog of ours exactly (RFC 3891 section 3);
 * - in a conference let each far end hear us and the other one, never itself; our mute takes us from both; the end of
 *   one leaves the other as an ordinary call, and ends the conference without further report;
 * - emit asynchronously: never from inside a method that the controller called.
 *
 * MUST NOT
 * - retry a failed connection by itself: the controller has the policy;
 * - follow a far end to another target unless the policy or `answerTransfer` says so;
 * - throw from a method, but for `parseTarget`; a method about an unknown or ended call does nothing;
 * - emit after `dispose()`; keep a timer, a socket or a microphone then.
 */
export interface CallTransport {
  /** Lends the transport its host. One controller at a time; the undo ends the loan. */
  attach(host: TransportHost): Undo;

  /** One attempt at one server, up to and including registration. Calls in progress are kept. */
  connect(attempt: { readonly settings: LineSettings; readonly server: string }): void;
  /** Unregisters as well as the network allows and closes, within 2 s. Resolves after `line-closed`. */
  disconnect(): Promise<void>;
  /** Asks whether an open line is still alive (after sleep, a network change): silence for 3 s is `line-failed`. */
  probe(): void;

  /**
   * The dial string as this line understands it.
   * @throws CtiError `invalid-target`
   */
  parseTarget(target: string): Target;

  /** Starts a call under the id given. */
  dial(callId: string, options: DialOptions): void;
  answer(callId: string): void;
  /** Rejects an offered call: 486 Busy Here, or 603 Decline (RFC 3261 section 21). */
  decline(callId: string, code: 486 | 603): void;
  /** Cancels, rejects or hangs up, whatever fits. */
  end(callId: string): void;
  /** Hold by re-INVITE (RFC 3264 section 8.4); no RTP leaves while held. Serialised with other operations. */
  setHold(callId: string, held: boolean): void;
  /** Local and at once: silence instead of the microphone, no signalling. */
  setMuted(callId: string, muted: boolean): void;
  /** Digits `0-9*#A-D` and `,` (a pause). */
  sendDtmf(callId: string, tones: string): void;
  /** After the line came back: one re-INVITE that changes nothing, so that the peer's requests find us again. */
  refresh(callId: string): void;

  /** Sends the far end of a connected call to a number (blind): REFER, RFC 3515. */
  transfer(callId: string, target: Target): void;
  /**
   * Joins the far ends of two connected calls (attended): REFER to that of `callId`, with Replaces of the dialog of
   * `consultationId` (RFC 3891, RFC 5589 section 7).
   */
  completeTransfer(callId: string, consultationId: string): void;
  /** The answer to `call-transfer-asked`; without one it lapses as a refusal. */
  answerTransfer(callId: string, accepted: boolean): void;
  /** Mixes two calls that are connected and not on hold. Afterwards each may still be held, muted and ended by itself. */
  merge(callIds: MergedCalls): void;
  /** Takes the conference apart: two calls again, neither on hold. Nothing while there is none. */
  split(): void;

  /**
   * What calls are to speak into and to be heard by, those in progress too: without negotiation, and mute stays. Calls
   * go on with what they have where that cannot be used. Rejects (CtiError, for example `microphone-busy`) with why.
   * Absent: this line has devices of its own, or none.
   */
  setDevices?(choice: DeviceChoice): Promise<void>;
  /** Retries playing after a gesture of the operator. */
  unblockSound(): void;
  /** Secret: never logged, never in the snapshot. */
  dialog(callId: string): DialogRecord | undefined;
  /** The page goes away: BYE or CANCEL for every call and unregister, without waiting. Synchronous. */
  abandon(): void;
  /** Idempotent. */
  dispose(): void;
}
