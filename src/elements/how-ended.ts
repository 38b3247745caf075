import type { CallSnapshot } from '../controller/snapshot.js';
import type { Localizer } from '../i18n/localize.js';

/** How a call has ended, in a few words. */
export function howEnded(localize: Localizer, call: CallSnapshot): string {
  return isMissed(call)
    ? localize.term('missedCall')
    : localize.term('problem', call.end?.reason ?? 'hangup');
}

/** It came in and rang until somebody else gave up: the caller, the network, or our own patience. */
export function isMissed({ direction, end, times }: CallSnapshot): boolean {
  if (direction !== 'incoming' || times.connected || !end) return false;
  if (end.reason === 'declined' || end.reason === 'answered-elsewhere') return false;
  return end.by !== 'local' || end.reason === 'no-answer';
}
