/** A wire that loses and delays. `CTI_SOAK=1` loses for 5 minutes. */
import { setTimeout as sleep } from 'node:timers/promises';
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { until } from '../e2e/support.mjs';
import { assertSound, hangUp, openPair } from './rig/far-call.mjs';
import { startFarNetwork } from './rig/far-network.mjs';
import { connectionChanges, samplesOf, talk } from './rig/wire.mjs';

const lossSeconds = process.env.CTI_SOAK === '1' ? 300 : 60;

// Two networks at a time: they wait more than they work.
describe('a wire that loses and delays', { concurrency: 2 }, () => {
  test(`(row 17 N) 10 % of all packets lost for ${lossSeconds} s: at most one reconnect, and the registration never lapses`, async (t) => {
    // Renewed every 15 to 24 s.
    const far = await startFarNetwork({ kamailio: { maxExpires: 30 } });
    t.after(() => far.close());
    const { alice, bob } = await openPair(t, far);
    await far.network.lose(0.1);
    const began = Date.now();
    await talk(alice, bob, '102');
    while (Date.now() < began + lossSeconds * 1_000) {
      const { length } = await until(
        () => far.kamailio.bindings('101').catch(() => undefined),
        (bindings) => bindings !== undefined,
        30_000,
      );
      assert.equal(length, 1, 'registered');
      await sleep(5_000);
    }
    const changes = await connectionChanges(alice, began);
    const losses = changes.filter(({ connection }) => connection === 'reconnecting');
    t.diagnostic(`${losses.length} reconnects`);
    assert.ok(losses.length <= 1, JSON.stringify(changes));
    const samples = await samplesOf(alice);
    assert.ok(samples.at(-1).lost > 50, 'packets were lost indeed');
    await assertSound(alice, bob);
    await hangUp(bob, alice);
  });

  describe('delay', { concurrency: 1 }, () => {
    let far;
    before(async () => {
      far = await startFarNetwork({ delaying: true });
    });
    after(() => far?.close());

    for (const [name, shape] of [
      ['300 ms', { delayMs: 150, jitterMs: 0 }],
      ['1,000 ms', { delayMs: 500, jitterMs: 0 }],
      ['2,000 ms', { delayMs: 1_000, jitterMs: 0 }],
      ['300 ms and 500 ms of jitter', { delayMs: 300, jitterMs: 250 }],
    ]) {
      test(`(row 16 N) round trip ${name}: no false death, and a call works`, async (t) => {
        await far.network.shape({ delayMs: 0, jitterMs: 0 });
        const { alice, bob } = await openPair(t, far);
        await far.network.shape(shape);
        const began = Date.now();
        await talk(alice, bob, '102');
        t.diagnostic(`talking after ${Date.now() - began} ms`);
        await sleep(8_000);
        await assertSound(alice, bob);
        assert.deepEqual(await connectionChanges(alice, began), []);
        await hangUp(alice, bob);
      });
    }
  });
});
