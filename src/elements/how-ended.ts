import type { CallSnapshot } from '../controller/snapshot.js';
import type { Localizer } from '../i18n/localize.js';

/** How a call has ended, in a few words. */
export function howEnded(localize: Localizer, { direction, end, times }: CallSnapshot): string {
  const missed = direction === 'incoming' && end?.by === 'remote' && !times.connected;
  return missed ? localize.term('missedCall') : localize.term('problem', end?.reason ?? 'hangup');
}
