import { expect } from '@open-wc/testing';

import { CtiError } from '../../../../src/base/error.js';
import { checkServerUrl } from '../../../../src/transport/sip/server-url.js';
import { LineBench } from './support/line-bench.js';
import { endPretending, pretend, pretendPermission } from './support/pretend.js';

function refusal(server: string, page: string): string {
  try {
    checkServerUrl(server, page);
    return 'allowed';
  } catch (thrown) {
    return thrown instanceof CtiError ? thrown.reason : String(thrown);
  }
}

describe('the line: connecting', () => {
  let bench: LineBench;
  beforeEach(() => {
    bench = new LineBench();
    bench.begin();
  });
  afterEach(async () => {
    endPretending();
    await bench.end();
  });

  it('#1 nobody listens: transport-refused, and registered on the next try', async () => {
    bench.server.admission = 'refuse';
    const phone = bench.phone();
    phone.connect();
    expect(await bench.failure(phone)).to.equal('transport-refused');
    bench.server.admission = 'accept';
    await phone.online();
    expect(bench.server.count('REGISTER')).to.equal(1);
  });

  it('#2 no answer to the upgrade: transport-timeout after 5 s, the socket is dropped', async () => {
    bench.server.admission = 'silent';
    const phone = bench.phone();
    phone.connect();
    await bench.pass(4_900, 100);
    expect(phone.said).to.deep.equal([]);
    await bench.pass(200, 100);
    expect(await bench.failure(phone)).to.equal('transport-timeout');
    expect(bench.server.socket.closedByPage).to.be.true;
  });

  it('#3 refused three times and never open: transport-blocked', async () => {
    bench.server.admission = 'refuse';
    const phone = bench.phone();
    const reasons: string[] = [];
    for (let attempt = 0; attempt < 4; attempt += 1) {
      phone.connect();
      reasons.push(await bench.failure(phone));
    }
    expect(reasons).to.deep.equal([
      'transport-refused',
      'transport-refused',
      'transport-blocked',
      'transport-blocked',
    ]);
  });

  it('#3 is not said of a server that has once been reached', async () => {
    const phone = await bench.online();
    bench.server.dropAll();
    await phone.next('line-failed');
    bench.server.admission = 'refuse';
    for (let attempt = 0; attempt < 4; attempt += 1) {
      phone.connect();
      expect(await bench.failure(phone)).to.equal('transport-refused');
    }
  });

  it('#4 no sub-protocol "sip": transport-protocol', async () => {
    bench.server.admission = 'no-protocol';
    const phone = bench.phone();
    phone.connect();
    expect(await bench.failure(phone)).to.equal('transport-protocol');
  });

  it('#5 a malformed URL, or one with credentials, is refused for good, without a socket', async () => {
    for (const server of ['', 'pbx.example', 'http://pbx.example', 'wss://me:pw@pbx.example']) {
      const phone = bench.phone();
      phone.connect(server);
      expect(await bench.failure(phone), server).to.equal('invalid-configuration final');
    }
    expect(bench.server.sockets.length).to.equal(0);
  });

  it('a browser without WebRTC is told at once, for good, without a socket', async () => {
    const native = globalThis.RTCPeerConnection;
    Reflect.deleteProperty(globalThis, 'RTCPeerConnection');
    try {
      const phone = bench.phone();
      phone.connect();
      expect(await bench.failure(phone)).to.equal('browser-unsupported final');
    } finally {
      globalThis.RTCPeerConnection = native;
    }
    expect(bench.server.sockets.length).to.equal(0);
  });

  it('#5 ws: from an https page is refused, but for this computer', () => {
    expect(refusal('ws://pbx.example', 'https:')).to.equal('invalid-configuration');
    expect(refusal('ws://127.0.0.1.example', 'https:')).to.equal('invalid-configuration');
    expect(refusal('ws://pbx.example', 'http:')).to.equal('allowed');
    expect(refusal('ws://localhost:8088/ws', 'https:')).to.equal('allowed');
    expect(refusal('ws://127.0.0.1:8088/ws', 'https:')).to.equal('allowed');
    expect(refusal('wss://pbx.example/ws?token=1', 'https:')).to.equal('allowed');
    expect(refusal('wss://pbx.example/ws#1', 'https:')).to.equal('invalid-configuration');
  });

  it('#7 a close of any code is one line-failed; 1012 and 1013 ask for 2-10 s', async () => {
    for (const code of [1_000, 1_001, 1_006, 1_011, 1_012, 1_013]) {
      const phone = await bench.online();
      bench.server.socket.drop(code);
      const { error, final } = await phone.next('line-failed');
      expect([error.reason, final], String(code)).to.deep.equal(['network', false]);
      const waits = error.retryAfterMs;
      if (code < 1_012) expect(waits).to.equal(undefined);
      else expect(waits).to.be.within(2_000, 10_000);
      await bench.settle();
      expect(phone.count('line-failed')).to.equal(1);
      phone.transport.dispose();
    }
  });

  it('#14 navigator.onLine may lie: connects all the same', async () => {
    pretend(navigator, 'onLine', false);
    const phone = await bench.online();
    expect(phone.count('line-opened')).to.equal(1);
  });

  it('#13 refused while the browser is offline is not called blocked', async () => {
    pretend(navigator, 'onLine', false);
    bench.server.admission = 'refuse';
    const phone = bench.phone();
    for (let attempt = 0; attempt < 4; attempt += 1) {
      phone.connect();
      expect(await bench.failure(phone)).to.equal('transport-refused');
    }
  });

  it('#26 the permission for the local network was denied: local-network-denied', async () => {
    pretendPermission('denied');
    bench.server.admission = 'refuse';
    const phone = bench.phone();
    phone.connect();
    expect(await bench.failure(phone)).to.equal('local-network-denied');
  });

  it('#21 late events of an old socket are ignored', async () => {
    const phone = await bench.online();
    const old = bench.server.socket;
    const { onclose, onmessage, onopen } = old;
    phone.connect();
    await bench.pass(2_100);
    expect(phone.count('line-opened')).to.equal(2);
    const before = phone.said.length;
    onclose?.(new CloseEvent('close', { code: 1_006 }));
    onopen?.(new Event('open'));
    onmessage?.(new MessageEvent('message', { data: '\r\n\r\n' }));
    old.drop(1_006);
    await bench.settle();
    expect(phone.said.length).to.equal(before);
    expect(bench.server.socket.readyState).to.equal(1);
  });

  it('#22 server 1 dead, server 2 alive: opens at 2 when asked to', async () => {
    bench.server.admission = 'refuse';
    const phone = bench.phone();
    phone.connect('wss://one.example');
    await phone.next('line-failed');
    bench.server.admission = 'accept';
    phone.connect('wss://two.example');
    expect((await phone.next('line-opened')).server).to.equal('wss://two.example');
    expect(bench.server.socket.url).to.equal('wss://two.example');
  });

  it('#24 a host that throws at every event does not harm the line', async () => {
    const phone = bench.phone();
    phone.transport.attach({
      clock: bench.clock,
      logger: {
        log: () => {
          throw new Error('logger');
        },
      },
      newCallId: () => 'in-1',
      emit: () => {
        throw new Error('listener');
      },
    });
    phone.connect();
    await bench.server.request('REGISTER');
    await bench.settle();
    bench.server.send('rubbish');
    bench.server.dropAll();
    await bench.settle();
    await bench.pass(2_100);
    phone.connect();
    await bench.server.request('REGISTER');
    expect(bench.server.openSockets.length).to.equal(1);
  });
});

