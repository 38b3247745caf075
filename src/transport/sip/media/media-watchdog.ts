import type { Clock, Undo } from '../../../base/clock.js';
import { mediaGiveUpMs, mediaRestartMs } from '../constants.js';

export interface MediaWatchdogOptions {
  readonly clock: Clock;
  /** Once: try ICE again. */
  onStalled(): void;
  /** Nothing helped. */
  onLost(): void;
}

/**
 * Waits for a path that never comes: DTLS that hangs raises no event in any browser, and ICE takes its time to fail.
 * @returns what to call once media flow
 */
export function watchMedia({ clock, onStalled, onLost }: MediaWatchdogOptions): Undo {
  const stopRestart = clock.schedule(mediaRestartMs, onStalled);
  const stopGiveUp = clock.schedule(mediaGiveUpMs, onLost);
  return () => {
    stopRestart();
    stopGiveUp();
  };
}
