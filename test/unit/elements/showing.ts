import { ContextProvider } from '@lit/context';
import {
  panelServicesContext,
  plainNumbers,
  type CustomerServices,
  type Numbers,
  type PanelServices,
} from '../../../src/context/panel-services.js';
import type { CallController } from '../../../src/controller/call-controller.js';
import type { CtiSnapshot } from '../../../src/controller/snapshot.js';
import type { Customer } from '../../../src/directory/customer-directory.js';
import { panelServices } from '../../support/panel-services.js';

/** The controller with another snapshot: for what no transport of today reports. */
export function showing(
  controller: CallController,
  change: (snapshot: CtiSnapshot) => Partial<CtiSnapshot>,
): CallController {
  return new Proxy(controller, {
    get(target, name) {
      const { snapshot } = target;
      if (name === 'snapshot') return { ...snapshot, ...change(snapshot) };
      if (name === 'subscribe') {
        return (listener: (given: CtiSnapshot) => void) =>
          target.subscribe((given) => listener({ ...given, ...change(given) }));
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** Makes a node lend services to the elements in it, as a panel does. */
export function lend(
  place: HTMLElement,
  own: Partial<PanelServices>,
): (own: Partial<PanelServices>) => void {
  const provider = new ContextProvider(place, {
    context: panelServicesContext,
    initialValue: panelServices(own),
  });
  return (next) => provider.setValue(panelServices(next));
}

/** A directory that finds nobody; a test says what it needs beside that. */
export function customerServices(own: Partial<CustomerServices> = {}): CustomerServices {
  return {
    canCreate: false,
    search: () => Promise.resolve([]),
    lookup: () => Promise.resolve([]),
    retry: () => undefined,
    create: () => Promise.resolve(undefined),
    unlink: () => Promise.resolve(),
    ...own,
  };
}

/** The customers of the sample page that tests are told with. */
export const people = {
  anna: {
    id: '1',
    type: 'contact',
    name: 'Anna Schmidt',
    account: { id: 'a', name: 'Alfa GmbH' },
    numbers: [{ number: '+12025550101', label: 'work' }],
  },
  beta: { id: '2', type: 'account', name: 'Beta LLC', numbers: [{ number: '+12025550102' }] },
  gamma: { id: '3', type: 'lead', name: 'Gamma Project', numbers: [{ number: '+12025550103' }] },
} as const satisfies Record<string, Customer>;

/** Names that must stay text: markup, an override of direction, control characters, a flood. */
export const hostileNames = [
  '<img src=x onerror=alert(1)>',
  'Anna \u202Egpj.exe',
  'Anna\u0000\u0007\r\nSchmidt',
  'A'.repeat(200),
] as const;

/** Writes American numbers with spaces. */
export const spacedNumbers: Numbers = {
  ...plainNumbers,
  format: (number) => number.replace(/^\+1(...)(...)/, '+1 $1 $2 '),
};
