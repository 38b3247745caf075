/** `node totals.mjs FOLDER`: the totals that the test runners left in a folder, added up, as CI's last line. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [, , folder] = process.argv;
const sum = { passed: 0, failed: 0 };
for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
  const totals = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  sum.passed += totals.passed;
  sum.failed += totals.failed;
}
process.stdout.write(`${sum.passed} passed, ${sum.failed} failed\n`);
