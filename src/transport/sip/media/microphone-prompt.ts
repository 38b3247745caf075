import type { Clock } from '../../../base/clock.js';
import { CtiError } from '../../../base/error.js';
import { microphonePromptMs } from '../constants.js';
import type { MediaSession } from './media-session.js';
import { microphonePermission } from './microphone.js';
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
  const prompting = (await microphonePermission()) === 'prompt';
  if (media.closed) throw new CtiError('aborted');
  if (prompting) onAsking(true);
  const prompt = new AbortController();
  const stopWatchdog = clock.schedule(microphonePromptMs, () =>
    prompt.abort(new CtiError('timeout')),
  );
  try {
    await untilAborted(media.openMicrophone(prompt.signal), prompt.signal);
  } finally {
    stopWatchdog();
    if (prompting) onAsking(false);
  }
}
