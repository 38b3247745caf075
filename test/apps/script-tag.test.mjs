import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { WebSocketServer } from 'ws';
import { callEcho, endCall, installed, openPage, serve, startBrowser, until } from './support.mjs';

const strict =
  "default-src 'self'; connect-src 'self' ws: wss:; require-trusted-types-for 'script'";
const cdn = (name) => join(installed, 'dist', 'cdn', name);

let browser;
before(async () => {
  browser = await startBrowser();
});
after(() => browser?.close());

const page = (head, attributes) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>A page of somebody else</title>
    ${head}
  </head>
  <body><cti-panel ${attributes}></cti-panel></body>
</html>`;

/** A page with this head and policy, and the files of the package beside it. */
function servePage(head, { trustedTypes = 'lit-html', files = {}, attributes = '' } = {}) {
  const text = Buffer.from(page(head, attributes));
  return serve((path) => (path === '/' ? text : (files[path] ?? cdn(path.slice(1)))), {
    'content-security-policy': `${strict}; trusted-types ${trustedTypes}`,
  });
}

async function scriptTag(name = 'cti-panel.min.js', attributes = '') {
  const integrity = (await readFile(cdn(`${name}.integrity`), 'utf8')).trim();
  return `<script src="/${name}" ${attributes} integrity="${integrity}"></script>`;
}

/** Gives the panel a line without a network, from the script tag's global, and uses it. */
async function useThePanel(opened) {
  await until(() => opened.page.evaluate(() => 'CtiPanel' in globalThis));
  await opened.page.evaluate(() => {
    const panel = document.querySelector('cti-panel');
    panel.transport = new globalThis.CtiPanel.SimulatorTransport();
    panel.server = 'wss://pbx.example';
    panel.uri = 'sip:101@example.com';
  });
  await callEcho(opened.page);
  await endCall(opened.page);
}

test('the script tag alone, under a strict policy: it works, and nothing is refused', async () => {
  const server = await servePage(await scriptTag());
  const opened = await openPage(browser, server.url);
  await useThePanel(opened);
  assert.deepEqual(await opened.refused(), []);
  assert.deepEqual(opened.errors, []);
  assert.deepEqual(opened.warnings, []);

  const frame = await opened.page.evaluate(() => {
    const { shadowRoot } = document.querySelector('cti-panel');
    const { display } = getComputedStyle(shadowRoot.querySelector('[part=frame]'));
    return { display, sheets: shadowRoot.adoptedStyleSheets.length };
  });
  assert.notEqual(frame.display, 'block', 'its styles are in force');
  assert.ok(frame.sheets > 0);

  // The policy is in force too: what it refuses would have been seen.
  await opened.page.evaluate(() => document.body.setAttribute('style', 'color: red'));
  await until(opened.refused, (refused) => refused.some((text) => text.startsWith('style-src')));
  await opened.page.close();
  await server.close();
});

test('the script tag alone, under a strict policy: SIP is loaded, and registers', async () => {
  const pbx = new WebSocketServer({ host: '127.0.0.1', port: 0, handleProtocols: () => 'sip' });
  const registered = new Promise((resolve) => {
    pbx.on('connection', (socket) => socket.once('message', (data) => resolve(String(data))));
  });
  const server = await servePage(await scriptTag(), {
    attributes: `server="ws://127.0.0.1:${pbx.address().port}" uri="sip:101@example.com"`,
  });
  const opened = await openPage(browser, server.url);
  assert.match(await registered, /^REGISTER sip:example\.com SIP\/2\.0\r\n/);
  assert.deepEqual(await opened.refused(), []);
  assert.deepEqual(opened.errors, []);
  await opened.page.close();
  await server.close();
  pbx.close();
});

test('a transport that the page sets while SIP is being loaded is the one in use', async () => {
  const name = '/cti-panel.sip.min.mjs';
  let release;
  const held = new Promise((resolve) => {
    release = () => resolve(cdn(name.slice(1)));
  });
  const server = await servePage(await scriptTag(), {
    files: { [name]: held },
    attributes: 'server="wss://pbx.example" uri="sip:101@example.com"',
  });
  const opened = await openPage(browser, server.url);
  await until(() => opened.page.evaluate(() => document.querySelector('link[integrity]') !== null));
  await opened.page.evaluate(() => {
    document.querySelector('cti-panel').transport = new globalThis.CtiPanel.SimulatorTransport();
  });
  release();
  await until(() => opened.page.evaluate(() => document.querySelector('link[integrity]') === null));
  await callEcho(opened.page);
  await endCall(opened.page);
  assert.deepEqual(opened.errors, []);
  await opened.page.close();
  await server.close();
});

const windowFile = '/cti-panel.window.min.mjs';

/** Presses Open CTI window. */
const openWindow = (opened) =>
  opened.page.getByRole('button', { name: 'Open CTI window', exact: true }).click();

test('the CTI window comes from the file beside it, with the Lit that is there', async () => {
  const server = await servePage(await scriptTag());
  const opened = await openPage(browser, server.url);
  await openWindow(opened);
  await opened.page.getByRole('tab', { name: 'Settings', exact: true }).click();
  await opened.page.getByRole('slider', { name: 'Ring volume' }).waitFor();
  assert.deepEqual(await opened.refused(), []);
  assert.deepEqual(opened.errors, []);
  assert.deepEqual(opened.warnings, []);
  await opened.page.close();
  await server.close();
});

test('the CTI window is loaded while the browser is idle, once the line is online', async () => {
  const server = await servePage(await scriptTag());
  const opened = await openPage(browser, server.url);
  assert.equal(await opened.page.evaluate(() => customElements.get('cti-window')), undefined);
  await useThePanel(opened);
  await until(() => opened.page.evaluate(() => Boolean(customElements.get('cti-window'))));
  assert.deepEqual(opened.errors, []);
  await opened.page.close();
  await server.close();
});

for (const [fault, wrong] of [
  ['missing', '/nothing-there'],
  ['not the one of this bundle', 'export default () => ({ defineLateElements() {} });'],
]) {
  test(`a file of the CTI window that is ${fault} is told, and asked for again`, async () => {
    const files = { [windowFile]: fault === 'missing' ? cdn(wrong) : Buffer.from(wrong) };
    const server = await servePage(await scriptTag(), { files });
    const opened = await openPage(browser, server.url);
    await opened.page.evaluate(() => {
      globalThis.told = [];
      document.addEventListener('cti-error', ({ detail }) =>
        globalThis.told.push(detail.error.reason),
      );
    });
    await openWindow(opened);
    await opened.page.getByText('The CTI window could not be loaded. Try again.').waitFor();
    assert.deepEqual(await opened.page.evaluate(() => globalThis.told), ['service-unavailable']);
    await useThePanel(opened);
    files[windowFile] = cdn(windowFile.slice(1));
    await openWindow(opened);
    await opened.page.getByRole('tab', { name: 'Settings', exact: true }).waitFor();
    await opened.page.close();
    await server.close();
  });
}

test('each bundle has a source map that leads to our source', async () => {
  const names = (await readdir(cdn(''))).filter((name) => /\.m?js$/.test(name));
  assert.ok(names.includes('cti-panel.min.js') && names.includes('cti-panel.min.mjs'));
  for (const name of names) {
    const { sources } = JSON.parse(await readFile(cdn(`${name}.map`), 'utf8'));
    assert.ok(
      sources.some((source) => source.includes('/src/')),
      `${name}.map: ${sources.length} sources`,
    );
  }
});

test('a script that is not the one of the integrity file does not run', async () => {
  const code = await readFile(cdn('cti-panel.min.js'), 'utf8');
  const server = await servePage(await scriptTag(), {
    files: { '/cti-panel.min.js': Buffer.from(`${code}\n// changed`) },
  });
  const opened = await openPage(browser, server.url);
  await until(() => opened.errors.some((text) => text.includes('integrity')));
  assert.equal(await opened.page.evaluate(() => 'CtiPanel' in globalThis), false);
  await opened.page.close();
  await server.close();
});

