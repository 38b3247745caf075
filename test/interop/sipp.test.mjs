/** Chromium and the telephone network: sipp behind Kamailio and rtpengine; sound and digits read in clear RTP. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { until } from '../e2e/support.mjs';
import {
  assertEarHears,
  assertEarIsIdle,
  assertNothingLeft,
  assertOperatorHears,
  assertOperatorHearsNothing,
  endOf,
  ours,
  quiet,
  snapshotOf,
  startOutside,
  theirs,
} from './rig/outside.mjs';
import { RtpPort } from './rig/rtp.mjs';
import { startSipp } from './rig/sipp.mjs';

let outside;
let operator;
let rtp;
let sipp;
before(async () => {
  outside = await startOutside();
});
after(() => outside?.close());
beforeEach(async () => {
  rtp = await RtpPort.open();
  operator = await outside.signIn();
});
afterEach(async () => {
  try {
    await assertNothingLeft(operator);
  } finally {
    rtp.close();
    await sipp?.close();
    await operator.close();
  }
});

const snapshot = () => snapshotOf(operator);
const callId = async () => (await snapshot()).pbxId;

/** A call in, answered by the operator; the network's side plays its tone. */
async function talk(scenario = 'caller') {
  sipp = await startSipp(scenario, { kamailio: outside.kamailio, calls: '101', rtp });
  await operator.becomes('mode', 'incoming');
  await operator.button('answer').click();
  await operator.becomes('mode', 'talking');
  rtp.play(theirs);
}

async function assertBothHear() {
  await assertEarHears(rtp, ours);
  await assertOperatorHears(operator, theirs);
}

test('a call in: each end hears the other’s tone, and the network hangs up', async () => {
  await talk();
  await assertBothHear();
  await sipp.tell('HANGUP', await callId());
  await sipp.done();
  const { reason, by } = await endOf(operator);
  assert.deepEqual([reason, by], ['hangup', 'remote']);
});

test('a call out: each end hears the other’s tone, and the operator hangs up', async () => {
  sipp = await startSipp('callee', { port: outside.trunk, rtp });
  await operator.dial('900');
  await operator.becomes('mode', 'outgoing');
  await until(snapshot, ({ phase }) => phase === 'ringing');
  await operator.becomes('mode', 'talking');
  rtp.play(theirs);
  await assertBothHear();
  await operator.button('end').click();
  await sipp.done();
  const { reason, by } = await endOf(operator);
  assert.deepEqual([reason, by], ['hangup', 'local']);
});

test('hold by the operator: no packet reaches the network; resumed, the tones are back', async () => {
  await talk();
  await assertEarHears(rtp, ours);
  await operator.button('hold').click();
  await operator.button('resume').waitFor();
  await assertEarIsIdle(rtp);
  await assertOperatorHearsNothing(operator);
  await operator.button('resume').click();
  await operator.button('hold').waitFor();
  await assertBothHear();
  await operator.button('end').click();
  await sipp.done();
});

test('(row 79 K) hold by re-INVITE of the network: sendonly, inactive, 0.0.0.0, and resume', async () => {
  await talk();
  await assertEarHears(rtp, ours);
  const id = await callId();
  const note = operator.panel.getByText('The other side holds you').first();

  for (const [description, music] of [
    [{ direction: 'sendonly' }, true],
    [{ direction: 'inactive' }, false],
    [{ direction: 'sendrecv', address: '0.0.0.0' }, false],
  ]) {
    const what = JSON.stringify(description);
    if (!music) rtp.silent();
    await sipp.tell('REINVITE', id, description);
    await note.waitFor();
    assert.ok((await snapshot()).remoteHold, what);
    assert.equal((await snapshot()).phase, 'connected', what);
    await assertEarIsIdle(rtp);
    if (music) await assertOperatorHears(operator, theirs);
    await sipp.tell('REINVITE', id);
    await note.waitFor({ state: 'hidden' });
    assert.ok(!(await snapshot()).remoteHold, what);
    rtp.play(theirs);
    await assertBothHear();
  }
  await operator.button('end').click();
  await sipp.done();
});

test('(row 48 K) 183 with an announcement is heard before the answer, and the operator only after it', async () => {
  sipp = await startSipp('early', { port: outside.trunk, rtp, values: { ring: 5_000 } });
  await operator.dial('900');
  rtp.play(theirs, await until(() => sipp.media()));
  await assertOperatorHears(operator, theirs);
  assert.equal((await snapshot()).phase, 'ringing');
  assert.ok((await rtp.hears(300)).rms < quiet, 'the microphone is silent');
  await operator.becomes('mode', 'talking');
  await assertBothHear();
  await sipp.tell('HANGUP', await callId());
  await sipp.done();
});

test('(row 93 K) 16 keys at 30 keys a second, a pause among them: all, in order, of the right lengths', async () => {
  await talk();
  await assertEarHears(rtp, ours);
  await operator.page.evaluate(async () => {
    const panel = document.querySelector('#panel');
    for (const key of '01234567,89*#ABCD') {
      panel.sendDtmf(key).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 33));
    }
  });
  await until(
    () => rtp.digits,
    (digits) => digits.length >= 16,
    15_000,
  );
  assert.equal(rtp.digits, '0123456789*#ABCD');
  const perMs = 8;
  const { events } = rtp;
  for (const { key, marked, ends, duration } of events) {
    assert.ok(marked, `${key} begins with the marker`);
    assert.ok(ends >= 3, `the end of ${key} is said ${ends} times`);
    assert.ok(Math.abs(duration / perMs - 160) <= 40, `${key}: ${duration / perMs} ms`);
  }
  // A busy machine makes one gap shorter by a packet or two, but not most of them.
  const gaps = events
    .slice(1)
    .map(({ timestamp }, at) => (timestamp - events[at].timestamp - events[at].duration) / perMs);
  const median = [...gaps].sort((one, other) => one - other)[7];
  assert.ok(gaps.every((gap) => gap > 0) && median >= 50, gaps.join());
  assert.ok(gaps[7] >= 400, `the pause: ${gaps[7]} ms`);
  await assertEarHears(rtp, ours);
  await operator.button('end').click();
  await sipp.done();
});

test('(row 81 K) glare: hold answered by 491 is tried again, and the call is held and resumed', async () => {
  sipp = await startSipp('glare', { port: outside.trunk, rtp });
  await operator.dial('900');
  await operator.becomes('mode', 'talking');
  rtp.play(theirs);
  await assertBothHear();
  await operator.button('hold').click();
  await operator.button('resume').waitFor();
  await until(snapshot, ({ hold }) => hold === 'held');
  await assertEarIsIdle(rtp);
  await operator.button('resume').click();
  await operator.button('hold').waitFor();
  await assertBothHear();
  await operator.button('end').click();
  await sipp.done();
});

test('(row 62 K) a call in without a session description: the browser offers, both ends hear', async () => {
  await talk('late-offer');
  await assertBothHear();
  await sipp.tell('HANGUP', await callId());
  await sipp.done();
});

for (const [codec, type, ptime = 20] of [
  ['PCMU/8000', 0, 60],
  ['PCMA/8000', 8],
  ['G722/8000', 9],
  ['opus/48000/2', 111],
]) {
  test(`(row 103 K) ${codec} in packets of ${ptime} ms: the operator’s tone comes back from sipp’s echo`, async () => {
    sipp = await startSipp('callee', { port: outside.trunk, values: { codec, type, ptime } });
    await operator.dial('900');
    await operator.becomes('mode', 'talking');
    await assertOperatorHears(operator, ours);
    await sipp.tell('HANGUP', await callId());
    await sipp.done();
  });
}
