import type { Undo } from '../base/clock.js';
import type { CtiError } from '../base/error.js';
import type { AgentStatus, CallCentre } from '../call-centre/call-centre.js';
import type { DeviceChoice } from '../devices/device-choice.js';
import type { Customer, CustomerDirectory } from '../directory/customer-directory.js';
import type { CallTransport, LineSettings } from '../transport/call-transport.js';
import type { Command, CommandType } from './commands.js';
import type { DialPlan } from './dial-plan.js';
import type { Features } from './features.js';
import type {
  CallEnd,
  CallSnapshot,
  CommandSource,
  Connection,
  CtiSnapshot,
  WindowView,
} from './snapshot.js';

/** What has happened, told after the snapshot that shows it is in place. The DOM events carry `detail`. */
export type CtiNotification =
  | {
      readonly type:
        | 'call-offered'
        | 'call-dialed'
        | 'call-connected'
        | 'call-held'
        | 'call-resumed'
        | 'call-transferred'
        | 'call-updated';
      readonly detail: { readonly call: CallSnapshot };
    }
  | { readonly type: 'call-ended'; readonly detail: { readonly call: CallSnapshot } & CallEnd }
  | {
      readonly type: 'customer-identified';
      readonly detail: { readonly call: CallSnapshot; readonly customers: readonly Customer[] };
    }
  | {
      readonly type: 'customer-linked';
      readonly detail: {
        /** Absent for a number of the history. */
        readonly call?: CallSnapshot;
        readonly customer: Customer;
        readonly number: string;
      };
    }
  | {
      readonly type: 'customer-opened';
      readonly detail: {
        /** Absent for a customer of a search, or of the history. */
        readonly call?: CallSnapshot;
        readonly customer: Customer;
      };
    }
  | { readonly type: 'status-changed'; readonly detail: { readonly status: AgentStatus } }
  | {
      readonly type: 'connection-changed';
      readonly detail: { readonly connection: Connection; readonly error?: CtiError };
    }
  | {
      readonly type: 'window-opened' | 'window-closed';
      readonly detail: { readonly view: WindowView };
    }
  | { readonly type: 'error'; readonly detail: { readonly error: CtiError } };

/**
 * `true`: carry it out. `false`: refuse. A command: carry that out instead (it is not asked about again).
 * `{ refuse }`: refuse and show the text to the operator.
 */
export type Verdict = boolean | Command | { readonly refuse: string };

/** A command that an interceptor is asked about: what, who asked, by which element. */
export interface GuardedRequest {
  readonly command: Command;
  readonly source: CommandSource;
  /** The element that asked, where one did; opaque to the controller. */
  readonly element?: unknown;
  /** Aborted when the operator takes the command back or the 10 s are over. */
  readonly signal: AbortSignal;
}

/** Asked before every command, whoever sent it. No answer (`undefined`) lets it pass. */
export type Interceptor = (
  request: GuardedRequest,
) => Verdict | undefined | Promise<Verdict | undefined>;

export interface SendOptions {
  /** `page` by default. */
  readonly source?: CommandSource;
  readonly element?: unknown;
}

/** What the embedding page decides; may be changed at any time. */
export interface ControllerSettings {
  /** Absent: no line. A change re-opens the line when the last call has ended. */
  readonly line?: LineSettings;
  /** What carries the calls. It belongs to the controller from now on, which disposes of it when another comes. */
  readonly transport?: CallTransport;
  readonly callCentre?: CallCentre;
  /** Who the callers are. The page's, or the panel's: it outlives the controller. */
  readonly directory?: CustomerDirectory;
  readonly features?: Partial<Features>;
  /** What is left out keeps its default. */
  readonly dialPlan?: Partial<DialPlan>;
  /** 486 Busy Here by default. */
  readonly declineCode?: 486 | 603;
  /** Calls at once; the next one is answered 486. 4 by default. */
  readonly maxCalls?: number;
}

/** What a browser knows of the network and of the page, and the controller cannot ask for. */
export type PageSignal = 'online' | 'offline' | 'resumed';

