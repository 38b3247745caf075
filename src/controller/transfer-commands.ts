import { immutable } from '../base/immutable.js';
import type { DialOptions, Target } from '../transport/call-transport.js';
import { endHere, newCall } from './call-record.js';
import type { Command } from './commands.js';
import type { CommandEvent } from './events.js';
import { canHold, takeFloor, wantHold } from './floor.js';
import { identify } from './identity-transition.js';
import { consultation, isLeaving, joinable, partnerOf } from './relations.js';
import type { CallSnapshot } from './snapshot.js';
import type { Step } from './step.js';

export interface Outgoing {
  readonly callId: string;
  readonly number: string;
  readonly target: Target;
  readonly headers?: Readonly<Record<string, string>>;
  readonly known?: Partial<CallSnapshot>;
}

/** A call of ours: it is there at once, and goes out when the others are on hold. */
export function startOutgoing(step: Step, outgoing: Outgoing): void {
  const { callId, number, target, headers, known } = outgoing;
  const { lastEnded: _, ...rest } = step.snapshot;
  step.snapshot = rest;
  step.effect({ type: 'unschedule', name: 'notice' });
  takeFloor(step);
  const options: DialOptions = headers ? { target, headers } : { target };
  step.addCall(
    newCall(step, {
      id: callId,
      direction: 'outgoing',
      number,
      phase: 'dialing',
      capabilities: step.snapshot.capabilities,
      deferred: { type: 'dial', options },
      ...known,
    }),
  );
  step.makeCurrent(callId);
}

type CommandOf<T extends Command['type']> = Extract<Command, { readonly type: T }>;

function transfer(
  step: Step,
  call: CallSnapshot,
  command: CommandOf<'transfer'>,
  { newCallId, target, number = target?.number }: CommandEvent,
): void {
  if (target === undefined || number === undefined) return;
  const to = { number, target };
  if (command.attended) {
    if (newCallId === undefined) return;
    const state = 'consulting' as const;
    step.update(call.id, { transfer: immutable({ state, ...to, consultationId: newCallId }) });
    startOutgoing(step, { callId: newCallId, ...to, known: { consultationFor: call.id } });
    return identify(step, newCallId, command.target);
  }
  step.drop(call.id, 'problem');
  if (step.snapshot.features.holdForTransfer && canHold(step.snapshot, call)) {
    step.update(call.id, { transfer: immutable({ state: 'holding', ...to }) });
    return wantHold(step, call.id, true);
  }
  step.update(call.id, { transfer: immutable({ state: 'trying', ...to }) });
  step.effect({ type: 'transfer', callId: call.id, target });
}

function completeTransfer(step: Step, call: CallSnapshot): void {
  const [first, second] = joinable(step.snapshot, call) ?? [];
  if (!first || !second) return;
  const { number, id: consultationId } = second;
  const state = 'trying' as const;
  step.update(first.id, { transfer: immutable({ state, number, consultationId }) });
  step.effect({ type: 'complete-transfer', callId: first.id, consultationId });
}

function cancelTransfer(step: Step, call: CallSnapshot): void {
  const [first, asked] = consultation(step.snapshot, call) ?? [];
  if (!first || !asked) {
    return step.update(call.id, { transfer: immutable({ state: 'none' }) });
  }
  endHere(step, asked);
  wantHold(step, first.id, false);
}

function merge(step: Step, call: CallSnapshot, { split }: CommandOf<'merge'>): void {
  if (split) return step.effect({ type: 'split' });
  const partner = partnerOf(step.snapshot, call);
  if (!partner) return;
  step.drop(partner.id, 'problem');
  const state = 'preparing' as const;
  step.update(call.id, { merge: immutable({ state, callId: partner.id }) });
  step.update(partner.id, { merge: immutable({ state, callId: call.id }) });
  wantHold(step, call.id, false);
}

/** The commands that are about a call and another one. */
export function relationCommand(step: Step, call: CallSnapshot, event: CommandEvent): void {
  const { command } = event;
  switch (command.type) {
    case 'transfer':
      return transfer(step, call, command, event);
    case 'complete-transfer':
      return completeTransfer(step, call);
    case 'cancel-transfer':
      return cancelTransfer(step, call);
    case 'merge':
      return merge(step, call, command);
    case 'swap': {
      const partner = partnerOf(step.snapshot, call);
      return partner && wantHold(step, partner.id, false);
    }
  }
}

/** The operator begins to transfer the current call: the caller need not hear how the target is looked for. */
export function beginTransfer(step: Step): void {
  const { features, currentCallId = '' } = step.snapshot;
  const call = step.call(currentCallId);
  if (!call || !features.holdForTransfer || !canHold(step.snapshot, call)) return;
  const { blindTransfer, attendedTransfer } = call.capabilities;
  if (!blindTransfer && !attendedTransfer) return;
  if (call.merge || isLeaving(call) || consultation(step.snapshot, call)) return;
  wantHold(step, call.id, true);
}
