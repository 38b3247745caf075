import type { CtiErrorReason } from '../base/error.js';
import type { Customer } from '../directory/customer-directory.js';
import type { Capabilities } from '../transport/call-transport.js';
import type { Command, CommandType } from './commands.js';
import type { Features } from './features.js';
import type { CallSnapshot, CtiSnapshot } from './snapshot.js';

/** A command, or as much of one as is known before the operator has said the rest. */
export type Question = {
  readonly type: CommandType;
  readonly customer?: Customer;
} & {
  readonly [K in 'callId' | 'target' | 'tones' | 'id' | 'view' | 'number']?: string;
} & { readonly [K in 'confirmed' | 'held' | 'attended' | 'split']?: boolean };

export function asQuestion(command: Command | CommandType): Question {
  return typeof command === 'string' ? { type: command } : command;
}

export function findCall(
  snapshot: CtiSnapshot,
  callId: string | undefined,
): CallSnapshot | undefined {
  const id = callId ?? snapshot.currentCallId;
  return snapshot.calls.find((call) => call.id === id);
}

export type Rule = (snapshot: CtiSnapshot, question: Question) => CtiErrorReason | undefined;

/** A live call, or the one that ended last. */
export function findKnownCall(
  snapshot: CtiSnapshot,
  callId: string | undefined,
): CallSnapshot | undefined {
  const { previousCall } = snapshot;
  return findCall(snapshot, callId) ?? (previousCall?.id === callId ? previousCall : undefined);
}

/**
 * A rule about one live call that needs a feature of the page and a capability of the call.
 * @param allowed whether it can be now, or why not
 */
export function onCall(
  allowed: (
    call: CallSnapshot,
    snapshot: CtiSnapshot,
    question: Question,
  ) => boolean | CtiErrorReason | undefined,
  needs: { readonly feature?: keyof Features; readonly capability?: keyof Capabilities } = {},
): Rule {
  return (snapshot, question) => {
    // Before the call: what the page does not have is absent, also while there is none.
    if (needs.feature && !snapshot.features[needs.feature]) return 'forbidden';
    const call = findCall(snapshot, question.callId);
    if (!call) return 'not-allowed';
    if (needs.capability && !call.capabilities[needs.capability]) return 'not-supported';
    const verdict = allowed(call, snapshot, question);
    if (typeof verdict !== 'boolean') return verdict;
    return verdict ? undefined : 'not-allowed';
  };
}

/** Why nothing new can be asked of the line now. */
export function lineObjection(snapshot: CtiSnapshot): CtiErrorReason | undefined {
  if (snapshot.elsewhere) return 'in-use';
  if (snapshot.connection !== 'online') return snapshot.connectionProblem ?? 'network';
  return undefined;
}
