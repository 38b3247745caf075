import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import typescript from 'typescript';
import { createDemoServer } from '../../demo/server.mjs';
import { CheckedDirectory } from '../../dist/directory/checked-directory.js';
import * as library from '../../dist/index.js';
import { SchemaChecker } from '../support/json-schema.mjs';
import { openPage, startBrowser } from './support.mjs';

const text = (path) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
const document = JSON.parse(await text('docs/directory.openapi.json'));
const schemas = new SchemaChecker(document);

const call = { id: 'c1', direction: 'incoming' };

let server;
before(async () => {
  server = await createDemoServer({ port: 0 });
});
after(() => server?.close());

/** What of the document the exchanges of all tests have used. */
const used = new Set();

function operationOf(method, pathname) {
  for (const [template, operations] of Object.entries(document.paths)) {
    const pattern = new RegExp(`^${template.replace(/\{\w+\}/g, '([^/]*)')}$`);
    const [match, ...values] = pattern.exec(pathname) ?? [];
    const operation = operations[method.toLowerCase()];
    if (match !== undefined && operation) return { operation, values };
  }
  throw new Error(`${method} ${pathname} is not documented`);
}

/** A query has texts only: what is documented as a number is read as one. */
const readParameter = (value, { type }) => (type === 'integer' ? Number(value) : value);

function checkParameters(operation, url, values) {
  const parameters = operation.parameters ?? [];
  const given = [...url.searchParams].map(([name, value]) => [name, value, 'query']);
  const inPath = parameters.filter((parameter) => parameter.in === 'path');
  inPath.forEach(({ name }, index) =>
    given.push([name, decodeURIComponent(values[index]), 'path']),
  );
  return given.flatMap(([name, value, where]) => {
    const found = parameters.find((known) => known.name === name && known.in === where);
    if (!found) return [`the parameter ${name} is not documented`];
    used.add(found);
    return schemas.check(readParameter(value, found.schema), found.schema, name);
  });
}

/** Where the rest is, is the server's own business. */
const nexts = new Set();

/** Sends a request and holds both sides of it against the document; `wrong` requests only their answer. */
async function exchange(request, { wrong = false } = {}) {
  const url = new URL(request.url);
  const isNext = nexts.has(url.href);
  // The query of directory-src itself.
  url.searchParams.delete('state');
  const sent = await request.clone().text();
  const { operation, values } = operationOf(request.method, url.pathname);
  used.add(operation);
  if (!wrong) {
    if (!isNext) assert.deepEqual(checkParameters(operation, url, values), []);
    const schema = operation.requestBody?.content['application/json'].schema;
    if (schema) assert.deepEqual(schemas.check(JSON.parse(sent), schema), []);
    else assert.equal(sent, '');
  }
  const response = await fetch(request);
  const answered = operation.responses[response.status];
  assert.ok(answered, `${request.method} ${url.pathname} answers ${response.status}`);
  used.add(answered);
  const { content } = schemas.resolve(answered);
  const body = await response.clone().text();
  if (!content) assert.equal(body, '');
  else {
    const value = JSON.parse(body);
    assert.deepEqual(schemas.check(value, content['application/json'].schema), []);
    if (value.next) nexts.add(new URL(value.next, request.url).href);
  }
  return response;
}

const ask = (method, path, body) =>
  exchange(
    new Request(new URL(path, server.url), {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }),
    { wrong: true },
  );

/** The contract is TypeScript and imports nothing that runs. */
async function directoryChecks() {
  const source = await text('test/contract/customer-directory.contract.ts');
  const { module, target } = { module: typescript.ModuleKind.ESNext, target: 'es2022' };
  const { outputText } = typescript.transpileModule(source, {
    compilerOptions: { module, target },
  });
  const contract = await import(`data:text/javascript,${encodeURIComponent(outputText)}`);
  return contract.directoryChecks;
}

for (const check of await directoryChecks()) {
  test(`the library and the sample server, as documented: ${check.name}`, async () => {
    const src = new URL('directory', server.url);
    await check.run(new library.HttpDirectory({ src, fetch: (request) => exchange(request) }));
  });
}

