import type { Undo } from '../base/clock.js';
import type { ChosenDevice } from './device-choice.js';

export interface DeviceList {
  readonly microphones: readonly ChosenDevice[];
  /** None where the browser lets nobody choose. */
  readonly speakers: readonly ChosenDevice[];
}

function mediaDevices(): MediaDevices | undefined {
  return navigator.mediaDevices;
}

/** What is connected. Before the microphone was allowed browsers tell neither ids nor names: then it is empty. */
export async function listDevices(): Promise<DeviceList> {
  const all =
    (await mediaDevices()
      ?.enumerateDevices()
      .catch(() => [])) ?? [];
  const named = (kind: MediaDeviceKind): ChosenDevice[] =>
    all
      .filter((device) => device.kind === kind && device.deviceId !== '')
      .map(({ deviceId: id, label }) => ({ id, label }));
  return { microphones: named('audioinput'), speakers: named('audiooutput') };
}

/** The device that was chosen among those there are: by its id, else by its name. */
export function findDevice(
  chosen: ChosenDevice,
  devices: readonly ChosenDevice[],
): ChosenDevice | undefined {
  return (
    devices.find(({ id }) => id === chosen.id) ??
    devices.find(({ label }) => label !== '' && label === chosen.label)
  );
}

/** Hears that something was connected or taken away. */
export function onDeviceChange(listener: () => void): Undo {
  const devices = mediaDevices();
  devices?.addEventListener('devicechange', listener);
  return () => devices?.removeEventListener('devicechange', listener);
}
