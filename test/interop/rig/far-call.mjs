/** What tests do with two operators who have a network between them. */
import assert from 'node:assert/strict';
import { pressUntilMode } from './two-desks.mjs';
import { watched } from './wire.mjs';

/** What the machine may add to a limit of the specification, in ms. */
export const slackMs = 1_000;
export const udp = ['-p', 'udp'];
export const tcp = ['-p', 'tcp'];

export const isInvite = ({ way, line }) => way === 'out' && line?.startsWith('INVITE ');
export const callOf = (operator) =>
  operator.page.evaluate(() => document.querySelector('#panel').currentCall);

const hearsTone = ({ peaks }, hertz) => peaks.some((peak) => Math.abs(peak - hertz) < 12);

/** 101 hears the tone of 102, and the other way round. */
export async function assertSound(alice, bob) {
  const [alicesEar, bobsEar] = await Promise.all([alice.hears(1_500), bob.hears(1_500)]);
  assert.ok(hearsTone(alicesEar, 660), `101 hears ${JSON.stringify(alicesEar)}`);
  assert.ok(hearsTone(bobsEar, 440), `102 hears ${JSON.stringify(bobsEar)}`);
}

/** Notes a measured time, and fails when it is over the limit. */
export function assertWithin(t, what, ms, limitMs) {
  t.diagnostic(`${what}: ${ms} ms (limit ${limitMs})`);
  assert.ok(ms <= limitMs, `${what}: ${ms} ms, limit ${limitMs}`);
}

/** For `openBob`: a far end that does not give up silent media first. */
export async function patient(page) {
  await page.addInitScript(() => {
    const native = globalThis.setTimeout;
    globalThis.setTimeout = (callback, ms, ...args) =>
      native(callback, ms === 20_000 ? 60_000 : ms, ...args);
  });
  await watched(page);
}

/** Two operators at their desks for the time of a test. */
export async function openPair(t, far, openers = {}) {
  const { alice: openAlice = far.openAlice, bob: openBob = far.openBob } = openers;
  const [alice, bob] = await Promise.all([openAlice(), openBob()]);
  t.after(() => Promise.all([alice.close(), bob.close()]));
  await Promise.all([alice.online(), bob.online()]);
  return { alice, bob };
}

/** Ends a call at one side and sees it end at the other. */
export async function hangUp(one, other) {
  await pressUntilMode(one, 'end', 'idle');
  await other.becomes('mode', 'idle', 15_000);
}