async function withSecondCopy(files) {
  const tags = [
    await scriptTag(),
    files
      ? '<script type="module" src="/cti-panel.min.mjs"></script>'
      : await scriptTag('cti-panel.min.mjs', 'type="module"'),
  ];
  const server = await servePage(tags.join('\n    '), {
    trustedTypes: "lit-html 'allow-duplicates'",
    files,
  });
  const opened = await openPage(browser, server.url);
  await useThePanel(opened);
  assert.deepEqual(await opened.refused(), []);
  assert.deepEqual(opened.errors, []);
  const ownClass = await opened.page.evaluate(
    () => customElements.get('cti-panel') === globalThis.CtiPanel.CtiPanel,
  );
  assert.ok(ownClass, 'the first copy keeps its tags');
  await opened.page.close();
  await server.close();
  return opened.warnings.filter((text) => text.includes('cti-panel'));
}

test('a second copy of the same version: it works, without a warning', async () => {
  assert.deepEqual(await withSecondCopy(), []);
});

test('a second copy of another version: it works, with one warning that names both', async () => {
  const { version } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
  const code = await readFile(cdn('cti-panel.min.mjs'), 'utf8');
  const mark = new RegExp(`(["'\`])${version.replaceAll('.', '\\.')}\\1`);
  assert.match(code, mark);
  const older = Buffer.from(code.replace(mark, '"0.0.0-older"'));
  const warnings = await withSecondCopy({ '/cti-panel.min.mjs': older });
  assert.equal(warnings.length, 1, warnings.join('\n'));
  assert.ok(warnings[0].includes('0.0.0-older') && warnings[0].includes(version), warnings[0]);
});