test('the dialled number is sent too', async () => {
  const src = new URL('directory', server.url);
  const directory = new library.HttpDirectory({ src, fetch: (request) => exchange(request) });
  const ours = { id: 'c1', direction: 'outgoing', dialled: '(202) 555-0101' };
  const { signal } = new AbortController();
  const { customers } = await directory.lookup('+12025550101', { call: ours, signal });
  assert.deepEqual(
    customers.map(({ name }) => name),
    ['Anna Schmidt'],
  );
});

test('a refusal reaches the operator in the words of the server', async () => {
  const src = new URL('directory', server.url);
  const directory = new library.HttpDirectory({ src, fetch: (request) => exchange(request) });
  const customer = { id: 'delta-ltd', type: 'account', name: 'Delta Ltd' };
  const { signal } = new AbortController();
  await assert.rejects(directory.link('101', customer, { signal }), {
    reason: 'refused',
    operatorText: 'Only numbers with a country code can be linked.',
  });
});

test('what goes wrong goes wrong as documented', async () => {
  for (const [method, path, body] of [
    ['GET', '/directory'],
    ['GET', '/directory?q=a&limit=0'],
    ['POST', '/directory/links', {}],
    ['DELETE', '/directory/links/%0A'],
  ]) {
    assert.equal((await ask(method, path, body)).status, 400, path);
  }
  for (const state of ['down', 'signed-out']) {
    await ask('GET', `/directory?q=a&state=${state}`);
    await ask('POST', `/directory/links?state=${state}`, {});
    await ask('DELETE', `/directory/links/1?state=${state}`);
  }
});

test('the examples of the document fit it', () => {
  const examples = [];
  const collect = (node) => {
    if (typeof node !== 'object' || node === null) return;
    if (node.example !== undefined && node.schema) examples.push(node);
    Object.values(node).forEach(collect);
  };
  collect(document.paths);
  assert.ok(examples.length >= 4);
  for (const { example, schema } of examples) assert.deepEqual(schemas.check(example, schema), []);
});

test('every path, parameter, status and property of the document was used', () => {
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const place = `${method} ${path}`;
      assert.ok(used.has(operation), place);
      for (const parameter of operation.parameters ?? []) {
        assert.ok(used.has(parameter), `${place} ${parameter.name}`);
      }
      for (const [status, answer] of Object.entries(operation.responses)) {
        assert.ok(used.has(answer), `${place} ${status}`);
      }
    }
  }
  const unseen = Object.entries(document.components.schemas).flatMap(([name, schema]) =>
    schemas.unseen(schema, name),
  );
  assert.deepEqual(unseen, []);
});

test('the library reads all that the document describes', async () => {
  const { example } = document.paths['/directory'].get.responses[200].content['application/json'];
  const fetch = async () => Response.json(example);
  const directory = new library.HttpDirectory({ src: server.url, fetch });
  const { signal } = new AbortController();
  assert.deepEqual(await directory.search('anna', { signal }), example);
});

test('a slow directory has failed after 3 s, and is asked no more when nobody wants to know', async () => {
  const src = new URL('directory?state=slow', server.url);
  const abort = new AbortController();
  const asked = [];
  const fetch = (request) => {
    asked.push(request);
    return globalThis.fetch(request);
  };
  const directory = new CheckedDirectory(new library.HttpDirectory({ src, fetch }));
  const begun = performance.now();
  const lookup = directory.lookup('+12025550101', { call, signal: abort.signal });
  await assert.rejects(lookup, { reason: 'service-unavailable' });
  const took = performance.now() - begun;
  assert.ok(took > 2_900 && took < 8_000, `${took} ms`);
  assert.equal(asked[0].signal.aborted, false);
  abort.abort();
  assert.equal(asked[0].signal.aborted, true);
  assert.equal(asked.length, 1);
});

/** What a browser does by itself, without a `fetch` of the page. */
async function askInBrowser(page, answer) {
  const src = new URL('directory', server.url).href;
  await page.unroute('**/directory?*');
  if (answer) await page.route('**/directory?*', (route) => route.fulfill(answer));
  return page.evaluate(async (address) => {
    const { HttpDirectory } = await import('/cti-panel/cdn/cti-panel.min.mjs');
    const directory = new HttpDirectory({ src: address });
    const { signal } = new AbortController();
    return directory.search('anna', { signal }).then(
      ({ customers }) => customers.map(({ name }) => name).join(),
      ({ reason, message }) => `${reason}: ${message}`,
    );
  }, src);
}

