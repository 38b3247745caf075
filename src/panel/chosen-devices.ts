import * as v from 'valibot';
import type { PanelDevices, Preferences } from '../context/panel-services.js';

const device = v.exactOptional(
  v.object({
    id: v.pipe(v.string(), v.nonEmpty(), v.maxLength(500)),
    label: v.pipe(v.string(), v.maxLength(500)),
  }),
);
const flag = v.exactOptional(v.boolean());
const schema = v.object({
  microphone: device,
  speaker: device,
  ringer: device,
  processing: v.exactOptional(
    v.object({ echoCancellation: flag, noiseSuppression: flag, autoGainControl: flag }),
  ),
  volume: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
});

/** What an operator has chosen on this computer. What is stored and makes no sense counts for nothing. */
export function readDevices(preferences: Preferences): PanelDevices {
  try {
    return v.parse(schema, JSON.parse(preferences.get('devices') ?? '{}'));
  } catch {
    return {};
  }
}

export function storeDevices(preferences: Preferences, devices: PanelDevices): void {
  preferences.set('devices', JSON.stringify(devices));
}
