import type { Customer } from '../directory/customer-directory.js';
import type { WindowView } from './snapshot.js';

/** The closed list of what can be asked of the panel. */
export const commandTypes = [
  'dial',
  'answer',
  'decline',
  'end',
  'silence',
  'set-hold',
  'set-mute',
  'send-dtmf',
  'transfer',
  'complete-transfer',
  'cancel-transfer',
  'swap',
  'merge',
  'set-status',
  'set-customer',
  'link-customer',
  'open-customer',
  'open-window',
  'close-window',
] as const;
/** One of the commands, by its name. */
export type CommandType = (typeof commandTypes)[number];

interface OnCall {
  /** The current call by default. */
  readonly callId?: string;
}

/** One thing asked for. Immutable; without `callId` it means the call that is current at the moment it is asked. */
export type Command =
  | {
      readonly type: 'dial';
      readonly target: string;
      readonly customer?: Customer;
      /** The operator was warned that this customer does not want to be called. */
      readonly confirmed?: boolean;
      readonly data?: Readonly<Record<string, string>>;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | ({ readonly type: 'answer' } & OnCall)
  | ({ readonly type: 'decline' } & OnCall)
  | ({ readonly type: 'end' } & OnCall)
  | ({ readonly type: 'silence' } & OnCall)
  | ({ readonly type: 'set-hold'; readonly held: boolean } & OnCall)
  | ({ readonly type: 'set-mute'; readonly muted: boolean } & OnCall)
  | ({ readonly type: 'send-dtmf'; readonly tones: string } & OnCall)
  | ({
      readonly type: 'transfer';
      readonly target: string;
      readonly attended?: boolean;
    } & OnCall)
  /** Joins the two far ends: of the call and of its consultation, or of the call and the one on hold beside it. */
  | ({ readonly type: 'complete-transfer' } & OnCall)
  /** Ends the consultation, and is back with the caller. */
  | ({ readonly type: 'cancel-transfer' } & OnCall)
  /** Talks to the call on hold, and puts this one on hold. */
  | ({ readonly type: 'swap' } & OnCall)
  /** Makes a conference of the call and the one on hold beside it, or takes it apart. */
  | ({ readonly type: 'merge'; readonly split?: boolean } & OnCall)
  | { readonly type: 'set-status'; readonly id: string; readonly reason?: string }
  /** Of a live call, or of the one that ended last: for this call only. */
  | ({ readonly type: 'set-customer'; readonly customer: Customer } & OnCall)
  /** With a `number` it needs no live call: one of the history, or one that has just ended. */
  | ({
      readonly type: 'link-customer';
      readonly customer: Customer;
      readonly number?: string;
    } & OnCall)
  /** Without a call it is one of a search, or of the history. */
  | ({ readonly type: 'open-customer'; readonly customer: Customer } & OnCall)
  | { readonly type: 'open-window'; readonly view?: WindowView }
  | { readonly type: 'close-window' };

const withoutCall: readonly CommandType[] = [
  'dial',
  'set-status',
  'open-customer',
  'open-window',
  'close-window',
];

/** Names the call that a command means: nothing that comes between can then make it mean another. */
export function pinned(command: Command, currentCallId: string | undefined): Command {
  if (currentCallId === undefined || withoutCall.includes(command.type)) return command;
  const { callId } = command as OnCall;
  if (command.type === 'link-customer' && command.number !== undefined) return command;
  return Object.freeze({ ...command, callId: callId ?? currentCallId });
}
