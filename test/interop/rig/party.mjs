/** Several calls at once: what operators do with them by the panel's methods, and which tones each of them hears. */
import assert from 'node:assert/strict';
import { until } from '../../e2e/support.mjs';
import { keptEvents } from './desk.mjs';

/** The tones of the parties in Hz: told apart, and no harmonics of each other. */
export const tones = { 101: 440, 102: 620, 103: 1_000, 105: 700 };

const listenMs = 500;
const patienceMs = 20_000;

/** Calls a method of the panel; resolves with the reason when it rejects, else with undefined. */
export function invoke(operator, method, ...args) {
  return operator.page.evaluate(
    ([name, values]) => {
      const panel = document.querySelector('cti-panel');
      return panel[name](...values).then(
        () => undefined,
        ({ reason }) => reason,
      );
    },
    [method, args],
  );
}

export const callsOf = (operator) =>
  operator.page.evaluate(() =>
    document.querySelector('cti-panel').calls.map(({ id, number, phase, hold, transfer }) => ({
      id,
      number,
      phase,
      hold,
      transfer,
    })),
  );

/** Answers the call that rings, once there is one. */
export async function answer(operator) {
  const offered = await until(
    async () => (await callsOf(operator)).find(({ phase }) => phase === 'offered'),
    Boolean,
    patienceMs,
  );
  assert.equal(await invoke(operator, 'answer', offered.id), undefined);
}

/** One calls, the other answers. */
export async function connect(caller, callee) {
  await caller.dial(callee.agent);
  await answer(callee);
  await caller.becomes('mode', 'talking', patienceMs);
}

/** Runs in the page: strength of each tone in dB, the median over some time, in all that the calls bring together. */
async function measure([hertz, ms]) {
  const receivers = globalThis.callReceivers();
  const context = new AudioContext();
  await context.resume();
  const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
  for (const { track } of receivers) {
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  }
  const bins = new Float32Array(analyser.frequencyBinCount);
  const width = context.sampleRate / analyser.fftSize;
  const levels = hertz.map(() => []);
  const end = performance.now() + ms;
  while (performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 40));
    analyser.getFloatFrequencyData(bins);
    hertz.forEach((tone, at) => {
      const middle = Math.round(tone / width);
      levels[at].push(Math.max(...bins.subarray(middle - 1, middle + 2)));
    });
  }
  await context.close();
  return levels.map((found) => Math.max(-200, found.sort((a, b) => a - b)[found.length >> 1]));
}

/** Of a tone that is there, in dB; all else is at least 15 dB below. */
const thereDb = -45;

/** Waits until an operator hears the tones of these parties (agents' numbers) and of no other. */
export async function hearsOnly(operator, ...parties) {
  const agents = Object.keys(tones);
  const wanted = parties.map((party) => String(party.agent ?? party)).sort();
  let last = [];
  const asWanted = async () => {
    last = await operator.page.evaluate(measure, [Object.values(tones), listenMs]);
    const heard = agents.filter((_agent, at) => last[at] > thereDb);
    return heard.join() === wanted.join();
  };
  await until(asWanted, Boolean, patienceMs).catch((cause) => {
    const levels = agents.map((agent, at) => `${agent}: ${Math.round(last[at])} dB`);
    const what = `${operator.agent} should hear ${wanted.join() || 'nobody'}: ${levels.join()}`;
    throw new Error(what, { cause });
  });
}

/** These hear each other, all of them and nobody else. */
export function hearEachOther(...operators) {
  return Promise.all(
    operators.map((one) => hearsOnly(one, ...operators.filter((other) => other !== one))),
  );
}

/** How the calls of an operator ended, once there are so many. */
export async function endsOf(operator, count) {
  const ends = await until(
    () => keptEvents(operator, 'cti-call-ended'),
    ({ length }) => length >= count,
    patienceMs,
  );
  return ends.map(({ detail }) => `${detail.reason} ${detail.by}`);
}

/** Ends what calls there are, and sees that nothing is left of them and that nothing went wrong in the page. */
export async function comeToRest(operator) {
  for (const { id } of await callsOf(operator)) await invoke(operator, 'end', id);
  await operator.becomes('mode', 'idle', patienceMs);
  await until(
    async () => (await operator.peerConnections()) + (await operator.openMicrophones()),
    (left) => left === 0,
    patienceMs,
  );
  await operator.page.evaluate(() => {
    globalThis.keptEvents.length = 0;
  });
  assert.deepEqual(operator.problems, [], `nothing on the console of ${operator.agent}`);
}
