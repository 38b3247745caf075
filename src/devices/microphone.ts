import { CtiError } from '../base/error.js';
import { processingNames, type ChosenDevice, type DeviceChoice } from './device-choice.js';
import { findDevice, listDevices } from './device-list.js';
import { microphoneError } from './microphone-error.js';

export type MicrophonePermission = 'granted' | 'prompt' | 'denied';

/** What the browser will do when the microphone is asked for. `prompt` where it does not tell. */
export async function microphonePermission(): Promise<MicrophonePermission> {
  try {
    const status = await navigator.permissions.query({ name: 'microphone' });
    return status.state;
  } catch {
    // Firefox before 131 throws a TypeError: it does not know the name.
    return 'prompt';
  }
}

/** Chromium's face of the Permissions Policy, not in TypeScript's DOM (W3C Permissions Policy section 9). */
interface PolicyDocument {
  readonly featurePolicy?: { allowsFeature(feature: string): boolean };
}

/** Whether this frame may never ask: the browser's own error does not tell that from a person's no. */
function forbiddenByPolicy(): boolean {
  const { featurePolicy } = document as PolicyDocument;
  return featurePolicy ? !featurePolicy.allowsFeature('microphone') : false;
}

function isOverconstrained(thrown: unknown): boolean {
  return (thrown as { name?: unknown } | null)?.name === 'OverconstrainedError';
}

/** The default device has no id of its own: Chromium calls it `default`. */
function isDefault(device: ChosenDevice | undefined): boolean {
  return device === undefined || device.id === 'default' || device.id === '';
}

function constraintsFor(
  { processing = {} }: DeviceChoice,
  deviceId?: string,
): MediaTrackConstraints | true {
  const set = processingNames.filter((name) => processing[name] !== undefined);
  if (set.length === 0 && deviceId === undefined) return true;
  return {
    ...(deviceId === undefined ? {} : { deviceId: { exact: deviceId } }),
    ...Object.fromEntries(set.map((name) => [name, processing[name]])),
  };
}

/** The chosen device; the one of its name when the id is gone; the default when both are. Each is tried once. */
async function openStream(devices: MediaDevices, choice: DeviceChoice): Promise<MediaStream> {
  const { microphone } = choice;
  if (!microphone || isDefault(microphone)) {
    return devices.getUserMedia({ audio: constraintsFor(choice) });
  }
  try {
    return await devices.getUserMedia({ audio: constraintsFor(choice, microphone.id) });
  } catch (thrown) {
    if (!isOverconstrained(thrown)) throw thrown;
    const namesake = findDevice(microphone, (await listDevices()).microphones);
    const other = namesake && namesake.id !== microphone.id ? namesake.id : undefined;
    return devices.getUserMedia({ audio: constraintsFor(choice, other) });
  }
}

/** Whether this track comes from the microphone that was chosen, or none was. */
export function isChosen(track: MediaStreamTrack, { microphone }: DeviceChoice): boolean {
  if (!microphone || isDefault(microphone)) return true;
  return track.getSettings().deviceId === microphone.id || track.label === microphone.label;
}

/**
 * The microphone's track; the caller stops it.
 * @throws CtiError by the table of `microphone-error.ts`; `insecure-context`, `permission-policy`,
 * `browser-unsupported`
 */
export async function openMicrophone(choice: DeviceChoice = {}): Promise<MediaStreamTrack> {
  // Outside a secure context the whole interface is absent (W3C Media Capture and Streams section 9).
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) throw new CtiError(isSecureContext ? 'browser-unsupported' : 'insecure-context');
  if (forbiddenByPolicy()) throw new CtiError('permission-policy');
  try {
    const stream = await openStream(devices, choice);
    const [track] = stream.getAudioTracks();
    if (!track) throw new CtiError('microphone-missing');
    return track;
  } catch (thrown) {
    throw microphoneError(thrown);
  }
}
