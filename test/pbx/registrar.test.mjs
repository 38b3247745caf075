import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { WebSocket } from 'ws';
import { createDemoServer } from '../../demo/server.mjs';
import { DOMAIN, RawPhone } from './raw-phone.mjs';

/** @type {Awaited<ReturnType<typeof createDemoServer>>} */
let server;
/** @type {RawPhone[]} */
const phones = [];

async function connect(
  /** @type {string} */ user,
  /** @type {string | undefined} */ contactUser = undefined,
) {
  const phone = await RawPhone.connect(server.url, user, contactUser);
  phones.push(phone);
  return phone;
}

const bindings = (/** @type {string} */ user) => server.pbx.registrar.bindings(user);

before(async () => {
  server = await createDemoServer({ port: 0 });
});

after(async () => {
  for (const phone of phones) phone.close();
  await server.close();
});

describe('registrar', () => {
  it('challenges with MD5 and qop=auth, then accepts the right password', async () => {
    const phone = await connect('101');
    const request = phone.request('REGISTER', `sip:${DOMAIN}`, { expires: '120' });
    phone.send(request);
    const challenge = await phone.final(request);
    assert.equal(challenge.status, 401);
    const [digest] = challenge.headers['www-authenticate'];
    assert.equal(digest.scheme, 'Digest');
    assert.equal(digest.realm, `"${DOMAIN}"`);
    assert.equal(digest.algorithm, 'MD5');
    assert.equal(digest.qop, '"auth"');

    phone.sign(request, challenge);
    phone.send(request);
    const answer = await phone.final(request);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.contact[0].uri, phone.contact);
    assert.equal(answer.headers.contact[0].params.expires, '120');
    assert.equal(bindings('101').length, 1);
  });

  it('answers 403 to a wrong password, to an unknown user and to another operator’s address', async () => {
    const phone = await connect('102');
    phone.password = 'wrong';
    assert.equal((await phone.register()).status, 403);
    const stranger = await connect('190');
    assert.equal((await stranger.register()).status, 403);
    const thief = await connect('103');
    thief.aor = `sip:104@${DOMAIN}`;
    assert.equal((await thief.register()).status, 403);
    assert.deepEqual([...bindings('102'), ...bindings('103'), ...bindings('104')], []);
  });

  it('answers 401 with stale=true to a nonce that it did not make, when the password is right', async () => {
    const phone = await connect('101');
    const request = phone.request('REGISTER', `sip:${DOMAIN}`);
    phone.send(request);
    const challenge = await phone.final(request);
    challenge.headers['www-authenticate'][0].nonce = '"b2xk"';
    phone.sign(request, challenge);
    phone.send(request);
    const answer = await phone.final(request);
    assert.equal(answer.status, 401);
    assert.equal(answer.headers['www-authenticate'][0].stale, 'true');
  });

  it('removes a binding on expires=0, keeps the others, and replaces one of the same instance', async () => {
    const [first, second, third] = await Promise.all([
      connect('105'),
      connect('105'),
      connect('105'),
    ]);
    const instance = { '+sip.instance': '"<urn:uuid:1>"', 'reg-id': '1' };
    await first.register({ contact: [{ uri: first.contact, params: instance }] });
    await second.register();
    assert.equal(bindings('105').length, 2);
    await third.register({ contact: [{ uri: third.contact, params: instance }] });
    assert.deepEqual(bindings('105').map(({ uri }) => uri), [second.contact, third.contact]); // prettier-ignore
    await third.register({
      contact: [{ uri: third.contact, params: { ...instance, expires: '0' } }],
    });
    assert.deepEqual(bindings('105').map(({ uri }) => uri), [second.contact]); // prettier-ignore
  });

  it('drops a binding when its WebSocket closes', async () => {
    const phone = await connect('106');
    await phone.register();
    assert.equal(bindings('106').length, 1);
    const closed = new Promise((resolve) => server.pbx.flows.once('closed', resolve));
    phone.close();
    await closed;
    assert.equal(bindings('106').length, 0);
  });

  it('answers 423 with Min-Expires to a registration that is too short', async () => {
    const phone = await connect('107');
    const answer = await phone.register({ expires: '3' });
    assert.equal(answer.status, 423);
    assert.equal(answer.headers['min-expires'], '10');
  });
});

describe('the WebSocket', () => {
  it('answers a double CRLF with a single one, and stays silent to anything that is no SIP', async () => {
    const phone = await connect('101');
    phone.socket.send('\r\n');
    phone.socket.send('nonsense\r\n\r\n');
    phone.socket.send('\r\n\r\n');
    assert.equal(await phone.nextText(), '\r\n');
    const answer = await phone.ask(phone.request('OPTIONS', `sip:${DOMAIN}`));
    assert.equal(answer.status, 200);
    assert.match(answer.headers.allow, /INVITE/);
    assert.deepEqual(phone.texts, []);
  });

  it('refuses other sub-protocols, other paths and foreign pages', async () => {
    const base = server.url.replace('http', 'ws').replace('localhost', '127.0.0.1');
    const refusals = [
      new WebSocket(`${base}sip`, 'xmpp'),
      new WebSocket(`${base}sip`),
      new WebSocket(`${base}other`, 'sip'),
      new WebSocket(`${base}sip`, 'sip', { origin: 'https://crm.example' }),
    ];
    for (const socket of refusals) {
      await assert.rejects(
        new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject)),
      );
    }
  });

  it(
    'is cut by stopSignalling and comes back with an empty registrar',
    { timeout: 10_000 },
    async () => {
      const phone = await connect('108');
      await phone.register();
      const closed = new Promise((resolve) => phone.socket.once('close', resolve));
      server.pbx.stopSignalling();
      assert.equal(await closed, 1006);
      await assert.rejects(connect('108'));
      server.pbx.startSignalling();
      assert.equal(bindings('108').length, 0);
      const again = await connect('108');
      assert.equal((await again.register()).status, 200);
    },
  );
});
