import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { recordsOf } from './kept-records.mjs';
import {
  farEndHangsUp,
  openOperator,
  openTab,
  ring,
  startBrowser,
  startDemo,
  until,
} from './support.mjs';

let demo;
let browser;
before(async () => {
  demo = await startDemo();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await demo?.close();
});

/** What the operator reads in the list of calls. */
async function shownCalls({ panel }) {
  const rows = await panel.locator('cti-call-history li').allInnerTexts();
  return rows.map((text) => text.replaceAll(/\s+/g, ' ').trim());
}

const showHistory = ({ page }) =>
  page.evaluate(() => document.querySelector('cti-panel').openWindow('history'));

/** Talks for a second at least. */
const talk = ({ page }) =>
  page.waitForFunction(() => {
    const { times } = document.querySelector('cti-panel').currentCall;
    return Date.now() - times.connected >= 1_000;
  });

/** The calls that have a Web Lock: those that are live in some tab. */
const liveCalls = ({ page }) =>
  page.evaluate(async () => {
    const { held } = await navigator.locks.query();
    return held.filter(({ name }) => name.startsWith('cti-panel:call:')).length;
  });

describe('the history of real calls', () => {
  let operator;
  beforeEach(async () => {
    operator = await openOperator(browser, demo);
    await operator.online();
  });
  afterEach(async () => {
    assert.deepEqual(operator.problems, [], 'nothing on the console');
    await operator.close();
  });

  test('has calls in, out and missed, the same facts as cti-call-ended, after a reload too', async () => {
    const ends = await operator.eventsOf('cti-call-ended');
    const id = await ring(demo);
    await operator.button('answer').click();
    await operator.becomes('mode', 'talking');
    await talk(operator);
    await farEndHangsUp(demo, id);
    await operator.becomes('mode', 'idle');
    await operator.dial('600');
    await operator.becomes('mode', 'talking');
    await operator.button('end').click();
    await operator.becomes('mode', 'idle');
    const missed = await ring(demo, { from: '+12025550199' });
    await operator.becomes('mode', 'incoming');
    await farEndHangsUp(demo, missed);
    await operator.becomes('mode', 'idle');
    const facts = await ends.evaluate((seen) =>
      seen.map(({ call, reason, by, talkedMs, heldMs }) => [
        ...[call.id, call.direction, call.number, reason, by, talkedMs, heldMs],
      ]),
    );
    const records = await until(
      () => recordsOf(operator),
      (rows) => rows.length === 3 && rows.every(({ reason }) => reason),
    );
    assert.deepEqual(
      records
        .map((row) => [
          ...[row.id, row.direction, row.number, row.reason, row.by, row.talkedMs, row.heldMs],
        ])
        .reverse(),
      facts,
    );
    assert.deepEqual(
      records.map((row) => row.missed),
      [true, false, false],
    );
    assert.ok(records[2].talkedMs >= 1_000, `${records[2].talkedMs}`);
    const button = operator.button('openWindow');
    await until(async () => (await button.getAttribute('aria-describedby')) !== null);
    await operator.page.reload();
    await operator.online();
    await until(async () => (await button.getAttribute('aria-describedby')) !== null);
    assert.equal((await recordsOf(operator)).length, 3);
  });

  test('does not lose a call whose page is reloaded, nor takes it for two', async () => {
    await operator.dial('600');
    await operator.becomes('mode', 'talking');
    const [live] = await until(
      () => recordsOf(operator),
      ([row]) => row?.connected !== undefined,
    );
    assert.equal(live.reason, undefined);
    operator.page.on('dialog', (dialog) => void dialog.accept());
    await operator.page.reload();
    await operator.online();
    const records = await until(
      () => recordsOf(operator),
      ([row]) => row?.reason !== undefined,
    );
    assert.equal(records.length, 1);
    assert.equal(records[0].id, live.id);
    assert.ok(['hangup', 'network'].includes(records[0].reason), records[0].reason);
  });

  test('closes the call of a page that crashed, and not one that another tab has', async () => {
    await operator.dial('600');
    await operator.becomes('mode', 'talking');
    await until(
      () => recordsOf(operator),
      ([row]) => row?.connected !== undefined,
    );
    const other = await openTab(operator.context, demo);
    await showHistory(other);
    await until(
      () => shownCalls(other),
      ([row]) => row?.includes('Talking'),
    );
    assert.equal((await recordsOf(other))[0].reason, undefined, 'it is live');
    const session = await operator.context.newCDPSession(operator.page);
    const crashed = operator.page.waitForEvent('crash');
    // It is answered by nobody.
    session.send('Page.crash').catch(() => undefined);
    await crashed;
    await until(
      () => liveCalls(other),
      (count) => count === 0,
    );
    await other.page.reload();
    const [lost] = await until(
      () => recordsOf(other),
      ([row]) => row.reason !== undefined,
    );
    assert.deepEqual([lost.reason, lost.by, lost.ended], ['network', 'network', undefined]);
    await showHistory(other);
    await until(
      () => shownCalls(other),
      ([row]) => row?.includes('End unknown'),
    );
    assert.deepEqual(other.problems, []);
  });

  test('is the same in two tabs at once', async () => {
    const other = await openTab(operator.context, demo);
    await showHistory(operator);
    await showHistory(other);
    await until(
      () => shownCalls(other),
      (rows) => rows.length === 0,
    );
    await operator.dial('602');
    await until(
      () => shownCalls(other),
      ([row]) => row?.includes('Busy'),
    );
    assert.deepEqual(await shownCalls(other), await shownCalls(operator));
    await other.button('Details: 602').click();
    await other.button('Delete call with 602').click();
    await until(
      () => shownCalls(operator),
      (rows) => rows.length === 0,
    );
    await other.button('Undo').click();
    await until(
      () => shownCalls(operator),
      (rows) => rows.length === 1,
    );
    await operator.page.evaluate(() => document.querySelector('cti-panel').clearUserData());
    await until(
      () => shownCalls(other),
      (rows) => rows.length === 0,
    );
    assert.deepEqual(await recordsOf(other), []);
    assert.deepEqual(other.problems, []);
  });

  test('keeps the note, though the page was reloaded in the call with the last key', async () => {
    await operator.dial('600');
    await operator.becomes('mode', 'talking');
    await operator.page.evaluate(() => document.querySelector('cti-panel').openWindow('calls'));
    const field = operator.panel.getByLabel('Note on the call with 600', { exact: true });
    await field.pressSequentially('wants <b>two</b>');
    operator.page.on('dialog', (dialog) => void dialog.accept());
    await operator.page.reload();
    await operator.online();
    const [record] = await until(
      () => recordsOf(operator),
      ([row]) => row?.reason !== undefined,
    );
    assert.equal(record.note, 'wants <b>two</b>');
    await showHistory(operator);
    await operator.button('Details: 600').click();
    assert.equal(await field.inputValue(), 'wants <b>two</b>');
    await field.fill('wants three');
    const [later] = await until(
      () => recordsOf(operator),
      ([row]) => row.note === 'wants three',
    );
    assert.equal(later.id, record.id);
  });
});

