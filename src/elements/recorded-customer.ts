import type { Customer } from '../directory/customer-directory.js';
import type { RecordedCustomer } from '../history/call-history.js';

/** What a record keeps of a customer. */
export function recordedCustomer(customer: Customer): RecordedCustomer {
  const { id, type, typeLabel, name, account, url, doNotCall } = customer;
  return {
    ...{ id, type, name },
    ...(typeLabel === undefined ? {} : { typeLabel }),
    ...(account ? { account: { id: account.id, name: account.name } } : {}),
    ...(url === undefined ? {} : { url }),
    ...(doNotCall === undefined ? {} : { doNotCall }),
  };
}