describe('the line: #23 closing, whatever the state and however silent the server', () => {
  let bench: LineBench;
  beforeEach(() => {
    bench = new LineBench();
    bench.begin();
  });
  afterEach(() => bench.end());

  const states: Readonly<Record<string, (bench: LineBench) => Promise<unknown>>> = {
    closed: async () => undefined,
    'opening the socket': async ({ server }) => {
      server.admission = 'silent';
    },
    registering: async ({ server }) => server.on('REGISTER', () => undefined),
    'asking for credentials': async ({ server }) =>
      server.on('REGISTER', (request) =>
        request.reply(401, { headers: ['WWW-Authenticate: Digest realm="r", nonce="n"'] }),
      ),
    'waiting for the budget': async ({ server }) =>
      server.on('REGISTER', (request) => request.reply(423, { headers: ['Min-Expires: 600'] })),
    open: async () => undefined,
    'open, path dead': async () => undefined,
    failed: async ({ server }) => {
      server.admission = 'refuse';
    },
  };

  for (const [state, prepare] of Object.entries(states)) {
    it(state, async () => {
      await prepare(bench);
      const phone = bench.phone({ credentials: () => new Promise(() => undefined) });
      if (state !== 'closed') phone.connect();
      await bench.settle();
      if (state.includes('dead')) bench.server.blackHoleAll();
      let closed = false;
      const closing = phone.transport.disconnect().then(() => (closed = true));
      if (state.includes('dead')) {
        await bench.pass(1_900);
        expect(closed).to.be.false;
      }
      await bench.pass(100);
      await closing;
      expect(phone.count('line-closed')).to.equal(1);
      // A socket on a dead path tells its end only after a minute: it was closed and forgotten.
      const open = bench.server.sockets.filter(({ closedByPage }) => !closedByPage);
      expect(open.filter(({ readyState }) => readyState < 2).length).to.equal(0);
      expect(bench.clock.pending).to.equal(0);
    });
  }
});