for (const [lang, said] of Object.entries({
  en: {
    ...{ day: 'Today', missed: 'Missed call', count: '1 missed call' },
    ...{ back: /^Call .*555-?\s?0199$/, filter: 'Missed', all: 'All', none: 'No such calls' },
  },
  ru: {
    ...{ day: 'Сегодня', missed: 'Пропущенный звонок', count: '1 пропущенный звонок' },
    ...{
      back: /^Позвонить: .*0199$/,
      filter: 'Пропущенные',
      all: 'Все',
      none: 'Таких звонков нет',
    },
  },
})) {
  test(`a missed call is told once, is counted, and found again (${lang})`, async () => {
    const operator = await openOperator(browser, demo, { lang });
    await operator.online();
    await operator.page.evaluate(() => {
      const { shadowRoot } = document.querySelector('cti-panel');
      const said = (globalThis.said = []);
      new MutationObserver(() => {
        for (const region of shadowRoot.querySelectorAll('[role=status]')) {
          const text = region.textContent.trim();
          if (text && said.at(-1) !== text) said.push(text);
        }
      }).observe(shadowRoot, { subtree: true, childList: true, characterData: true });
    });
    const id = await ring(demo, { from: '+12025550199' });
    await operator.becomes('mode', 'incoming');
    await farEndHangsUp(demo, id);
    await operator.becomes('mode', 'idle');
    const button = operator.button('openWindow');
    await until(async () => (await button.getAttribute('aria-describedby')) !== null);
    assert.equal(
      await button.evaluate((it) => it.getRootNode().getElementById('missed').textContent),
      said.count,
    );
    const told = await operator.page.evaluate(() => globalThis.said);
    const ofMissed = told.filter((text) => text.includes(said.missed) || text.includes(said.count));
    assert.equal(ofMissed.length, 1, JSON.stringify(told));
    assert.ok(ofMissed[0].includes(said.missed), ofMissed[0]);
    await showHistory(operator);
    await operator.panel.getByRole('heading', { name: said.day }).waitFor();
    await until(async () => (await button.getAttribute('aria-describedby')) === null);
    await operator.panel.locator('label', { hasText: said.filter }).click();
    await until(
      () => shownCalls(operator),
      (rows) => rows.length === 1,
    );
    await operator.panel.locator('label', { hasText: said.all }).click();
    await operator.panel.getByRole('searchbox').fill('anna');
    await operator.panel.getByText(said.none).waitFor();
    await operator.panel.getByRole('searchbox').fill('0199');
    await operator.panel.getByRole('button', { name: said.back }).waitFor();
    assert.deepEqual(operator.problems, []);
    await operator.close();
  });
}
