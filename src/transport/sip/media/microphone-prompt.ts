import type { Clock } from '../../../base/clock.js';
import { CtiError } from '../../../base/error.js';
import { microphonePermission } from '../../../devices/microphone.js';
import { microphonePromptMs } from '../constants.js';
import type { MediaSession } from './media-session.js';
import { untilAborted } from './time-limit.js';

/**
 * Opens the microphone of a call, and reports a prompt that is in front of the operator.
 * @throws CtiError `timeout` when nobody attends to it, or what `openMicrophone()` throws
 */
export async function openAsking(
  media: MediaSession,
  clock: Clock,
  onAsking: (asking: boolean) => void,
): Promise<void> {
  let prompting = false as boolean;
  let opening = true;
  // Beside it: where the microphone is allowed, the answer to a call would wait for nothing.
  void microphonePermission().then((permission) => {
    prompting = opening && permission === 'prompt';
    if (prompting) onAsking(true);
  });
  const prompt = new AbortController();
  const stopWatchdog = clock.schedule(microphonePromptMs, () =>
    prompt.abort(new CtiError('timeout')),
  );
  try {
    await untilAborted(media.openMicrophone(prompt.signal), prompt.signal);
  } finally {
    opening = false;
    stopWatchdog();
    if (prompting) onAsking(false);
  }
}
