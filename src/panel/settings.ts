import type { StatusOption } from '../call-centre/call-centre.js';

/** Key codes (`KeyboardEvent.code`) with modifiers, for example `Alt+KeyA`. */
export interface Shortcuts {
  readonly answer?: string;
  readonly end?: string;
  readonly hold?: string;
  readonly mute?: string;
  readonly dial?: string;
  readonly window?: string;
}

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
  readonly statuses?: readonly StatusOption[];
}
