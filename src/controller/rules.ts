import type { CtiErrorReason } from '../base/error.js';
import type { Capabilities } from '../transport/call-transport.js';
import { reservedCommands, type Command, type CommandType } from './commands.js';
import type { Features } from './features.js';
import type { CallSnapshot, CtiSnapshot } from './snapshot.js';

/** A command, or as much of one as is known before the operator has said the rest. */
export type Question = { readonly type: CommandType } & {
  readonly [K in 'callId' | 'target' | 'tones' | 'id']?: string;
};

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

type Rule = (snapshot: CtiSnapshot, question: Question) => CtiErrorReason | undefined;

/** A rule about one live call that needs a feature of the page and a capability of the call. */
function onCall(
  allowed: (call: CallSnapshot, snapshot: CtiSnapshot) => boolean,
  needs: { readonly feature?: keyof Features; readonly capability?: keyof Capabilities } = {},
): Rule {
  return (snapshot, question) => {
    const call = findCall(snapshot, question.callId);
    if (!call) return 'not-allowed';
    if (needs.feature && !snapshot.features[needs.feature]) return 'forbidden';
    if (needs.capability && !call.capabilities[needs.capability]) return 'not-supported';
    return allowed(call, snapshot) ? undefined : 'not-allowed';
  };
}

const ringing = (call: CallSnapshot): boolean => call.phase === 'offered';
const connected = (call: CallSnapshot): boolean => call.phase === 'connected';
const engaged = (call: CallSnapshot): boolean => call.phase !== 'offered';

/** Digits of RFC 4733 section 3.2 and the comma for a pause. */
export const tonesPattern = /^[0-9*#A-Da-d,]{1,64}$/;

const rules: Partial<Record<CommandType, Rule>> = {
  dial: (snapshot) => {
    if (snapshot.features.dial === 'none') return 'forbidden';
    if (snapshot.elsewhere) return 'in-use';
    if (snapshot.connection !== 'online') return snapshot.connectionProblem ?? 'network';
    return snapshot.calls.length > 0 ? 'not-allowed' : undefined;
  },
  answer: onCall(
    (call, { calls }) => ringing(call) && !calls.some((other) => other !== call && engaged(other)),
    { capability: 'answer' },
  ),
  decline: onCall((call) => call.direction === 'incoming' && !connected(call)),
  end: onCall(() => true),
  silence: onCall((call) => ringing(call) && !call.silenced),
  'set-hold': onCall(connected, { feature: 'hold', capability: 'hold' }),
  'set-mute': onCall(connected, { feature: 'mute', capability: 'mute' }),
  'send-dtmf': (snapshot, question) =>
    question.tones !== undefined && !tonesPattern.test(question.tones)
      ? 'invalid-target'
      : sendTones(snapshot, question),
  'set-status': (snapshot, { id }) => {
    if (snapshot.statuses.length === 0) return 'not-supported';
    return id === undefined || snapshot.statuses.some((status) => status.id === id)
      ? undefined
      : 'not-allowed';
  },
  'set-customer': onCall(() => true),
  'open-window': () => undefined,
  'close-window': (snapshot) => (snapshot.window ? undefined : 'not-allowed'),
};

const sendTones = onCall((call) => connected(call) && call.hold === 'none', {
  feature: 'keypad',
  capability: 'dtmf',
});

/**
 * Why a command cannot be carried out now; `undefined` when it can. The one place that decides: the transition
 * applies it, and what a button shows is derived from it.
 */
export function objection(snapshot: CtiSnapshot, question: Question): CtiErrorReason | undefined {
  if (reservedCommands.has(question.type)) return 'not-supported';
  const rule = rules[question.type];
  return rule ? rule(snapshot, question) : 'not-supported';
}