test('in a browser: a redirect to a login page is followed nowhere, and nothing is read without end', async () => {
  const browser = await startBrowser();
  const { page } = await openPage(browser, server.url);
  const login = [];
  await page.route('**/login', (route) => {
    login.push(route.request().url());
    return route.fulfill({ contentType: 'text/html', body: '<p>Sign in' });
  });
  const json = { contentType: 'application/json' };
  const long = JSON.stringify({ customers: [], padding: 'x'.repeat(10_000_000) });
  for (const [answer, wanted] of [
    [undefined, 'Anna Schmidt'],
    [
      { status: 302, headers: { location: '/login' } },
      'signed-out: directory: answered with a redirect',
    ],
    [{ contentType: 'text/html', body: '<p>Sign in' }, 'signed-out: Got a web page'],
    [{ status: 401, body: '' }, 'signed-out: directory: answered 401'],
    [{ ...json, body: long }, 'service-unavailable: The answer is too long'],
    [
      { ...json, body: '{"__proto__":{"customers":[]}}' },
      "service-unavailable: The directory's answer is not valid: customers",
    ],
  ]) {
    assert.equal(await askInBrowser(page, answer), wanted);
  }
  assert.deepEqual(login, []);
  await browser.close();
});

/** The blocks of JavaScript below a heading of the guide, run as a page would. */
async function runExample(heading, globals) {
  const guide = await text('docs/connect-your-crm.md');
  const section = guide.split(/^## /m).find((part) => part.startsWith(heading));
  const [, code] = /```js\n([\s\S]*?)```/.exec(section ?? '') ?? [];
  assert.ok(code, `${heading} has an example`);
  const panel = {};
  const page = { querySelector: (what) => (what === 'cti-panel' ? panel : { content: 'a token' }) };
  const own = code.replace(/^import (\{.*\}) from 'cti-panel';$/m, 'const $1 = library;');
  const names = { library, document: page, ...globals };
  new Function(...Object.keys(names), own)(...Object.values(names));
  return panel;
}

const context = () => ({ call, signal: new AbortController().signal });

test('the guide: in memory', async () => {
  const panel = await runExample('In memory');
  const directory = new CheckedDirectory(panel.directory);
  const { customers } = await directory.lookup('+12025550101', context());
  assert.deepEqual(
    customers.map(({ name, account }) => [name, account.name]),
    [['Anna Schmidt', 'Alfa GmbH']],
  );
  assert.equal((await directory.search('alfa', context())).total, 2);
});

test('the guide: an object of one’s own', async () => {
  const asked = [];
  const people = [1, 2].map((id) => ({ id: `${id}`, type: 'contact', name: `Person ${id}` }));
  const fetch = async (path) => {
    asked.push(path);
    if (path.includes('claim')) return Response.json({}, { status: 403 });
    return Response.json(path.includes('text') ? { people, count: 30 } : people);
  };
  const { directory: own } = await runExample('Your own object', { fetch });
  const directory = new CheckedDirectory(own);
  assert.equal((await directory.lookup('+1', context())).total, 2);
  const page = await directory.search('a b', context());
  assert.deepEqual([page.customers.length, page.total, page.next], [2, 30, '20']);
  const last = await directory.search('a b', { ...context(), cursor: page.next });
  assert.equal(last.next, undefined);
  await assert.rejects(directory.link('+1', people[0], context()), {
    reason: 'service-unavailable',
    message: 'The CRM answered 403',
  });
  assert.deepEqual(asked, [
    '/people?phone=%2B1',
    '/people?text=a%20b&from=0',
    '/people?text=a%20b&from=20',
    '/people/1/claim?phone=%2B1',
  ]);
});

test('the guide: tokens', async () => {
  const asked = [];
  const fetch = async (request) => {
    asked.push(request);
    return Response.json({ customers: [] });
  };
  const panel = await runExample('Tokens', { fetch });
  const directory = new library.HttpDirectory({ src: server.url, fetch: panel.fetch });
  const customer = { id: '1', type: 'lead', name: 'A' };
  await directory.link('+1', customer, context());
  assert.equal(asked[0].headers.get('x-csrf-token'), 'a token');
  assert.equal(asked[0].headers.get('content-type'), 'application/json');
  assert.deepEqual(await asked[0].json(), { number: '+1', customer: { id: '1', type: 'lead' } });
});
