import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';

/**
 * Web Test Runner's report: what failed and why, one line of totals, and the same totals as JSON in the file named
 * by `CTI_TOTALS`. A file that cannot be loaded and a `console.error` nobody expected are failures too: the library
 * writes nothing to the console.
 */
export function totalsReporter() {
  const totals = { passed: 0, failed: 0, skipped: 0, files: 0 };
  const write = (line) => process.stdout.write(`${line}\n`);

  function fail(file, name, detail) {
    totals.failed += 1;
    write(`✖ ${relative(process.cwd(), file)} › ${name}`);
    if (detail) write(indent(detail));
  }

  function reportSession(session) {
    totals.files += 1;
    for (const { path, test } of testsOf(session.testResults)) {
      if (test.skipped) totals.skipped += 1;
      else if (test.passed) totals.passed += 1;
      else fail(session.testFile, path, describe(test.error));
    }
    for (const error of session.errors) fail(session.testFile, '(file)', describe(error));
    for (const url of session.request404s ?? []) write(`  not found: ${url}`);
    for (const [type, ...args] of session.logs) {
      const text = args.map(print).join(' ');
      // A file that was not loaded is one failure, however often the browser says so.
      if (type === 'error' && session.errors.length === 0)
        fail(session.testFile, '(console.error)', text);
      else write(indent(`${type}: ${text}`));
    }
  }

  return {
    onTestRunStarted() {
      Object.assign(totals, { passed: 0, failed: 0, skipped: 0, files: 0 });
    },
    reportTestFileResults({ sessionsForTestFile }) {
      sessionsForTestFile.forEach(reportSession);
    },
    onTestRunFinished({ testCoverage }) {
      const { passed, failed, skipped, files } = totals;
      write(`unit: ${files} files, ${passed} passed, ${failed} failed, ${skipped} skipped`);
      if (testCoverage) write(`lines covered: ${testCoverage.summary.lines.pct} %`);
      if (process.env.CTI_TOTALS) writeFileSync(process.env.CTI_TOTALS, JSON.stringify(totals));
    },
  };
}

/** Lit's reminder that tests run on its development build: that is what they are for. */
const isLitDevMode = (args) => String(args[0]).includes('Lit is in dev mode');

/** The runner hands a reporter what was logged, but not by which method: put that in front of it. */
export function filterBrowserLogs({ type, args }) {
  if (isLitDevMode(args)) return false;
  args.unshift(type);
  return true;
}

function print(value) {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function* testsOf(suite, path = []) {
  if (!suite) return;
  for (const test of suite.tests) yield { path: [...path, test.name].join(' › '), test };
  for (const child of suite.suites) yield* testsOf(child, [...path, child.name]);
}

function describe(error) {
  if (!error) return '';
  const { message = '', stack = '', expected, actual } = error;
  const values =
    expected === undefined ? '' : `\nexpected: ${String(expected)}\n  actual: ${String(actual)}`;
  const text = stack.includes(message) ? stack : `${message}\n${stack}`;
  return `${text.trimEnd()}${values}`;
}

function indent(text) {
  return text.replace(/^/gm, '    ');
}
