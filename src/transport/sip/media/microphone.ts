import { CtiError } from '../../../base/error.js';
import { microphoneError } from './media-error.js';

export type MicrophonePermission = 'granted' | 'prompt' | 'denied';

/** What the browser will do when the microphone is asked for. `prompt` where it does not tell. */
export async function microphonePermission(): Promise<MicrophonePermission> {
  try {
    const status = await navigator.permissions.query({ name: 'microphone' });
    return status.state;
  } catch {
    return 'prompt';
  }
}

/**
 * The microphone's track; the caller stops it.
 * @throws CtiError by the table of `media-error.ts`
 */
export async function openMicrophone(): Promise<MediaStreamTrack> {
  // Outside a secure context the whole interface is absent (W3C Media Capture and Streams section 9).
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) throw new CtiError('insecure-context');
  try {
    const stream = await devices.getUserMedia({ audio: true });
    const [track] = stream.getAudioTracks();
    if (!track) throw new CtiError('microphone-missing');
    return track;
  } catch (thrown) {
    throw microphoneError(thrown);
  }
}
