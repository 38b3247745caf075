import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { farEndHangsUp, openOperator, ring, startBrowser, startDemo, until } from './support.mjs';

const words = {
  en: {
    several: '3 customers found',
    search: 'Search customers',
    list: 'Customers found',
    link: 'Link number',
    unlink: 'Unlink',
    linked: 'The number is linked to Ivan Petrov',
    find: 'Find customer…',
    unverified: 'unverified',
  },
  ru: {
    several: 'Найдено 3 клиента',
    search: 'Поиск клиентов',
    list: 'Найденные клиенты',
    link: 'Привязать номер',
    unlink: 'Отвязать',
    linked: 'Номер привязан: Ivan Petrov',
    find: 'Найти клиента…',
    unverified: 'не проверено',
  },
};

/** What is shown of each number of the sample directory: the name, and what stands under it. */
const fixtures = {
  '+12025550101': ['Anna Schmidt', 'Alfa GmbH'],
  '+12025550102': ['Beta LLC'],
  '+12025550103': ['Gamma Project'],
  '+12025550199': ['+1 202 555 0199'],
};
const shared = '+12025550104';

/** The PBX knows no numbers outside: those of the directory ring at 603. */
const outbound = [{ match: '^\\+12025550[0-9]{3}$', replace: '603' }];

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

/** The name, as a screen reader finds it, of what has the focus. */
function focused(page) {
  return page.evaluate(() => {
    let { activeElement } = document;
    while (activeElement?.shadowRoot?.activeElement) {
      ({ activeElement } = activeElement.shadowRoot);
    }
    return (activeElement?.ariaLabel ?? activeElement?.textContent ?? '').trim();
  });
}

/** Presses Tab until that has the focus. */
async function tabTo(page, name) {
  for (let step = 0; step < 60; step += 1) {
    if ((await focused(page)) === name) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`Tab does not lead to “${name}”`);
}

for (const lang of ['en', 'ru']) {
  describe(`customers (${lang})`, () => {
    const say = words[lang];
    let operator;
    let panel;
    const row = (name) => panel.getByRole('option', { name });
    const button = (name) => panel.getByRole('button', { name, exact: true });
    beforeEach(async () => {
      operator = await openOperator(browser, demo, { lang });
      ({ panel } = operator);
      await operator.online();
    });
    afterEach(async () => {
      await fetch(new URL(`/directory/links/${encodeURIComponent(shared)}`, demo.url), {
        method: 'DELETE',
      });
      assert.deepEqual(operator.problems, [], 'nothing on the console');
      await operator.close();
    });

    for (const [number, [name, detail]] of Object.entries(fixtures)) {
      test(`${number} calls: ${name}`, async () => {
        const id = await ring(demo, { from: number });
        await panel.getByText(name, { exact: true }).waitFor();
        if (detail) await panel.getByText(detail, { exact: true }).waitFor();
        await operator.button('answer').waitFor();
        await farEndHangsUp(demo, id);
      });

      test(`${number} is called: ${name}`, async () => {
        await panel.evaluate((element, rules) => {
          element.dialPlan = { outbound: rules };
        }, outbound);
        await operator.dial(number);
        await operator.becomes('mode', 'outgoing');
        await panel.getByText(name, { exact: true }).waitFor();
        if (detail) await panel.getByText(detail, { exact: true }).waitFor();
        await operator.button('end').click();
        await operator.becomes('mode', 'idle');
      });
    }

    test('what a caller says of themselves is marked', async () => {
      const id = await ring(demo, { from: '+12025550199', displayName: 'Your Bank' });
      await panel.getByText('Your Bank', { exact: true }).waitFor();
      await panel.getByText(say.unverified, { exact: true }).waitFor();
      await farEndHangsUp(demo, id);
    });

    test('several: one is linked, and the next call is theirs alone', async () => {
      const first = await ring(demo, { from: shared });
      await button(say.several).click();
      await row(/^Ivan Petrov/).click();
      await button(say.link).click();
      await panel.getByText(say.linked).waitFor();
      await farEndHangsUp(demo, first);
      await operator.becomes('mode', 'idle');
      const identified = await operator.eventsOf('cti-customer-identified');
      const second = await ring(demo, { from: shared });
      await operator.becomes('mode', 'incoming');
      const names = await until(() =>
        identified.evaluate(([found]) => found?.customers.map((customer) => customer.name)),
      );
      assert.deepEqual(names, ['Ivan Petrov']);
      assert.equal(await button(say.several).count(), 0);
      const card = panel.locator('cti-call-info');
      await card.getByRole('link', { name: 'Ivan Petrov', exact: true }).waitFor();
      await card.getByText('Delta Ltd', { exact: true }).waitFor();
      await farEndHangsUp(demo, second);
    });

    test('several, when called: the link, and after the call', async () => {
      await panel.evaluate((element, rules) => {
        element.dialPlan = { outbound: rules };
      }, outbound);
      await operator.dial(shared);
      await button(say.several).waitFor();
      await operator.button('end').click();
      await operator.becomes('mode', 'idle');
      // The press that was meant for the call is not yet for what it left.
      await until(async () => {
        if (await row(/^Ivan Petrov/).count()) return true;
        await button(say.several).click({ timeout: 1_000 });
        return false;
      });
      await row(/^Ivan Petrov/).click();
      await button(say.link).click();
      await panel.getByText(say.linked).waitFor();
      await button(say.unlink).first().click();
      const { customers } = await (
        await fetch(new URL(`/directory?number=${encodeURIComponent(shared)}`, demo.url))
      ).json();
      assert.equal(customers.length, 3);
    });

    test('by keyboard alone: it rings, the search is opened, linked, answered', async () => {
      const id = await ring(demo, { from: shared });
      const { keyboard } = operator.page;
      await button(say.several).waitFor();
      await tabTo(operator.page, say.several);
      await keyboard.press('Enter');
      await panel.getByRole('listbox', { name: say.list }).waitFor();
      await until(
        () => focused(operator.page),
        (name) => name === say.search,
      );
      await row(/^Ivan Petrov/).waitFor();
      for (let step = 0; step < 3; step += 1) {
        await keyboard.press('ArrowDown');
        if ((await row(/^Ivan Petrov/).getAttribute('aria-selected')) === 'true') break;
      }
      await keyboard.press('Enter');
      await panel.getByText(say.linked).waitFor();
      await keyboard.press('Alt+KeyA');
      await operator.becomes('mode', 'talking');
      assert.equal(
        await panel.evaluate((element) => element.currentCall.customer.name),
        'Ivan Petrov',
      );
      await farEndHangsUp(demo, id);
      await operator.becomes('mode', 'idle');
    });

    test('is called by the name, and known already', async () => {
      await panel.evaluate((element, rules) => {
        element.dialPlan = { outbound: rules };
      }, outbound);
      const asked = [];
      operator.page.on('request', (request) => {
        if (request.url().includes('number=')) asked.push(request.url());
      });
      await operator.field.fill('gamma');
      await row(/^Gamma Project/).waitFor();
      await operator.page.keyboard.press('ArrowDown');
      await operator.page.keyboard.press('Enter');
      await operator.becomes('mode', 'outgoing');
      await panel.getByText('Gamma Project', { exact: true }).waitFor();
      assert.deepEqual(asked, []);
      await operator.button('end').click();
      await operator.becomes('mode', 'idle');
    });
  });
}
