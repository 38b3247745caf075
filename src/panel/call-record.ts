import type { CallSnapshot } from '../controller/snapshot.js';
import { isMissed } from '../elements/how-ended.js';
import { recordedCustomer } from '../elements/recorded-customer.js';
import type { CallRecord } from '../history/call-history.js';

/** What is kept of a call: the facts of its snapshot, and of `cti-call-ended` once it has ended. */
export function recordOf(call: CallSnapshot): CallRecord {
  const { id, pbxId, direction, number, displayName, customer, data, note, times, end } = call;
  return {
    ...{ id, direction, number },
    ...(pbxId === undefined ? {} : { pbxId }),
    ...(displayName === undefined ? {} : { displayName }),
    ...(customer ? { customer: recordedCustomer(customer) } : {}),
    ...(Object.keys(data).length > 0 ? { data } : {}),
    ...(note === undefined || note === '' ? {} : { note }),
    started: times.started,
    ...(times.connected === undefined ? {} : { connected: times.connected }),
    ...(times.ended === undefined ? {} : { ended: times.ended }),
    ...(end ? { reason: end.reason, by: end.by, ...(end.sip ? { sip: end.sip } : {}) } : {}),
    talkedMs: end?.talkedMs ?? 0,
    heldMs: end?.heldMs ?? call.heldMs,
    missed: isMissed(call),
  };
}
