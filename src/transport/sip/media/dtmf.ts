import type { Clock } from '../../../base/clock.js';
import { CtiError } from '../../../base/error.js';
import { dtmfGapMs, dtmfPauseMs, dtmfToneMs } from '../constants.js';
import { wait } from './time-limit.js';

/** Slack for a sender that is late; then the digits count as failed. */
const lateMs = 2_000;

/** What of the browser's tone sender is used, so that a test can stand in for it. */
export interface ToneSender extends EventTarget {
  insertDTMF(tones: string, duration?: number, interToneGap?: number): void;
}

function play(sender: ToneSender, tones: string, clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const longestMs = tones.length * (dtmfToneMs + dtmfGapMs) + lateMs;
    const stopWatchdog = clock.schedule(longestMs, () => finish(new CtiError('timeout')));
    const finish = (error?: Error): void => {
      stopWatchdog();
      sender.removeEventListener('tonechange', onTone);
      signal.removeEventListener('abort', onAbort);
      if (error) reject(error);
      else resolve();
    };
    // The empty tone says that the buffer is played out (W3C WebRTC section 7.3).
    const onTone = (event: Event): void => {
      if ((event as RTCDTMFToneChangeEvent).tone === '') finish();
    };
    const onAbort = (): void => finish(signal.reason as Error);
    sender.addEventListener('tonechange', onTone);
    signal.addEventListener('abort', onAbort);
    try {
      sender.insertDTMF(tones, dtmfToneMs, dtmfGapMs);
    } catch (thrown) {
      finish(new CtiError('media', { cause: thrown }));
    }
  });
}

/** Digits and pauses in their order: `'12,3'` is `['12', ',', '3']`. */
function parts(tones: string): string[] {
  return tones.split(/(,)/).filter((part) => part !== '');
}

/**
 * Plays digits by RFC 4733, one string after the other: a second `insertDTMF` would replace what still waits. A comma
 * is our own pause, shorter than the browser's 2 s.
 * @throws CtiError `timeout`, `media`; the reason of `signal`
 */
export async function playTones(
  sender: ToneSender,
  tones: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  for (const part of parts(tones)) {
    if (part === ',') await wait(dtmfPauseMs, clock, signal);
    else await play(sender, part, clock, signal);
  }
}

/**
 * The same through `send`, one message a digit, for far ends that take no telephone-event.
 * @throws what `send` throws; the reason of `signal`
 */
export async function sendTones(
  send: (tone: string) => Promise<void>,
  tones: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  for (const part of parts(tones)) {
    if (part === ',') {
      await wait(dtmfPauseMs, clock, signal);
      continue;
    }
    for (const tone of part) {
      await send(tone);
      await wait(dtmfToneMs + dtmfGapMs, clock, signal);
    }
  }
}
