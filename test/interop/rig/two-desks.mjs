/** What two operators do with each other through Kamailio: the same list for every pair of browsers. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { until } from '../../e2e/support.mjs';
import { keptEvents } from './desk.mjs';
import { hearsNothing, hearsTone, keysHeard, listenForKeys, packetsReceived } from './far-end.mjs';

/**
 * Presses a button until something has come of it: a press right after a change is ignored by the panel. Each press has
 * 2 s, because a second press of Hold while the first is under way would take it back.
 */
export async function press(operator, word, isDone) {
  await operator.button(word).waitFor();
  await until(async () => {
    const button = operator.button(word);
    // It may go between the look and the press.
    if (await button.count()) await button.click({ timeout: 1_000 }).catch(() => undefined);
    return until(isDone, Boolean, 2_000).catch(() => false);
  });
}

const modeOf = (operator) => operator.page.evaluate(() => document.querySelector('cti-panel').mode);

const isHeld = (operator, hold) =>
  operator.page.evaluate(
    (wanted) => document.querySelector('cti-panel').currentCall?.hold === wanted,
    hold,
  );

/** Presses a button and waits for a mode of the panel. */
export const pressUntilMode = (operator, word, mode) =>
  press(operator, word, async () => (await modeOf(operator)) === mode);

/** The newest end of a call that the page was told of, once there are so many. */
async function endOf(operator, count) {
  const ends = await until(
    () => keptEvents(operator, 'cti-call-ended'),
    ({ length }) => length >= count,
  );
  const { reason, by, sip, talkedMs } = ends.at(-1).detail;
  return { reason, by, status: sip?.status, talked: talkedMs > 0 };
}

const endsSoFar = async (operator) => (await keptEvents(operator, 'cti-call-ended')).length;

/** One dials, the other answers, and each hears the other's tone. */
export async function talk(caller, callee) {
  await caller.dial(callee.agent);
  await pressUntilMode(callee, 'answer', 'talking');
  await caller.becomes('mode', 'talking');
  await Promise.all([hearsTone(caller, callee.tone), hearsTone(callee, caller.tone)]);
}

async function hangUp(who, other) {
  const counts = [await endsSoFar(who), await endsSoFar(other)];
  await pressUntilMode(who, 'end', 'idle');
  await other.becomes('mode', 'idle');
  const [here, there] = [await endOf(who, counts[0] + 1), await endOf(other, counts[1] + 1)];
  assert.deepEqual([here.reason, here.by, here.talked], ['hangup', 'local', true]);
  assert.deepEqual([there.reason, there.by, there.talked], ['hangup', 'remote', true]);
}

/**
 * Runs the list. `open()` gives `{ kamailio, pair: [operator, operator], close() }`, the two signed in; each has its
 * `agent` and the `tone` in Hz that its microphone gives.
 */
