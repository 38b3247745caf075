/** The numbers as a table, as JSON, and the verdicts. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { rows } from './rows.mjs';
import { summary } from './statistics.mjs';

/** A limit missed by this factor is no noise any more. */
export const FAR_BEYOND = 3;

const versionOf = (name) =>
  JSON.parse(readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), 'utf8'))
    .version;

/** The stacks and how the report calls them. */
export const stacks = {
  panel: 'cti-panel',
  'sip-js': `sip.js ${versionOf('sip.js')}`,
  jssip: `JsSIP ${versionOf('jssip')}`,
};

function commit() {
  try {
    const git = (...args) => execFileSync('git', args, { encoding: 'utf8' }).trim();
    return (
      git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') ? ' and changes' : '')
    );
  } catch {
    return 'unknown';
  }
}

export function machine(browserVersion) {
  const [{ model }] = cpus();
  return {
    date: new Date().toISOString(),
    commit: commit(),
    processor: `${cpus().length} × ${model.trim()}`,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    load: loadavg().map((value) => Number(value.toFixed(2))),
    node: process.version,
    browser: browserVersion,
  };
}

/** By measure and stack, summaries of all that was collected; of nothing but NaN: `never`. */
export class Results {
  /** @type {Record<string, Record<string, number[]>>} */ #values = {};

  add(stack, values) {
    for (const [id, value] of Object.entries(values)) {
      const byStack = (this.#values[id] ??= {});
      (byStack[stack] ??= []).push(value);
    }
  }

  summaryOf(id, stack) {
    const values = this.#values[id]?.[stack];
    if (!values) return undefined;
    const came = values.filter((value) => !Number.isNaN(value));
    return { ...summary(came), n: values.length, never: values.length - came.length };
  }

  /** One entry for each row that was measured. */
  report() {
    const of = (id, stack) => this.summaryOf(id, stack)?.median ?? NaN;
    return rows
      .filter(({ id }) => this.#values[id])
      .map(({ id, title, unit = 'ms', target, limit, isTime }) => {
        const bound = limit?.(of);
        const measured = of(id, 'panel');
        return {
          id,
          title,
          unit,
          stacks: Object.fromEntries(
            Object.keys(stacks).map((stack) => [stack, this.summaryOf(id, stack)]),
          ),
          ratios: { 'sip-js': measured / of(id, 'sip-js'), jssip: measured / of(id, 'jssip') },
          ...(target && { target, limit: bound, verdict: verdict(measured, bound, isTime) }),
        };
      });
  }
}

function verdict(measured, limit, isTime = false) {
  if (Number.isNaN(measured) || Number.isNaN(limit)) return 'not known';
  if (measured <= limit) return 'met';
  return !isTime && measured > limit * FAR_BEYOND && measured > limit + 1 ? 'far beyond' : 'missed';
}

const digits = (value) => {
  const size = Math.abs(value);
  return value.toFixed(size >= 100 || value === Math.round(value) ? 0 : size >= 10 ? 1 : 2);
};

function cell(found, unit) {
  if (!found) return '';
  const { n, never, median, iqr } = found;
  if (never === n) return 'never';
  const spread = n > 1 ? ` ±${digits(iqr / 2)}` : '';
  return `${digits(median)}${spread}${unit && ` ${unit}`}${never ? ` (${never} of ${n} never)` : ''}`;
}

const ratioCell = (ratio) => (Number.isFinite(ratio) ? digits(ratio) : '');

/** A table in Markdown; ± is half the interquartile range. */
export function table(entries) {
  const head = ['measure', ...Object.values(stacks), '÷ sip.js', '÷ JsSIP', 'at most', ''];
  const lines = entries.map(
    ({ title, unit, stacks: found, ratios, target, limit, verdict: said }) => [
      title,
      ...Object.keys(stacks).map((stack) => cell(found[stack], unit)),
      ratioCell(ratios['sip-js']),
      ratioCell(ratios.jssip),
      target ? `${target}${/×|\+/.test(target) ? ` = ${digits(limit)}` : ''}` : '',
      said ?? '',
    ],
  );
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...lines].map((line) => line[column].length)),
  );
  const print = (line) =>
    `| ${line.map((text, column) => text.padEnd(widths[column])).join(' | ')} |`;
  return [print(head), print(widths.map((width) => '-'.repeat(width))), ...lines.map(print)].join(
    '\n',
  );
}
