import { ContextProvider } from '@lit/context';
import type { ReactiveElement } from 'lit';
import {
  panelServicesContext,
  type DeviceServices,
  type PanelDevices,
  type PanelServices,
  type Preferences,
} from '../context/panel-services.js';
import { readDevices, storeDevices } from './chosen-devices.js';
import type { PanelSettings } from './settings.js';

/** What comes with the controller that a panel shows. */
export type LentServices = Pick<PanelServices, 'numbers' | 'customers' | 'history'>;

type Store = Pick<Storage, 'getItem' | 'setItem'>;

/** The browser's own store, where it may be used. */
export function browserStore(): Store | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    // Storage is forbidden here (a sandboxed frame, a private window): nothing is kept.
    return undefined;
  }
}

/** Key under which something of one user is stored. */
export function storageKey(userId: string, name: string): string {
  return `cti-panel:${name}:${userId}`;
}

/** An operator's choices in a store that may be absent, full or forbidden. */
export function preferencesOf(userId: string, store: Store | undefined): Preferences {
  return {
    get(name) {
      try {
        return store?.getItem(storageKey(userId, name)) ?? undefined;
      } catch {
        return undefined;
      }
    },
    set(name, value) {
      try {
        store?.setItem(storageKey(userId, name), value);
      } catch {
        // Full or forbidden: it holds for this page only.
      }
    },
  };
}

/** What the operator has set beats what the page has configured. */
export function chosenVolume(preferences: Preferences, configured: number): number {
  const chosen = Number.parseFloat(preferences.get('ring-volume') ?? '');
  return chosen >= 0 && chosen <= 1 ? chosen : configured;
}

/** Who hears what the operator sets in the CTI window. */
export interface ChoiceListener {
  volumeChanged(volume: number): void;
  /** @throws CtiError why calls in progress cannot use them */
  devicesChanged(devices: PanelDevices): Promise<void>;
}

/** Gives the elements of a panel what they need of it besides the controller. */
export class ServicesProvider {
  readonly #provider: ContextProvider<typeof panelServicesContext>;
  readonly #store: Store | undefined;
  readonly #listener: ChoiceListener;

  constructor(
    host: ReactiveElement,
    listener: ChoiceListener,
    store: Store | undefined = browserStore(),
  ) {
    this.#provider = new ContextProvider(host, { context: panelServicesContext });
    this.#listener = listener;
    this.#store = store;
  }

  get current(): PanelServices | undefined {
    return this.#provider.value;
  }

  /** To be called whenever the panel's settings have changed, or what it lends. */
  update({ userId, shortcuts, ringVolume }: PanelSettings, lent: LentServices): void {
    const preferences = preferencesOf(userId, this.#store);
    const provide = (volume: number): void =>
      this.#provider.setValue({
        shortcuts,
        preferences,
        ringVolume: volume,
        ...lent,
        devices: this.#devices(preferences, () => provide(volume)),
        setRingVolume: (chosen) => {
          preferences.set('ring-volume', String(chosen));
          provide(chosen);
          this.#listener.volumeChanged(chosen);
        },
      });
    provide(chosenVolume(preferences, ringVolume));
  }

  #devices(preferences: Preferences, provide: () => void): DeviceServices {
    return {
      chosen: readDevices(preferences),
      choose: async (devices) => {
        storeDevices(preferences, devices);
        provide();
        await this.#listener.devicesChanged(devices);
      },
    };
  }
}
