import { CtiError } from '../../../base/error.js';
import { microphoneError } from './media-error.js';

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

/** The default device, when the one that was wanted is gone. Tried once. */
async function openStream(
  devices: MediaDevices,
  wanted: MediaTrackConstraints | true,
): Promise<MediaStream> {
  try {
    return await devices.getUserMedia({ audio: wanted });
  } catch (thrown) {
    if (!isOverconstrained(thrown)) throw thrown;
    return devices.getUserMedia({ audio: true });
  }
}

/**
 * The microphone's track; the caller stops it.
 * @throws CtiError by the table of `media-error.ts`; `insecure-context`, `permission-policy`, `browser-unsupported`
 */
export async function openMicrophone(
  wanted: MediaTrackConstraints | true = true,
): Promise<MediaStreamTrack> {
  // Outside a secure context the whole interface is absent (W3C Media Capture and Streams section 9).
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) throw new CtiError(isSecureContext ? 'browser-unsupported' : 'insecure-context');
  if (forbiddenByPolicy()) throw new CtiError('permission-policy');
  try {
    const stream = await openStream(devices, wanted);
    const [track] = stream.getAudioTracks();
    if (!track) throw new CtiError('microphone-missing');
    return track;
  } catch (thrown) {
    throw microphoneError(thrown);
  }
}
