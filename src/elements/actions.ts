import type { ShortcutName } from '../context/panel-services.js';
import type { Command } from '../controller/commands.js';
import {
  commandState,
  currentCall,
  hasPartner,
  isConsulting,
  isBeingTransferred,
} from '../controller/selectors.js';
import type { CallSnapshot, CtiSnapshot } from '../controller/snapshot.js';
import type { Messages } from '../i18n/messages.js';
import type { IconName } from './icons.js';

export const actionNames = [
  'answer',
  'decline',
  'end',
  'hold',
  'mute',
  'keypad',
  'transfer',
  'complete-transfer',
  'cancel-transfer',
  'swap',
  'merge',
  'redial',
  'silence',
  'open-window',
] as const;
/** What one button does. */
export type ActionName = (typeof actionNames)[number];

/** Keys of messages that take no arguments. */
type Word = {
  [K in keyof Messages]: Messages[K] extends string ? K : never;
}[Exclude<keyof Messages, `$${string}`>];

interface Face {
  readonly icon: IconName;
  readonly name: Word;
  /** Part of the name, shown where the whole is too long. */
  readonly short?: Word;
}

export interface Action {
  readonly face: Face;
  /** The face while it is on. */
  readonly onFace?: Face;
  /** `solid`: icon and label. `tool`: icon above its label. `icon quiet`: the icon alone. */
  readonly look: 'solid' | 'tool' | 'icon quiet';
  readonly tone?: 'success' | 'danger';
  readonly shortcut?: ShortcutName;
  /** What a press asks for, about the current call where it is about one. Without it: a matter of the screen. */
  readonly command?: (call: CallSnapshot | undefined, snapshot: CtiSnapshot) => Command;
  readonly isOn?: (call: CallSnapshot | undefined, snapshot: CtiSnapshot) => boolean;
  /** Sent, and not yet confirmed. */
  readonly isUnderWay?: (call: CallSnapshot) => boolean;
  /** What it needs beside what its command needs. Absent otherwise. */
  readonly needs?: (call: CallSnapshot | undefined, snapshot: CtiSnapshot) => boolean;
  /** Nothing would come of it now. */
  readonly isIdle?: (snapshot: CtiSnapshot) => boolean;
  /** It is for the screen or the line, whatever call there is. */
  readonly apart?: true;
}

/** The call a command is about, pinned: never another one that has come in its place. */
function about(call: CallSnapshot | undefined): { readonly callId?: string } {
  return call ? { callId: call.id } : {};
}