export function describeTwoDesks(name, open) {
  describe(name, () => {
    let rig;
    let first;
    let second;
    before(async () => {
      rig = await open();
      [first, second] = rig.pair;
      await Promise.all([first.online(), second.online()]);
    });
    after(() => rig?.close());
    // What a failed test has left must not fail the next one too.
    beforeEach(() => Promise.all([first, second].map(tidyUp)));
    afterEach(async () => {
      for (const operator of [first, second]) {
        assert.deepEqual(operator.problems, [], `nothing on the console of ${operator.agent}`);
        assert.equal(await operator.peerConnections(), 0, 'no connection is left');
        assert.equal(await operator.openMicrophones(), 0, 'no microphone is left open');
      }
    });
    const eachWay = () => [
      [first, second],
      [second, first],
    ];

    test('both are registered, once each', async () => {
      for (const { agent } of [first, second]) {
        assert.equal((await rig.kamailio.bindings(agent)).length, 1);
      }
    });

    for (const way of [0, 1]) {
      const who = ['the first', 'the second'][way];

      test(`${who} calls, sound goes both ways, and the caller hangs up`, async () => {
        const [caller, callee] = eachWay()[way];
        await talk(caller, callee);
        await hangUp(caller, callee);
      });

      test(`${who} calls, and the one who was called hangs up`, async () => {
        const [caller, callee] = eachWay()[way];
        await talk(caller, callee);
        await hangUp(callee, caller);
      });

      test(`${who} calls and cancels before the answer`, async () => {
        const [caller, callee] = eachWay()[way];
        const counts = [await endsSoFar(caller), await endsSoFar(callee)];
        await caller.dial(callee.agent);
        await callee.becomes('mode', 'incoming');
        await pressUntilMode(caller, 'end', 'idle');
        await callee.becomes('mode', 'idle');
        const here = await endOf(caller, counts[0] + 1);
        const there = await endOf(callee, counts[1] + 1);
        assert.deepEqual([here.reason, here.by], ['cancelled', 'local']);
        assert.deepEqual([there.reason, there.by], ['cancelled', 'remote']);
      });

      test(`${who} calls and is declined: busy, by 486`, async () => {
        const [caller, callee] = eachWay()[way];
        const counts = [await endsSoFar(caller), await endsSoFar(callee)];
        await caller.dial(callee.agent);
        await pressUntilMode(callee, 'decline', 'idle');
        await caller.becomes('mode', 'idle');
        const here = await endOf(caller, counts[0] + 1);
        const there = await endOf(callee, counts[1] + 1);
        assert.deepEqual([here.reason, here.by, here.status], ['busy', 'remote', 486]);
        assert.deepEqual([there.reason, there.by], ['declined', 'local']);
      });

      test(`${who} calls one who does not want to be disturbed: busy, and nothing rings`, async () => {
        const [caller, callee] = eachWay()[way];
        const count = await endsSoFar(caller);
        await setStatus(callee, 'do-not-disturb');
        await caller.dial(callee.agent);
        const end = await endOf(caller, count + 1);
        assert.deepEqual([end.reason, end.by, end.status], ['busy', 'remote', 486]);
        await setStatus(callee, 'available');
        await Promise.all([caller.becomes('mode', 'idle'), callee.becomes('mode', 'idle')]);
      });
    }

    test('each holds and resumes: no packet comes while held, then the tone is back', async () => {
      await talk(first, second);
      for (const [holder, held] of eachWay()) {
        await press(holder, 'hold', () => isHeld(holder, 'held'));
        await Promise.all([hearsNothing(holder), hearsNothing(held)]);
        const received = await packetsReceived(held);
        await hearsNothing(held);
        const more = (await packetsReceived(held)) - received;
        assert.ok(more <= 2, `${more} packets while held`);
        await press(holder, 'resume', () => isHeld(holder, 'none'));
        await Promise.all([hearsTone(holder, held.tone), hearsTone(held, holder.tone)]);
      }
      await hangUp(first, second);
    });

    test('mute is silence at the far end, and the packets go on', async () => {
      await talk(first, second);
      for (const [muted, other] of eachWay()) {
        await press(muted, 'mute', () => muted.button('unmute').count());
        await hearsNothing(other);
        const received = await packetsReceived(other);
        await until(
          () => packetsReceived(other),
          (now) => now > received + 20,
        );
        await hearsTone(muted, other.tone);
        await press(muted, 'unmute', () => muted.button('mute').count());
        await hearsTone(other, muted.tone);
      }
      await hangUp(second, first);
    });

    test('keys are heard at the far end as their two tones, in order', async () => {
      await talk(first, second);
      for (const [sender, other] of eachWay()) {
        await press(sender, 'mute', () => sender.button('unmute').count());
        await hearsNothing(other);
        await listenForKeys(other);
        await sender.button('keypad').click();
        for (const key of '159#*0') await sender.key(key).click();
        await until(
          () => keysHeard(other),
          (keys) => keys === '159#*0',
        );
        await sender.button('keypad').click();
        await press(sender, 'unmute', () => sender.button('mute').count());
      }
      await hangUp(first, second);
    });
  });
}

async function tidyUp(operator) {
  await operator.page.evaluate(async () => {
    const panel = document.querySelector('cti-panel');
    if (panel.status.id !== 'available') await panel.setStatus('available');
    for (const { id } of panel.calls) await panel.end(id).catch(() => undefined);
  });
  await operator.becomes('mode', 'idle');
}

function setStatus(operator, id) {
  return operator.page.evaluate(
    (status) => document.querySelector('cti-panel').setStatus(status),
    id,
  );
}
