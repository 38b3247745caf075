import { createContext } from '@lit/context';
import type { ChosenDevice, DeviceChoice } from '../devices/device-choice.js';
import type { Customer, CustomerDirectory } from '../directory/customer-directory.js';
import type { CallHistory, CallRecord, RecordChange } from '../history/call-history.js';

/** Actions that a key may have: `KeyboardEvent.code` with modifiers, for example `Alt+KeyA`. */
export type ShortcutName = 'answer' | 'end' | 'hold' | 'mute' | 'dial' | 'window';

/** What the operator has chosen for themselves, kept per user in this browser. */
export interface Preferences {
  /** `undefined` when nothing is stored, or nothing can be. */
  get(name: string): string | undefined;
  set(name: string, value: string): void;
}

/** Numbers as people read and write them. */
export interface Numbers {
  /** For the eye: `+1 202 555 0101`; what is no number of the world's plan stays as it is. */
  format(number: string): string;
  /** E.164 where the panel can tell, by its `country`; otherwise what was given. */
  normalize(number: string): string;
  /** Two ways to write the same number? */
  same(a: string, b: string): boolean;
}

/** Numbers as they come: without the world's numbering plans nothing more can be said of them. */
export const plainNumbers: Numbers = {
  format: (number) => number,
  normalize: (number) => number,
  same: (a, b) => a === b,
};

/** The customers, for elements: what a page's directory can do. */
export interface CustomerServices extends Pick<CustomerDirectory, 'search' | 'lookup'> {
  /** There is a way to make a customer for a number. */
  readonly canCreate: boolean;
  /** Asks again who is behind a live call. */
  retry(callId: string): void;
  create(number: string, callId?: string): Promise<Customer | undefined>;
  /** Binds a number to a customer, also of a call that is in history; undone by `unlink`. */
  unlink(number: string, customer: Customer, callId?: string): Promise<void>;
}

/** Past calls, for elements. */
export interface HistoryServices extends Pick<
  CallHistory,
  'list' | 'get' | 'missedCount' | 'markSeen' | 'delete' | 'subscribe'
> {
  /** Puts a deleted record back. */
  restore(record: CallRecord): Promise<void>;
  /** Changes the note or the customer of a past call; `undefined` takes it away. */
  update(id: string, change: Pick<RecordChange, 'note' | 'customer'>): Promise<void>;
  /** Saves to the call log now what could not be saved. */
  retryLog(): void;
  /** The whole history as CSV (RFC 4180), its cells defused. For those whom `features.historyExport` lets. */
  exportCsv(): Promise<Blob>;
}

/** An operator's devices, remembered for them in this browser. */
export interface PanelDevices extends DeviceChoice {
  /** Where it rings. Left out: the browser's default. */
  readonly ringer?: ChosenDevice;
}

/** The operator's devices, for elements. */
export interface DeviceServices {
  readonly chosen: PanelDevices;
  /**
   * Remembers them, and uses them in the calls in progress.
   * @throws CtiError why these cannot use them, for example `microphone-busy`
   */
  choose(devices: PanelDevices): Promise<void>;
}

/** What a panel offers the elements in it besides the controller. Replaced as a whole when a part of it changes. */
export interface PanelServices {
  readonly shortcuts: { readonly [N in ShortcutName]?: string } | false;
  /** Loudness of the ring tone, 0-1. */
  readonly ringVolume: number;
  readonly preferences: Preferences;
  setRingVolume(volume: number): void;
  readonly devices: DeviceServices;
  readonly numbers: Numbers;
  /** Absent: this page has no directory. */
  readonly customers?: CustomerServices;
  /** Absent: nothing is kept. */
  readonly history?: HistoryServices;
}

/** Absent outside a panel: then an element keeps nothing and knows no shortcuts. */
export const panelServicesContext = createContext<PanelServices | undefined>(
  Symbol.for('cti-panel.services'),
);
