import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { farEndHangsUp, openOperator, ring, startBrowser, startDemo, until } from './support.mjs';

const plans = '**/cti-panel.numbers.min.mjs';

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

const shows = (operator, text) => operator.panel.getByText(text, { exact: true }).first().waitFor();

test('a number is shown as people read it, and asked for as the world writes it', async () => {
  const asked = [];
  const operator = await openOperator(browser, demo, {
    before: async (page) => {
      page.on('request', (request) => asked.push(new URL(request.url())));
      await page.addInitScript(() =>
        addEventListener('DOMContentLoaded', () =>
          document.querySelector('cti-panel').setAttribute('country', 'US'),
        ),
      );
    },
  });
  await operator.online();
  await until(() => asked.some(({ pathname }) => pathname.endsWith('/cti-panel.numbers.min.mjs')));
  for (const [from, shown] of [
    ['+12025550199', '+1 202 555 0199'],
    ['2025550199', '(202) 555-0199'],
  ]) {
    const before = asked.length;
    const id = await ring(demo, { from });
    await shows(operator, shown);
    const lookups = asked.slice(before).filter(({ pathname }) => pathname === '/directory');
    // The second is the same number: it is not asked for twice within a minute.
    const numbers = lookups.map(({ searchParams }) => searchParams.get('number'));
    assert.deepEqual(numbers, from.startsWith('+') ? ['+12025550199'] : []);
    await farEndHangsUp(demo, id);
    await operator.becomes('mode', 'idle');
  }
  assert.deepEqual(operator.problems, []);
  await operator.close();
});

test('without the numbering plans a number is shown as it came, and answered all the same', async () => {
  const operator = await openOperator(browser, demo, {
    before: (page) => page.route(plans, (route) => route.fulfill({ status: 404, body: '' })),
  });
  await operator.online();
  const id = await ring(demo, { from: '+12025550199' });
  await shows(operator, '+12025550199');
  await operator.button('answer').click();
  await operator.becomes('mode', 'talking');
  await farEndHangsUp(demo, id);
  await operator.becomes('mode', 'idle');
  await operator.close();
});
