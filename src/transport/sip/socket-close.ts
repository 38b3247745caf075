import { CtiError } from '../../base/error.js';
import { restartWaitMaxMs, restartWaitMinMs } from './constants.js';

/** The part of a `CloseEvent` that is read here. */
export interface SocketClose {
  readonly code: number;
}

/** Service Restart and Try Again Later (IANA WebSocket close codes). */
const restartCodes: ReadonlySet<number> = new Set([1_012, 1_013]);

/** Why an open connection ended. After a restart all clients of the server come back: each at a time of its own. */
export function closeError({ code }: SocketClose): CtiError {
  const message = `The WebSocket closed with code ${code}.`;
  if (!restartCodes.has(code)) return new CtiError('network', { message });
  const retryAfterMs = restartWaitMinMs + Math.random() * (restartWaitMaxMs - restartWaitMinMs);
  return new CtiError('network', { message, retryAfterMs });
}
