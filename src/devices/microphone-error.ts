import { CtiError, type CtiErrorReason } from '../base/error.js';

/** What `getUserMedia` rejects with (W3C Media Capture and Streams section 10.2). */
const reasonByName: Readonly<Record<string, CtiErrorReason>> = {
  NotAllowedError: 'microphone-denied',
  SecurityError: 'permission-policy',
  NotFoundError: 'microphone-missing',
  OverconstrainedError: 'microphone-missing',
  NotReadableError: 'microphone-busy',
  AbortError: 'microphone-busy',
};

/** Why the microphone could not be had. */
export function microphoneError(thrown: unknown): CtiError {
  if (thrown instanceof CtiError) return thrown;
  const name = thrown instanceof Error || thrown instanceof DOMException ? thrown.name : '';
  return new CtiError(reasonByName[name] ?? 'media', {
    message: `The microphone failed: ${name}`,
    cause: thrown,
  });
}
