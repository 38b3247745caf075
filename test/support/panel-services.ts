import { plainNumbers, type PanelServices } from '../../src/context/panel-services.js';

/** The services of a panel that keeps nothing; a test says what it needs beside that. */
export function panelServices(own: Partial<PanelServices> = {}): PanelServices {
  return {
    shortcuts: false,
    ringVolume: 1,
    preferences: { get: () => undefined, set: () => undefined },
    setRingVolume: () => undefined,
    devices: { chosen: {}, choose: () => Promise.resolve() },
    numbers: plainNumbers,
    ...own,
  };
}
