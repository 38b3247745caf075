import { expect } from '@open-wc/testing';

import type { CallBench } from './call-bench.js';

/** Put in by web-test-runner.config.mjs. */
declare const CTI_SOAK: boolean;

/** How many random orders are tried: 300 in the gate, 1,000 with `CTI_SOAK=1 npm run test:unit`. */
export const ordersTried = CTI_SOAK ? 1_000 : 300;

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export type Deed = () => void;

/** Does it all in this order, with gaps between nothing and two turns of the network. */
export async function perform(
  deeds: readonly Deed[],
  bench: CallBench,
  random: () => number,
): Promise<void> {
  for (const deed of deeds) {
    deed();
    const gap = Math.floor(random() * 4);
    if (gap === 1) await Promise.resolve();
    if (gap > 1) await bench.server.settle(gap - 1);
  }
}

export function shuffled<T>(things: readonly T[], random: () => number): T[] {
  const order = things.map((thing) => ({ thing, key: random() }));
  return order.sort((left, right) => left.key - right.key).map(({ thing }) => thing);
}

export function some<T>(things: readonly T[], random: () => number): T[] {
  return things.filter(() => random() < 0.6);
}

/** Ends what is left, and looks whether anything stayed behind. */
export async function conclude(bench: CallBench, callId: string, what: string): Promise<void> {
  await bench.server.settle();
  const told = bench.phone.said.filter((event) => 'callId' in event && event.callId === callId);
  const ended = told.filter(({ type }) => type === 'call-ended').length;
  expect(ended, `${what}: ends`).to.be.at.most(1);
  if (ended > 0) expect(told.at(-1)?.type, `${what}: last word`).to.equal('call-ended');
  bench.transport.end(callId);
  // Time passes, or the limits against floods would count all of it as one second.
  await bench.pass(1_000);
  expect(bench.invariants.openConnections, `${what}: connections`).to.equal(0);
  expect(bench.invariants.liveTracks, `${what}: microphones`).to.equal(0);
}

/** Forgets what the call before left in the records. */
export function tidy(bench: CallBench): void {
  bench.phone.said.length = 0;
  bench.server.requests.splice(1);
  bench.server.responses.length = 0;
}
