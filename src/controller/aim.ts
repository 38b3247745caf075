import { CtiError, toCtiError } from '../base/error.js';
import type { CallTransport, Target } from '../transport/call-transport.js';
import type { Command } from './commands.js';
import { applyOutbound } from './dial-plan.js';
import { mayTransferTo } from './relation-rules.js';
import { mayDial } from './rules.js';
import type { CtiSnapshot } from './snapshot.js';

/** A command that names a number. */
export type Aimed = Extract<Command, { readonly type: 'dial' | 'transfer' }>;

/**
 * The number of a command as it is shown, and as it goes to the line.
 * @throws CtiError `invalid-target`, `forbidden`, `not-supported`
 */
export function aim(
  command: Aimed,
  snapshot: CtiSnapshot,
  transport: CallTransport | undefined,
): { readonly target: Target; readonly number: string } {
  if (!transport) throw new CtiError('not-supported');
  try {
    const shown = transport.parseTarget(command.target);
    const may = command.type === 'dial' ? mayDial : mayTransferTo;
    // What the transport reads in it counts, not only what was written.
    if (!may(snapshot, shown.number)) throw new CtiError('forbidden');
    const outbound = applyOutbound(shown.number, snapshot.dialPlan);
    const target = outbound === shown.number ? shown : transport.parseTarget(outbound);
    return { target, number: shown.number };
  } catch (thrown) {
    throw toCtiError(thrown, 'invalid-target');
  }
}
