import { createContext } from '@lit/context';

/** Actions that a key may have: `KeyboardEvent.code` with modifiers, for example `Alt+KeyA`. */
export type ShortcutName = 'answer' | 'end' | 'hold' | 'mute' | 'dial' | 'window';

/** What the operator has chosen for themselves, kept per user in this browser. */
export interface Preferences {
  /** `undefined` when nothing is stored, or nothing can be. */
  get(name: string): string | undefined;
  set(name: string, value: string): void;
}

/** What a panel offers the elements in it besides the controller. Replaced as a whole when a part of it changes. */
export interface PanelServices {
  readonly shortcuts: { readonly [N in ShortcutName]?: string } | false;
  /** Loudness of the ring tone, 0-1. */
  readonly ringVolume: number;
  readonly preferences: Preferences;
  setRingVolume(volume: number): void;
}

/** Absent outside a panel: then an element keeps nothing and knows no shortcuts. */
export const panelServicesContext = createContext<PanelServices | undefined>(
  Symbol.for('cti-panel.services'),
);
