import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import {
  nextServer,
  reconnectFigures,
  retryDelay,
} from '../../../src/controller/reconnect-policy.js';

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const calm = { failures: 1, urgent: false, networkDown: false, random: 0.999 };

describe('the reconnect policy', () => {
  it('never waits a negative time, nor longer than the cap unless the server said so', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.boolean(),
        fc.boolean(),
        random,
        fc.option(fc.integer({ min: -5_000, max: 10_000_000 }), { nil: undefined }),
        (failures, urgent, networkDown, chance, asked) => {
          const delay = retryDelay({
            failures,
            urgent,
            networkDown,
            random: chance,
            ...(asked === undefined ? {} : { retryAfterMs: asked }),
          });
          expect(delay).to.be.at.least(0);
          expect(delay).to.be.at.most(asked === undefined ? 30_000 : 360_000);
          if (asked !== undefined) {
            expect(delay).to.be.at.least(Math.min(Math.max(asked, 1_000), 300_000));
          }
          if (networkDown) expect(delay).to.be.at.least(30_000);
        },
      ),
    );
  });

  it('tries again within 2 s where an idle line fell silent, not all clients at once', () => {
    expect(retryDelay({ ...calm, lost: true, silent: true })).to.be.within(1_900, 2_000);
    expect(retryDelay({ ...calm, failures: 2, lost: true, silent: true })).to.be.above(2_000);
  });

  it('spreads the first try of an idle line over 5 s, and of one in a call over 0.3 s', () => {
    expect(retryDelay({ ...calm, random: 0 })).to.equal(0);
    expect(retryDelay(calm)).to.be.within(4_900, 5_000);
    expect(retryDelay({ ...calm, urgent: true })).to.be.within(290, 300);
  });

  it('tries another server for the first time within 0.3 s, unless told to wait', () => {
    const other = { ...calm, failures: 2, untried: true };
    expect(retryDelay(other)).to.be.within(290, 300);
    expect(retryDelay({ ...other, networkDown: true })).to.equal(30_000);
    expect(retryDelay({ ...other, retryAfterMs: 60_000 })).to.be.at.least(60_000);
  });

  it('doubles the ceiling from the second failure on, up to 30 s', () => {
    const ceilings = [2, 3, 4, 5, 6, 7, 8, 100].map((failures) =>
      Math.round(retryDelay({ ...calm, failures }) / 0.999),
    );
    expect(ceilings).to.deep.equal([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('spreads an idle line that is lost again over 5 s at least', () => {
    const ceilings = [1, 2, 4, 5, 100].map((failures) =>
      Math.round(retryDelay({ ...calm, failures, lost: true }) / 0.999),
    );
    expect(ceilings).to.deep.equal([5_000, 5_000, 5_000, 8_000, 30_000]);
    expect(retryDelay({ ...calm, failures: 2, lost: true, urgent: true })).to.be.at.most(1_000);
  });

  it('waits as long as the server asks, up to a fifth longer', () => {
    expect(retryDelay({ ...calm, random: 0, retryAfterMs: 60_000 })).to.equal(60_000);
    expect(retryDelay({ ...calm, retryAfterMs: 60_000 })).to.be.within(71_000, 72_000);
  });

  it('tries a server twice, then the next, all of them in turn', () => {
    const visited: number[] = [];
    let server = 0;
    let here = 0;
    for (let turn = 0; turn < 8; turn += 1) {
      visited.push(server);
      here += 1;
      const next = nextServer(server, here, 3);
      if (next !== server) here = 0;
      server = next;
    }
    expect(visited).to.deep.equal([0, 0, 1, 1, 2, 2, 0, 0]);
    expect(nextServer(0, 50, 1)).to.equal(0);
    expect(nextServer(3, 1, 0)).to.equal(0);
    expect(reconnectFigures.triesPerServer).to.equal(2);
  });
});
