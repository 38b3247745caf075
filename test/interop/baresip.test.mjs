/** Chromium and a desk phone: baresip, registered at the same Kamailio, its media through rtpengine. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { until } from '../e2e/support.mjs';
import { startBaresip } from './rig/baresip.mjs';
import {
  assertEarHears,
  assertEarIsIdle,
  assertNothingLeft,
  assertOperatorHears,
  assertOperatorHearsNothing,
  decline,
  endOf,
  ours,
  startOutside,
  theirs,
} from './rig/outside.mjs';

let outside;
let phone;
let operator;
before(async () => {
  outside = await startOutside();
  phone = await startBaresip(outside.kamailio, { user: '105', hertz: theirs });
});
after(async () => {
  await phone?.close();
  await outside?.close();
});
beforeEach(async () => {
  phone.events.length = 0;
  phone.ear.packets.length = 0;
  operator = await outside.signIn();
});
afterEach(async () => {
  try {
    await assertNothingLeft(operator);
  } finally {
    phone.tell('hangup');
    await operator.close();
  }
});

async function assertBothHear() {
  await assertEarHears(phone.ear, ours);
  await assertOperatorHears(operator, theirs);
}

/** Waits until the phone has reported something since the test began. */
const reported = (type) =>
  until(
    () => phone.events.find((event) => event.type === type),
    (event) => event !== undefined,
  );

async function callOut() {
  await operator.dial('105');
  await reported('CALL_INCOMING');
  phone.tell('accept');
  await operator.becomes('mode', 'talking');
}

async function callIn() {
  phone.tell('dial', `sip:101@${outside.kamailio.domain}`);
  await operator.becomes('mode', 'incoming');
  await operator.button('answer').click();
  await operator.becomes('mode', 'talking');
}

test('a call to the phone: each end hears the other’s tone, and the phone hangs up', async () => {
  await callOut();
  await assertBothHear();
  phone.tell('hangup');
  const { reason, by } = await endOf(operator);
  assert.deepEqual([reason, by], ['hangup', 'remote']);
});

test('a call from the phone: each end hears the other’s tone, and the operator hangs up', async () => {
  await callIn();
  await assertBothHear();
  await operator.button('end').click();
  await reported('CALL_CLOSED');
  const { reason, by } = await endOf(operator);
  assert.deepEqual([reason, by], ['hangup', 'local']);
});

test('the phone declines', async () => {
  await operator.dial('105');
  await reported('CALL_INCOMING');
  phone.tell('hangup');
  const { reason, by, sip } = await endOf(operator);
  assert.deepEqual([reason, by, sip.status], ['busy', 'remote', 486]);
});

test('the operator cancels, and the phone rings no more', async () => {
  await operator.dial('105');
  await reported('CALL_INCOMING');
  await operator.button('end').click();
  await reported('CALL_CLOSED');
  assert.equal((await endOf(operator)).reason, 'cancelled');
});

test('the operator declines, and the phone is told that it is busy', async () => {
  phone.tell('dial', `sip:101@${outside.kamailio.domain}`);
  await decline(operator);
  assert.match((await reported('CALL_CLOSED')).param, /^486 /);
});

test('hold by the operator silences the phone; resumed, the tones are back', async () => {
  await callOut();
  await assertBothHear();
  await operator.button('hold').click();
  await operator.button('resume').waitFor();
  await assertEarIsIdle(phone.ear);
  await assertOperatorHearsNothing(operator);
  await operator.button('resume').click();
  await operator.button('hold').waitFor();
  await assertBothHear();
  await operator.button('end').click();
  await reported('CALL_CLOSED');
});

test('hold by the phone is shown, and nobody hears; resumed, the tones are back', async () => {
  await callIn();
  await assertBothHear();
  phone.tell('hold');
  const note = operator.panel.getByText('The other side holds you').first();
  await note.waitFor();
  await assertEarIsIdle(phone.ear);
  await assertOperatorHearsNothing(operator);
  phone.tell('resume');
  await note.waitFor({ state: 'hidden' });
  await assertBothHear();
  phone.tell('hangup');
  assert.equal((await endOf(operator)).by, 'remote');
});

test('keys of the keypad reach the phone, in order', async () => {
  await callOut();
  await assertEarHears(phone.ear, ours);
  await operator.page.evaluate(() => document.querySelector('#panel').sendDtmf('159*#0'));
  const keys = () =>
    phone.events.filter(({ type }) => type === 'CALL_DTMF_START').map(({ param }) => param);
  await until(keys, ({ length }) => length >= 6);
  assert.equal(keys().join(''), '159*#0');
  assert.equal(phone.ear.digits, '159*#0');
  await operator.button('end').click();
  await reported('CALL_CLOSED');
});
