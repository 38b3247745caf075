import { expect } from '@open-wc/testing';

import type { IceServer } from '../../../../src/transport/call-transport.js';
import { probeStun, StunWatch } from '../../../../src/transport/sip/media/ice-servers.js';
import { systemClock } from '../../../../src/base/clock.js';
import { ManualClock } from '../../../support/manual-clock.js';

const servers: readonly IceServer[] = [
  { urls: ['stun:good.example', 'stun:silent.example'] },
  { urls: 'stun:silent.example' },
  { urls: 'turn:relay.example', username: 'u', credential: 'c' },
];

async function turns(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

describe('StunWatch', () => {
  it('leaves a silent STUN server out, and takes it back when it answers again', async () => {
    const clock = new ManualClock();
    const probed: string[] = [];
    let silent = 'stun:silent.example';
    const watch = new StunWatch(clock, async (url) => {
      probed.push(url);
      return url !== silent;
    });
    expect(watch.usable(servers).length).to.equal(3);
    watch.start(() => Promise.resolve(servers));
    await turns();
    expect(probed).to.deep.equal(['stun:good.example', 'stun:silent.example']);
    expect(watch.usable(servers)).to.deep.equal([
      { urls: ['stun:good.example'] },
      { urls: ['turn:relay.example'], username: 'u', credential: 'c' },
    ]);
    silent = '';
    clock.advance(299_000);
    await turns();
    expect(probed.length).to.equal(2);
    clock.advance(2_000);
    await turns();
    expect(watch.usable(servers).length).to.equal(3);
    watch.stop();
    expect(clock.pending).to.equal(0);
  });

  it('ends with the line, also while it tries', async () => {
    const clock = new ManualClock();
    const answers: ((answered: boolean) => void)[] = [];
    const watch = new StunWatch(clock, () => new Promise((resolve) => answers.push(resolve)));
    watch.start(() => Promise.resolve(servers));
    await turns();
    watch.stop();
    expect(answers.length).to.equal(2);
    for (const answer of answers) answer(false);
    await turns();
    expect(clock.pending).to.equal(0);
    expect(watch.usable(servers).length).to.equal(3);
  });

  it('a list that cannot be had is an empty one', async () => {
    const clock = new ManualClock();
    const watch = new StunWatch(clock, () => Promise.resolve(false));
    watch.start(() => Promise.reject(new Error('down')));
    await turns();
    expect(watch.usable(servers).length).to.equal(3);
    watch.stop();
  });
});

describe('probeStun', () => {
  it('says that nobody answers where nobody does, within 3 s', async () => {
    const clock = new ManualClock();
    const answer = probeStun('stun:127.0.0.1:9', clock);
    clock.advance(3_000);
    expect(await answer).to.be.false;
    expect(clock.pending).to.equal(0);
  });

  it('says the same of what is no STUN URL', async () => {
    expect(await probeStun('stun:', systemClock)).to.be.false;
  });
});
