/** The parts of a run: which pages are open, how often each stack is measured, what goes into the results. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { Desk, rest } from './desk.mjs';
import { measureIncoming, measureOutgoing } from './measures/calls.mjs';
import { measureLeaks } from './measures/leaks.mjs';
import { measureCompile, measureLoad } from './measures/load.mjs';
import { measureLostSocket } from './measures/lost-socket.mjs';
import { measureRenders } from './measures/renders.mjs';
import { stacks } from './report.mjs';

const names = Object.keys(stacks);
/** What is slow with peers, or the same each time, is measured less often. */
const FEW = 5;
/** From the line's opening to the call, with a STUN server that does not answer. */
const STUN_WAIT_MS = 3_000;

/** Each stack in turn, so often; who comes first changes. */
async function inTurn(times, task) {
  for (let round = 0; round < times; round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      await task(names[(round + turn) % names.length], round);
    }
  }
}

async function openDesks(bench, firstAgent, options = {}) {
  const desks = {};
  for (const [index, stack] of names.entries()) {
    desks[stack] = await Desk.open(bench, { stack, agent: `${firstAgent + index}`, ...options });
    await desks[stack].becomes('idle');
  }
  return desks;
}

const closeDesks = (desks) => Promise.all(Object.values(desks).map((desk) => desk.close()));

/**
 * What can be asked for with `--only`, in the order in which it is done.
 * @type {Record<string, (bench: object, run: { n: number, calls: number, results: import('./report.mjs').Results, details: object }) => Promise<void>>}
 */
export const parts = {
  async calls(bench, { n, results }) {
    const desks = await openDesks(bench, 101);
    // The first round warms up: devices, caches, the PBX's own code.
    await inTurn(n + 1, async (stack, round) => {
      const incoming = await measureIncoming(desks[stack], bench.demo);
      const outgoing = await measureOutgoing(desks[stack]);
      if (round > 0) results.add(stack, { ...incoming, ...outgoing });
    });
    await closeDesks(desks);
  },

  async stun(bench, { n, results }) {
    const silent = createSocket('udp4');
    let asked = 0;
    silent.on('message', () => (asked += 1)).bind(0, '127.0.0.1');
    await once(silent, 'listening');
    const iceServers = [{ urls: `stun:127.0.0.1:${silent.address().port}` }];
    const desks = await openDesks(bench, 101, { iceServers });
    await rest(STUN_WAIT_MS);
    await inTurn(n, async (stack, round) => {
      // The peers wait 5 s and more each time; their figures are only for comparison.
      if (stack !== 'panel' && round >= FEW) return;
      const incoming = await measureIncoming(desks[stack], bench.demo, { withHold: false });
      const { callToInvite } = await measureOutgoing(desks[stack]);
      const { answerToOk, answerToSound } = incoming;
      results.add(stack, {
        'stun.callToInvite': callToInvite,
        'stun.answerToOk': answerToOk,
        'stun.answerToSound': answerToSound,
      });
    });
    await closeDesks(desks);
    silent.close();
    if (asked === 0) throw new Error('The silent STUN server was never asked');
  },

  async socket(bench, { n, results }) {
    let given = 0;
    await inTurn(n, async (stack, round) => {
      const isHopeless = results.summaryOf('reregistered', stack)?.never === FEW;
      if (isHopeless) return;
      const agent = `${101 + (given++ % 9)}`;
      results.add(stack, await measureLostSocket(bench, stack, agent, round));
    });
  },

  async load(bench, { n, results }) {
    const kb = (size) => size.gzip / 1_000;
    for (const stack of names) results.add(stack, { gzip: kb(bench.pages.sizes[stack]) });
    results.add('panel', { gzipLater: kb(bench.pages.sizes.panel.later) });
    await inTurn(n, async (stack, round) => {
      const agent = `${104 + names.indexOf(stack)}`;
      results.add(stack, await measureLoad(bench, stack, agent));
      if (round < FEW) results.add(stack, await measureCompile(bench, stack, agent));
    });
  },

  async renders(bench, { results, details }) {
    for (let round = 0; round < FEW; round += 1) {
      const { elements, renders, ...values } = await measureRenders(bench);
      results.add('panel', values);
      Object.assign(details, { elements, renders });
    }
  },

  async leaks(bench, { calls, results, details }) {
    const desks = await openDesks(bench, 107);
    details.leaks = {};
    const grown = await measureLeaks(Object.values(desks), calls);
    for (const [index, stack] of names.entries()) {
      const { heapBytes, ...counters } = grown[index];
      details.leaks[stack] = grown[index];
      results.add(stack, { heapKb: heapBytes / 1_000, ...counters });
    }
    await closeDesks(desks);
  },
};
