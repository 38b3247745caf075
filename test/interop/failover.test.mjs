import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser, until } from '../e2e/support.mjs';
import { keptEvents, openDesk, startDeskServer } from './rig/desk.mjs';
import { startKamailio } from './rig/kamailio.mjs';
import { freePort } from './rig/processes.mjs';
import { pressUntilMode } from './rig/two-desks.mjs';
import { connectionBecomes, messageOf, statsOf, talk, watched } from './rig/wire.mjs';

let desk;
let browser;

before(async () => {
  desk = await startDeskServer();
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await desk?.close();
});

/** Two servers that tell each other of every registration. */
async function startPair() {
  const ports = [];
  for (let count = 0; count < 2; count += 1) {
    ports.push({ sip: await freePort(), ws: await freePort() });
  }
  const start = (own, other) =>
    startKamailio({ ports: ports[own], peers: [`127.0.0.1:${ports[other].sip}`] });
  const [first, second] = await Promise.all([start(0, 1), start(1, 0)]);
  return { first, second, again: () => start(0, 1) };
}

test('(row 85 K) a server killed in a call: registered on the other within 1 s, no packet lost, the far BYE arrives', async (t) => {
  const { first, second } = await startPair();
  const open = (agent, tone) =>
    openDesk(browser, [first, second], { desk, agent, tone, before: watched });
  const [alice, bob] = await Promise.all([open('101', 440), open('102', 660)]);
  t.after(async () => {
    await Promise.all([alice.close(), bob.close()]);
    await Promise.all([first.close(), second.close()]);
  });
  await Promise.all([alice.online(), bob.online()]);
  for (const agent of ['101', '102']) {
    const replicated = () => second.bindings(agent);
    await until(replicated, (contacts) => contacts.length === 1);
  }
  await talk(alice, bob, '102');

  const before = new Map();
  for (const one of [alice, bob]) before.set(one, await statsOf(one));
  const killedAt = Date.now();
  await first.kill('SIGKILL');
  const isReinvite = ({ way, url, line, method }) =>
    url === `${second.ws}/` &&
    way === 'in' &&
    method === 'INVITE' &&
    line?.startsWith('SIP/2.0 200');
  for (const one of [alice, bob]) {
    const noticed = await connectionBecomes(one, 'reconnecting', killedAt, 2_000);
    const back = await connectionBecomes(one, 'online', killedAt, 5_000);
    t.diagnostic(
      `${one.agent}: noticed after ${noticed} ms, registered ${back - noticed} ms later`,
    );
    // 1 s, and what a busy machine adds.
    assert.ok(back - noticed <= 1_500, `registered after ${back - noticed} ms`);
    assert.equal(await one.page.evaluate(() => document.querySelector('#panel').mode), 'talking');
  }
  await Promise.any(
    [alice, bob].map((one) => messageOf(one, isReinvite, { since: killedAt, timeoutMs: 15_000 })),
  );
  assert.ok((await bob.hears(1_000)).peaks.some((hertz) => Math.abs(hertz - 440) < 12));
  assert.ok((await alice.hears(1_000)).peaks.some((hertz) => Math.abs(hertz - 660) < 12));
  for (const one of [alice, bob]) {
    const [was, is] = [before.get(one), await statsOf(one)];
    assert.equal(is.lost, was.lost, 'packets lost');
    assert.ok(is.received > was.received + 50, 'packets went on coming');
  }

  const hungUpAt = Date.now();
  await pressUntilMode(bob, 'end', 'idle');
  await alice.becomes('mode', 'idle', 5_000);
  const bye = await messageOf(alice, ({ way, line }) => way === 'in' && line?.startsWith('BYE '), {
    since: hungUpAt,
  });
  assert.equal(bye.url, `${second.ws}/`);
  const [ended] = await keptEvents(alice, 'cti-call-ended');
  assert.equal(ended.detail.reason, 'hangup');
  assert.equal(ended.detail.by, 'remote');
  assert.equal(await alice.openMicrophones(), 0);
});

test('(row 22 K) the first server dead: on the second within 6 s; back to the first only when idle', async (t) => {
  const { first, second, again } = await startPair();
  const clocked = async (page) => {
    await page.clock.install();
    await watched(page);
  };
  const alice = await openDesk(browser, [first, second], { desk, agent: '101', before: clocked });
  const bob = await openDesk(browser, second, { desk, agent: '102', before: watched });
  t.after(async () => {
    await Promise.all([alice.close(), bob.close()]);
    await Promise.all([first.close(), second.close()]);
  });
  await Promise.all([alice.online(), bob.online()]);

  const killedAt = Date.now();
  await first.kill('SIGKILL');
  await connectionBecomes(alice, 'reconnecting', killedAt, 2_000);
  await until(
    () => second.lines(/^CTI registered user=101/).length,
    (count) => count > 0,
    6_000,
  );
  t.diagnostic(`on the second after ${Date.now() - killedAt} ms`);
  assert.ok(Date.now() - killedAt <= 6_000);
  await alice.online();
  const revived = await again();
  t.after(() => revived.close());

  await talk(alice, bob, '102');
  await alice.page.clock.fastForward(11 * 60_000);
  await alice.online();
  assert.ok((await bob.hears(1_000)).rms > 0.01);
  assert.equal(revived.lines(/^CTI registered user=101/).length, 0, 'not in a call');
  await pressUntilMode(bob, 'end', 'idle');
  await alice.becomes('mode', 'idle');
  await alice.page.clock.fastForward(11 * 60_000);
  await until(
    () => revived.lines(/^CTI registered user=101/).length,
    (count) => count > 0,
    15_000,
  );
  await alice.online();
});
