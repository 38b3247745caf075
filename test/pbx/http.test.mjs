import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { createDemoServer } from '../../demo/server.mjs';
import { RawPhone } from './raw-phone.mjs';

/** @type {Awaited<ReturnType<typeof createDemoServer>>} */
let server;

before(async () => {
  server = await createDemoServer({ port: 0 });
});

after(() => server.close());

async function ask(
  /** @type {string} */ method,
  /** @type {string} */ path,
  /** @type {unknown} */ body = undefined,
  headers = {},
) {
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
  const response = await fetch(new URL(path, server.url), { method, body: text, headers });
  const answer = await response.text();
  return { status: response.status, headers: response.headers, body: answer && JSON.parse(answer) };
}

/** A GET whose path no URL class has tidied up. @returns {Promise<string>} the status line */
function rawGet(/** @type {string} */ path) {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1', () =>
      socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`),
    );
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString().split('\r\n')[0]);
    });
    socket.once('error', reject);
  });
}

describe('/config.json', () => {
  it('tells operator 101, or another, where and who', async () => {
    const { status, body, headers } = await ask('GET', '/config.json?agent=102');
    assert.equal(status, 200);
    assert.deepEqual(body, {
      server: [`ws://localhost:${server.port}/sip`],
      uri: 'sip:102@pbx.example',
      displayName: 'James Carter',
      credentials: { username: '102', password: 'dev-only-102' },
      iceServers: [],
    });
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.equal((await ask('GET', '/config.json')).body.uri, 'sip:101@pbx.example');
    assert.equal((await ask('GET', '/config.json?agent=110')).status, 404);
    assert.equal((await ask('GET', '/config.json?agent=constructor')).status, 404);
  });
});

describe('files', () => {
  it('are never served from outside their folders', async () => {
    for (const path of [
      '/../package.json',
      '/%2e%2e/server.mjs',
      '/cti-panel/../package.json',
      '/cti-panel/%2e%2e/package.json',
      '/..%2fserver.mjs',
      '/.git',
      '/%00',
    ]) {
      assert.match(await rawGet(path), / 404 /, path);
    }
    assert.match(await rawGet('/%'), / 400 /);
    assert.equal((await ask('POST', '/', {})).status, 405);
  });
});

describe('/pbx/calls', () => {
  const order = { from: '+12025550101', to: '101' };

  it('refuses bad orders with 400 and an operator who is not there with 409', async () => {
    const bad = [
      'no json', '[]', 'null', {}, { to: '101' }, { from: '', to: '101' }, { ...order, to: '600' }, { ...order, to: 101 },
      { ...order, play: 'polka' }, { ...order, displayName: 'a\r\nb' }, { ...order, from: '1\r\nX: y' },
      { ...order, extra: 1 }, { ...order, headers: { Route: 'x' } }, { ...order, headers: { 'X-A': 'a\nb' } },
    ]; // prettier-ignore
    for (const body of bad)
      assert.equal((await ask('POST', '/pbx/calls', body)).status, 400, JSON.stringify(body));
    assert.equal((await ask('POST', '/pbx/calls', order)).status, 409);
    assert.equal((await ask('DELETE', '/pbx/calls/unknown')).status, 404);
    assert.equal((await ask('PUT', '/pbx/calls')).status, 405);
    assert.equal(
      (await ask('POST', '/pbx/calls', order, { origin: 'https://crm.example' })).status,
      403,
    );
  });

  it('calls the operator, tells the state, and stops calling on DELETE', async () => {
    const phone = await RawPhone.connect(server.url, '101');
    await phone.register();
    const displayName = 'Анна "A" \\ Schmidt';
    const headers = { 'X-Queue': 'Sales' };
    const { status, body } = await ask('POST', '/pbx/calls', {
      ...order,
      displayName,
      headers,
      play: 'echo',
    });
    assert.equal(status, 202);
    const invite = await phone.nextRequest('INVITE');
    assert.equal(invite.headers.from.uri, 'sip:+12025550101@pbx.example');
    assert.equal(
      Buffer.from(invite.headers.from.name, 'latin1').toString(),
      '"Анна \\"A\\" \\\\ Schmidt"',
    );
    assert.equal(invite.headers['x-queue'], 'Sales');
    assert.equal(invite.headers['content-type'], 'application/sdp');
    const codecs = invite.content
      .split('\r\n')
      .filter((/** @type {string} */ line) => line.startsWith('a=rtpmap:'));
    assert.deepEqual(codecs, ['a=rtpmap:0 PCMU/8000', 'a=rtpmap:101 telephone-event/8000']);

    phone.answer(invite, 180);
    const heard = { packets: 0, rms: 0, dtmf: '' };
    const call = {
      id: body.id,
      from: '+12025550101',
      to: '101',
      state: 'ringing',
      held: false,
      heard,
    };
    assert.deepEqual((await ask('GET', '/pbx/calls')).body, [call]);
    assert.equal((await ask('DELETE', `/pbx/calls/${body.id}`)).status, 204);
    const cancel = await phone.nextRequest('CANCEL');
    assert.equal(cancel.headers.reason, undefined);
    phone.answer(cancel, 200);
    phone.answer(invite, 487);
    await phone.nextRequest('ACK');
    assert.deepEqual((await ask('GET', '/pbx/calls')).body, [{ ...call, state: 'ended' }]);
    phone.close();
  });

  it('escapes a caller that is no number', async () => {
    const phone = await RawPhone.connect(server.url, '101');
    await phone.register();
    await ask('POST', '/pbx/calls', { from: 'a b>;x=#1', to: '101' });
    const invite = await phone.nextRequest('INVITE');
    assert.equal(invite.headers.from.uri, 'sip:a%20b%3E%3Bx%3D%231@pbx.example');
    phone.answer(invite, 486);
    await phone.nextRequest('ACK');
    assert.equal((await ask('GET', '/pbx/calls')).body.at(-1).state, 'ended');
    phone.close();
  });
});

