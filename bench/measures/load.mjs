/** A fresh page: the script has arrived, is evaluated, can be used, is online. And what V8 had to do for it. */
import { readFileSync } from 'node:fs';
import { Desk } from '../desk.mjs';

/** Work of V8 on scripts, as Chromium's trace names it. */
const compileEvents = ['v8.compile', 'v8.compileModule', 'v8.parseOnBackground', 'v8.produceCache'];
const evaluateEvents = ['EvaluateScript', 'v8.evaluateModule'];

/** @returns {Promise<{ evaluated: number, interactive: number, online: number }>} ms since the step before, `online` since `evaluated` */
export async function measureLoad(bench, stack, agent) {
  const desk = await Desk.open(bench, { stack, agent });
  try {
    await desk.becomes('idle');
    const arrived = await desk.page.evaluate(
      () =>
        performance.getEntriesByType('resource').find(({ name }) => name.endsWith('.js'))
          .responseEnd,
    );
    const marks = await desk.page.evaluate(() => globalThis.bench.take());
    const at = (name) => marks.find((mark) => mark.name === name)?.at ?? NaN;
    return {
      evaluated: at('evaluated') - arrived,
      // The peers' pages are interactive before their script has come to its end.
      interactive: Math.max(0, at('interactive') - at('evaluated')),
      online: at('online') - at('evaluated'),
    };
  } finally {
    await desk.close();
  }
}

/** The same under Chromium's tracing. @returns {Promise<{ compiled: number, evaluatedCpu: number }>} ms of CPU time */
export async function measureCompile(bench, stack, agent) {
  const path = `${bench.pages.folder}/trace.json`;
  await bench.browser.startTracing(undefined, {
    path,
    categories: ['v8', 'devtools.timeline', 'disabled-by-default-v8.compile'],
  });
  try {
    const desk = await Desk.open(bench, { stack, agent });
    await desk.becomes('idle');
    await desk.close();
  } finally {
    await bench.browser.stopTracing();
  }
  const { traceEvents } = JSON.parse(readFileSync(path, 'utf8'));
  const ours = traceEvents.filter(({ args }) => /localhost:\d+\//.test(JSON.stringify(args ?? {})));
  const cpu = (names) =>
    ours
      .filter(({ name, tdur }) => names.includes(name) && tdur)
      .reduce((sum, { tdur }) => sum + tdur, 0) / 1_000;
  return { compiled: cpu(compileEvents), evaluatedCpu: cpu(evaluateEvents) };
}
