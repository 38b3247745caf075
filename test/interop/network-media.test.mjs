/** The path of the sound: cut, one-sided, blocked. `CTI_SOAK=1` also cuts it for 90 s. */
import { setTimeout as sleep } from 'node:timers/promises';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { until } from '../e2e/support.mjs';
import { startCoturn, turnUser } from './rig/coturn.mjs';
import { keptEvents } from './rig/desk.mjs';
import {
  assertSound,
  assertWithin,
  callOf,
  hangUp,
  isInvite,
  openPair,
  patient,
  slackMs,
  tcp,
  udp,
} from './rig/far-call.mjs';
import { startFarNetwork } from './rig/far-network.mjs';
import { pbxAddress } from './rig/network.mjs';
import { pressUntilMode } from './rig/two-desks.mjs';
import {
  connectionBecomes,
  connectionChanges,
  messageOf,
  soundAgain,
  statsOf,
  talk,
} from './rig/wire.mjs';

const isLong = process.env.CTI_SOAK === '1';

let far;
let network;

before(async () => {
  far = await startFarNetwork({ nameServer: pbxAddress });
  ({ network } = far);
});

after(() => far?.close());

for (const [outageMs, limitMs] of [
  [5_000, 1_000],
  [10_000, 1_000],
  [30_000, 3_000],
  ...(isLong ? [[90_000, 30_000]] : []),
]) {
  test(`(row 99 N) sound cut for ${outageMs / 1_000} s comes back within ${limitMs / 1_000} s, in the same call`, async (t) => {
    const { alice, bob } = await openPair(t, far);
    await talk(alice, bob, '102');
    const mend = await network.drop({ match: udp });
    await sleep(outageMs);
    await mend();
    const mendedAt = Date.now();
    for (const one of [alice, bob]) {
      const again = await soundAgain(one, mendedAt, 40_000);
      assertWithin(t, `sound at ${one.agent}`, again, limitMs + slackMs);
    }
    await assertSound(alice, bob);
    assert.equal(
      (await connectionChanges(alice)).filter(({ connection }) => connection === 'reconnecting')
        .length,
      0,
    );
    await hangUp(alice, bob);
  });
}

test('(row 100 N) the line lost in the middle of an ICE restart: the call stays, and sound comes back', async (t) => {
  const { alice, bob } = await openPair(t, far);
  await talk(alice, bob, '102');
  const cutAt = Date.now();
  const mendSound = await network.drop({ match: udp });
  await until(
    () => callOf(alice),
    (call) => call.media === 'interrupted',
    15_000,
  );
  const mendLine = await network.drop({ match: tcp, at: 'desk' });
  // It goes out, and nothing comes back.
  await messageOf(alice, isInvite, { since: cutAt });
  await connectionBecomes(alice, 'reconnecting', cutAt, 20_000);
  await mendSound();
  await mendLine();
  const mendedAt = Date.now();
  await connectionBecomes(alice, 'online', mendedAt, 15_000);
  assertWithin(t, 'sound', await soundAgain(alice, mendedAt, 30_000), 30_000);
  await assertSound(alice, bob);
  await hangUp(alice, bob);
});

for (const [end, whom] of [
  ['desk', 'to us'],
  ['pbx', 'from us'],
]) {
  test(`(row 101 N) every packet ${whom} lost: told, and no longer told within 3 s of its end`, async (t) => {
    const { alice, bob } = await openPair(t, far);
    await talk(alice, bob, '102');
    const mend = await network.drop({ match: udp, at: end });
    const cutAt = Date.now();
    await until(
      () => callOf(alice),
      (call) => call.media === 'interrupted',
      15_000,
    );
    t.diagnostic(`told after ${Date.now() - cutAt} ms`);
    await mend();
    const mendedAt = Date.now();
    await until(
      () => callOf(alice),
      (call) => call.media === 'flowing',
      15_000,
    );
    assertWithin(t, 'cleared', Date.now() - mendedAt, 3_000 + slackMs);
    await assertSound(alice, bob);
    await hangUp(bob, alice);
  });
}

test('(row 96 N) neither a silent STUN server nor a wrong TURN password nor a slow name server holds a call up: INVITE within 1.1 s', async (t) => {
  const coturn = await startCoturn({ host: pbxAddress, netns: network.pbx.name });
  t.after(() => coturn.close());
  const noNames = await network.drop({ match: [...udp, '--dport', '53'] });
  t.after(noNames);
  const bob = await far.openBob();
  t.after(() => bob.close());
  const cases = {
    'STUN that does not answer': [{ urls: `stun:${pbxAddress}:3999` }],
    'TURN with a wrong password': [
      { urls: coturn.turn('udp'), username: turnUser.username, credential: 'wrong' },
    ],
    'a name server that does not answer': [{ urls: 'stun:stun.slow.example' }],
  };
  const silent = await network.drop({ match: [...udp, '--dport', '3999'] });
  t.after(silent);
  for (const [name, iceServers] of Object.entries(cases)) {
    const alice = await far.openAlice({ config: { iceServers } });
    t.after(() => alice.close());
    await alice.online();
    const askedAt = await alice.page.evaluate(() => {
      void document.querySelector('#panel').call('102');
      return Date.now();
    });
    const invite = await messageOf(alice, isInvite, { since: askedAt });
    assertWithin(t, name, invite.at - askedAt, 1_100 + slackMs);
    await bob.becomes('mode', 'incoming', 15_000);
    await pressUntilMode(bob, 'answer', 'talking');
    await until(
      () => statsOf(alice),
      (stats) => (stats?.received ?? 0) > 5,
      15_000,
    );
    await hangUp(alice, bob);
  }
});

test('(row 97 N) UDP blocked: sound by TURN over TCP', async (t) => {
  const coturn = await startCoturn({ host: pbxAddress, netns: network.pbx.name });
  t.after(() => coturn.close());
  const unblock = await network.drop({ match: udp });
  t.after(unblock);
  const iceServers = [{ urls: [coturn.turn('udp'), coturn.turn('tcp')], ...turnUser }];
  const { alice, bob } = await openPair(t, far, {
    alice: () => far.openAlice({ config: { iceServers } }),
  });
  await talk(alice, bob, '102');
  assert.deepEqual((await statsOf(alice)).local, { type: 'relay', relay: 'tcp' });
  await assertSound(alice, bob);
  await hangUp(bob, alice);
});

test('(row 97 N) UDP blocked and no TURN: the call ends within 20 s and says why', async (t) => {
  const unblock = await network.drop({ match: udp });
  t.after(unblock);
  const { alice, bob } = await openPair(t, far, {
    bob: () => far.openBob({ before: patient }),
  });
  await alice.dial('102');
  await bob.becomes('mode', 'incoming', 15_000);
  await pressUntilMode(bob, 'answer', 'talking');
  const answeredAt = Date.now();
  await until(
    () => keptEvents(alice, 'cti-call-ended'),
    (list) => list.length > 0,
    30_000,
  );
  const [ended] = await keptEvents(alice, 'cti-call-ended');
  assert.equal(ended.detail.reason, 'media');
  assertWithin(t, 'ended', ended.at - answeredAt, 20_000 + slackMs);
  await bob.becomes('mode', 'idle', 5_000);
});
