import type { CtiErrorReason } from '../base/error.js';
import type { Capabilities } from '../transport/call-transport.js';
import type { StatusKind } from '../call-centre/call-centre.js';
import type { Customer } from '../directory/customer-directory.js';
import type { Command, CommandType } from './commands.js';
import { isInternalOnly, sameDialled } from './dial-plan.js';
import type { Features } from './features.js';
import type { CallSnapshot, CtiSnapshot, WindowView } from './snapshot.js';

/** A command, or as much of one as is known before the operator has said the rest. */
export type Question = {
  readonly type: CommandType;
  readonly customer?: Customer;
  readonly confirmed?: boolean;
} & {
  readonly [K in 'callId' | 'target' | 'tones' | 'id' | 'view' | 'number']?: string;
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

/** A live call, or the one that ended last. */
export function findKnownCall(
  snapshot: CtiSnapshot,
  callId: string | undefined,
): CallSnapshot | undefined {
  const { previousCall } = snapshot;
  return findCall(snapshot, callId) ?? (previousCall?.id === callId ? previousCall : undefined);
}

/** What the operator's status means; `undefined` while nobody has said. */
export function statusKind({ statuses, status }: CtiSnapshot): StatusKind | undefined {
  return status && statuses.find(({ id }) => id === status.id)?.kind;
}

type Rule = (snapshot: CtiSnapshot, question: Question) => CtiErrorReason | undefined;

/** A rule about one live call that needs a feature of the page and a capability of the call. */
function onCall(
  allowed: (call: CallSnapshot, snapshot: CtiSnapshot) => boolean,
  needs: { readonly feature?: keyof Features; readonly capability?: keyof Capabilities } = {},
): Rule {
  return (snapshot, question) => {
    // Before the call: what the page does not have is absent, also while there is none.
    if (needs.feature && !snapshot.features[needs.feature]) return 'forbidden';
    const call = findCall(snapshot, question.callId);
    if (!call) return 'not-allowed';
    if (needs.capability && !call.capabilities[needs.capability]) return 'not-supported';
    return allowed(call, snapshot) ? undefined : 'not-allowed';
  };
}

const ringing = (call: CallSnapshot): boolean => call.phase === 'offered';
const connected = (call: CallSnapshot): boolean => call.phase === 'connected';
const engaged = (call: CallSnapshot): boolean => call.phase !== 'offered';

/** Digits of RFC 4733 section 3.2 and the comma for a pause. */
export const tonesPattern = /^[0-9*#A-D,]{1,64}$/;

const featureOfView: { readonly [V in WindowView]?: keyof Features } = {
  transfer: 'transfer',
  customers: 'customerSearch',
  history: 'history',
  settings: 'settings',
};

/** May this operator dial this number, or any number when none is named yet? */
export function mayDial({ features, dialPlan }: CtiSnapshot, target: string | undefined): boolean {
  if (features.dial !== 'internal') return features.dial === 'any';
  return target === undefined || isInternalOnly(target, dialPlan);
}

/** Does the customer whom this would call, or this number of theirs, not want to be called? */
function isUnwelcome({ customer, target = '' }: Question): boolean {
  if (!customer) return false;
  const { doNotCall, numbers } = customer;
  if (doNotCall) return true;
  return numbers?.some((known) => known.doNotCall && sameDialled(known.number, target)) ?? false;
}

/** Commands without a rule are reserved: their capability comes with a later release. */
const rules: Partial<Record<CommandType, Rule>> = {
  dial: (snapshot, question) => {
    if (!mayDial(snapshot, question.target)) return 'forbidden';
    const unwelcome = isUnwelcome(question);
    if (unwelcome && snapshot.features.doNotCall === 'block') return 'forbidden';
    if (snapshot.elsewhere) return 'in-use';
    if (snapshot.connection !== 'online') return snapshot.connectionProblem ?? 'network';
    if (snapshot.calls.length > 0) return 'not-allowed';
    return unwelcome && !question.confirmed ? 'do-not-call' : undefined;
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
    if (snapshot.statuses.length === 0 || !snapshot.status) return 'not-supported';
    return id === undefined || snapshot.statuses.some((status) => status.id === id)
      ? undefined
      : 'not-allowed';
  },
  'set-customer': (snapshot, { callId }) =>
    findKnownCall(snapshot, callId) ? undefined : 'not-allowed',
  'link-customer': linkObjection,
  'open-customer': () => undefined,
  'open-window': ({ features }, { view }) => {
    const feature = featureOfView[view as WindowView];
    return feature && !features[feature] ? 'forbidden' : undefined;
  },
  'close-window': (snapshot) => (snapshot.window ? undefined : 'not-allowed'),
};

const sendTones = onCall((call) => connected(call) && call.hold === 'none', {
  feature: 'keypad',
  capability: 'dtmf',
});

function linkObjection(
  snapshot: CtiSnapshot,
  { callId, number }: Question,
): CtiErrorReason | undefined {
  if (!snapshot.features.link) return 'forbidden';
  if (!snapshot.directory) return 'not-supported';
  const about = number === undefined || callId !== undefined;
  const call = about ? findKnownCall(snapshot, callId) : undefined;
  // One at a time: which of two came last the directory could not know.
  if (call?.identity.linking) return 'not-allowed';
  return (number ?? call?.number) ? undefined : 'not-allowed';
}

/**
 * Why a command cannot be carried out now; `undefined` when it can. The one place that decides: the transition
 * applies it, and what a button shows is derived from it.
 */
export function objection(snapshot: CtiSnapshot, question: Question): CtiErrorReason | undefined {
  const rule = rules[question.type];
  return rule ? rule(snapshot, question) : 'not-supported';
}
