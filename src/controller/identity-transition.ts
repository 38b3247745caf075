import { immutable } from '../base/immutable.js';
import type { Customer } from '../directory/customer-directory.js';
import type { Command } from './commands.js';
import { classify } from './dial-plan.js';
import type { IdentityEvent, Linking } from './events.js';
import { findKnownCall } from './rule.js';
import type { CallSnapshot, Identity } from './snapshot.js';
import type { Step } from './step.js';

type CommandOf<T extends Command['type']> = Extract<Command, { readonly type: T }>;
type Of<T extends IdentityEvent['type']> = Extract<IdentityEvent, { readonly type: T }>;

/** Nobody was asked. */
export const unknown: Identity = immutable({ state: 'unknown', customers: [] });
const searching: Identity = immutable({ state: 'searching', customers: [] });

/** What a call is when its customer was named with it: nobody is asked. */
export function belongsTo(customer: Customer): Pick<CallSnapshot, 'customer' | 'identity'> {
  return immutable({ customer, identity: { state: 'one', customers: [customer] } });
}

/**
 * Asks the directory who a live call is with. Not about a caller who withholds the number, nor about colleagues,
 * feature codes and emergency numbers.
 *
 * @param dialled what was dialled, as it was written
 */
export function identify(step: Step, callId: string, dialled?: string): void {
  const call = step.call(callId);
  const { directory, dialPlan } = step.snapshot;
  if (!call || !directory || call.number.trim() === '') return;
  if (classify(call.number, dialPlan) !== 'external') return;
  step.setCall(callId, { identity: searching });
  const { number, direction } = call;
  const known = dialled === undefined ? {} : { dialled };
  step.effect({ type: 'identify', callId, number, direction, ...known });
}

/** The call is ending: what is not known by now will not be. The identity for its record. */
export function stopIdentifying(step: Step, call: CallSnapshot): Identity {
  const { state } = call.identity;
  // A failed one may have been too slow: the directory is still at work.
  if (state !== 'searching' && state !== 'failed') return call.identity;
  step.effect({ type: 'stop-identifying', callId: call.id });
  return state === 'failed' ? call.identity : unknown;
}

/** Another directory, or none: what the last one was asked, or could not say, is asked of this one. */
export function directoryChanged(step: Step, directory: boolean): void {
  step.set({ directory });
  for (const call of step.snapshot.calls) {
    const { state } = call.identity;
    const unanswered = state === 'unknown' || state === 'failed';
    if (state !== 'searching' && (call.customer || !unanswered)) continue;
    step.setCall(call.id, { identity: unknown });
    identify(step, call.id);
    if (step.call(call.id)?.identity.state !== state) updated(step, call.id);
  }
}

/** Puts a call in the place of the one with its id: a live one, or the one that ended last. */
function keep(step: Step, call: CallSnapshot): CallSnapshot {
  if (step.call(call.id)) return step.replaceCall(call);
  Object.freeze(call);
  const { previousCall, lastEnded } = step.snapshot;
  if (previousCall?.id === call.id) step.set({ previousCall: call });
  if (lastEnded?.id === call.id) step.set({ lastEnded: call });
  return call;
}

function updated(step: Step, callId: string): void {
  const call = findKnownCall(step.snapshot, callId);
  if (call) step.notify({ type: 'call-updated', detail: { call } });
}

/** The operator or the page says whose call it is. What the directory found stays beside it. */
export function setCustomer(step: Step, command: CommandOf<'set-customer'>): void {
  const call = findKnownCall(step.snapshot, command.callId);
  if (!call) return;
  const { linked: _, ...identity } = call.identity;
  keep(step, { ...call, customer: command.customer, identity: Object.freeze(identity) });
  updated(step, call.id);
}

/** Links the number, and chooses the customer for the call at once: that stays, whatever comes of the link. */
export function linkCustomer(
  step: Step,
  { customer, number, callId }: CommandOf<'link-customer'>,
  linkId: string | undefined,
): void {
  // A number without a call is one of the history, whatever call there is now.
  const about = number === undefined || callId !== undefined;
  const call = about ? findKnownCall(step.snapshot, callId) : undefined;
  const linked = number ?? call?.number;
  if (linkId === undefined || linked === undefined) return;
  if (call) {
    const { linked: _, problem: _problem, ...rest } = call.identity;
    const identity = Object.freeze({ ...rest, linking: customer });
    keep(step, { ...call, customer, identity });
    updated(step, call.id);
  }
  const link = { id: linkId, take: 'link', number: linked, customer } as const;
  step.effect({ type: 'link', link: call ? { ...link, callId: call.id } : link });
}

