import type { CtiErrorReason } from '../base/error.js';
import type { Command, CommandType } from './commands.js';
import type { CallSnapshot, CtiSnapshot } from './snapshot.js';

export type Outcome = 'pending' | 'done' | CtiErrorReason;

/** What the end of its call does not keep from being done. */
const survivingEnd: readonly CommandType[] = ['end', 'decline', 'set-customer', 'open-customer'];

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
    case 'send-dtmf':
      if (call && call.tonesPending > 0) return 'pending';
      return call?.problem ?? 'done';
    default:
      return 'done';
  }
}

function endOutcome(command: Command, call: CallSnapshot): Outcome {
  // A call that was dialled and then ended was dialled all the same.
  if (command.type === 'dial' && call.pbxId !== undefined) return 'done';
  return call.end?.reason ?? 'failed';
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