const actions: { readonly [A in ActionName]: Action } = {
  answer: {
    face: { icon: 'phone', name: 'answer' },
    look: 'solid',
    tone: 'success',
    shortcut: 'answer',
    command: (call) => ({ type: 'answer', ...about(call) }),
    isUnderWay: ({ phase }) => phase === 'connecting',
  },
  decline: {
    face: { icon: 'hangUp', name: 'decline' },
    look: 'solid',
    tone: 'danger',
    shortcut: 'end',
    command: (call) => ({ type: 'decline', ...about(call) }),
  },
  end: {
    face: { icon: 'hangUp', name: 'endCall' },
    look: 'solid',
    tone: 'danger',
    shortcut: 'end',
    command: (call) => ({ type: 'end', ...about(call) }),
  },
  hold: {
    face: { icon: 'pause', name: 'hold' },
    onFace: { icon: 'play', name: 'resume', short: 'resumeShort' },
    look: 'tool',
    shortcut: 'hold',
    command: (call) => ({ type: 'set-hold', held: !call?.holdWanted, ...about(call) }),
    isOn: (call) => call?.hold === 'held' || call?.hold === 'resuming',
    isUnderWay: ({ hold }) => hold === 'holding' || hold === 'resuming',
  },
  mute: {
    face: { icon: 'mic', name: 'mute', short: 'muteShort' },
    onFace: { icon: 'micOff', name: 'unmute', short: 'unmuteShort' },
    look: 'tool',
    shortcut: 'mute',
    command: (call) => ({ type: 'set-mute', muted: !call?.muted, ...about(call) }),
    isOn: (call) => call?.muted === true,
  },
  keypad: {
    face: { icon: 'keypad', name: 'keypad' },
    look: 'tool',
    isOn: (_call, { keypad }) => keypad,
    apart: true,
  },
  transfer: {
    face: { icon: 'transfer', name: 'transfer' },
    look: 'tool',
    command: () => ({ type: 'open-window', view: 'transfer' }),
    needs: (call) =>
      call?.phase === 'connected' &&
      (call.capabilities.blindTransfer === true || call.capabilities.attendedTransfer === true),
  },
  'complete-transfer': {
    face: { icon: 'check', name: 'completeTransfer' },
    look: 'tool',
    command: (call) => ({ type: 'complete-transfer', ...about(call) }),
    needs: hasPartner,
    isUnderWay: isBeingTransferred,
  },
  'cancel-transfer': {
    face: { icon: 'close', name: 'cancelTransfer' },
    look: 'tool',
    command: (call) => ({ type: 'cancel-transfer', ...about(call) }),
    needs: isConsulting,
  },
  swap: {
    face: { icon: 'swap', name: 'swap' },
    look: 'tool',
    command: (call) => ({ type: 'swap', ...about(call) }),
    needs: hasPartner,
    isUnderWay: ({ hold }) => hold === 'holding' || hold === 'resuming',
  },
  merge: {
    face: { icon: 'merge', name: 'merge' },
    onFace: { icon: 'merge', name: 'split' },
    look: 'tool',
    command: (call) => ({
      ...{ type: 'merge', ...about(call) },
      ...(call?.merge?.state === 'merged' ? { split: true } : {}),
    }),
    isOn: (call) => call?.merge?.state === 'merged',
    needs: (call, snapshot) => call?.merge !== undefined || hasPartner(call, snapshot),
    isUnderWay: ({ merge }) => merge !== undefined && merge.state !== 'merged',
  },
  redial: {
    face: { icon: 'redial', name: 'redial' },
    look: 'tool',
    command: (_call, { lastNumber = '' }) => ({ type: 'dial', target: lastNumber }),
    isIdle: ({ lastNumber }) => lastNumber === undefined,
    apart: true,
  },
  silence: {
    face: { icon: 'silence', name: 'silence' },
    look: 'solid',
    command: (call) => ({ type: 'silence', ...about(call) }),
    needs: (call) => call?.phase === 'offered' && !call.silenced,
  },
  'open-window': {
    face: { icon: 'window', name: 'openWindow' },
    look: 'icon quiet',
    shortcut: 'window',
    command: () => ({ type: 'open-window' }),
    isOn: (_call, { window }) => window !== undefined,
    apart: true,
  },
};

/** @returns undefined for what is no action: attributes may hold anything */
export function actionOf(name: string | undefined): Action | undefined {
  return name !== undefined && Object.hasOwn(actions, name)
    ? actions[name as ActionName]
    : undefined;
}

/** How an action stands. */
export interface ActionView {
  /** The PBX and the page have it. */
  readonly served: boolean;
  readonly enabled: boolean;
  readonly on: boolean;
  readonly underWay: boolean;
  readonly requestId: string | undefined;
  /** Action and call: what a press was meant for. */
  readonly meaning: string | undefined;
}

type Standing = Pick<ActionView, 'served' | 'enabled' | 'requestId'>;

/** Digits are sent in a call, and typed into the field without one; the keys can be shown on hold too. */
function keypadStanding({ features }: CtiSnapshot, call: CallSnapshot | undefined): Standing {
  const talking = call?.phase === 'connected';
  const served = features.keypad && (!talking || call.capabilities.dtmf === true);
  return { served, enabled: !call || talking, requestId: undefined };
}

function standing(
  { command, isIdle }: Action,
  snapshot: CtiSnapshot,
  call: CallSnapshot | undefined,
): Standing {
  if (!command) return keypadStanding(snapshot, call);
  const { served, possible, requestId } = commandState(snapshot, command(call, snapshot));
  const waiting = requestId !== undefined;
  return { served, enabled: waiting || (possible && !isIdle?.(snapshot)), requestId };
}

export function viewOf(snapshot: CtiSnapshot, name: string | undefined): ActionView | undefined {
  const action = actionOf(name);
  if (!action || name === undefined) return undefined;
  const call = currentCall(snapshot);
  const { served, enabled, requestId } = standing(action, snapshot, call);
  const sent = call !== undefined && action.isUnderWay?.(call) === true;
  return {
    served: served && action.needs?.(call, snapshot) !== false,
    enabled,
    on: action.isOn?.(call, snapshot) === true,
    underWay: sent || requestId !== undefined,
    requestId,
    meaning: action.apart ? name : call && `${name} ${call.id}`,
  };
}

export function sameView(a: ActionView | undefined, b: ActionView | undefined): boolean {
  if (!a || !b) return a === b;
  return (Object.keys(a) as (keyof ActionView)[]).every((key) => a[key] === b[key]);
}
