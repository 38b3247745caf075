import type { StatusOption } from '../call-centre/call-centre.js';
import type { ScreenPopMoment } from './screen-pop.js';

/** Key codes (`KeyboardEvent.code`) with modifiers, for example `Alt+KeyA`. */
export interface Shortcuts {
  readonly answer?: string;
  readonly end?: string;
  readonly hold?: string;
  readonly mute?: string;
  readonly dial?: string;
  readonly window?: string;
}

/** One tab for all records: the operator does not drown in them. */
export const defaultRecordTarget = 'cti-record';

export const defaultShortcuts: Required<Shortcuts> = {
  answer: 'Alt+KeyA',
  end: 'Alt+KeyE',
  hold: 'Alt+KeyH',
  mute: 'Alt+KeyM',
  dial: 'Alt+KeyD',
  window: 'Alt+KeyW',
};

/** What the parts around the controller read: the panel's configuration after precedence. */
export interface PanelSettings {
  /** Whose data is stored: the `user-id`, else the line's `uri`. */
  readonly userId: string;
  readonly tabs: 'single' | 'each';
  readonly leave: 'end' | 'keep';
  readonly ring: 'always' | 'hidden-only' | 'never';
  /** 0-1. */
  readonly ringVolume: number;
  /** `last`, or the id of a status. */
  readonly initialStatus: string;
  readonly shortcuts: Shortcuts | false;
  readonly layout: 'auto' | 'card' | 'bar';
  readonly screenPop: ScreenPopMoment;
  /** Where records of customers may be, besides the page's own origin. */
  readonly recordOrigins: readonly string[];
  /** Name of the tab that records are opened in. */
  readonly recordTarget: string;
  readonly statuses?: readonly StatusOption[];
}
