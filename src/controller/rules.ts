import type { CtiErrorReason } from '../base/error.js';
import type { StatusKind } from '../call-centre/call-centre.js';
import type { CommandType } from './commands.js';
import { isInternalOnly, sameDialled } from './dial-plan.js';
import type { Features } from './features.js';
import { canTakeFloor } from './floor.js';
import { relationRules } from './relation-rules.js';
import {
  findCall,
  findKnownCall,
  lineObjection,
  onCall,
  type Question,
  type Rule,
} from './rule.js';
import type { CallSnapshot, CtiSnapshot, WindowView } from './snapshot.js';

/** What the operator's status means; `undefined` while nobody has said. */
export function statusKind({ statuses, status }: CtiSnapshot): StatusKind | undefined {
  return status && statuses.find(({ id }) => id === status.id)?.kind;
}

const ringing = (call: CallSnapshot): boolean => call.phase === 'offered';
const connected = (call: CallSnapshot): boolean => call.phase === 'connected';

/** Back from hold only where no other call is in the way; a conference changes as a whole. */
function maySetHold(call: CallSnapshot, snapshot: CtiSnapshot, { held }: Question): boolean {
  if (!connected(call) || (call.merge && call.merge.state !== 'merged')) return false;
  return held !== false || call.hold === 'none' || canTakeFloor(snapshot, call.id);
}

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
    const objection = lineObjection(snapshot);
    if (objection) return objection;
    // A call that waits beside another one does not keep the operator from dialling; one that rings alone does.
    const rings = findCall(snapshot, undefined)?.phase === 'offered';
    if (rings || !canTakeFloor(snapshot)) return 'not-allowed';
    return unwelcome && !question.confirmed ? 'do-not-call' : undefined;
  },
  answer: onCall((call, snapshot) => ringing(call) && canTakeFloor(snapshot, call.id), {
    capability: 'answer',
  }),
  decline: onCall((call) => call.direction === 'incoming' && !connected(call)),
  end: onCall(() => true),
  silence: onCall((call) => ringing(call) && !call.silenced),
  'set-hold': onCall(maySetHold, { feature: 'hold', capability: 'hold' }),
  'set-mute': onCall(connected, { feature: 'mute', capability: 'mute' }),
  'send-dtmf': (snapshot, question) =>
    question.tones !== undefined && !tonesPattern.test(question.tones)
      ? 'invalid-target'
      : sendTones(snapshot, question),
  ...relationRules,
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