/** A live view on the calls of one operator, and the one door for commands. */
export interface CallController {
  readonly snapshot: CtiSnapshot;
  /** Hears every commit, after it; coalesced to nothing: each commit once, in order. */
  subscribe(listener: (snapshot: CtiSnapshot) => void): Undo;
  /** Hears what happened, after the commit that shows it. */
  observe(listener: (notification: CtiNotification) => void): Undo;
  /** May this command be sent now? The same rules that `send` enforces. */
  can(command: Command | CommandType): boolean;
  /**
   * Asks, guards, carries out. Resolves with the call it was about, as it then is, when the command is confirmed:
   * `dial` when the INVITE is out, `answer` when connected, `set-hold` and `swap` when the peer agreed, `send-dtmf` when
   * all tones asked for so far are out, `transfer` and `complete-transfer` when the target has the caller (attended: has
   * answered us), `merge` when all hear each other, `link-customer` when the directory has it, the others at once.
   * @throws CtiError `not-allowed`, `not-supported`, `forbidden`, `refused`, `aborted`, `invalid-target`, `disposed`,
   * or how it failed
   */
  send(command: Command, options?: SendOptions): Promise<CallSnapshot | undefined>;
  /** Takes back a command that waits for a verdict. */
  abort(requestId: string): void;
  intercept(interceptor: Interceptor): Undo;

  /**
   * The whole of the settings, not a change of them. A change of the line is applied at once when idle, otherwise
   * when the last call has ended; until then the line goes on, and reconnects, with what it had.
   * @throws CtiError `invalid-configuration`: nothing has been changed
   */
  configure(settings: ControllerSettings): void;
  /**
   * Resolves when the line is online, or at once while the operator's status keeps it closed.
   * @throws CtiError `invalid-configuration` without settings or transport, how the line `failed`, `aborted` when it is
   * disconnected
   */
  connect(): Promise<void>;
  /** @throws CtiError `call-live` */
  disconnect(options?: { readonly calls?: 'refuse' | 'end' }): Promise<void>;
  /**
   * Changes what belongs to the page, not to the line: no guard. `data` is merged. Called by a listener, it takes
   * effect when all have heard the commit they are hearing.
   * @throws CtiError `not-allowed`: no such call, or values that are not text
   */
  updateCall(
    callId: string,
    change: {
      readonly data?: Readonly<Record<string, string>>;
      readonly customer?: Customer;
      readonly note?: string;
    },
  ): CallSnapshot;
  /** Asks the directory again who a live call is with, when it has failed or found nobody. */
  identify(callId: string): void;
  /**
   * Takes a link back. A live call that it was made for is identified anew, one that has ended is nobody's.
   * @throws CtiError `forbidden`, `not-supported`, or how the directory failed
   */
  unlinkCustomer(link: {
    readonly number: string;
    readonly customer: Customer;
    readonly callId?: string;
  }): Promise<void>;
  /** Shows or hides the keypad: a matter of the screen. */
  showKeypad(shown: boolean): void;
  /**
   * The operator's answer to a far end that wishes us to call another number in its place (`transferAsked`). Not a
   * command: it is no wish of the operator or of the page.
   */
  answerTransfer(callId: string, accepted: boolean): void;
  /** The line is in another tab, or no longer. */
  setElsewhere(elsewhere: boolean): void;
  signal(signal: PageSignal): void;
  unblockSound(): void;
  /**
   * What calls are spoken into and heard by from now on, those in progress too. Kept for the next line.
   * @throws CtiError why a call in progress cannot use it, for example `microphone-busy`
   */
  setDevices(choice: DeviceChoice): Promise<void>;
  /**
   * Reports a failure of a part around the controller as `error`. With `line`: without that part the line cannot be
   * opened, and is `reconnecting` while it is tried again, or `failed`; a line that is open stays as it is.
   */
  report(error: CtiError, line?: 'reconnecting' | 'failed'): void;
  /** The page goes away: ends all calls and closes the line, without waiting. */
  abandon(): void;
  /** Idempotent; nothing is emitted afterwards. */
  dispose(): void;
}
