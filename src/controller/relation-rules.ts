import type { CtiErrorReason } from '../base/error.js';
import type { Capabilities } from '../transport/call-transport.js';
import type { CommandType } from './commands.js';
import { isInternalOnly } from './dial-plan.js';
import { canTakeFloor } from './floor.js';
import { consultation, isLeaving, joinable, partnerOf } from './relations.js';
import { lineObjection, onCall, type Question, type Rule } from './rule.js';
import type { CallSnapshot, CtiSnapshot } from './snapshot.js';

/** A call can be transferred though it could not be dialled from here: inside the PBX. */
export function mayTransferTo(snapshot: CtiSnapshot, target: string | undefined): boolean {
  if (snapshot.features.dial === 'any' || target === undefined) return true;
  return isInternalOnly(target, snapshot.dialPlan);
}

/** Connected, and neither being sent away nor in a conference. */
function isFree(call: CallSnapshot): boolean {
  return call.phase === 'connected' && !call.merge && !isLeaving(call);
}

function can(calls: readonly CallSnapshot[], capability: keyof Capabilities): boolean {
  return calls.every(({ capabilities }) => capabilities[capability] === true);
}

function transfer(
  call: CallSnapshot,
  snapshot: CtiSnapshot,
  { attended = false, target }: Question,
): CtiErrorReason | undefined {
  if (attended && snapshot.features.transfer !== 'attended') return 'forbidden';
  if (!mayTransferTo(snapshot, target)) return 'forbidden';
  if (!can([call], attended ? 'attendedTransfer' : 'blindTransfer')) return 'not-supported';
  if (!isFree(call) || consultation(snapshot, call)) return 'not-allowed';
  return (
    lineObjection(snapshot) ?? (attended && !canTakeFloor(snapshot) ? 'not-allowed' : undefined)
  );
}

function completeTransfer(call: CallSnapshot, snapshot: CtiSnapshot): CtiErrorReason | undefined {
  if (snapshot.features.transfer !== 'attended') return 'forbidden';
  const calls = joinable(snapshot, call);
  if (!calls) return can([call], 'attendedTransfer') ? 'not-allowed' : 'not-supported';
  if (!can(calls, 'attendedTransfer')) return 'not-supported';
  return calls.every(isFree) ? lineObjection(snapshot) : 'not-allowed';
}

function cancelTransfer(call: CallSnapshot, snapshot: CtiSnapshot): boolean {
  const first = consultation(snapshot, call)?.[0];
  return first ? !isLeaving(first) : call.transfer.state === 'holding';
}

function swap(call: CallSnapshot, snapshot: CtiSnapshot): boolean {
  const partner = partnerOf(snapshot, call);
  return (
    call.phase === 'connected' &&
    partner?.capabilities.hold === true &&
    !isPreparing(call) &&
    !isPreparing(partner) &&
    canTakeFloor(snapshot, partner.id)
  );
}

function isPreparing({ merge }: CallSnapshot): boolean {
  return merge !== undefined && merge.state !== 'merged';
}

function merge(
  call: CallSnapshot,
  snapshot: CtiSnapshot,
  { split }: Question,
): boolean | CtiErrorReason {
  if (split) return call.merge?.state === 'merged';
  const partner = partnerOf(snapshot, call);
  if (!partner) return false;
  if (!can([call, partner], 'merge')) return 'not-supported';
  return isFree(call) && isFree(partner) && canTakeFloor(snapshot, call.id) && !three(snapshot);
}

/** There is one conference at most. */
function three({ calls }: CtiSnapshot): boolean {
  return calls.some(({ merge }) => merge !== undefined);
}

/** The rules of what is about a call and another one. */
export const relationRules: Partial<Record<CommandType, Rule>> = {
  transfer: onCall(transfer, { feature: 'transfer' }),
  'complete-transfer': onCall(completeTransfer, { feature: 'transfer' }),
  'cancel-transfer': onCall(cancelTransfer, { feature: 'transfer' }),
  swap: onCall(swap, { feature: 'hold', capability: 'hold' }),
  merge: onCall(merge, { capability: 'merge' }),
};
