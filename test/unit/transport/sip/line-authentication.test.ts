import { expect } from '@open-wc/testing';

import type { Credentials, CredentialsRequest } from '../../../../src/transport/call-transport.js';
import { fakeSdp } from './support/fake-media.js';
import { LineBench } from './support/line-bench.js';
import { digestParameters } from './support/server-digest.js';
import type { SeenRequest } from './support/scripted-server.js';

const secret = { realm: 'pbx.example', username: '101', password: 'correct horse' };
/** MD5 of `101:pbx.example:correct horse`. */
const ha1 = '437d153ccba7e3ea451696eef565e2aa';

/** A provider that keeps what it was asked. */
function provider(...answers: readonly Credentials[]): {
  readonly asked: CredentialsRequest[];
  readonly credentials: (request: CredentialsRequest) => Promise<Credentials>;
} {
  const asked: CredentialsRequest[] = [];
  return {
    asked,
    credentials: async (request) => {
      asked.push(request);
      const answer = answers[Math.min(asked.length, answers.length) - 1];
      if (!answer) throw new Error('none');
      return answer;
    },
  };
}

function challenge(request: SeenRequest, ...values: readonly string[]): void {
  request.reply(401, { headers: values.map((value) => `WWW-Authenticate: ${value}`) });
}

describe('the registration: authentication', () => {
  let bench: LineBench;
  beforeEach(() => {
    bench = new LineBench();
    bench.begin();
  });
  afterEach(() => bench.end());

  it('asks for credentials with the realm of the challenge, once', async () => {
    bench.server.digest = secret;
    const page = provider({ password: secret.password });
    await bench.online(page);
    expect(page.asked.map(({ realm, reason }) => [realm, reason])).to.deep.equal([
      ['pbx.example', 'first'],
    ]);
    expect(bench.server.count('REGISTER')).to.equal(2);
  });

  it('is not asked at all by a server that does not challenge', async () => {
    const page = provider({ password: 'x' });
    await bench.online(page);
    expect(page.asked).to.deep.equal([]);
  });

  it('takes ha1 and another user name', async () => {
    bench.server.digest = { ...secret, username: 'auth-user' };
    const phone = bench.phone(provider({ username: 'auth-user', password: secret.password }));
    phone.connect();
    await phone.next('line-opened');
    phone.transport.dispose();
    await bench.settle();
    bench.clock.advance(60_000);
    bench.server.digest = secret;
    await bench.online(provider({ ha1 }));
  });

  it('#31 a wrong password is asked for again once, as rejected, then auth-failed for good', async () => {
    bench.server.digest = secret;
    const page = provider({ password: 'one' }, { password: 'two' });
    const phone = bench.phone(page);
    phone.connect();
    await bench.pass(5_000);
    expect(await bench.failure(phone)).to.equal('auth-failed final');
    expect(page.asked.map(({ reason }) => reason)).to.deep.equal(['first', 'rejected']);
    expect(bench.server.count('REGISTER')).to.equal(4);
    await bench.pass(60_000, 5_000);
    expect(bench.server.count('REGISTER')).to.equal(4);
  });

  it('#31 the second answer is used', async () => {
    bench.server.digest = secret;
    const phone = bench.phone(provider({ password: 'old' }, { password: secret.password }));
    phone.connect();
    await bench.pass(3_000);
    await phone.next('line-opened');
  });

  it('#31 the same answer again is not tried again', async () => {
    bench.server.digest = secret;
    const phone = bench.phone(provider({ password: 'wrong' }));
    phone.connect();
    await bench.pass(3_000);
    expect(await bench.failure(phone)).to.equal('auth-failed final');
    const authorized = bench.server.requests.filter((seen) => seen.header('authorization'));
    expect(authorized.length).to.equal(1);
  });

  it('#31 403 is final; no credentials at all are auth-failed', async () => {
    bench.server.on('REGISTER', (request) => request.reply(403));
    const phone = bench.phone();
    phone.connect();
    expect(await bench.failure(phone)).to.equal('auth-failed final');
    bench.server.on('REGISTER', undefined);
    bench.server.digest = secret;
    bench.clock.advance(60_000);
    const other = bench.phone();
    other.connect();
    expect(await bench.failure(other)).to.equal('auth-failed final');
  });

  it('#32 401 stale=true in a refresh is answered in silence, with the credentials there are', async () => {
    bench.server.digest = secret;
    const page = provider({ password: secret.password });
    const phone = await bench.online(page);
    let stale = 0;
    bench.server.on('REGISTER', (request) => {
      const nonce = digestParameters(request.header('authorization') ?? '').get('nonce');
      if (nonce === 'fresh')
        return request.reply(200, { headers: [`Contact: ${request.header('contact') ?? ''}`] });
      stale += 1;
      challenge(
        request,
        'Digest realm="pbx.example", nonce="fresh", stale=TRUE, algorithm=md5, qop="auth,auth-int"',
      );
    });
    await bench.pass(245_000, 5_000);
    expect(stale).to.be.within(1, 2);
    expect(page.asked.length).to.equal(1);
    expect(phone.count('line-failed')).to.equal(0);
  });

  const md5 = 'Digest realm="pbx.example", nonce="m", algorithm=MD5, qop="auth"';
  const sha = 'Digest realm="pbx.example", nonce="s", algorithm=SHA-256, qop="auth"';
  for (const [name, offers] of [
    ['MD5 first', [md5, sha]],
    ['SHA-256 first', [sha, md5]],
    ['both in one header', [`${sha}, ${md5}`]],
    ['an unknown scheme first', ['Bearer realm="x", scope="a,b"', md5]],
  ] as const) {
    it(`#33 several challenges, ${name}: MD5 is answered`, async () => {
      bench.server.on('REGISTER', (request) => {
        if (request.header('authorization')) bench.server.register(request);
        else challenge(request, ...offers);
      });
      await bench.online(provider({ password: secret.password }));
      const sent = digestParameters(bench.server.requests.at(-1)?.header('authorization') ?? '');
      expect([sent.get('algorithm'), sent.get('nonce')]).to.deep.equal(['MD5', 'm']);
    });
  }

  const hopeless: Readonly<Record<string, readonly string[]>> = {
    '#33 SHA-256 only': [sha],
    '#33 an unknown scheme': ['Bearer realm="x"'],
    '#33 auth-int only': ['Digest realm="r", nonce="n", qop="auth-int"'],
    '#33 no challenge': [],
    '#35 no realm': ['Digest nonce="n"'],
    '#35 a nonce with a quote': ['Digest realm="r", nonce="a\\"b"'],
    '#35 a nonce of 10 kB': [`Digest realm="r", nonce="${'n'.repeat(10_000)}"`],
    '#35 a realm with a line break in it': ['Digest realm="r\rX: 1", nonce="n"'],
  };
  for (const [name, offers] of Object.entries(hopeless)) {
    it(`${name}: auth-unsupported, for good, and nobody is asked`, async () => {
      bench.server.on('REGISTER', (request) => challenge(request, ...offers));
      const page = provider({ password: secret.password });
      const phone = bench.phone(page);
      phone.connect();
      expect(await bench.failure(phone)).to.equal('auth-unsupported final');
      expect([page.asked.length, bench.server.count('REGISTER')]).to.deep.equal([0, 1]);
    });
  }

  it('#34 407 and then 401: typed, never a loop', async () => {
    let count = 0;
    bench.server.on('REGISTER', (request) => {
      count += 1;
      const name = count % 2 ? 'Proxy-Authenticate' : 'WWW-Authenticate';
      request.reply(count % 2 ? 407 : 401, { headers: [`${name}: ${md5}`] });
    });
    const phone = bench.phone(provider({ password: 'a' }, { password: 'b' }));
    phone.connect();
    await bench.pass(10_000);
    expect(await bench.failure(phone)).to.equal('auth-failed final');
    expect(count).to.be.at.most(4);
  });

  it('a provider that gives none in 20 s is told so by its signal', async () => {
    bench.server.digest = secret;
    let request: CredentialsRequest | undefined;
    const phone = bench.phone({
      credentials: (asked) => {
        request = asked;
        return new Promise(() => undefined);
      },
    });
    phone.connect();
    await bench.server.request('REGISTER');
    await bench.settle();
    await bench.pass(19_000);
    expect(request?.signal.aborted).to.be.false;
    await bench.pass(1_500);
    expect(request?.signal.aborted).to.be.true;
    expect(await bench.failure(phone)).to.equal('auth-failed final');
  });

  it('a provider that is still asked when the line closes is told so by its signal', async () => {
    bench.server.digest = secret;
    let request: CredentialsRequest | undefined;
    const phone = bench.phone({
      credentials: (asked) => {
        request = asked;
        return new Promise(() => undefined);
      },
    });
    phone.connect();
    await bench.server.request('REGISTER');
    await bench.settle();
    await phone.transport.disconnect();
    expect(request?.signal.aborted).to.be.true;
  });

  it('a provider that fails is not final, one that gives rubbish is', async () => {
    bench.server.digest = secret;
    const failing = bench.phone({ credentials: () => Promise.reject(new Error('down')) });
    failing.connect();
    expect(await bench.failure(failing)).to.equal('service-unavailable');
    const rubbish = [null, {}, { password: 7 }, { ha1: 'xyz' }, { username: 'a"b', password: 'x' }];
    for (const given of rubbish) {
      bench.clock.advance(60_000);
      const phone = bench.phone({ credentials: async () => given as Credentials });
      phone.connect();
      expect(await bench.failure(phone)).to.equal('invalid-configuration final');
    }
  });

  it('#42 new credentials in a call: a new registration with them, the call untouched', async () => {
    bench.server.digest = secret;
    const phone = await bench.online(provider({ password: secret.password }));
    bench.server.sendRequest({
      method: 'INVITE',
      headers: ['Contact: <sip:far@pbx.example>'],
      body: fakeSdp(),
    });
    await phone.next('call-offered');
    bench.server.digest = { ...secret, password: 'new' };
    const page = provider({ password: 'new' });
    phone.connect(undefined, { ...phone.settings, ...page });
    await bench.pass(2_500);
    await phone.next('line-opened');
    expect(page.asked.length).to.equal(1);
    expect([phone.count('call-ended'), phone.count('line-failed')]).to.deep.equal([0, 0]);
  });

  it('#141 no secret in events, errors or log lines', async () => {
    bench.server.digest = secret;
    const phone = bench.phone(
      provider({ password: 'wrong-secret-1' }, { password: secret.password }),
    );
    phone.connect('wss://pbx.example/sip?token=secret-token');
    await bench.pass(3_000);
    await phone.next('line-opened');
    bench.server.send('INVITE rubbish\r\nAuthorization: Digest response="abc"\r\n\r\n');
    bench.server.dropAll();
    await phone.next('line-failed');
    const bad = bench.phone();
    for (const host of ['pbx.example', 'pbx:port']) {
      bad.connect(`wss://me:secret-in-url@${host}/?token=secret-token`);
      await bad.next('line-failed');
    }
    const told = JSON.stringify([phone.said, phone.log, bad.said, bad.log], (_, value: unknown) =>
      value instanceof Error
        ? [Object.entries(value), value.message, value.stack, value.cause]
        : value,
    );
    const authorization = bench.server.requests.flatMap(
      (seen) => seen.header('authorization') ?? [],
    );
    const digests = authorization.map((header) => digestParameters(header).get('response') ?? '?');
    const answered = bench.server.sockets[0]?.url ?? '';
    expect(answered).to.contain('secret-token');
    for (const hidden of ['wrong-secret-1', secret.password, 'secret-in-url', ...digests]) {
      expect(told).not.to.contain(hidden);
    }
    const withoutServer = told.replaceAll('wss://pbx.example/sip?token=secret-token', '');
    expect(withoutServer).not.to.contain('secret-token');
    expect(JSON.stringify(phone.transport)).not.to.contain('secret');
  });
});
