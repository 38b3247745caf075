import type { CommandEvent } from './events.js';
import type { Command } from './commands.js';
import type { AgentStatus } from '../call-centre/call-centre.js';
import { endHere } from './call-record.js';
import { takeFloor, wantHold } from './floor.js';
import {
  belongsTo,
  identify,
  linkCustomer,
  openCustomer,
  setCustomer,
} from './identity-transition.js';
import { findCall } from './rule.js';
import type { CallSnapshot } from './snapshot.js';
import type { Step } from './step.js';
import { beginTransfer, relationCommand, startOutgoing } from './transfer-commands.js';

type CommandOf<T extends Command['type']> = Extract<Command, { readonly type: T }>;

function dial(step: Step, command: CommandOf<'dial'>, event: CommandEvent): void {
  const { newCallId: callId, target, number = target?.number } = event;
  if (callId === undefined || target === undefined || number === undefined) return;
  const { customer, data, headers } = command;
  step.set({ lastNumber: number });
  startOutgoing(step, {
    ...{ callId, number, target },
    ...(headers ? { headers } : {}),
    known: { ...(customer ? belongsTo(customer) : {}), ...(data ? { data } : {}) },
  });
  if (!customer) identify(step, callId, command.target);
}

function changed(step: Step, callId: string, change: Partial<CallSnapshot>): void {
  step.notify({ type: 'call-updated', detail: { call: step.setCall(callId, change) } });
}

function forgetProblem(step: Step, call: CallSnapshot, change: Partial<CallSnapshot>): void {
  const { problem: _, ...rest } = call;
  step.replaceCall({ ...rest, ...change });
}

function answer(step: Step, call: CallSnapshot): void {
  forgetProblem(step, call, { phase: 'connecting', deferred: Object.freeze({ type: 'answer' }) });
  takeFloor(step, call.id);
  step.makeCurrent(call.id);
}

/** In a conference the operator is muted for both. */
function setMuted(step: Step, { id, merge }: CallSnapshot, muted: boolean): void {
  for (const call of step.snapshot.calls) {
    if (call.muted === muted) continue;
    if (call.id !== id && !(merge?.state === 'merged' && call.id === merge.callId)) continue;
    changed(step, call.id, { muted });
    step.effect({ type: 'set-muted', callId: call.id, muted });
  }
}

function setStatus(step: Step, command: CommandOf<'set-status'>): void {
  const { status } = step.snapshot;
  if (!status) return;
  const pending: AgentStatus = { ...status, pending: command.id };
  step.set({ status: Object.freeze(pending) });
  step.effect(
    command.reason === undefined
      ? { type: 'set-status', id: command.id }
      : { type: 'set-status', id: command.id, reason: command.reason },
  );
}

function openWindow(step: Step, command: CommandOf<'open-window'>): void {
  const view = command.view ?? step.snapshot.window ?? 'calls';
  if (view === 'transfer') beginTransfer(step);
  if (step.snapshot.window === view) return;
  step.set({ window: view });
  step.notify({ type: 'window-opened', detail: { view } });
}

function closeWindow(step: Step): void {
  const { window: view, ...rest } = step.snapshot;
  if (!view) return;
  step.snapshot = rest;
  step.notify({ type: 'window-closed', detail: { view } });
}

function onCall(step: Step, call: CallSnapshot, event: CommandEvent): void {
  const { command } = event;
  const callId = call.id;
  switch (command.type) {
    case 'answer':
      return answer(step, call);
    case 'decline':
    case 'end':
      return endHere(step, call);
    case 'silence':
      return changed(step, callId, { silenced: true });
    case 'set-hold':
      return wantHold(step, callId, command.held);
    case 'set-mute':
      return setMuted(step, call, command.muted);
    case 'send-dtmf':
      forgetProblem(step, call, { tonesPending: call.tonesPending + 1 });
      return step.effect({ type: 'send-dtmf', callId, tones: command.tones });
    default:
      return relationCommand(step, call, event);
  }
}

/** A command that `objection` lets pass. */
export function commandTransition(step: Step, event: CommandEvent): void {
  const { command } = event;
  switch (command.type) {
    case 'dial':
      return dial(step, command, event);
    case 'set-status':
      return setStatus(step, command);
    case 'open-window':
      return openWindow(step, command);
    case 'close-window':
      return closeWindow(step);
    case 'set-customer':
      return setCustomer(step, command);
    case 'link-customer':
      return linkCustomer(step, command, event.linkId);
    case 'open-customer':
      return openCustomer(step, command);
    default: {
      const call = findCall(step.snapshot, 'callId' in command ? command.callId : undefined);
      if (call) onCall(step, call, event);
    }
  }
}
