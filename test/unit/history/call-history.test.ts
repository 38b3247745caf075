import { newId } from '../../../src/base/new-id.js';
import { IndexedDbHistory } from '../../../src/history/indexed-db-history.js';
import { LastingHistory } from '../../../src/history/lasting-history.js';
import { MemoryHistory } from '../../../src/history/memory-history.js';
import { describeCallHistory } from '../../contract/call-history.contract.js';

const limited = (limit: number | undefined): { limit?: number } =>
  limit === undefined ? {} : { limit };

describeCallHistory(
  'IndexedDbHistory',
  (limit) => new IndexedDbHistory({ userId: newId(), ...limited(limit) }),
);
describeCallHistory('MemoryHistory', (limit) => new MemoryHistory(limited(limit)));
describeCallHistory(
  'MemoryHistory in sessionStorage',
  (limit) => new MemoryHistory({ storage: sessionStorage, key: newId(), ...limited(limit) }),
);
describeCallHistory(
  'LastingHistory',
  (limit) =>
    new LastingHistory({
      userId: newId(),
      failed: (error) => expectNone(error),
      ...limited(limit),
    }),
);

function expectNone(error: Error): never {
  throw error;
}
