import type { CtiError } from '../base/error.js';
import type { CallCentreEvent } from '../call-centre/call-centre.js';
import type { Customer } from '../directory/customer-directory.js';
import type {
  DialOptions,
  MergedCalls,
  Target,
  TransportEvent,
} from '../transport/call-transport.js';
import type { CtiNotification, PageSignal } from './call-controller.js';
import type { Command } from './commands.js';
import type { DialPlan } from './dial-plan.js';
import type { Features } from './features.js';
import type { CallSnapshot, LineTarget, PendingRequest } from './snapshot.js';

/** What the transition may use of the world: stamped on every event, so that it stays pure. */
export interface Stamp {
  /** ms since the epoch. */
  readonly now: number;
  /** 0 ≤ random < 1. */
  readonly random: number;
}

export type CommandEvent = {
  readonly type: 'command';
  readonly command: Command;
  /**
   * For `dial` and `transfer`: the target for the wire and the number as it is shown; with the id of the call to be,
   * where there is to be one.
   */
  readonly newCallId?: string;
  readonly target?: Target;
  readonly number?: string;
  /** For `link-customer`: under which its outcome is told. */
  readonly linkId?: string;
};

/** A number that is being bound to a customer, or taken back. */
export interface Linking {
  readonly id: string;
  readonly take: 'link' | 'unlink';
  readonly number: string;
  readonly customer: Customer;
  /** The call it was asked about: a live one, or the one that ended last. */
  readonly callId?: string;
}

/** What the directory has answered, and what is asked of it beside the commands. */
export type IdentityEvent =
  /** The operator wants it asked again who is behind a call. */
  | { readonly type: 'identify'; readonly callId: string }
  | {
      readonly type: 'identified';
      readonly callId: string;
      /** The first of them, frozen. */
      readonly customers: readonly Customer[];
      readonly total?: number;
    }
  | { readonly type: 'identify-failed'; readonly callId: string; readonly error: CtiError }
  | { readonly type: 'unlink'; readonly link: Linking }
  | {
      readonly type: 'link-settled';
      readonly link: Linking;
      readonly error?: CtiError;
      /** The directory can take it back. */
      readonly undoable?: boolean;
    };

export type TimerName = 'retry' | 'notice' | 'stable' | 'prefer';

/** Everything that can change the snapshot. */
export type ModelEvent =
  | CommandEvent
  | IdentityEvent
  | { readonly type: 'transport'; readonly event: TransportEvent; readonly maxCalls: number }
  | { readonly type: 'call-centre'; readonly event: CallCentreEvent }
  | { readonly type: 'timer'; readonly name: TimerName }
  | { readonly type: 'request-added'; readonly request: PendingRequest }
  | { readonly type: 'request-removed'; readonly id: string }
  | {
      readonly type: 'configured';
      readonly line: LineTarget;
      readonly features: Features;
      readonly dialPlan: DialPlan;
      /** The line's settings differ from the ones before. */
      readonly lineChanged: boolean;
      /** Another call centre, or none: what the old one said no longer counts. */
      readonly callCentreChanged: boolean;
      /** There is one, when it is another than before. */
      readonly directory?: boolean;
    }
  | { readonly type: 'line-wanted'; readonly wanted: boolean; readonly endCalls: boolean }
  | { readonly type: 'page'; readonly signal: PageSignal }
  | {
      readonly type: 'call-changed';
      readonly callId: string;
      readonly change: {
        readonly data?: Readonly<Record<string, string>>;
        readonly customer?: Customer;
        readonly note?: string;
      };
    }
  | { readonly type: 'transfer-answered'; readonly callId: string; readonly accepted: boolean }
  | { readonly type: 'keypad'; readonly shown: boolean }
  | { readonly type: 'elsewhere'; readonly elsewhere: boolean }
  | {
      readonly type: 'reported';
      readonly error: CtiError;
      /** What the line is for the want of what failed. */
      readonly line?: 'reconnecting' | 'failed';
    };

/** What has to be done after the commit. The controller carries them out in order. */
export type Effect =
  /** `fresh`: with the settings as configured by now; otherwise with those the line was opened with. */
  | { readonly type: 'connect'; readonly server: string; readonly fresh: boolean }
  | { readonly type: 'disconnect' }
  | { readonly type: 'probe' }
  | { readonly type: 'dial'; readonly callId: string; readonly options: DialOptions }
  | { readonly type: 'answer'; readonly callId: string }
  /** Without a code: the one the page has chosen. */
  | { readonly type: 'decline'; readonly callId: string; readonly code?: 486 }
  | { readonly type: 'end'; readonly callId: string }
  | { readonly type: 'set-hold'; readonly callId: string; readonly held: boolean }
  | { readonly type: 'set-muted'; readonly callId: string; readonly muted: boolean }
  | { readonly type: 'send-dtmf'; readonly callId: string; readonly tones: string }
  | { readonly type: 'refresh'; readonly callId: string }
  | { readonly type: 'transfer'; readonly callId: string; readonly target: Target }
  | {
      readonly type: 'complete-transfer';
      readonly callId: string;
      readonly consultationId: string;
    }
  | { readonly type: 'answer-transfer'; readonly callId: string; readonly accepted: boolean }
  | { readonly type: 'merge'; readonly callIds: MergedCalls }
  | { readonly type: 'split' }
  | { readonly type: 'set-status'; readonly id: string; readonly reason?: string }
  | {
      readonly type: 'identify';
      readonly callId: string;
      readonly number: string;
      readonly direction: CallSnapshot['direction'];
      /** What was dialled, as it was written. */
      readonly dialled?: string;
    }
  | { readonly type: 'stop-identifying'; readonly callId: string }
  | { readonly type: 'link'; readonly link: Linking }
  | { readonly type: 'schedule'; readonly name: TimerName; readonly delayMs: number }
  | { readonly type: 'unschedule'; readonly name: TimerName }
  | { readonly type: 'notify'; readonly notification: CtiNotification };
