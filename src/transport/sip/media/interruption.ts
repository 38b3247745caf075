import type { Clock, Undo } from '../../../base/clock.js';
import { iceGraceMs, iceRetryMaxMs, mediaRestartMs } from '../constants.js';

/**
 * Sound that flowed and stopped: asks for ICE restarts (RFC 8445 section 2.4) until it flows again. Browsers never
 * restart by themselves, and after a change of address nothing else helps. The first soon after the path is lost, the
 * others at growing distance.
 * @returns what to tell every state of the connection; `closed` ends it
 */
export function watchInterruption(
  clock: Clock,
  onRestartWanted: () => void,
): (state: RTCPeerConnectionState) => void {
  let tries: number | undefined;
  let stop: Undo | undefined;
  const restartIn = (delayMs: number, done: number): void => {
    stop?.();
    stop = clock.schedule(delayMs, () => {
      tries = done + 1;
      restartIn(Math.min(iceGraceMs * 2 ** tries, iceRetryMaxMs), tries);
      onRestartWanted();
    });
  };
  return (state) => {
    if (state === 'connected' || state === 'closed') {
      stop?.();
      stop = undefined;
      tries = 0;
    } else if (tries === undefined) return;
    // A restart is under way: it gets its time.
    else if (state === 'connecting') restartIn(mediaRestartMs, tries);
    else if (state === 'failed') restartIn(tries && iceGraceMs, tries);
    else if (!stop) restartIn(iceGraceMs, tries);
  };
}
