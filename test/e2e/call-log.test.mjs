import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { recordsOf } from './kept-records.mjs';
import { openOperator, openTab, startBrowser, startDemo, until } from './support.mjs';

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

describe('the call log', () => {
  let log;
  let got;
  let status;
  before(async () => {
    log = createServer((request, response) => {
      const cors = {
        'access-control-allow-origin': '*',
        'access-control-allow-headers': '*',
      };
      if (request.method === 'OPTIONS') return response.writeHead(204, cors).end();
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => {
        got.push({ key: request.headers['idempotency-key'], record: JSON.parse(body) });
        response.writeHead(status, { ...cors, 'content-type': 'application/json' });
        response.end(JSON.stringify({ url: 'https://crm.example/calls/1' }));
      });
    });
    await new Promise((done) => log.listen(0, '127.0.0.1', done));
  });
  after(() => log.close());

  test('gets each record once, though it was down and the page was reloaded', async () => {
    got = [];
    status = 503;
    const operator = await openOperator(browser, demo);
    const src = `http://127.0.0.1:${log.address().port}/calls`;
    const use = () =>
      operator.page.evaluate((url) => (document.querySelector('cti-panel').logSrc = url), src);
    await operator.online();
    await use();
    await operator.dial('600');
    await operator.becomes('mode', 'talking');
    await operator.button('end').click();
    await until(
      () => recordsOf(operator),
      ([row]) => row?.log === 'failed',
    );
    await operator.page.reload();
    await operator.online();
    status = 201;
    const before = got.length;
    await use();
    const [row] = await until(
      () => recordsOf(operator),
      ([first]) => first?.log === 'saved',
      30_000,
    );
    assert.equal(row.logUrl, 'https://crm.example/calls/1');
    assert.equal(got.length - before, 1);
    assert.deepEqual(new Set(got.map(({ key }) => key)), new Set([row.id]));
    assert.equal(got.at(-1).record.id, row.id);
    const other = await openTab(operator.context, demo);
    await other.page.evaluate((url) => (document.querySelector('cti-panel').logSrc = url), src);
    // A record of its own goes after all that waited.
    await operator.dial('602');
    await until(
      () => recordsOf(other),
      (rows) => rows.length === 2 && rows[0].log === 'saved',
      30_000,
    );
    assert.equal(got.filter(({ key }) => key === row.id).length, before + 1, 'never again');
    assert.deepEqual(operator.problems, [
      'Failed to load resource: the server responded with a status of 503 (Service Unavailable)',
    ]);
    await operator.close();
  });
});
