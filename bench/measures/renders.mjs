/** The panel on the simulated line, with many changes of state a second. */
import { readFileSync } from 'node:fs';
import { Desk } from '../desk.mjs';

const CHANGES_PER_SECOND = 50;
const SECONDS = 6;

/** Tasks of the page's main thread that lay within the changes. */
function longestTask(traceEvents) {
  const isMain = ({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain';
  const mains = new Set(traceEvents.filter(isMain).map(({ pid, tid }) => `${pid}/${tid}`));
  const stamp = (label) =>
    traceEvents.find(({ name, args }) => name === 'TimeStamp' && args?.data?.message === label);
  const from = stamp('changes begin');
  const to = stamp('changes end');
  const tasks = traceEvents.filter(
    ({ name, pid, tid, ts, dur }) =>
      dur &&
      /RunTask$/.test(name) &&
      pid === from.pid &&
      mains.has(`${pid}/${tid}`) &&
      ts > from.ts &&
      ts < to.ts,
  );
  const longest = (key) => Math.max(0, ...tasks.map((task) => task[key] ?? 0)) / 1_000;
  return { longestTask: longest('dur'), longestTaskCpu: longest('tdur') };
}

/** @returns {Promise<Record<string, number>>} `rendersPerChange` is of one element */
export async function measureRenders(bench) {
  const path = `${bench.pages.folder}/trace.json`;
  const desk = await Desk.open(bench, { stack: 'panel', page: 'renders', agent: '101' });
  try {
    await bench.browser.startTracing(desk.page, {
      path,
      categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'],
    });
    const change = ([perSecond, seconds]) => globalThis.bench.change(perSecond, seconds);
    const told = await desk.page.evaluate(change, [CHANGES_PER_SECOND, SECONDS]);
    await bench.browser.stopTracing();
    const total = Object.values(told.renders).reduce((sum, count) => sum + count, 0);
    return {
      rendersPerChange: total / told.commits / told.elements,
      changesPerSecond: (told.commits * 1_000) / told.tookMs,
      elements: told.elements,
      renders: told.renders,
      ...longestTask(JSON.parse(readFileSync(path, 'utf8')).traceEvents),
    };
  } finally {
    await desk.close();
  }
}
