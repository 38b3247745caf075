import type { CommandEvent } from './events.js';
import type { Command } from './commands.js';
import type { AgentStatus } from '../call-centre/call-centre.js';
import { endCall, newCall, serveHold } from './call-transition.js';
import {
  belongsTo,
  identify,
  linkCustomer,
  openCustomer,
  setCustomer,
} from './identity-transition.js';
import { findCall } from './rules.js';
import type { CallSnapshot } from './snapshot.js';
import type { Step } from './step.js';

type CommandOf<T extends Command['type']> = Extract<Command, { readonly type: T }>;

function dial(step: Step, command: CommandOf<'dial'>, event: CommandEvent): void {
  const { newCallId: callId, target, number = target?.number } = event;
  if (callId === undefined || target === undefined || number === undefined) return;
  const { lastEnded: _, ...rest } = step.snapshot;
  step.snapshot = { ...rest, lastNumber: number };
  step.effect({ type: 'unschedule', name: 'notice' });
  step.addCall(
    newCall(step, {
      id: callId,
      direction: 'outgoing',
      number,
      phase: 'dialing',
      capabilities: step.snapshot.capabilities,
      ...(command.customer ? belongsTo(command.customer) : {}),
      ...(command.data ? { data: command.data } : {}),
    }),
  );
  if (!command.customer) identify(step, callId, command.target);
  const { headers } = command;
  step.effect({ type: 'dial', callId, options: headers ? { target, headers } : { target } });
}

/** Ends a call here and now; what the network still has to hear goes on in the transport. */
export function end(step: Step, call: CallSnapshot): void {
  const unanswered = call.direction === 'incoming' && call.phase !== 'connected';
  step.effect({ type: unanswered ? 'decline' : 'end', callId: call.id });
  const reason = unanswered ? 'declined' : call.phase === 'connected' ? 'hangup' : 'cancelled';
  endCall(step, call.id, { reason, by: 'local' });
}

function changed(step: Step, callId: string, change: Partial<CallSnapshot>): void {
  step.notify({ type: 'call-updated', detail: { call: step.setCall(callId, change) } });
}

function forgetProblem(step: Step, call: CallSnapshot, change: Partial<CallSnapshot>): void {
  const { problem: _, ...rest } = call;
  step.replaceCall({ ...rest, ...change });
}

function answer(step: Step, call: CallSnapshot): void {
  forgetProblem(step, call, { phase: 'connecting' });
  step.effect({ type: 'answer', callId: call.id });
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
      return end(step, call);
    case 'silence':
      return changed(step, callId, { silenced: true });
    case 'set-hold':
      forgetProblem(step, call, { holdWanted: command.held });
      return serveHold(step, callId);
    case 'set-mute':
      if (call.muted === command.muted) return;
      changed(step, callId, { muted: command.muted });
      return step.effect({ type: 'set-muted', callId, muted: command.muted });
    case 'send-dtmf':
      forgetProblem(step, call, { tonesPending: call.tonesPending + 1 });
      return step.effect({ type: 'send-dtmf', callId, tones: command.tones });
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
