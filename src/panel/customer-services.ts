import type { CustomerServices } from '../context/panel-services.js';
import type { CallController } from '../controller/call-controller.js';
import type { Customer, CustomerDirectory } from '../directory/customer-directory.js';

/** What the elements of a panel can do about customers. */
export function customerServices(
  controller: CallController,
  directory: CustomerDirectory,
): CustomerServices {
  return {
    canCreate: directory.create !== undefined,
    lookup: (number, context) => directory.lookup(number, context),
    search: (text, context) => directory.search(text, context),
    retry: (callId) => controller.identify(callId),
    async create(number, callId) {
      // Without a time limit: the page may ask the operator for the rest.
      const { signal } = new AbortController();
      const customer = await directory.create?.(number, { signal });
      if (customer) await settle(controller, customer, callId);
      return customer;
    },
    unlink: (number, customer, callId) =>
      controller.unlinkCustomer({ number, customer, ...(callId === undefined ? {} : { callId }) }),
  };
}

/** Who was made for a call is its customer, where the call and the page let it be. */
async function settle(
  controller: CallController,
  customer: Customer,
  callId: string | undefined,
): Promise<void> {
  if (callId === undefined) return;
  const command = { type: 'set-customer', customer, callId } as const;
  await controller.send(command, { source: 'operator' }).catch(() => undefined);
}
