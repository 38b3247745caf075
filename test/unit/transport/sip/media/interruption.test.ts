import { expect } from '@open-wc/testing';

import { watchInterruption } from '../../../../../src/transport/sip/media/interruption.js';
import { ManualClock } from '../../../../support/manual-clock.js';

describe('watchInterruption', () => {
  let clock: ManualClock;
  let asked: number[];
  let tell: (state: RTCPeerConnectionState) => void;
  beforeEach(() => {
    clock = new ManualClock();
    asked = [];
    const began = clock.now();
    tell = watchInterruption(clock, () => asked.push(clock.now() - began));
  });

  it('leaves a call that is still being set up to its watchdog', () => {
    for (const state of ['connecting', 'disconnected', 'failed'] as const) tell(state);
    clock.advance(60_000);
    expect(asked).to.deep.equal([]);
  });

  it('lets a short gap heal by itself', () => {
    tell('connected');
    tell('disconnected');
    clock.advance(1_990);
    tell('connected');
    clock.advance(60_000);
    expect(asked).to.deep.equal([]);
    expect(clock.pending).to.equal(0);
  });

  it('#99 asks for a restart after 2 s, at once when the path has failed', () => {
    tell('connected');
    tell('disconnected');
    clock.advance(2_000);
    expect(asked).to.deep.equal([2_000]);
    tell('connected');
    tell('failed');
    clock.advance(0);
    expect(asked).to.deep.equal([2_000, 2_000]);
  });

  it('#100 asks again and again, at most 30 s apart, until sound flows', () => {
    tell('connected');
    tell('disconnected');
    clock.advance(130_000);
    expect(asked).to.deep.equal([2_000, 6_000, 14_000, 30_000, 60_000, 90_000, 120_000]);
    tell('connected');
    clock.advance(60_000);
    expect(asked).to.have.length(7);
  });

  it('gives a restart that is under way 8 s', () => {
    tell('connected');
    tell('failed');
    clock.advance(0);
    tell('connecting');
    clock.advance(7_990);
    expect(asked).to.deep.equal([0]);
    clock.advance(10);
    expect(asked).to.deep.equal([0, 8_000]);
  });

  it('asks for nothing more once the call is over', () => {
    tell('connected');
    tell('disconnected');
    tell('closed');
    clock.advance(60_000);
    expect(asked).to.deep.equal([]);
  });
});
