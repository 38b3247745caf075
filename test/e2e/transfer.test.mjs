import assert from 'node:assert/strict';
import { after, before, beforeEach, afterEach, describe, test } from 'node:test';
import { decodeMuLaw } from '../../demo/pbx/g711.mjs';
import { shareOf } from '../support/goertzel.mjs';
import { openOperator, pbxCalls, ring, startBrowser, startDemo, until } from './support.mjs';

const notes = [523, 659, 784, 1047];

let demo;
let browser;
let operator;
before(async () => {
  demo = await startDemo();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await demo?.close();
});
beforeEach(async () => {
  operator = await openOperator(browser, demo);
  await operator.online();
});
afterEach(async () => {
  assert.deepEqual(operator.problems, []);
  await operator.close();
});

/** A caller whom the operator has answered; the id of the call at the PBX. */
async function caller(who, options = {}) {
  const id = await ring(demo, options);
  await who.page.waitForFunction(() =>
    document.querySelector('cti-panel').calls.some(({ phase }) => phase === 'offered'),
  );
  await invoke(who, 'answer');
  await until(() => farEnd(id), ({ state }) => state === 'connected'); // prettier-ignore
  return id;
}

/** Calls a method of the panel; gives the reason when it rejects. */
function invoke(who, method, ...args) {
  return who.page.evaluate(
    async ([name, values]) => {
      const panel = document.querySelector('cti-panel');
      const waiting = panel.calls.find(({ phase }) => phase === 'offered');
      const given = name === 'answer' ? [waiting?.id] : values;
      return panel[name](...given).then(
        () => undefined,
        ({ reason }) => reason,
      );
    },
    [method, args],
  );
}

const calls = (who) =>
  who.page.evaluate(() =>
    document.querySelector('cti-panel').calls.map(({ id, number, phase, hold, transfer }) => ({
      ...{ id, number, phase, hold, transfer },
    })),
  );

const farEnd = async (id) => (await pbxCalls(demo)).find((call) => call.id === id);

/** Which of the notes a far end hears in this moment. */
function hears(id) {
  const call = demo.pbx.bots.calls.find((known) => known.id === id);
  const recent = decodeMuLaw(call?.media.heard.recent ?? Buffer.alloc(0));
  const windows = Array.from({ length: 10 }, (_, at) => recent.subarray(at * 800, (at + 1) * 800));
  const full = windows.filter(({ length }) => length === 800);
  return notes.filter((note) => full.some((samples) => shareOf(samples, note) > 0.5));
}

/** Waits until a far end has heard all four notes. */
async function hearsMusic(id) {
  const heard = new Set();
  await until(() => hears(id).forEach((note) => heard.add(note)) ?? heard.size === notes.length);
}

