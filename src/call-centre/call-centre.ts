import type { Clock, Undo } from '../base/clock.js';
import type { CtiError } from '../base/error.js';
import type { Logger } from '../base/logger.js';

export const statusKinds = ['available', 'away', 'busy', 'wrap-up', 'offline'] as const;
/** `busy` declines calls, `offline` unregisters the line, the others ring. */
export type StatusKind = (typeof statusKinds)[number];

/** A status the call centre offers. Without a label the panel shows its own word for the id. */
export interface StatusOption {
  readonly id: string;
  readonly kind: StatusKind;
  readonly label?: string;
  readonly reasons?: readonly { readonly id: string; readonly label: string }[];
}

/** The operator's status. `since` in ms since the epoch. */
export interface AgentStatus {
  readonly id: string;
  readonly reason?: string;
  readonly since: number;
  /** The status that follows when the call in progress has ended. */
  readonly next?: string;
  /** Asked for and not yet confirmed. */
  readonly pending?: string;
}

/** What a call centre reports: its statuses, the one in force, or why another could not be set. */
export type CallCentreEvent =
  | { readonly type: 'statuses-changed'; readonly statuses: readonly StatusOption[] }
  | {
      readonly type: 'status-changed';
      readonly status: Omit<AgentStatus, 'pending'>;
    }
  | { readonly type: 'status-failed'; readonly id: string; readonly error: CtiError };

/** What the controller lends a call centre. */
export interface CallCentreHost {
  readonly clock: Clock;
  readonly logger: Logger;
  emit(event: CallCentreEvent): void;
}

/**
 * The port to whoever keeps the operator's status. MUST report `statuses-changed` and `status-changed` after
 * `attach` (asynchronously), and answer each `setStatus` with `status-changed` or `status-failed`.
 */
export interface CallCentre {
  attach(host: CallCentreHost): Undo;
  setStatus(id: string, reason?: string): void;
  dispose(): void;
}
