import type { CtiErrorReason } from '../base/error.js';
import type { Command } from './commands.js';
import { consultation, isLeaving, partnerOf } from './relations.js';
import { findCall, type Question } from './rule.js';
import { objection } from './rules.js';
import { windowViews, type CallSnapshot, type CtiSnapshot, type WindowView } from './snapshot.js';

/** What elements read: functions of the snapshot, so that each takes only its slice. */

export function currentCall(snapshot: CtiSnapshot): CallSnapshot | undefined {
  return findCall(snapshot, undefined);
}

/** Where numbers are typed. Not beside a call: Enter there might have been meant for that. */
export function canDial(snapshot: CtiSnapshot): boolean {
  return snapshot.calls.length === 0 && objection(snapshot, { type: 'dial' }) === undefined;
}

/** Why the line cannot dial now, other than that a call is live. */
export function dialObstacle(snapshot: CtiSnapshot): CtiErrorReason | undefined {
  const reason = objection(snapshot, { type: 'dial' });
  return reason === 'not-allowed' ? undefined : reason;
}

export function lastNumber(snapshot: CtiSnapshot): string | undefined {
  return snapshot.lastNumber;
}

/** The call that ended last, if it was ours and failed before it rang: its number is wanted back. */
export function failedDial({ lastEnded }: CtiSnapshot): CallSnapshot | undefined {
  if (lastEnded?.direction !== 'outgoing' || lastEnded.end?.reason === 'cancelled')
    return undefined;
  const { ringing, connected } = lastEnded.times;
  return ringing === undefined && connected === undefined ? lastEnded : undefined;
}

/** Id of a `dial` that waits for the page's verdict. */
export function pendingDial({ requests }: CtiSnapshot): string | undefined {
  return requests.find(({ command }) => command.type === 'dial')?.id;
}

export function mode(snapshot: CtiSnapshot): CtiSnapshot['mode'] {
  return snapshot.mode;
}

export function status(snapshot: CtiSnapshot): CtiSnapshot['status'] {
  return snapshot.status;
}

export function statuses(snapshot: CtiSnapshot): CtiSnapshot['statuses'] {
  return snapshot.statuses;
}

/** Id of a `set-status` that waits for the page's verdict. */
export function pendingStatus({ requests }: CtiSnapshot): string | undefined {
  return requests.find(({ command }) => command.type === 'set-status')?.id;
}

/** The view that the CTI window shows; `undefined` while it is closed. */
export function windowShown(snapshot: CtiSnapshot): CtiSnapshot['window'] {
  return snapshot.window;
}

export function keypadShown({ keypad }: CtiSnapshot): boolean {
  return keypad;
}

/** Views of the CTI window that this page lets its operators open. */
export function openableViews(snapshot: CtiSnapshot): readonly WindowView[] {
  return windowViews.filter(
    (view) => objection(snapshot, { type: 'open-window', view }) === undefined,
  );
}

export function calls(snapshot: CtiSnapshot): readonly CallSnapshot[] {
  return snapshot.calls;
}

/** What the badge of the line shows. `since` in ms since the epoch. */
export interface LineState {
  readonly connection: CtiSnapshot['connection'];
  readonly since: number;
  readonly problem: CtiErrorReason | undefined;
  readonly elsewhere: boolean;
}

export function lineState(snapshot: CtiSnapshot): LineState {
  const { connection, connectionSince, connectionProblem, elsewhere } = snapshot;
  return { connection, since: connectionSince, problem: connectionProblem, elsewhere };
}

export function sameLineState(a: LineState | undefined, b: LineState | undefined): boolean {
  if (!a || !b) return a === b;
  return (
    a.connection === b.connection &&
    a.since === b.since &&
    a.problem === b.problem &&
    a.elsewhere === b.elsewhere
  );
}

const listedActions = ['silence', 'decline', 'end', 'answer', 'resume'] as const;

export type ListedAction = (typeof listedActions)[number];

/** A call beside the current one. */
export interface ListedCall {
  readonly call: CallSnapshot;
  /** Customer, what the caller calls itself, or the number; empty: unknown. */
  readonly name: string;
  readonly isNumber: boolean;
  readonly actions: readonly ListedAction[];
  /** What waits for the page's verdict. */
  readonly pending: readonly { readonly id: string; readonly type: string }[];
}

/** The calls beside the current one, oldest first. */
export function otherCalls(snapshot: CtiSnapshot): readonly ListedCall[] {
  const others = snapshot.calls.filter(({ id }) => id !== snapshot.currentCallId);
  return others.map((call) => listed(snapshot, call));
}

/** What a button of the list asks for. Back from hold the call takes the place of the current one. */
export function listedCommand(action: ListedAction, callId: string): Command {
  return action === 'resume' ? { type: 'set-hold', held: false, callId } : { type: action, callId };
}

