import type { CtiErrorReason, EndReason, SipStatus } from '../base/error.js';
import type { AgentStatus, StatusOption } from '../call-centre/call-centre.js';
import type { DeviceNotice } from '../devices/device-choice.js';
import type { Customer } from '../directory/customer-directory.js';
import type {
  Capabilities,
  DialOptions,
  EndedBy,
  MediaState,
  RemoteParty,
  Target,
} from '../transport/call-transport.js';
import type { Command } from './commands.js';
import type { DialPlan } from './dial-plan.js';
import type { Features } from './features.js';

export const modes = ['idle', 'incoming', 'outgoing', 'talking', 'wrap-up'] as const;
/** What the operator is in the middle of. It follows the current call, never one that merely waits. */
export type Mode = (typeof modes)[number];

export const connections = ['offline', 'connecting', 'online', 'reconnecting', 'failed'] as const;
/**
 * State of the line. `reconnecting`: tries go on by themselves, also after a first connection that failed.
 * `failed`: no further tries without the user (bad credentials, bad URL, forbidden).
 */
export type Connection = (typeof connections)[number];

export const phases = [
  'dialing',
  'ringing',
  'offered',
  'connecting',
  'connected',
  'ended',
] as const;
/**
 * How far a call is. Outgoing: `dialing` from the command on, `ringing` once the far end rings. Incoming:
 * `offered`, `connecting` from the press on Answer until the answer is confirmed.
 */
export type CallPhase = (typeof phases)[number];

/** Our hold. `holding` and `resuming` are under way, not yet confirmed by the peer. */
export type HoldState = 'none' | 'holding' | 'held' | 'resuming';

/**
 * Our transfer of a call. `consulting`: the target is being asked first, in a call of its own (`consultationFor`);
 * `holding`: the call is put on hold before it is sent away; `trying` and `ringing`: it was sent, the target is
 * called; `failed`: the caller is back, until the next attempt.
 */
export interface CallTransfer {
  readonly state: 'none' | 'consulting' | 'holding' | 'trying' | 'ringing' | 'failed';
  /** The target's number as it is shown. */
  readonly number?: string;
  /** The same for the wire: sent once the call is on hold. */
  readonly target?: Target;
  /** The call in which the target is, or was, asked. */
  readonly consultationId?: string;
  readonly problem?: CtiErrorReason;
  /** What the target or the PBX answered. */
  readonly sip?: SipStatus;
}

/** What makes this call and another one a conference. `preparing`: both are taken off hold first. */
export interface CallMerge {
  readonly state: 'preparing' | 'merging' | 'merged';
  readonly callId: string;
}

/** What goes out once the other calls are on hold: no two of them are to hear the operator at once. */
export type DeferredStart =
  { readonly type: 'answer' } | { readonly type: 'dial'; readonly options: DialOptions };

/** What is known of the customer behind the number. */
export interface Identity {
  readonly state: 'unknown' | 'searching' | 'none' | 'one' | 'many' | 'failed';
  readonly customers: readonly Customer[];
  /** How many there are in all, when the directory returned only the first of them. */
  readonly total?: number;
  /** Why the directory has not answered. */
  readonly problem?: CtiErrorReason;
  /** The number is being linked to this customer, or its link taken back. */
  readonly linking?: Customer;
  /** The number was linked to `customer` here: it can be unlinked. */
  readonly linked?: boolean;
}

/** Times in ms since the epoch, by the controller's clock. */
export interface CallTimes {
  /** The command, or the INVITE that came in. */
  readonly started: number;
  readonly ringing?: number;
  readonly connected?: number;
  /** Start of the hold that is on now. */
  readonly heldSince?: number;
  readonly ended?: number;
}

/** How a call ended: once, never changed afterwards. */
export interface CallEnd {
  readonly reason: EndReason;
  readonly by: EndedBy;
  readonly sip?: SipStatus;
  /** From the answer to the end, holds included. 0 when never answered. */
  readonly talkedMs: number;
  readonly heldMs: number;
}

