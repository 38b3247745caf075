/**
 * Text from the network is text: the corpus goes through every place where a server or a caller can put something,
 * and nothing of it may run, or become an element, an attribute or a link. SIP.md 4.4 #130.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hostileStrings } from './hostile-corpus.mjs';
import { HostileServer } from './hostile-server.mjs';
import { openPage, startBrowser, startDemo } from './support.mjs';

let demo;
let browser;
let server;

before(async () => {
  demo = await startDemo();
  browser = await startBrowser();
  server = await HostileServer.start();
});

after(async () => {
  await browser?.close();
  await demo?.close();
  await server?.close();
});

/* Runs in the page: the alarm, and a scan for what the corpus would leave behind if it were markup. */
function keepWatch() {
  globalThis.alarms = [];
  globalThis.pwned = () => globalThis.alarms.push('a script ran');
  document.addEventListener('securitypolicyviolation', ({ blockedURI }) =>
    globalThis.alarms.push(`blocked: ${blockedURI}`),
  );
  function* everyElement(root) {
    for (const element of root.querySelectorAll('*')) {
      yield element;
      if (element.shadowRoot) yield* everyElement(element.shadowRoot);
    }
  }
  const isBad = ({ name, value }) =>
    name.startsWith('on') || name === 'srcdoc' || /^\s*(?:javascript|data:text)/i.test(value);
  const strange = 'iframe, object, embed, marquee, math, meta[http-equiv], video, x, img[src="x"]';
  globalThis.traces = () =>
    [...everyElement(document)]
      .filter((element) => element.matches(strange) || [...element.attributes].some(isBad))
      .map((element) => element.localName);
  globalThis.calls = () => document.querySelector('cti-panel').controller.snapshot.calls;
}

async function openHostilePage() {
  const opened = await openPage(browser, 'about:blank');
  const { context, page } = opened;
  await context.addInitScript(keepWatch);
  page.on('dialog', (dialog) => {
    opened.problems.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.route('**/config.json*', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), server: [server.url] } });
  });
  await page.goto(demo.url);
  await page.waitForFunction(() => document.querySelector('cti-panel').connection === 'online');
  return opened;
}

async function assertUnharmed({ page, problems }) {
  assert.deepEqual(await page.evaluate(() => globalThis.alarms), []);
  assert.deepEqual(await page.evaluate(() => globalThis.traces()), []);
  assert.deepEqual(problems, []);
}

