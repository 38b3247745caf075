import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { farEndHangsUp, openOperator, ring, startBrowser, startDemo, until } from './support.mjs';

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

const identity = () =>
  operator.page.evaluate(() => document.querySelector('#panel').currentCall?.identity);
const pagesBeside = () => operator.context.pages().filter((page) => page !== operator.page);

/** The sample page has a router, and goes to a record by itself: this page has none. */
const withoutRouter = (page) =>
  page.evaluate(() => {
    document.addEventListener(
      'cti-request',
      (event) => {
        if (event.detail.command.type === 'open-customer') event.stopImmediatePropagation();
      },
      true,
    );
  });

describe('records of customers in a call', () => {
  beforeEach(async () => {
    operator = await openOperator(browser, demo);
    await operator.online();
  });
  afterEach(() => operator.close());

  test('open in one tab, however often, and the call goes on', async () => {
    await withoutRouter(operator.page);
    await ring(demo, { from: '+12025550101', play: 'music' });
    const name = operator.panel.getByRole('link', { name: 'Anna Schmidt' });
    await name.waitFor();
    await operator.button('answer').click();
    await operator.becomes('mode', 'talking');
    const tab = operator.context.waitForEvent('page');
    await name.click();
    assert.match((await tab).url(), /#\/all\/|about:blank/);
    await name.click();
    await until(
      async () => pagesBeside().map((page) => page.url()),
      (urls) => urls.length === 1 && urls.every((url) => url.includes('#/all/')),
    );
    assert.equal(
      await operator.page.evaluate(() => document.querySelector('#panel').mode),
      'talking',
    );
  });

  test('open by themselves when the page wants it', async () => {
    await withoutRouter(operator.page);
    await operator.page.evaluate(() => {
      document.querySelector('#panel').screenPop = 'offered';
    });
    const tab = operator.context.waitForEvent('page');
    await ring(demo, { from: '+12025550102' });
    await tab;
    assert.equal(
      await operator.page.evaluate(() => document.querySelector('#panel').mode),
      'incoming',
    );
  });
});

for (const from of ['the call', 'the search', 'the history']) {
  test(`a page with a router goes to the record by itself: from ${from}`, async () => {
    operator = await openOperator(browser, demo);
    await operator.online();
    const { panel, page } = operator;
    const opened = await operator.eventsOf('cti-customer-opened');
    const id = await ring(demo, { from: '+12025550101', play: 'music' });
    const name = panel.getByRole('link', { name: 'Anna Schmidt' });
    await name.first().waitFor();
    await operator.button('answer').click();
    await operator.becomes('mode', 'talking');
    if (from === 'the call') await name.first().click();
    else if (from === 'the search') {
      await panel.evaluate((element) => element.openWindow('customers'));
      await panel.getByLabel('Search customers').fill('anna');
      await panel.getByRole('option', { name: /^Anna Schmidt/ }).click();
      await operator.button('Open').click();
    } else {
      await farEndHangsUp(demo, id);
      await operator.becomes('mode', 'idle');
      await panel.evaluate((element) => element.openWindow('history'));
      await panel.locator('cti-call-history').getByRole('link', { name: 'Anna Schmidt' }).click();
    }
    await page.waitForURL(/#\/all\/anna-schmidt$/);
    assert.deepEqual(pagesBeside(), []);
    assert.equal(await opened.evaluate(({ length }) => length), 0);
    const alerts = await panel.getByRole('alert').allInnerTexts();
    assert.equal(alerts.join('').trim(), '');
    await operator.close();
  });
}

for (const [state, problem] of [
  ['down', 'service-unavailable'],
  ['signed-out', 'signed-out'],
  ['slow', 'service-unavailable'],
]) {
  test(`a directory that is ${state} holds no call up, and is asked again`, async () => {
    operator = await openOperator(browser, demo);
    await operator.online();
    await operator.page.evaluate((bad) => {
      document.querySelector('#panel').directorySrc = `/directory?state=${bad}`;
    }, state);
    await ring(demo, { from: '+12025550101', play: 'music' });
    await operator.button('answer').click();
    await operator.becomes('mode', 'talking');
    await until(identity, (now) => now?.state === 'failed' && now.problem === problem);
    await operator.page.evaluate(() => {
      document.querySelector('#panel').directorySrc = '/directory';
    });
    await until(identity, (now) => now?.state === 'one');
    await operator.close();
  });
}
