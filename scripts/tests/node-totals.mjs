/**
 * A reporter for node:test that writes nothing but its totals, as JSON. Suites are not tests and are not counted.
 */
export default async function* nodeTotals(source) {
  const totals = { passed: 0, failed: 0, skipped: 0, files: 0 };
  const files = new Set();
  for await (const { type, data } of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    files.add(data.file);
    if (data.details?.type === 'suite') continue;
    if (data.skip !== undefined || data.todo !== undefined) totals.skipped += 1;
    else if (type === 'test:pass') totals.passed += 1;
    else totals.failed += 1;
  }
  totals.files = files.size;
  yield JSON.stringify(totals);
}
