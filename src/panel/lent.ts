import { plainNumbers } from '../context/panel-services.js';
import type { CallController } from '../controller/call-controller.js';
import type { Features } from '../controller/features.js';
import { findDesk } from './controller-desk.js';
import { customerServices } from './customer-services.js';
import type { LentServices } from './services.js';

/** What the elements of a panel get of the desk of its controller. */
export function lentBy(
  controller: CallController | undefined,
  features: Partial<Features> | undefined,
): LentServices {
  if (!controller) return { numbers: plainNumbers };
  const { customers, records } = findDesk(controller) ?? {};
  const directory = customers?.directory;
  const history = features?.history === false ? undefined : records?.services;
  return {
    numbers: customers?.numbers ?? plainNumbers,
    ...(directory ? { customers: customerServices(controller, directory) } : {}),
    ...(history ? { history } : {}),
  };
}
