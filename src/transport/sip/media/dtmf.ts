import type { Clock } from '../../../base/clock.js';
import { CtiError } from '../../../base/error.js';
import { dtmfGapMs, dtmfPauseMs, dtmfToneMs } from '../constants.js';

/** Slack for a sender that is late; then the digits count as failed. */
const lateMs = 2_000;

function wait(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => void clock.schedule(delayMs, resolve));
}

function play(sender: RTCDTMFSender, tones: string, clock: Clock): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (error?: CtiError): void => {
      stopWatchdog();
      sender.removeEventListener('tonechange', onTone);
      if (error) reject(error);
      else resolve();
    };
    const longestMs = tones.length * (dtmfToneMs + dtmfGapMs) + lateMs;
    const stopWatchdog = clock.schedule(longestMs, () => finish(new CtiError('timeout')));
    // The empty tone says that the buffer is played out (W3C WebRTC section 7.3).
    const onTone = (event: RTCDTMFToneChangeEvent): void => {
      if (event.tone === '') finish();
    };
    sender.addEventListener('tonechange', onTone);
    sender.insertDTMF(tones, dtmfToneMs, dtmfGapMs);
  });
}

/**
 * Plays digits by RFC 4733, one string after the other: a second `insertDTMF` would replace what still waits. A comma
 * is our own pause, shorter than the browser's 2 s.
 * @throws CtiError `timeout`
 */
export async function playTones(sender: RTCDTMFSender, tones: string, clock: Clock): Promise<void> {
  for (const part of tones.split(/(,)/)) {
    if (part === ',') await wait(clock, dtmfPauseMs);
    else if (part !== '') await play(sender, part, clock);
  }
}