/** What a far end hears of the notes over two seconds. */
async function heardOver(id, ms = 2_000) {
  const heard = new Set();
  const end = Date.now() + ms;
  while (Date.now() < end) {
    for (const note of hears(id)) heard.add(note);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return [...heard];
}

const isIdle = async (who) => {
  await who.becomes('mode', 'idle');
  assert.deepEqual(await calls(who), []);
  await until(async () => (await who.openMicrophones()) + (await who.peerConnections()) === 0);
};

describe('transfer', () => {
  test('blind: the caller hears the four notes of 601, and the operator is free', async () => {
    const id = await caller(operator, { play: 'silence' });
    const told = await operator.eventsOf('cti-call-transferred');
    const ended = await operator.eventsOf('cti-call-ended');
    assert.equal(await invoke(operator, 'transfer', '601'), undefined);
    await isIdle(operator);
    await hearsMusic(id);
    const { state, held } = await farEnd(id);
    assert.deepEqual({ state, held }, { state: 'connected', held: false });
    assert.equal((await told.jsonValue()).length, 1);
    assert.deepEqual(
      (await ended.jsonValue()).map(({ reason, by }) => ({ reason, by })),
      [{ reason: 'transferred', by: 'local' }],
    );
  });

  test('blind to one who is busy: the caller is back, on hold, with the reason', async () => {
    const id = await caller(operator, { play: 'silence' });
    assert.equal(await invoke(operator, 'transfer', '602'), 'busy');
    const [call] = await calls(operator);
    assert.deepEqual([call.phase, call.hold], ['connected', 'held']);
    assert.deepEqual([call.transfer.state, call.transfer.problem], ['failed', 'busy']);
    assert.equal((await farEnd(id)).held, true);
    assert.equal(await invoke(operator, 'resume'), undefined);
    await until(() => farEnd(id), ({ held, heard }) => !held && heard.rms > 0.01); // prettier-ignore
    await invoke(operator, 'end');
    await isIdle(operator);
  });

  test('attended to an extension: caller and music are joined', async () => {
    const id = await caller(operator, { play: 'silence' });
    assert.equal(await invoke(operator, 'transfer', '601', { attended: true }), undefined);
    assert.equal((await farEnd(id)).held, true);
    assert.deepEqual(
      (await calls(operator)).map(({ phase, hold }) => `${phase} ${hold}`),
      ['connected held', 'connected none'],
    );
    assert.equal(await invoke(operator, 'completeTransfer'), undefined);
    await isIdle(operator);
    await hearsMusic(id);
  });

  test('attended to a colleague: their call goes on as one with the caller', async () => {
    const colleague = await openOperator(browser, demo, { agent: '102' });
    try {
      await colleague.online();
      const id = await caller(operator, { play: 'music' });
      const asked = invoke(operator, 'transfer', '102', { attended: true });
      await colleague.button('answer').click();
      assert.equal(await asked, undefined);
      const [before] = await calls(colleague);
      assert.equal(before.number, '101');
      assert.equal(await invoke(operator, 'completeTransfer'), undefined);
      await isIdle(operator);
      const [now] = await until(
        () => calls(colleague),
        ([call]) => call?.number === '+12025550101',
      );
      assert.equal(now.id, before.id);
      assert.equal(await colleague.page.evaluate(() => document.querySelector('cti-panel').mode), 'talking'); // prettier-ignore
      const { rms, peaks } = await until(() => colleague.hears(2_200), ({ rms: level }) => level > 0.05); // prettier-ignore
      assert.ok(rms > 0.05);
      for (const note of notes) assert.ok(peaks.some((peak) => Math.abs(peak - note) < 12), `${note}: ${peaks}`); // prettier-ignore
      await until(() => farEnd(id), ({ heard }) => heard.rms > 0.01); // prettier-ignore
      await invoke(colleague, 'end');
      await until(() => farEnd(id), ({ state }) => state === 'ended'); // prettier-ignore
      await isIdle(colleague);
    } finally {
      await colleague.close();
    }
  });

  test('attended, taken back: the caller is heard again', async () => {
    const id = await caller(operator, { play: 'music' });
    assert.equal(await invoke(operator, 'transfer', '600', { attended: true }), undefined);
    assert.equal(await invoke(operator, 'cancelTransfer'), undefined);
    await until(() => farEnd(id), ({ held, heard }) => !held && heard.rms > 0.01); // prettier-ignore
    await invoke(operator, 'end');
    await isIdle(operator);
  });
});

describe('conference', () => {
  test('each far end hears us and the other one, never itself; split and end leave the other', async () => {
    const music = await caller(operator, { play: 'music' });
    const silent = await caller(operator, { from: '+12025550103', play: 'silence' });
    await until(() => farEnd(music), ({ held }) => held); // prettier-ignore
    assert.equal(await invoke(operator, 'merge'), undefined);
    await hearsMusic(silent);
    await until(() => farEnd(music), ({ held, heard }) => !held && heard.rms > 0.005); // prettier-ignore
    assert.deepEqual(await heardOver(music), [], 'the music does not hear itself');
    assert.equal(await invoke(operator, 'mute'), undefined);
    await until(() => farEnd(music), ({ heard }) => heard.rms < 0.001); // prettier-ignore
    assert.equal((await heardOver(silent)).length, notes.length);
    await invoke(operator, 'unmute');
    assert.equal(await invoke(operator, 'merge', { split: true }), undefined);
    await until(async () => (await calls(operator)).some(({ hold }) => hold === 'held'));
    await until(async () => (await heardOver(silent, 1_500)).length === 0);
    assert.equal(await invoke(operator, 'merge'), undefined);
    await hearsMusic(silent);
    await fetch(new URL(`/pbx/calls/${music}`, demo.url), { method: 'DELETE' });
    await until(async () => (await calls(operator)).length === 1);
    await until(() => farEnd(silent), ({ held, heard }) => !held && heard.rms > 0.005); // prettier-ignore
    await invoke(operator, 'end');
    await isIdle(operator);
  });
});
