import { startDemo } from '../e2e/support.mjs';
import { atMost, quantile } from './check.mjs';
import { SoakPage } from './soak-page.mjs';

/** The echo of the development PBX; the calls before the first measurement, in which the browser compiles and caches. */
const echo = '600';
const warmUpCalls = 5;

/** Calls one after the other in one tab, each answered, talked on and ended (row 146). */
export async function soakCalls({ count, setUpP95Ms, heapMb }) {
  const demo = await startDemo();
  const answers = watchAnswers(demo.pbx.flows);
  const soak = await SoakPage.open(demo);
  try {
    await soak.addPanels(['101']);
    const { timers, listeners } = await soak.measure();
    await soak.page.evaluate(makeCalls, { count: warmUpCalls, number: echo });
    // What the warm-up calls still hold for 32 s counts neither as timers nor as listeners.
    // From its first call on a line watches which speakers there are: one listener, however many calls.
    const before = { ...(await soak.measure()), timers, listeners: listeners + 1 };
    answers.clear();
    const startedAt = Date.now();
    const { setUpMs, failures } = await soak.page.evaluate(makeCalls, { count, number: echo });
    const seconds = (Date.now() - startedAt) / 1_000;
    const after = await soak.settled(before);
    const overAnswer = setUpMs.map((ms, index) => ms - answers.takenMs(index));
    return {
      name: 'calls',
      rows: '146',
      did: `${count} calls in ${Math.round(seconds)} s`,
      figures: {
        before,
        after,
        failures,
        timersLeft: await soak.page.evaluate(() => globalThis.waitingTimers()),
        setUpMs: { p50: quantile(overAnswer, 0.5), p95: quantile(overAnswer, 0.95) },
      },
      checks: [
        atMost('failed calls', failures.length, 0),
        atMost('set-up p95 over the answering time (ms)', quantile(overAnswer, 0.95), setUpP95Ms),
        ...soak.growth(before, after, { heapMb }),
      ],
    };
  } finally {
    await soak.close();
    await demo.close();
  }
}

/** How long the PBX took from each INVITE to its 200. */
function watchAnswers(flows) {
  const invitedAt = new Map();
  let taken = [];
  flows.on('trace', (direction, message) => {
    const { 'call-id': callId, cseq } = message.headers;
    if (cseq.method !== 'INVITE') return;
    if (direction === 'in' && message.method === 'INVITE') invitedAt.set(callId, performance.now());
    if (direction !== 'out' || message.status !== 200 || !invitedAt.has(callId)) return;
    taken.push(performance.now() - invitedAt.get(callId));
    invitedAt.delete(callId);
  });
  return {
    clear: () => {
      taken = [];
    },
    takenMs: (index) => taken[index] ?? 0,
  };
}

/** In the page: one call after the other; a failed one is told and does not stop the others. */
async function makeCalls({ count, number }) {
  const talkMs = 80;
  const limitMs = 10_000;
  const panel = document.querySelector('cti-panel');
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const idle = async () => {
    const end = performance.now() + limitMs;
    while (panel.mode !== 'idle' && performance.now() < end) await wait(5);
  };
  const connected = () =>
    new Promise((resolve, reject) => {
      const listening = new AbortController();
      const settle = (how) => (result) => {
        clearTimeout(timer);
        listening.abort();
        how(result);
      };
      const timer = setTimeout(settle(reject), limitMs, new Error('not connected'));
      const options = { signal: listening.signal };
      panel.addEventListener('cti-call-connected', settle(resolve), options);
      panel.addEventListener(
        'cti-call-ended',
        ({ detail }) => settle(reject)(new Error(`ended: ${detail.reason}`)),
        options,
      );
    });
  const setUpMs = [];
  const failures = [];
  for (let index = 0; index < count; index += 1) {
    const startedAt = performance.now();
    try {
      const answered = connected();
      await Promise.all([panel.call(number), answered]);
      setUpMs.push(performance.now() - startedAt);
      await wait(talkMs);
      await panel.end();
    } catch (error) {
      failures.push(`call ${index}: ${error.message}`);
    }
    await idle();
  }
  return { setUpMs, failures };
}
