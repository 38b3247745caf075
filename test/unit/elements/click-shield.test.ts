import { expect } from '@open-wc/testing';
import { ClickShield, shieldMs } from '../../../src/elements/click-shield.js';
import { ManualClock } from '../../support/manual-clock.js';

describe('ClickShield', () => {
  let clock: ManualClock;
  let shield: ClickShield;
  const byPointer = (): Event => new MouseEvent('click', { detail: 1 });
  const withoutPointer = (): Event => new MouseEvent('click');
  const key = (name: string, repeat = false): KeyboardEvent =>
    new KeyboardEvent('keydown', { key: name, repeat, cancelable: true });
  function press(): boolean {
    shield.pointerDown();
    return shield.accepts(byPointer());
  }
  beforeEach(() => {
    clock = new ManualClock();
    shield = new ClickShield(clock);
    shield.mean('end a');
  });

  it('lets a press pass at once on a button that is new', () => {
    expect(press()).to.equal(true);
  });

  it('ignores a press that began elsewhere, or before the button was for anything', () => {
    expect(shield.accepts(byPointer())).to.equal(false);
    shield = new ClickShield(clock);
    shield.pointerDown();
    shield.mean('end a');
    expect(shield.accepts(byPointer())).to.equal(false);
    expect(press()).to.equal(true);
  });

  it('ignores a press that began with another meaning, however long ago', () => {
    shield.pointerDown();
    shield.mean('decline b');
    clock.advance(10_000);
    expect(shield.accepts(byPointer())).to.equal(false);
  });

  it('ignores presses for 400 ms after a change, and none after it', () => {
    expect(shieldMs).to.equal(400);
    shield.mean('end b');
    expect(press()).to.equal(false);
    clock.advance(399);
    expect(press()).to.equal(false);
    clock.advance(1);
    expect(press()).to.equal(true);
  });

  it('takes a call that follows at once for a change, and one that comes later for new', () => {
    shield.mean(undefined);
    clock.advance(399);
    shield.mean('end b');
    clock.advance(399);
    expect(press()).to.equal(false);
    shield.mean(undefined);
    clock.advance(400);
    shield.mean('end c');
    expect(press()).to.equal(true);
  });

  it('knows of what was in its place before it', () => {
    shield = new ClickShield(clock);
    shield.mean('decline b', clock.now() - 100);
    clock.advance(299);
    expect(press()).to.equal(false);
    clock.advance(1);
    expect(press()).to.equal(true);
  });

  it('counts a key that is pressed, not one that is held', () => {
    shield.keyDown(key('Enter'));
    expect(shield.accepts(withoutPointer())).to.equal(true);
    const held = key('Enter', true);
    shield.keyDown(held);
    expect(held.defaultPrevented).to.equal(true);
    shield.keyDown(key(' '));
    shield.mean('end b');
    clock.advance(400);
    expect(shield.accepts(withoutPointer())).to.equal(false);
  });

  it('lets assistive technology click without a press', () => {
    expect(shield.accepts(withoutPointer())).to.equal(true);
  });

  it('is not stuck when the clock was set back', () => {
    shield.mean('end b');
    clock.advance(-60_000);
    expect(press()).to.equal(true);
  });
});
