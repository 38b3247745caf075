/** What is left of many calls. */
import { countersGrown, readCounters } from '../leaks.mjs';
import { rest } from '../desk.mjs';

const WARM_UP_CALLS = 5;
/** Timers of SIP transactions keep what they are for alive so long (RFC 3261: 64 times T1, and some more). */
const SETTLE_MS = 36_000;

const call = (desk) => desk.page.evaluate(() => globalThis.bench.cycle('600'));

/** @returns {Promise<import('../leaks.mjs').Counters[]>} what has grown, one for each desk */
export async function measureLeaks(desks, calls) {
  const sessions = [];
  const before = [];
  for (const desk of desks) {
    for (let index = 0; index < WARM_UP_CALLS; index += 1) await call(desk);
    sessions.push(await desk.context.newCDPSession(desk.page));
  }
  await rest(SETTLE_MS);
  for (const session of sessions) before.push(await readCounters(session));
  for (let index = 0; index < calls; index += 1) for (const desk of desks) await call(desk);
  await rest(SETTLE_MS);
  // What was noted meanwhile is the bench's own.
  for (const desk of desks) await desk.page.evaluate(() => globalThis.bench.take().length);
  const after = [];
  for (const session of sessions) after.push(await readCounters(session));
  return after.map((counters, index) => countersGrown(before[index], counters));
}
