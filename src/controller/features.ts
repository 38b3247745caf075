/**
 * What this page lets its operators do. A feature that is off makes the button absent and the method reject with
 * `forbidden`. Everything is on by default but
 * `historyExport`.
 */
export interface Features {
  /** `internal`: only numbers that the dial plan calls internal, and emergency numbers. */
  readonly dial: 'none' | 'internal' | 'any';
  /** `attended` holds `blind`. Where not every number may be dialled, calls are transferred to internal ones only. */
  readonly transfer: false | 'blind' | 'attended';
  /** A caller is put on hold as soon as the operator begins to transfer the call. */
  readonly holdForTransfer: boolean;
  readonly keypad: boolean;
  readonly hold: boolean;
  readonly mute: boolean;
  readonly history: boolean;
  readonly customerSearch: boolean;
  readonly link: boolean;
  readonly notes: boolean;
  readonly settings: boolean;
  /** Whether a customer who is not to be called may be: after a warning, or not at all. */
  readonly doNotCall: 'warn' | 'block';
  /** Off by default: the history may leave the browser as a file. */
  readonly historyExport: boolean;
}

export const allFeatures: Features = Object.freeze({
  dial: 'any',
  transfer: 'attended',
  holdForTransfer: true,
  keypad: true,
  hold: true,
  mute: true,
  history: true,
  customerSearch: true,
  link: true,
  notes: true,
  settings: true,
  doNotCall: 'warn',
  historyExport: false,
});