function listed(snapshot: CtiSnapshot, call: CallSnapshot): ListedCall {
  const { id: callId, number } = call;
  const name = call.customer?.name ?? call.displayName ?? number;
  // What can be declined is not ended: both would do the same.
  const hidden = call.phase === 'offered' ? 'end' : 'decline';
  const actions = listedActions.filter((action) => {
    if (action === hidden || (action === 'resume' && call.hold !== 'held')) return false;
    return objection(snapshot, listedCommand(action, callId)) === undefined;
  });
  const pending = snapshot.requests.flatMap(({ id, command }) =>
    'callId' in command && command.callId === callId ? [{ id, type: command.type }] : [],
  );
  return { call, name, isNumber: name === number, actions, pending };
}

export function sameOtherCalls(
  a: readonly ListedCall[] | undefined,
  b: readonly ListedCall[] | undefined,
): boolean {
  if (!a || !b || a.length !== b.length) return a === b;
  return a.every((row, index) => {
    const other = b[index];
    return (
      row.call === other?.call &&
      row.actions.join() === other.actions.join() &&
      row.pending.map(({ id }) => id).join() === other.pending.map(({ id }) => id).join()
    );
  });
}

/** There is a call that this one can be swapped with, joined to or connected with. */
export function hasPartner(call: CallSnapshot | undefined, snapshot: CtiSnapshot): boolean {
  return call?.phase === 'connected' && partnerOf(snapshot, call) !== undefined;
}

/** The call whose far end wishes to be replaced by somebody else: the current one first. */
export function askedElsewhere(snapshot: CtiSnapshot): CallSnapshot | undefined {
  const current = currentCall(snapshot);
  if (current?.transferAsked) return current;
  return snapshot.calls.find(({ transferAsked }) => transferAsked !== undefined);
}

/** The target of a transfer is being asked, in this call or for it. */
export function isConsulting(call: CallSnapshot | undefined, snapshot: CtiSnapshot): boolean {
  return call !== undefined && consultation(snapshot, call) !== undefined;
}

/** The call was sent away, and its target has not got it yet. */
export function isBeingTransferred(call: CallSnapshot): boolean {
  return isLeaving(call);
}

/** What a transfer is about, and how far it is. */
export interface TransferState {
  /** The call that is, or would be, sent away. */
  readonly call?: CallSnapshot;
  /** The call in which its target is asked. */
  readonly asked?: CallSnapshot;
  /** Another call that its far end could be connected with. */
  readonly other?: CallSnapshot;
  /** How the last transfer came out, while that is news. */
  readonly done?: CallSnapshot;
  readonly canSend: boolean;
  readonly canAsk: boolean;
  /** It cannot ask, whatever the state of the call. */
  readonly asksNever: boolean;
  readonly sendsNever: boolean;
  readonly canComplete: boolean;
  readonly canCancel: boolean;
  readonly canSwap: boolean;
}

/** Without a controller nothing can be transferred. */
export const noTransfer: TransferState = {
  ...{ canSend: false, canAsk: false, sendsNever: false, asksNever: false },
  ...{ canComplete: false, canCancel: false, canSwap: false },
};

/** The calls that a transfer is about: of the current one, or of one that is under way. */
export function transferState(snapshot: CtiSnapshot): TransferState {
  const { calls, lastEnded } = snapshot;
  const current = currentCall(snapshot);
  const leaving = calls.find(isLeaving);
  const [call, asked] = (current && consultation(snapshot, current)) ?? [leaving ?? current];
  const callId = call?.id;
  const about = callId === undefined ? {} : { callId };
  const why = (question: Question): CtiErrorReason | undefined =>
    call ? objection(snapshot, { ...question, ...about }) : 'not-allowed';
  const never = (reason: CtiErrorReason | undefined): boolean =>
    reason === 'forbidden' || reason === 'not-supported';
  const send = why({ type: 'transfer' });
  const ask = why({ type: 'transfer', attended: true });
  const other = call && !asked ? partnerOf(snapshot, call) : undefined;
  const done = lastEnded?.end?.reason === 'transferred' ? lastEnded : undefined;
  return {
    ...(call?.phase === 'connected' ? { call } : {}),
    ...(asked ? { asked } : {}),
    ...(other ? { other } : {}),
    ...(done ? { done } : {}),
    canSend: send === undefined,
    canAsk: ask === undefined,
    sendsNever: never(send),
    asksNever: never(ask),
    canComplete: why({ type: 'complete-transfer' }) === undefined,
    canCancel: why({ type: 'cancel-transfer' }) === undefined,
    canSwap: objection(snapshot, { type: 'swap' }) === undefined,
  };
}

export function sameTransferState(
  a: TransferState | undefined,
  b: TransferState | undefined,
): boolean {
  if (!a || !b) return a === b;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof TransferState>;
  return [...keys].every((key) => a[key] === b[key]);
}

/** There is a call besides the current one. */
export function hasOtherCalls({ calls, currentCallId }: CtiSnapshot): boolean {
  return calls.some(({ id }) => id !== currentCallId);
}

/** A call is there, or how the last one ended is still to be shown. */
export function hasCallToShow({ mode, lastEnded }: CtiSnapshot): boolean {
  return mode !== 'idle' || lastEnded !== undefined;
}

