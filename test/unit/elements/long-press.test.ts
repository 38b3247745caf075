import { expect } from '@open-wc/testing';
import { LongPress, longPressMs } from '../../../src/elements/long-press.js';
import { ManualClock } from '../../support/manual-clock.js';

describe('LongPress', () => {
  let clock: ManualClock;
  let press: LongPress;
  let count: number;
  const hit = (): void => void (count += 1);

  beforeEach(() => {
    clock = new ManualClock();
    press = new LongPress(clock);
    count = 0;
  });

  it('says so while the key is still held, and that the click is none', () => {
    press.start(hit);
    clock.advance(longPressMs);
    expect(count).to.equal(1);
    expect(press.end()).to.equal(true);
    expect(press.end(), 'the next click').to.equal(false);
  });

  it('is none when the key is let go', () => {
    press.start(hit);
    clock.advance(longPressMs - 1);
    expect(press.end()).to.equal(false);
    clock.advance(longPressMs);
    expect(count).to.equal(0);
  });

  it('is none when it is taken back, and begins anew', () => {
    press.start(hit);
    press.cancel();
    press.start(hit);
    press.start(hit);
    clock.advance(longPressMs);
    expect(count).to.equal(1);
    press.cancel();
    expect(press.end()).to.equal(false);
  });
});
