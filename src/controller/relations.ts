import type { CallSnapshot, CtiSnapshot } from './snapshot.js';

/** Which calls belong together. */

/** The call that goes with this one: its consultation, what it is a consultation for, or the last put on hold. */
export function partnerOf(snapshot: CtiSnapshot, call: CallSnapshot): CallSnapshot | undefined {
  const related = consultation(snapshot, call);
  const partner = related?.find(({ id }) => id !== call.id);
  if (partner) return partner.phase === 'connected' ? partner : undefined;
  const age = ({ times }: CallSnapshot): number => times.heldSince ?? 0;
  return snapshot.calls
    .filter(({ id, phase }) => id !== call.id && phase === 'connected')
    .filter(({ id }) => id !== call.merge?.callId)
    .reduce<CallSnapshot | undefined>(
      (last, other) => (!last || age(other) > age(last) ? other : last),
      undefined,
    );
}

/** A call whose transfer is being prepared, and the call in which the target is asked; given either of them. */
export function consultation(
  { calls }: CtiSnapshot,
  call: CallSnapshot,
): readonly [CallSnapshot, CallSnapshot] | undefined {
  const asked = calls.find(({ consultationFor }) => consultationFor === call.id);
  if (asked) return [call, asked];
  const first = calls.find(({ id }) => id === call.consultationFor);
  return first && [first, call];
}

/** The two calls whose far ends would be joined: the one that is sent, and the one it is sent to. */
export function joinable(
  snapshot: CtiSnapshot,
  call: CallSnapshot,
): readonly [CallSnapshot, CallSnapshot] | undefined {
  const prepared = consultation(snapshot, call);
  if (prepared) return prepared;
  const partner = partnerOf(snapshot, call);
  return partner && [partner, call];
}

/** The call was sent away, or is about to be. */
export function isLeaving({ transfer }: CallSnapshot): boolean {
  return ['holding', 'trying', 'ringing'].includes(transfer.state);
}
