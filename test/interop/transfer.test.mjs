/** Three browsers through Kamailio, a proxy that hands REFER on: transfers, swap and a conference, by what is heard. */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { until } from '../e2e/support.mjs';
import { startOutside } from './rig/outside.mjs';
import {
  answer,
  callsOf,
  comeToRest,
  connect,
  endsOf,
  hearEachOther,
  hearsOnly,
  invoke,
  tones,
} from './rig/party.mjs';

let outside;
/** Who calls, who transfers, and to whom. */
let caller;
let agent;
let target;
before(async () => {
  outside = await startOutside();
  const signIn = (number, config) => outside.signIn({ agent: number, tone: tones[number], config });
  [caller, agent, target] = await Promise.all([
    signIn('101', { acceptTransfers: 'always' }),
    signIn('102'),
    signIn('103'),
  ]);
});
after(() => outside?.close());
afterEach(async () => {
  await invoke(target, 'setStatus', 'available');
  for (const operator of [caller, agent, target]) await comeToRest(operator);
});

const idOf = async (operator) => (await callsOf(operator))[0].id;

/** The caller is on hold, and the agent speaks to the target. */
async function consult() {
  await connect(caller, agent);
  const asked = invoke(agent, 'transfer', '103', { attended: true });
  await answer(target);
  assert.equal(await asked, undefined);
  await Promise.all([hearEachOther(agent, target), hearsOnly(caller)]);
}

test('blind: caller and target hear each other, and the agent’s leg ends as transferred', async () => {
  await connect(caller, agent);
  await hearEachOther(caller, agent);
  const id = await idOf(caller);
  const asked = invoke(agent, 'transfer', '103');
  await answer(target);
  assert.equal(await asked, undefined);
  await agent.becomes('mode', 'idle');
  await hearEachOther(caller, target);
  assert.equal(await idOf(caller), id, 'for the caller it is the same call');
  assert.deepEqual(await endsOf(agent, 1), ['transferred local']);
  await invoke(target, 'end');
  assert.deepEqual(await endsOf(caller, 1), ['hangup remote']);
});

test('attended: after the consultation caller and target hear each other', async () => {
  await consult();
  const id = await idOf(target);
  assert.equal(await invoke(agent, 'completeTransfer'), undefined);
  await agent.becomes('mode', 'idle');
  await hearEachOther(caller, target);
  assert.equal(await idOf(target), id, 'for the target it is the same call');
  assert.deepEqual(await endsOf(agent, 2), ['transferred local', 'transferred local']);
  await invoke(caller, 'end');
  assert.deepEqual(await endsOf(target, 1), ['hangup remote']);
});

test('attended, taken back: caller and agent hear each other again', async () => {
  await consult();
  assert.equal(await invoke(agent, 'cancelTransfer'), undefined);
  assert.deepEqual(await endsOf(target, 1), ['hangup remote']);
  await hearEachOther(caller, agent);
});

for (const [what, reason, refuse] of [
  [
    'who does not want to be disturbed',
    'busy',
    () => invoke(target, 'setStatus', 'do-not-disturb'),
  ],
  [
    'who declines',
    'busy',
    async () => {
      await target.becomes('mode', 'incoming');
      await invoke(target, 'decline');
    },
  ],
]) {
  test(`blind to one ${what}: the caller is back, on hold, with the reason`, async () => {
    await connect(caller, agent);
    const refused = refuse();
    assert.equal(await invoke(agent, 'transfer', '103'), reason);
    await refused;
    const [call] = await callsOf(agent);
    assert.deepEqual([call.phase, call.hold], ['connected', 'held']);
    assert.deepEqual([call.transfer.state, call.transfer.problem], ['failed', reason]);
    await Promise.all([hearsOnly(caller), hearsOnly(agent)]);
    await invoke(target, 'setStatus', 'available');
    assert.equal(await invoke(agent, 'resume'), undefined);
    await hearEachOther(caller, agent);
  });
}

test('swap: the other one is heard, and the first is on hold', async () => {
  await consult();
  assert.equal(await invoke(agent, 'swap'), undefined);
  await Promise.all([hearEachOther(caller, agent), hearsOnly(target)]);
  assert.equal(await invoke(agent, 'swap'), undefined);
  await Promise.all([hearEachOther(agent, target), hearsOnly(caller)]);
});

test('conference: each hears the two others and not itself; split, and one hears nobody', async () => {
  await consult();
  assert.equal(await invoke(agent, 'merge'), undefined);
  await hearEachOther(caller, agent, target);
  assert.equal(await invoke(agent, 'merge', { split: true }), undefined);
  const held = await until(
    async () => (await callsOf(agent)).find(({ hold }) => hold === 'held'),
    Boolean,
  );
  const [away, near] = held.number === '101' ? [caller, target] : [target, caller];
  await Promise.all([hearEachOther(near, agent), hearsOnly(away)]);
});
