import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';

/** The results as a table for the terminal. */
export function table(results) {
  const rows = results.flatMap(({ name, rows: numbers, did, checks }) => [
    [`${name} (row ${numbers}): ${did}`],
    ...checks.map(({ what, value, limit, ok }) => [
      `  ${what}`,
      String(value),
      `≤ ${limit}`,
      ok ? 'ok' : 'FAILED',
    ]),
  ]);
  const widths = [0, 1, 2].map((column) =>
    Math.max(...rows.filter((row) => row.length > 1).map((row) => row[column].length)),
  );
  return rows
    .map((row) =>
      row.length === 1
        ? row[0]
        : `${row[0].padEnd(widths[0])}  ${row[1].padStart(widths[1])}  ${row[2].padEnd(widths[2])}  ${row[3]}`,
    )
    .join('\n');
}

/** Writes everything measured, with the machine it was measured on. */
export async function writeReport(folder, size, results) {
  await mkdir(folder, { recursive: true });
  const machine = {
    cpu: cpus()[0]?.model,
    cores: availableParallelism(),
    node: process.version,
    at: new Date().toISOString(),
  };
  const file = new URL(`${size}.json`, folder);
  await writeFile(file, `${JSON.stringify({ size, machine, results }, undefined, 2)}\n`);
}
