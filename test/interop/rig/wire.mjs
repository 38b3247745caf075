import { until } from '../../e2e/support.mjs';
import { pressUntilMode } from './two-desks.mjs';
import { watchWire } from './watch-wire.mjs';

/** For `openDesk`: the page notes its messages and meters its sound. */
export const watched = (page) => page.addInitScript(watchWire);

/** The messages of an operator's page since a time: `{ at, way: 'in' | 'out' | 'open' | 'media', url, line, … }`. */
export async function messagesOf(operator, since = 0) {
  const all = await operator.page.evaluate(() => globalThis.wireMessages());
  return all.filter(({ at }) => at >= since);
}

/** Waits for a message that satisfies. */
export async function messageOf(operator, satisfies, { since = 0, timeoutMs = 10_000 } = {}) {
  const messages = await until(
    () => messagesOf(operator, since),
    (list) => list.some(satisfies),
    timeoutMs,
  );
  return messages.find(satisfies);
}

export const statsOf = (operator) => operator.page.evaluate(() => globalThis.mediaStats());

/** Begins to meter what comes in, ten times a second. */
export async function startMeter(operator) {
  await operator.page.evaluate(() => void globalThis.startMeter());
}

export const samplesOf = (operator, since = 0) =>
  operator.page.evaluate((from) => globalThis.meterSamples(from), since);

/** When packets came again after a time, in ms after it; waits for them. */
export function soundAgain(operator, since, timeoutMs) {
  const whenItGrew = async () => {
    const samples = await samplesOf(operator, since);
    const index = samples.findIndex(
      ({ received }, at) => at > 0 && received > samples[at - 1].received + 1,
    );
    return index > 0 ? samples[index].at - since : undefined;
  };
  return until(whenItGrew, (ms) => ms !== undefined, timeoutMs);
}

/** Changes of the connection as the page was told, since a time. */
export async function connectionChanges(operator, since = 0) {
  const kept = await operator.page.evaluate(() => globalThis.keptEvents);
  return kept
    .filter(({ type, at }) => type === 'cti-connection-changed' && at >= since)
    .map(({ at, detail }) => ({ at, connection: detail.connection }));
}

/** When the connection became a value after a time, in ms after it; waits for it. */
export async function connectionBecomes(operator, value, since, timeoutMs) {
  const is = ({ connection }) => connection === value;
  const list = await until(
    () => connectionChanges(operator, since),
    (changes) => changes.some(is),
    timeoutMs,
  );
  return list.find(is).at - since;
}

/** One calls the other, who answers; both hear each other. */
export async function talk(caller, callee, number) {
  await caller.dial(number);
  await callee.becomes('mode', 'incoming', 15_000);
  await pressUntilMode(callee, 'answer', 'talking');
  await caller.becomes('mode', 'talking', 15_000);
  for (const one of [caller, callee]) {
    await until(
      () => statsOf(one),
      (stats) => (stats?.received ?? 0) > 5,
      15_000,
    );
    await startMeter(one);
  }
}
