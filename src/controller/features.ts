/**
 * What this page lets its operators do. A feature that is off makes the button absent and the method reject with
 * `forbidden`. Everything is on by default but
 * `historyExport`.
 */
export interface Features {
  /** `internal`: only numbers that the dial plan calls internal, and emergency numbers. */
  readonly dial: 'none' | 'internal' | 'any';
  readonly transfer: false | 'blind' | 'attended';
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
