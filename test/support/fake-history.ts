import { ContextProvider } from '@lit/context';
import {
  panelServicesContext,
  type HistoryServices,
  type PanelServices,
} from '../../src/context/panel-services.js';
import type { CallRecord } from '../../src/history/call-history.js';
import { MemoryHistory } from '../../src/history/memory-history.js';
import { panelServices } from './panel-services.js';

export interface FakeHistory {
  readonly memory: MemoryHistory;
  readonly services: HistoryServices;
  /** How often it was asked to save to the call log now. */
  readonly retried: () => number;
}

/** What a panel lends its elements of a history in memory. */
export function fakeHistory(records: readonly CallRecord[] = []): FakeHistory {
  const memory = new MemoryHistory({ limit: 100_000, records });
  let retried = 0;
  const services: HistoryServices = {
    list: (query) => memory.list(query),
    get: (id) => memory.get(id),
    missedCount: () => memory.missedCount(),
    markSeen: () => memory.markSeen(),
    delete: (id) => memory.delete(id),
    restore: (record) => memory.save(record),
    update: (id, change) => memory.update(id, change),
    subscribe: (listener) => memory.subscribe(listener),
    retryLog: () => (retried += 1),
    exportCsv: async () => new Blob(['csv']),
  };
  return { memory, services, retried: () => retried };
}

/** Lends these services to the elements in `host`, as a panel does. */
export function lend(host: HTMLElement, services: Partial<PanelServices>): void {
  new ContextProvider(host, {
    context: panelServicesContext,
    initialValue: panelServices(services),
  });
}
