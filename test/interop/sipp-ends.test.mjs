/** How calls between Chromium and the telephone network end: final statuses, CANCEL, BYE. sipp behind Kamailio. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { until } from '../e2e/support.mjs';
import { keptEvents } from './rig/desk.mjs';
import {
  assertEarHears,
  assertNothingLeft,
  decline,
  endOf,
  ours,
  snapshotOf,
  startOutside,
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

/** A call out to sipp, by the panel's method. */
function call(number) {
  return operator.page.evaluate((target) => {
    // It rejects when the call fails: the event says so too.
    document
      .querySelector('#panel')
      .call(target)
      .catch(() => undefined);
  }, number);
}

const ends = () => keptEvents(operator, 'cti-call-ended');

test('final statuses become the reasons of the contract', async () => {
  for (const [line, reason, told = Number(line.slice(0, 3))] of [
    ['302 Moved Temporarily', 'failed'],
    ['400 Bad Request', 'failed'],
    ['403 Forbidden', 'forbidden'],
    ['404 Not Found', 'not-found'],
    ['408 Request Timeout', 'timeout'],
    ['410 Gone', 'not-found'],
    ['415 Unsupported Media Type', 'not-acceptable'],
    ['480 Temporarily Unavailable', 'unavailable'],
    ['484 Address Incomplete', 'invalid-target'],
    ['486 Busy Here', 'busy'],
    ['488 Not Acceptable Here', 'not-acceptable'],
    ['500 Server Internal Error', 'failed'],
    // A proxy passes on no 503: it is about the server beyond it (RFC 3261 section 16.7, step 6).
    ['503 Service Unavailable', 'failed', 500],
    ['504 Server Time-out', 'timeout'],
    ['600 Busy Everywhere', 'busy'],
    ['603 Decline', 'declined'],
    ['606 Not Acceptable', 'not-acceptable'],
    ['699 Something New', 'failed'],
  ]) {
    sipp = await startSipp('final', { port: outside.trunk, values: { status: line, ring: 20 } });
    const before = (await ends()).length;
    await call('900');
    await sipp.done();
    const { detail } = (await until(ends, ({ length }) => length > before)).at(-1);
    assert.deepEqual(
      [detail.reason, detail.by, detail.sip],
      [reason, 'remote', { status: told, text: line.slice(4) }],
      line,
    );
  }
});

test('the network gives up while it rings', async () => {
  sipp = await startSipp('caller', { kamailio: outside.kamailio, calls: '101', rtp });
  await operator.becomes('mode', 'incoming');
  await sipp.tell('GIVEUP', (await snapshot()).pbxId);
  await sipp.done();
  const { reason, by } = await endOf(operator);
  assert.deepEqual([reason, by], ['cancelled', 'remote']);
});

test('the operator declines: the network is told 486', async () => {
  sipp = await startSipp('caller', { kamailio: outside.kamailio, calls: '101', rtp });
  await decline(operator);
  await sipp.done();
  assert.equal((await endOf(operator)).reason, 'declined');
});

test('the operator cancels while it rings', async () => {
  sipp = await startSipp('cancelled', { port: outside.trunk });
  await call('900');
  await until(snapshot, (now) => now?.phase === 'ringing');
  await operator.button('end').click();
  await sipp.done();
  const { reason, by } = await endOf(operator);
  assert.deepEqual([reason, by], ['cancelled', 'local']);
});

test('(row 56) the answer crosses the CANCEL: it is acknowledged, and the call is ended by BYE', async () => {
  sipp = await startSipp('crossing', { port: outside.trunk, rtp });
  await call('900');
  await until(snapshot, (now) => now?.phase === 'ringing');
  await operator.button('end').click();
  await sipp.done();
  const { reason, by } = await endOf(operator);
  assert.deepEqual([reason, by], ['cancelled', 'local']);
});

test('(row 72) a BYE that comes after ours is answered, and ends nothing twice', async () => {
  sipp = await startSipp('late-bye', { port: outside.trunk, rtp });
  await call('900');
  await operator.becomes('mode', 'talking');
  await assertEarHears(rtp, ours);
  await operator.button('end').click();
  await sipp.done();
  const { reason, by } = await endOf(operator);
  assert.deepEqual([reason, by], ['hangup', 'local']);
  assert.equal((await ends()).length, 1);
});

/** As it happens to a relay that waits for the handshake which the browser waits for. */
test('(row 98 K) DTLS that never completes: the call is ended for its media within 20 s', async () => {
  const deaf = await startOutside({ answerDtls: 'DTLS=passive' });
  const caller = await deaf.signIn();
  try {
    sipp = await startSipp('callee', { port: deaf.trunk, rtp });
    await caller.dial('900');
    await caller.becomes('mode', 'talking');
    const { reason, by, talkedMs } = await endOf(caller, 30_000);
    assert.deepEqual([reason, by], ['media', 'network']);
    assert.ok(talkedMs < 25_000, `${talkedMs} ms`);
    assert.equal(rtp.packets.length, 0);
    await sipp.done();
    await assertNothingLeft(caller);
  } finally {
    await caller.close();
    await deaf.close();
  }
});