/** How a command stands: what a button that sends it shows. */
export interface CommandState {
  /** This line and this page have it at all. */
  readonly served: boolean;
  readonly possible: boolean;
  /** It waits for the page's verdict: what `abort()` takes back. */
  readonly requestId: string | undefined;
}

/** The state of a command about the current call, or about none. */
export function commandState(snapshot: CtiSnapshot, question: Question): CommandState {
  const reason = objection(snapshot, question);
  return {
    served: reason !== 'forbidden' && reason !== 'not-supported',
    possible: reason === undefined,
    requestId: snapshot.requests.find(({ command }) => isAbout(command, question, snapshot))?.id,
  };
}

function isAbout(command: Command, question: Question, { currentCallId }: CtiSnapshot): boolean {
  if (command.type !== question.type) return false;
  if (command.type === 'open-window') return command.view === question.view;
  const callId = 'callId' in command ? command.callId : undefined;
  return (callId ?? currentCallId) === (question.callId ?? currentCallId);
}

/** How the last call ended, while that is news. */
/** What is wrong with the devices of the calls there are. */
export function deviceNotice({ deviceNotice: notice }: CtiSnapshot): CtiSnapshot['deviceNotice'] {
  return notice;
}

export function lastEnded(snapshot: CtiSnapshot): CallSnapshot | undefined {
  return snapshot.lastEnded;
}

/** The call that ended last, until another one does. */
export function previousCall(snapshot: CtiSnapshot): CallSnapshot | undefined {
  return snapshot.previousCall;
}

/** The server cannot be reached: a call that is connected goes on without it. */
export function lineLost({ connection }: CtiSnapshot): boolean {
  return connection !== 'online';
}

/** This page lets its operators dial. */
export function servesDial({ features }: CtiSnapshot): boolean {
  return features.dial !== 'none';
}

/** Id of our last call, live or just ended. */
export function dialledCall({ calls, lastEnded }: CtiSnapshot): string | undefined {
  const ours = (call: CallSnapshot | undefined): boolean => call?.direction === 'outgoing';
  return calls.filter(ours).at(-1)?.id ?? (ours(lastEnded) ? lastEnded?.id : undefined);
}

/**
 * What the keys of a keypad are for now. `waiting`: the call takes digits again when it is no longer on hold. `off`:
 * a call that is not connected. `absent`: the line or the page does not serve them.
 */
export function keypadUse(
  snapshot: CtiSnapshot,
): 'dialling' | 'tones' | 'waiting' | 'off' | 'absent' {
  const { features } = snapshot;
  if (!features.keypad) return 'absent';
  const call = currentCall(snapshot);
  if (!call) return features.dial === 'none' ? 'absent' : 'dialling';
  if (call.phase !== 'connected') return 'off';
  const reason = objection(snapshot, { type: 'send-dtmf' });
  if (reason === undefined) return 'tones';
  return reason === 'not-allowed' ? 'waiting' : 'absent';
}

/** Id of the call that digits are for, also while it is on hold. */
export function keypadCall(snapshot: CtiSnapshot): string | undefined {
  return snapshot.currentCallId;
}

/** This page lets its operators link numbers to customers. */
export function servesLink(snapshot: CtiSnapshot): boolean {
  return commandState(snapshot, { type: 'link-customer', number: '' }).served;
}

/** What can be done with past calls now, and here. */
export interface HistoryRights {
  readonly canDial: boolean;
  readonly canLink: boolean;
  readonly canNote: boolean;
  readonly mayExport: boolean;
}

export function historyRights(snapshot: CtiSnapshot): HistoryRights {
  const { features } = snapshot;
  return {
    canDial: canDial(snapshot),
    canLink: servesLink(snapshot) && openableViews(snapshot).includes('customers'),
    canNote: features.notes,
    mayExport: features.historyExport,
  };
}

export function sameRights(a: HistoryRights | undefined, b: HistoryRights | undefined): boolean {
  if (!a || !b) return a === b;
  return (Object.keys(a) as (keyof HistoryRights)[]).every((key) => a[key] === b[key]);
}

/** The call that a note is about: the one with this id, else the current one, else the one that ended last. */
export function notableCall(snapshot: CtiSnapshot, callId?: string): CallSnapshot | undefined {
  if (!snapshot.features.notes) return undefined;
  if (callId === undefined) return currentCall(snapshot) ?? snapshot.previousCall;
  return [...snapshot.calls, snapshot.previousCall].find((call) => call?.id === callId);
}

/** Live calls; without one the call that ended last, whose note can still be written. */
export function callsAtHand(snapshot: CtiSnapshot): readonly CallSnapshot[] {
  const { calls, previousCall, features } = snapshot;
  return calls.length === 0 && previousCall && features.notes ? [previousCall] : calls;
}

export function sameList<T>(a: readonly T[] | undefined, b: readonly T[] | undefined): boolean {
  if (!a || !b) return a === b;
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