describe('/directory', () => {
  const names = (/** @type {any} */ { body }) =>
    body.customers.map((/** @type {any} */ customer) => customer.name);

  it('finds customers by number', async () => {
    const anna = await ask('GET', '/directory?number=%2B12025550101&direction=incoming&callId=1');
    assert.equal(anna.body.total, 1);
    const [customer] = anna.body.customers;
    assert.equal(customer.type, 'contact');
    assert.equal(customer.name, 'Anna Schmidt');
    assert.equal(customer.account.name, 'Alfa GmbH');
    assert.equal(customer.url, '/#/all/anna-schmidt');
    assert.deepEqual(names(await ask('GET', '/directory?number=%2B12025550102')), ['Beta LLC']);
    assert.deepEqual((await ask('GET', '/directory?number=103')).body.customers, []);
    assert.deepEqual(names(await ask('GET', '/directory?number=%2B12025550104')), ['Ivan Petrov', 'Delta Ltd', 'Petrov renovation']); // prettier-ignore
    assert.deepEqual((await ask('GET', '/directory?number=%2B12025550199')).body, {
      customers: [],
      total: 0,
    });
  });

  it('searches without regard to case, page by page', async () => {
    assert.deepEqual(names(await ask('GET', '/directory?q=ANNA')), ['Anna Schmidt']);
    assert.deepEqual(names(await ask('GET', '/directory?q=delta')), ['Ivan Petrov', 'Delta Ltd']);
    const first = await ask('GET', '/directory?q=petrov&limit=1');
    assert.equal(first.body.total, 2);
    assert.deepEqual(names(first), ['Ivan Petrov']);
    const second = await ask('GET', first.body.next);
    assert.deepEqual(names(second), ['Petrov renovation']);
    assert.equal(second.body.next, undefined);
  });

  it('links a number to one customer alone, and undoes it', async () => {
    const number = '+12025550104';
    const customer = { id: 'delta-ltd', type: 'account' };
    assert.equal((await ask('POST', '/directory/links', { number, customer })).status, 204);
    assert.deepEqual(names(await ask('GET', '/directory?number=%2B12025550104')), ['Delta Ltd']);
    assert.equal((await ask('DELETE', '/directory/links/%2B12025550104')).status, 204);
    assert.equal(names(await ask('GET', '/directory?number=%2B12025550104')).length, 3);
  });

  it('refuses what makes no sense', async () => {
    for (const query of [
      '',
      '?number=',
      '?number=%0A',
      '?q=a&number=%2B12025550101',
      '?q=a&limit=0',
      '?q=a&limit=x',
      `?q=${'a'.repeat(300)}`,
    ]) {
      assert.equal((await ask('GET', `/directory${query}`)).status, 400, query);
    }
    const number = '+12025550199';
    assert.equal((await ask('POST', '/directory/links', { number })).status, 400);
    assert.equal(
      (await ask('POST', '/directory/links', { number, customer: { id: 'x', type: 'lead' } }))
        .status,
      404,
    );
    assert.equal((await ask('DELETE', '/directory/links/')).status, 400);
    assert.equal((await ask('GET', '/directory/other')).status, 404);
  });

  it('can have a bad day', async () => {
    for (const [state, status] of [
      ['down', 503],
      ['signed-out', 401],
    ]) {
      assert.equal((await ask('GET', `/directory?number=%2B1&state=${state}`)).status, status);
      assert.equal((await ask('POST', `/directory/links?state=${state}`, {})).status, status);
    }
  });
});
