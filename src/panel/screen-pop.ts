import type { Undo } from '../base/clock.js';
import type { CallController } from '../controller/call-controller.js';
import type { CallSnapshot } from '../controller/snapshot.js';

/** When the record of a caller opens by itself. */
export type ScreenPopMoment = 'none' | 'offered' | 'connected';

/**
 * Opens the record of the only customer that a number has, once for each call, at the moment that the page has chosen
 * or, when the directory answers later, then, if it is still that moment. Nothing for those named with the call: that
 * record was open before.
 */
export class ScreenPop {
  attach(controller: CallController, moment: () => ScreenPopMoment): Undo {
    const found = new Set<string>();
    const popped = new Set<string>();
    const consider = ({ id, phase, identity }: CallSnapshot): void => {
      const [customer] = identity.customers;
      if (!customer || phase !== moment() || !found.has(id) || popped.has(id)) return;
      popped.add(id);
      const command = { type: 'open-customer', customer, callId: id } as const;
      // Refused by the page it is the page's to show.
      controller.send(command, { source: 'screen-pop' }).catch(() => undefined);
    };
    return controller.observe(({ type, detail }) => {
      switch (type) {
        case 'customer-identified':
          if (detail.call.identity.state === 'one') found.add(detail.call.id);
          return consider(detail.call);
        case 'call-connected':
          return consider(detail.call);
        case 'call-ended':
          found.delete(detail.call.id);
          popped.delete(detail.call.id);
      }
    });
  }
}
