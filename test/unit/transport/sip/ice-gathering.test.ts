import { expect } from '@open-wc/testing';
import fc from 'fast-check';

import { gatheringQuietMs } from '../../../../src/transport/sip/constants.js';
import { candidatesGathered } from '../../../../src/transport/sip/media/ice-gathering.js';
import { ManualClock } from '../../../support/manual-clock.js';

class FakeConnection extends EventTarget {
  iceGatheringState: RTCIceGatheringState = 'gathering';

  candidate(type: string | null): void {
    const event = new Event('icecandidate');
    Object.assign(event, { candidate: type === null ? null : { type } });
    this.dispatchEvent(event);
  }
}

function gather(hasServers: boolean) {
  const clock = new ManualClock();
  const connection = new FakeConnection();
  const state = { done: false };
  void candidatesGathered(connection, hasServers, clock).then(() => (state.done = true));
  return { clock, connection, state };
}

describe('candidatesGathered', () => {
  it('ends when gathering is complete, not when it was so for the description before', async () => {
    const connection = new FakeConnection();
    connection.iceGatheringState = 'complete';
    const clock = new ManualClock();
    const gathered = candidatesGathered(connection, true, clock);
    expect(clock.pending).to.equal(1);
    connection.dispatchEvent(new Event('icegatheringstatechange'));
    await gathered;
    expect(clock.pending).to.equal(0);
  });

  it('without servers, ends when host candidates have stopped coming', async () => {
    const { clock, connection, state } = gather(false);
    connection.candidate('host');
    clock.advance(gatheringQuietMs - 1);
    await Promise.resolve();
    connection.candidate('host');
    clock.advance(gatheringQuietMs - 1);
    await Promise.resolve();
    expect(state.done).to.equal(false);
    clock.advance(1);
    await Promise.resolve();
    expect(state.done).to.equal(true);
    expect(clock.pending).to.equal(0);
  });

  it('with servers, waits for a reflexive candidate and 100 ms', async () => {
    const { clock, connection, state } = gather(true);
    connection.candidate('host');
    clock.advance(200);
    await Promise.resolve();
    connection.candidate('srflx');
    clock.advance(90);
    await Promise.resolve();
    connection.candidate('relay');
    expect(state.done).to.equal(false);
    clock.advance(10);
    await Promise.resolve();
    expect(state.done).to.equal(true);
  });

  it('never waits longer than 1,000 ms', async () => {
    const { clock, connection, state } = gather(true);
    connection.candidate('host');
    clock.advance(999);
    await Promise.resolve();
    expect(state.done).to.equal(false);
    clock.advance(1);
    await Promise.resolve();
    expect(state.done).to.equal(true);
    expect(clock.pending).to.equal(0);
  });

  it('ends with the last candidate', async () => {
    const { clock, connection, state } = gather(true);
    connection.candidate('srflx');
    connection.candidate(null);
    clock.advance(0);
    await Promise.resolve();
    expect(state.done).to.equal(true);
    expect(clock.pending).to.equal(0);
  });

  it('takes the end of one generation for no end', async () => {
    const { clock, connection, state } = gather(true);
    const event = Object.assign(new Event('icecandidate'), { candidate: { candidate: '' } });
    connection.dispatchEvent(event);
    clock.advance(500);
    await Promise.resolve();
    expect(state.done).to.equal(false);
  });

  const gap = fc.record({
    waitMs: fc.integer({ min: 0, max: 400 }),
    type: fc.constantFrom('host', 'srflx', 'prflx', 'relay', null),
  });
  it('is never later than 1,000 ms, whatever comes and when, and leaves no timer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(gap), fc.boolean(), async (gaps, hasServers) => {
        const clock = new ManualClock();
        const connection = new FakeConnection();
        const start = clock.now();
        let doneAt: number | undefined;
        void candidatesGathered(connection, hasServers, clock).then(() => (doneAt = clock.now()));
        for (const { waitMs, type } of gaps) {
          for (let ms = 0; ms < waitMs; ms += 1) {
            clock.advance(1);
            await Promise.resolve();
          }
          connection.candidate(type);
          await Promise.resolve();
        }
        clock.advance(Math.max(0, start + 1_000 - clock.now()));
        await Promise.resolve();
        expect((doneAt ?? Infinity) - start).to.be.at.most(1_000);
        expect(clock.pending).to.equal(0);
      }),
    );
  });
});