function unlink(step: Step, { link }: Of<'unlink'>): void {
  const call = callOf(step, link);
  if (call) {
    const identity = Object.freeze({ ...call.identity, linking: link.customer });
    keep(step, { ...call, identity });
    updated(step, call.id);
  }
  step.effect({ type: 'link', link });
}

/** The record of a customer is to be shown: by the page, or by whoever shows it for the page. */
export function openCustomer(step: Step, { customer, callId }: CommandOf<'open-customer'>): void {
  const about = findKnownCall(step.snapshot, callId);
  const theirs = about?.customer && sameCustomer(about.customer, customer);
  const call = callId !== undefined || theirs ? about : undefined;
  step.notify({ type: 'customer-opened', detail: { ...(call ? { call } : {}), customer } });
}

function identified(step: Step, event: Of<'identified'>): void {
  const before = step.call(event.callId);
  if (before?.identity.state !== 'searching') return;
  const { customers } = event;
  const total = Math.max(event.total ?? 0, customers.length);
  const [first] = customers;
  const state = !first ? 'none' : total > 1 ? 'many' : 'one';
  const { linking } = before.identity;
  const call = step.setCall(event.callId, {
    identity: Object.freeze({
      ...{ state, customers: Object.freeze(customers) },
      ...(first && total > customers.length ? { total } : {}),
      ...(linking ? { linking } : {}),
    }),
    // A customer that was chosen meanwhile stays.
    ...(state === 'one' && first && !before.customer ? { customer: first } : {}),
  });
  step.notify({ type: 'call-updated', detail: { call } });
  step.notify({
    type: 'customer-identified',
    detail: { call, customers: call.identity.customers },
  });
}

function failed(step: Step, { callId, error }: Of<'identify-failed'>): void {
  const before = step.call(callId);
  if (before?.identity.state !== 'searching') return;
  const identity = { ...before.identity, state: 'failed', problem: error.reason } as const;
  step.setCall(callId, { identity: Object.freeze(identity) });
  updated(step, callId);
  step.notify({ type: 'error', detail: { error } });
}

function linkSettled(step: Step, event: Of<'link-settled'>): void {
  const { link, error } = event;
  const before = callOf(step, link);
  if (before) settleOn(step, before, event);
  if (error) return step.notify({ type: 'error', detail: { error } });
  if (link.take === 'unlink') return;
  const call = callOf(step, link);
  const { number, customer } = link;
  step.notify({
    type: 'customer-linked',
    detail: { ...(call ? { call } : {}), customer, number },
  });
}

function callOf(step: Step, { callId }: Linking): CallSnapshot | undefined {
  return callId === undefined ? undefined : findKnownCall(step.snapshot, callId);
}

function settleOn(
  step: Step,
  call: CallSnapshot,
  { link, error, undoable = false }: Of<'link-settled'>,
): void {
  const { linking: _, ...identity } = call.identity;
  if (error) keep(step, { ...call, identity: Object.freeze(identity) });
  else if (link.take === 'unlink') unlinked(step, { ...call, identity }, link.customer);
  else {
    // The number is this customer's alone now.
    stopIdentifying(step, call);
    const customers = Object.freeze([link.customer]);
    const one = { state: 'one', customers, ...(undoable ? { linked: true } : {}) } as const;
    keep(step, { ...call, identity: Object.freeze(one) });
  }
  updated(step, call.id);
}

/** Who has the number is asked anew; of a call that is over nothing more is said. */
function unlinked(step: Step, call: CallSnapshot, customer: Customer): void {
  const { customer: chosen, ...rest } = call;
  const other = chosen && !sameCustomer(chosen, customer) ? { customer: chosen } : {};
  keep(step, { ...rest, ...other, identity: unknown });
  identify(step, call.id);
}

export function sameCustomer(
  a: Pick<Customer, 'id' | 'type'>,
  b: Pick<Customer, 'id' | 'type'>,
): boolean {
  return a.id === b.id && a.type === b.type;
}

/** The operator presses Retry. */
function again(step: Step, callId: string): void {
  const state = step.call(callId)?.identity.state;
  if (state !== 'failed' && state !== 'none') return;
  identify(step, callId);
  updated(step, callId);
}

/** What the directory has answered, and what is asked of it beside the commands. */
export function identityTransition(step: Step, event: IdentityEvent): void {
  switch (event.type) {
    case 'identify':
      return again(step, event.callId);
    case 'identified':
      return identified(step, event);
    case 'identify-failed':
      return failed(step, event);
    case 'unlink':
      return unlink(step, event);
    case 'link-settled':
      return linkSettled(step, event);
  }
}
