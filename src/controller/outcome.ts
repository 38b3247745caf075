import type { CtiErrorReason } from '../base/error.js';
import type { Command, CommandType } from './commands.js';
import { isLeaving, joinable, partnerOf } from './relations.js';
import { findCall } from './rule.js';
import type { CallSnapshot, CtiSnapshot } from './snapshot.js';

export type Outcome = 'pending' | 'done' | CtiErrorReason;

/** Id of the call that shows what has become of a command. */
export function subjectOf(command: Command, snapshot: CtiSnapshot): string | undefined {
  if (!('callId' in command)) return undefined;
  const call = findCall(snapshot, command.callId);
  if (command.type === 'swap') return call && partnerOf(snapshot, call)?.id;
  if (command.type === 'complete-transfer') return call && joinable(snapshot, call)?.[0].id;
  return command.callId;
}

/** What the end of its call does not keep from being done. */
const survivingEnd: readonly CommandType[] = [
  'end',
  'decline',
  'cancel-transfer',
  'set-customer',
  'open-customer',
];

/**
 * What has become of a command that was carried out: read off the snapshot alone.
 * `call` is the call it concerns, also when it has just ended.
 */
export function outcome(
  command: Command,
  call: CallSnapshot | undefined,
  snapshot: CtiSnapshot,
): Outcome {
  if (command.type === 'set-status') return statusOutcome(command.id, snapshot);
  if (call?.end && !survivingEnd.includes(command.type)) return endOutcome(command, call);
  switch (command.type) {
    case 'dial':
      // A call that rings or is answered was sent, also when the transport forgot to say so.
      return call?.phase === 'dialing' && call.pbxId === undefined ? 'pending' : 'done';
    case 'answer':
      if (call?.phase === 'connected') return 'done';
      return call?.phase === 'connecting' ? 'pending' : (call?.problem ?? 'aborted');
    case 'set-hold':
      if (call?.holdWanted !== command.held) return call?.problem ?? 'aborted';
      return call.hold === (command.held ? 'held' : 'none') ? 'done' : 'pending';
    case 'swap':
      if (call?.holdWanted !== false) return call?.problem ?? 'aborted';
      return call.hold === 'none' ? 'done' : 'pending';
    case 'transfer':
      return command.attended ? consultationOutcome(call) : transferOutcome(call);
    case 'complete-transfer':
      return transferOutcome(call);
    case 'merge':
      return mergeOutcome(call, command.split === true);
    case 'send-dtmf':
      if (call && call.tonesPending > 0) return 'pending';
      return call?.problem ?? 'done';
    default:
      return 'done';
  }
}

function consultationOutcome(call: CallSnapshot | undefined): Outcome {
  return call?.phase === 'connected' ? 'done' : 'pending';
}

/** It is done when the call has ended as transferred. */
function transferOutcome(call: CallSnapshot | undefined): Outcome {
  if (!call) return 'aborted';
  if (isLeaving(call)) return 'pending';
  return call.transfer.problem ?? 'aborted';
}

function mergeOutcome(call: CallSnapshot | undefined, split: boolean): Outcome {
  if (split) return call?.merge ? 'pending' : 'done';
  if (!call?.merge) return call?.problem ?? 'aborted';
  return call.merge.state === 'merged' ? 'done' : 'pending';
}

function endOutcome(command: Command, call: CallSnapshot): Outcome {
  // A call that was dialled and then ended was dialled all the same.
  if (command.type === 'dial' && call.pbxId !== undefined) return 'done';
  if (isTransfer(command) && call.end?.reason === 'transferred') return 'done';
  // A conference that one of its calls has left is taken apart.
  if (command.type === 'merge' && command.split) return 'done';
  return call.end?.reason ?? 'failed';
}

function isTransfer(command: Command): boolean {
  return command.type === 'complete-transfer' || (command.type === 'transfer' && !command.attended);
}

function statusOutcome(id: string, { status }: CtiSnapshot): Outcome {
  if (status?.pending === id) return 'pending';
  if (status?.id === id) return 'done';
  return status?.pending === undefined && status ? 'failed' : 'aborted';
}

/** What has become of opening the line. */
export function connectOutcome({ connection, connectionProblem, line }: CtiSnapshot): Outcome {
  if (connection === 'online') return 'done';
  if (connection === 'failed') return connectionProblem ?? 'failed';
  if (!line.wanted || !line.ready) return 'aborted';
  return line.paused ? 'done' : 'pending';
}