const quoted = (text) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
// eslint-disable-next-line no-control-regex -- what would end the line never arrives as a value
const oneLine = (text) => text.replace(/[\u0000-\u001f\u007f]/g, '');
/** A user part of percent-encoded bytes; lone surrogates have none. */
const user = (text) => encodeURIComponent(text.slice(0, 200).toWellFormed()).replace(/'/g, '%27');

test('#130 the corpus is large enough to mean something', () => {
  assert.ok(new Set(hostileStrings).size >= 200, `${new Set(hostileStrings).size} strings`);
});

test('#130 what a caller says of itself never runs', async () => {
  const opened = await openHostilePage();
  const { page, context } = opened;
  for (const text of hostileStrings) {
    const line = oneLine(text);
    const call = server.call({
      from: `${quoted(line)} <sip:${user(line)}@pbx.example>`,
      headers: [
        `X-Queue: ${line}`,
        `Subject: ${line}`,
        `Call-Info: <javascript:pwned()>;purpose=icon, <data:text/html,${user(line)}>`,
        'Alert-Info: <javascript:pwned()>',
      ],
    });
    const shown = await page
      .waitForFunction((id) => globalThis.calls().find(({ pbxId }) => pbxId === id), call.id)
      .then((handle) => handle.jsonValue());
    assert.ok((shown.displayName ?? '').length <= 120, `${shown.displayName?.length} characters`);
    assert.ok(shown.number.length <= 120);
    // eslint-disable-next-line no-control-regex -- these are what must not be there
    assert.doesNotMatch(`${shown.number}${shown.displayName}`, /[\u0000-\u001f\u007f-\u009f]/);
    const traces = await page.evaluate(() => globalThis.traces());
    assert.deepEqual(traces, [], `left by ${text.slice(0, 80)}`);
    call.cancel([`Reason: SIP;cause=487;text=${quoted(line)}`]);
    await page.waitForFunction(() => globalThis.calls().every(({ phase }) => phase === 'ended'));
  }
  await assertUnharmed(opened);
  await context.close();
});

test('#130 the phrase of a refusal never runs', async () => {
  const opened = await openHostilePage();
  const { page, context } = opened;
  for (const [index, text] of hostileStrings.slice(0, 30).entries()) {
    server.refusal = `486 ${oneLine(text)}`;
    const number = `12025550${100 + index}`;
    await page.evaluate(async (target) => {
      const panel = document.querySelector('cti-panel');
      const ended = new Promise((resolve) => {
        panel.addEventListener('cti-call-ended', resolve, { once: true });
      });
      panel.call(target).catch(() => undefined);
      await ended;
    }, number);
    assert.deepEqual(await page.evaluate(() => globalThis.traces()), []);
  }
  await assertUnharmed(opened);
  await context.close();
});

/** The corpus as a directory: in every text of a customer, and in every place of an address. */
function hostileCustomers() {
  return hostileStrings.map((text, index) => ({
    id: `${index}${text}`.slice(0, 200),
    type: index % 2 ? 'contact' : `odd${index}`,
    typeLabel: `t${text}`,
    name: `n${text}`,
    account: { id: 'a', name: `c${text}` },
    numbers: [{ number: '+12025550104', label: `l${text}`, doNotCall: true }],
    doNotCall: `d${text}`,
    url: index % 3 ? 'javascript:pwned()' : `data:text/html,${text}`,
    photo: 'javascript:pwned()',
    data: { text },
  }));
}

test('#130 what a directory says of customers never runs: card, search, suggestions, history, note', async () => {
  const opened = await openHostilePage();
  const { page, context } = opened;
  // As many as one answer may show.
  const customers = hostileCustomers().slice(-200);
  let answer = customers;
  await page.route('**/directory?*', (route) => route.fulfill({ json: { customers: answer } }));
  const unharmed = async (where) =>
    assert.deepEqual(await page.evaluate(() => globalThis.traces()), [], where);
  const panel = page.locator('#panel');

  const first = server.call({ from: '<sip:+12025550104@pbx.example>' });
  const several = `${customers.length} customers found`;
  await panel.getByRole('button', { name: several, exact: true }).click();
  const options = panel.locator('cti-customer-search').getByRole('option');
  await options.first().waitFor();
  const more = panel.locator('cti-customer-search [part~=more]');
  while (await more.count()) {
    const shown = await options.count();
    await more.click();
    await options.nth(shown).waitFor();
  }
  assert.equal(await options.count(), customers.length);
  await unharmed('the search');
  assert.deepEqual(await options.locator('a').count(), 0);
  // Isolated: what one name turns around ends with it.
  const texts = await options.evaluateAll((rows) =>
    rows.flatMap((row) => {
      const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
      const found = [];
      while (walker.nextNode()) {
        const { data, parentElement } = walker.currentNode;
        if (data.includes('gnp.exe')) found.push(parentElement.closest('bdi') !== null);
      }
      return found;
    }),
  );
  assert.ok(texts.length > 0 && texts.every(Boolean), `isolated: ${texts}`);
  first.cancel([]);
  await page.waitForFunction(() => globalThis.calls().every(({ phase }) => phase === 'ended'));

  const oddOnes = customers.filter(({ name }) => /202E|onerror|script|\u202E/.test(name));
  for (const [index, customer] of oddOnes.slice(0, 25).entries()) {
    answer = [customer];
    const call = server.call({ from: `<sip:+120255502${10 + index}@pbx.example>` });
    await page.waitForFunction(
      (id) => globalThis.calls().some((each) => each.pbxId === id && each.customer),
      call.id,
    );
    await page.evaluate((note) => {
      const cti = document.querySelector('cti-panel');
      cti.updateCall(cti.currentCall.id, { note });
    }, customer.name);
    assert.equal(await panel.locator('cti-call-info a[href]').count(), 0, customer.url);
    await unharmed(`the card: ${customer.name.slice(0, 80)}`);
    call.cancel([]);
    await page.waitForFunction(() => globalThis.calls().every(({ phase }) => phase === 'ended'));
  }
  await page.evaluate(() => document.querySelector('cti-panel').openWindow('history'));
  await panel.locator('cti-call-history').getByText(oddOnes[0].name.slice(0, 12)).first().waitFor();
  await unharmed('the history');

  answer = customers;
  await panel.getByLabel('Phone number', { exact: true }).fill('some name');
  await panel.locator('cti-dial-field').getByRole('option').first().waitFor();
  await unharmed('the suggestions');
  await assertUnharmed(opened);
  await context.close();
});
