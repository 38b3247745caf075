import type { Session } from 'sip.js';

import type { Clock } from '../../../base/clock.js';
import { CtiError, type CtiErrorReason, toCtiError } from '../../../base/error.js';
import { dtmfToneMs, inDialogTimeoutMs } from '../constants.js';
import { type FinalResponse, reasonOfStatus, sipStatusOf } from '../status-reason.js';

/** Statuses that say: no digits by INFO here, and no sense in trying again. */
const unsupported: ReadonlySet<number> = new Set([405, 415, 469, 489, 501]);

function reasonOf(status: number): CtiErrorReason {
  return unsupported.has(status) ? 'not-supported' : reasonOfStatus(status);
}

/**
 * One digit as INFO `application/dtmf-relay`: never standardised, spoken by every PBX. Whatever the answer, the call
 * stays.
 * @throws CtiError with `sip`; `not-supported` for 405, 415 and the like; `timeout` without an answer
 */
export function sendToneByInfo(session: Session, tone: string, clock: Clock): Promise<void> {
  return new Promise((resolve, reject) => {
    const stopWatchdog = clock.schedule(inDialogTimeoutMs, () => reject(new CtiError('timeout')));
    const refuse = ({ message }: { readonly message: FinalResponse }): void => {
      stopWatchdog();
      const sip = sipStatusOf(message);
      reject(new CtiError(reasonOf(sip.status), { sip }));
    };
    const accept = (): void => {
      stopWatchdog();
      resolve();
    };
    session
      .info({
        requestDelegate: { onAccept: accept, onReject: refuse, onRedirect: refuse },
        requestOptions: {
          body: {
            contentDisposition: 'render',
            contentType: 'application/dtmf-relay',
            content: `Signal=${tone}\r\nDuration=${dtmfToneMs}\r\n`,
          },
        },
      })
      .catch((thrown: unknown) => {
        stopWatchdog();
        reject(toCtiError(thrown, 'failed'));
      });
  });
}