/** One call, immutable. The same `id` from the first event to the record in history. */
export interface CallSnapshot {
  /** UUID, minted here; usable as an idempotency key. */
  readonly id: string;
  /** SIP Call-ID, or the header named in the configuration. */
  readonly pbxId?: string;
  readonly direction: 'incoming' | 'outgoing';
  /** The far end's number or address as shown. Empty: anonymous. */
  readonly number: string;
  /** What the far end calls itself: unverified plain text. */
  readonly displayName?: string;
  readonly phase: CallPhase;
  readonly media: MediaState;
  readonly hold: HoldState;
  /** What the operator last asked for; served as soon as the operation under way is done. */
  readonly holdWanted: boolean;
  /** The far end holds us. */
  readonly remoteHold: boolean;
  readonly muted: boolean;
  /** The operator pressed Silence: this call rings no more, but waits. */
  readonly silenced: boolean;
  /** The browser's microphone prompt is open. */
  readonly askingMicrophone: boolean;
  readonly identity: Identity;
  /** The customer this call belongs to: found alone, chosen or given with the command. */
  readonly customer?: Customer;
  /** The page's own data and what the PBX sent in `X-…` headers. Plain text. */
  readonly data: Readonly<Record<string, string>>;
  readonly note?: string;
  /** Whom the call was for before it was forwarded here, or the queue it came through. Unverified. */
  readonly via?: string;
  /** The call whose transfer this one prepares, or prepared. */
  readonly consultationFor?: string;
  readonly transfer: CallTransfer;
  /** The far end wishes that we call this one in its place. Unverified plain text. */
  readonly transferAsked?: RemoteParty;
  readonly merge?: CallMerge;
  readonly deferred?: DeferredStart;
  readonly capabilities: Capabilities;
  readonly times: CallTimes;
  /** Sum of the holds that are over, in ms. */
  readonly heldMs: number;
  /** Bursts of DTMF that are still being sent. */
  readonly tonesPending: number;
  /** The last operation on this call that failed, until the next one. */
  readonly problem?: CtiErrorReason;
  readonly end?: CallEnd;
}

/** What the CTI window can show, in the order of its tabs. */
export const windowViews = ['calls', 'transfer', 'customers', 'history', 'settings'] as const;
/** One view of the CTI window. */
export type WindowView = (typeof windowViews)[number];

/** Who asked for a command. The panel's methods are `page`. */
export type CommandSource =
  'operator' | 'page' | 'link' | 'shortcut' | 'notification' | 'screen-pop';

/** A command that waits for the page's verdict; the operator can take it back with `abort(id)`. */
export interface PendingRequest {
  readonly id: string;
  readonly command: Command;
  readonly source: CommandSource;
}

/** What of the settings decides where the line goes. */
export interface LineTarget {
  readonly servers: readonly string[];
  readonly uri?: string;
  /** There are settings, and a transport to carry them out. */
  readonly ready: boolean;
}

/** How the line is doing: kept here so that reconnecting is part of the one transition. */
export interface LineProgress {
  readonly servers: readonly string[];
  /** There are settings, and a transport to carry them out. */
  readonly ready: boolean;
  /** Someone wants the line: the page has connected it and the operator is not offline. */
  readonly wanted: boolean;
  /** The status `offline` keeps the line closed though the page wants it; never while a call is live. */
  readonly paused: boolean;
  /** Index of the server in use or to be tried. */
  readonly server: number;
  /** Failed tries in a row, over all servers. */
  readonly failures: number;
  /** Failed tries in a row at this server. */
  readonly failuresHere: number;
  /** When the next try is due, ms since the epoch. */
  readonly retryAt?: number;
  /** It was the server who said when: no news of the network brings it forward. */
  readonly retryFixed: boolean;
  /** The browser says that there is no network. */
  readonly networkDown: boolean;
  /** New settings, which wait for the last call to end. */
  readonly next?: LineTarget;
}

/** Everything the panel shows. Frozen; replaced as a whole by each commit. */
export interface CtiSnapshot {
  readonly mode: Mode;
  readonly connection: Connection;
  /** When `connection` last changed, ms since the epoch. */
  readonly connectionSince: number;
  /** Why the line is not online. */
  readonly connectionProblem?: CtiErrorReason;
  /** Another tab of this browser holds the line. */
  readonly elsewhere: boolean;
  readonly line: LineProgress;
  /** Address of record of the line in use. */
  readonly uri?: string;
  readonly capabilities: Capabilities;
  readonly features: Features;
  readonly dialPlan: DialPlan;
  /** There is a directory of customers to ask. */
  readonly directory: boolean;
  readonly statuses: readonly StatusOption[];
  readonly status?: AgentStatus;
  /** Live calls, oldest first. */
  readonly calls: readonly CallSnapshot[];
  readonly currentCallId?: string;
  /**
   * The call that ended last, for 5 s: how it ended, to be shown in passing. Not one that never rang here, nor one
   * that a colleague answered.
   */
  readonly lastEnded?: CallSnapshot;
  /** The same call, until another one ends: whose it was can still be said. */
  readonly previousCall?: CallSnapshot;
  /** What an empty dial field brings back. */
  readonly lastNumber?: string;
  readonly window?: WindowView;
  readonly keypad: boolean;
  /** The browser plays no sound before a gesture. */
  readonly soundBlocked: boolean;
  /** What is wrong with the devices of the calls in progress. */
  readonly deviceNotice?: DeviceNotice | undefined;
  readonly requests: readonly PendingRequest[];
}
