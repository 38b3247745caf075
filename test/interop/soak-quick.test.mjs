import assert from 'node:assert/strict';
import { test } from 'node:test';
import { table } from '../soak/report.mjs';
import { scenarios } from '../soak/scenarios.mjs';
import { sizes } from '../soak/sizes.mjs';

const titles = {
  calls: '(row 146 L) calls in one tab leave nothing behind',
  mounts: '(row 149 L) panels that come and go leave nothing behind',
  reconnects: '(row 149 L) lines that are cut and come back leave nothing behind',
  restart: '(row 152 K) clients of a restarted server do not come back all at once',
  outage: '(row 153 K) clients of a server that was gone for a minute are all back soon after it',
};

for (const [name, title] of Object.entries(titles)) {
  test(title, { timeout: 180_000 }, async () => {
    const result = await scenarios[name](sizes.quick[name]);
    const exceeded = result.checks.filter(({ ok }) => !ok);
    assert.deepEqual(exceeded, [], table([result]));
  });
}
