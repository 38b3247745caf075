import { expect } from '@open-wc/testing';

import type { Clock } from '../../../../src/base/clock.js';
import { candidatesGathered } from '../../../../src/transport/sip/media/ice-gathering.js';

/** A clock that stands still until told. */
class StoppedClock implements Clock {
  #now = 0;
  #timers: { at: number; callback: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  schedule(delayMs: number, callback: () => void): () => void {
    const timer = { at: this.#now + delayMs, callback };
    this.#timers.push(timer);
    return () => (this.#timers = this.#timers.filter((other) => other !== timer));
  }

  async advance(ms: number): Promise<void> {
    this.#now += ms;
    const due = this.#timers.filter(({ at }) => at <= this.#now);
    this.#timers = this.#timers.filter(({ at }) => at > this.#now);
    for (const { callback } of due) callback();
    await Promise.resolve();
  }

  get pending(): number {
    return this.#timers.length;
  }
}

class FakeConnection extends EventTarget {
  iceGatheringState: RTCIceGatheringState = 'gathering';

  candidate(type: string | null): void {
    const event = new Event('icecandidate');
    Object.assign(event, { candidate: type === null ? null : { type } });
    this.dispatchEvent(event);
  }
}

function gather(hasServers: boolean) {
  const clock = new StoppedClock();
  const connection = new FakeConnection();
  const state = { done: false };
  void candidatesGathered(connection, hasServers, clock).then(() => (state.done = true));
  return { clock, connection, state };
}

describe('candidatesGathered', () => {
  it('is over at once when gathering is complete', async () => {
    const connection = new FakeConnection();
    connection.iceGatheringState = 'complete';
    await candidatesGathered(connection, true, new StoppedClock());
  });

  it('without servers, ends when host candidates have stopped coming', async () => {
    const { clock, connection, state } = gather(false);
    connection.candidate('host');
    await clock.advance(20);
    connection.candidate('host');
    await clock.advance(29);
    expect(state.done).to.equal(false);
    await clock.advance(1);
    expect(state.done).to.equal(true);
    expect(clock.pending).to.equal(0);
  });

  it('with servers, waits for a reflexive candidate and 100 ms', async () => {
    const { clock, connection, state } = gather(true);
    connection.candidate('host');
    await clock.advance(200);
    connection.candidate('srflx');
    await clock.advance(90);
    connection.candidate('relay');
    expect(state.done).to.equal(false);
    await clock.advance(10);
    expect(state.done).to.equal(true);
  });

  it('never waits longer than 1,000 ms', async () => {
    const { clock, connection, state } = gather(true);
    connection.candidate('host');
    await clock.advance(999);
    expect(state.done).to.equal(false);
    await clock.advance(1);
    expect(state.done).to.equal(true);
    expect(clock.pending).to.equal(0);
  });

  it('ends with the last candidate', async () => {
    const { clock, connection, state } = gather(true);
    connection.candidate(null);
    await clock.advance(0);
    expect(state.done).to.equal(true);
  });
});
