/**
 * `npm run soak [-- --quick] [calls|mounts|reconnects|restart|outage …]`: what a tab leaves behind after a thousand calls, and
 * what clients do to a server that restarts. Prints a table, and writes .cache/soak/*.json. Ends with code 1 when a
 * limit is exceeded. Needs a built `dist/`; the last two need Kamailio.
 */
import { fileURLToPath } from 'node:url';
import { table, writeReport } from './report.mjs';
import { scenarios } from './scenarios.mjs';
import { sizes } from './sizes.mjs';

const options = process.argv.slice(2);
const size = options.includes('--quick') ? 'quick' : 'full';
const named = options.filter((option) => option !== '--quick');
if (!named.every((name) => Object.hasOwn(scenarios, name))) {
  process.stderr.write(`Soaks: ${Object.keys(scenarios).join(', ')}; --quick.\n`);
  process.exit(2);
}

const folder = new URL('../../.cache/soak/', import.meta.url);
const results = [];
for (const name of named.length > 0 ? named : Object.keys(scenarios)) {
  process.stdout.write(`\n${name} …\n`);
  try {
    const result = await scenarios[name](sizes[size][name]);
    process.stdout.write(`${table([result])}\n`);
    results.push(result);
    if (!result.checks.every(({ ok }) => ok)) process.exitCode = 1;
  } catch (error) {
    process.stdout.write(`${error.stack}\n`);
    process.exitCode = 1;
  }
  // After each: what one has measured is not lost with the next.
  await writeReport(folder, size, results);
}
process.stdout.write(`\n${fileURLToPath(folder)}${size}.json\n`);
