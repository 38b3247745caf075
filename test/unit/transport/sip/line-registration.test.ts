import { expect } from '@open-wc/testing';

import { retryAfterMs } from '../../../../src/transport/sip/registration-error.js';
import { LineBench } from './support/line-bench.js';
import type { ScriptedServer, SeenRequest } from './support/scripted-server.js';

/** Answers every REGISTER with 200, its binding made by `change` from the Contact as it was sent. */
function grant(
  server: ScriptedServer,
  change: (contact: string) => readonly string[],
  headers: readonly string[] = [],
): void {
  server.on('REGISTER', (request) => {
    const contact = request.header('contact') ?? '';
    const contacts = change(contact).map((value) => `Contact: ${value}`);
    request.reply(200, { headers: [...headers, ...contacts] });
  });
}

const bare = (contact: string): string => contact.replace(/;expires=\d+/, '');

/** Lets the line find out that this server answers no heartbeat: hours can then pass in large steps. */
async function quiet(bench: LineBench): Promise<void> {
  bench.server.on('OPTIONS', () => undefined);
  bench.server.pongs = false;
  await bench.pass(21_000);
}

/** Seconds after which the first refresh comes, give or take the step. */
async function refreshAfter(bench: LineBench, limitS: number, stepMs: number): Promise<number> {
  const before = bench.server.count('REGISTER');
  const begun = bench.clock.now();
  while (bench.server.count('REGISTER') === before) {
    await bench.pass(stepMs, stepMs);
    if (bench.clock.now() - begun > limitS * 1_000) return Infinity;
  }
  return (bench.clock.now() - begun) / 1_000;
}

describe('the registration: what the 200 says', () => {
  let bench: LineBench;
  beforeEach(() => {
    bench = new LineBench();
    bench.begin();
  });
  afterEach(() => bench.end());

  const lifetimes: readonly (readonly [string, string, readonly string[], number])[] = [
    ['#27 no expires, header Expires: 100', '', ['Expires: 100'], 100],
    ['#27 no expires anywhere: as asked', '', [], 300],
    ['#28 expires="abc"', ';expires=abc', ['Expires: 60'], 60],
    ['#28 expires=2^31', ';expires=2147483648', [], 86_400],
    ['#28 expires=2^32-1', ';expires=4294967295', [], 86_400],
    ['#28 25 days', ';expires=2160000', [], 86_400],
  ];
  for (const [name, parameter, headers, seconds] of lifetimes) {
    it(`${name}: refreshed at 50-80 % of ${seconds} s, no storm`, async () => {
      grant(bench.server, (contact) => [bare(contact) + parameter], headers);
      await bench.online();
      expect(bench.server.count('REGISTER')).to.equal(1);
      if (seconds > 1_000) await quiet(bench);
      const stepMs = seconds * 25;
      const came = await refreshAfter(bench, seconds, stepMs);
      expect(came).to.be.within(seconds * 0.5, seconds * 0.8 + stepMs / 1_000);
    });
  }

  for (const expires of ['0', '-1', '29']) {
    it(`#28 expires=${expires}: refreshed after 30 s, two REGISTERs in 60 s`, async () => {
      grant(bench.server, (contact) => [`${bare(contact)};expires=${expires}`]);
      await bench.online();
      await bench.pass(29_000);
      expect(bench.server.count('REGISTER')).to.equal(1);
      await bench.pass(30_000);
      expect(bench.server.count('REGISTER')).to.equal(2);
    });
  }

  it('#29 200 without Contact: registered with what was asked', async () => {
    grant(bench.server, () => []);
    const phone = await bench.online();
    expect(bench.server.count('REGISTER')).to.equal(1);
    const warnings = phone.log.filter(({ level }) => level === 'warn');
    expect(warnings.map(({ message }) => message).join()).to.contain('named no Contact');
  });

  it('#29 Contacts of others only: one more try, then binding-lost', async () => {
    grant(bench.server, () => ['<sip:other@192.0.2.1>;expires=60']);
    const phone = bench.phone();
    phone.connect();
    await bench.pass(3_000);
    expect(await bench.failure(phone)).to.equal('binding-lost');
    expect(bench.server.count('REGISTER')).to.equal(2);
  });

  it('#29 200 Contacts, ours among them and rewritten by the server: fine', async () => {
    const others = Array.from(
      { length: 199 },
      (_, n) => `"a, <b" <sip:u${n}@192.0.2.1>;expires=60`,
    );
    grant(bench.server, (contact) => {
      const ours = contact.replace(/@[^>]+>/, '@198.51.100.7:5062;transport=ws>');
      return [[...others.slice(0, 150), ours, ...others.slice(150)].join(', ')];
    });
    await bench.online();
    expect(bench.server.count('REGISTER')).to.equal(1);
  });

  it('#30 423 for ever, without or with an absurd Min-Expires: 3 tries, then typed', async () => {
    for (const headers of [[], ['Min-Expires: 60'], ['Min-Expires: 99999999999']]) {
      const before = bench.server.count('REGISTER');
      bench.server.on('REGISTER', (request) => request.reply(423, { headers }));
      const phone = bench.phone();
      phone.connect();
      await bench.pass(12_000);
      const { error, final } = await phone.next('line-failed');
      expect([error.reason, error.sip?.status, final]).to.deep.equal([
        'registration-rejected',
        423,
        false,
      ]);
      expect(bench.server.count('REGISTER') - before).to.equal(3);
      phone.transport.dispose();
      bench.clock.advance(60_000);
    }
  });

  it('#30 423 with a larger Min-Expires: asks for that', async () => {
    bench.server.on('REGISTER', (request) => {
      const asked = Number(/expires=(\d+)/.exec(request.header('contact') ?? '')?.[1]);
      if (asked >= 900) bench.server.register(request);
      else request.reply(423, { headers: ['Min-Expires: 900'] });
    });
    const phone = bench.phone();
    phone.connect();
    await bench.pass(3_000);
    await phone.next('line-opened');
    expect(bench.server.count('REGISTER')).to.equal(2);
  });

  it('#36 Retry-After within 1-300 s, in any spelling', () => {
    const table: readonly (readonly [string | undefined, number | undefined])[] = [
      ['0', 1_000],
      ['5', 5_000],
      ['1000000000', 300_000],
      ['99999999999999999999', 300_000],
      ['18000;duration=3600 (x)', 300_000],
      ['120 (busy)', 120_000],
      ['abc', undefined],
      [undefined, undefined],
    ];
    for (const [header, waitMs] of table) expect(retryAfterMs(header), header).to.equal(waitMs);
  });

  it('#36 #37 #38 refusals are typed, and say when to try again', async () => {
    const table: readonly (readonly [number, readonly string[], string, number | undefined])[] = [
      [503, ['Retry-After: 10'], 'unavailable', 10_000],
      [500, ['Retry-After: 18000;duration=3600 (x)'], 'unavailable', 300_000],
      [480, ['Retry-After: 0'], 'unavailable', 1_000],
      [503, ['Retry-After: abc'], 'unavailable', undefined],
      [302, ['Contact: <sip:elsewhere@evil.example>'], 'registration-rejected', 300_000],
      [404, [], 'registration-rejected', 300_000],
      [405, [], 'registration-rejected', 300_000],
      [603, [], 'registration-rejected', 300_000],
      [400, [], 'registration-rejected', undefined],
    ];
    for (const [status, headers, reason, waitMs] of table) {
      bench.clock.advance(60_000);
      bench.server.on('REGISTER', (request) => request.reply(status, { headers }));
      const phone = bench.phone();
      phone.connect();
      const { error, final } = await phone.next('line-failed');
      const told = [error.reason, error.retryAfterMs, error.sip?.status, final];
      expect(told, `${status} ${headers.join()}`).to.deep.equal([reason, waitMs, status, false]);
      phone.transport.dispose();
    }
    expect(bench.server.count('REGISTER')).to.equal(table.length);
  });

  it('#39 no answer: transport-timeout after 32 s', async () => {
    bench.server.on('REGISTER', () => undefined);
    const phone = bench.phone();
    phone.connect();
    await bench.settle();
    await bench.pass(31_900, 10_000);
    expect(phone.said).to.deep.equal([]);
    await bench.pass(200);
    expect(await bench.failure(phone)).to.equal('transport-timeout');
  });

  it('#43 an answer with a wrong Call-ID or CSeq, or to a REGISTER before, is ignored', async () => {
    const phone = bench.phone();
    let old: SeenRequest | undefined;
    bench.server.on('REGISTER', (request) => {
      if (!old) {
        old = request;
        return;
      }
      const { message } = request;
      const reply = (callId: string, cseq: number): void => {
        const changed = Object.assign(Object.create(message) as typeof message, { callId, cseq });
        bench.server.register(
          Object.assign(Object.create(request) as typeof request, { message: changed }),
        );
      };
      reply('someone-else', message.cseq);
      reply(message.callId, message.cseq + 7);
    });
    phone.connect();
    await bench.server.request('REGISTER');
    phone.connect();
    await bench.pass(2_100);
    await bench.server.request('REGISTER');
    const first = old;
    bench.server.socket.deliver(
      `SIP/2.0 200 OK\r\nVia: ${first?.header('via') ?? ''}\r\nFrom: ${first?.header('from') ?? ''}\r\n` +
        `To: ${first?.header('to') ?? ''};tag=x\r\nCall-ID: ${first?.message.callId ?? ''}\r\n` +
        `CSeq: ${first?.message.cseq ?? 0} REGISTER\r\nContact: ${first?.header('contact') ?? ''}\r\n\r\n`,
    );
    await bench.settle();
    expect(phone.said).to.deep.equal([]);
  });

  it('#25 never more than one REGISTER in 2 s and ten in 60 s, however often the line drops', async () => {
    const phone = bench.phone();
    const times: number[] = [];
    const genuine = bench.server.register.bind(bench.server);
    bench.server.on('REGISTER', (request) => {
      times.push(bench.clock.now());
      genuine(request);
    });
    for (let drop = 0; drop < 40; drop += 1) {
      phone.connect();
      await bench.pass(1_500, 500);
      bench.server.dropAll();
      await bench.settle();
    }
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(Math.min(...gaps)).to.be.at.least(2_000);
    const most = times.map((time) => times.filter((at) => at >= time && at < time + 60_000).length);
    expect(Math.max(...most)).to.equal(10);
    const overloaded = phone.said.filter(
      (said) => said.type === 'line-failed' && said.error.reason === 'overloaded',
    );
    expect(overloaded.length).to.be.greaterThan(0);
  });

  it('#44 closing unregisters our binding and no other, within 2 s', async () => {
    const phone = await bench.online();
    await phone.transport.disconnect();
    const [, last] = bench.server.requests.filter(({ method }) => method === 'REGISTER');
    expect(last?.header('contact')).to.match(/^<sip:111111112222@.*;expires=0$/);
    expect(last?.header('expires')).to.equal(undefined);
    expect(bench.server.count('REGISTER')).to.equal(2);
  });

  it('a refresh that the server forgot, or refused, is the loss of the line, once', async () => {
    const phone = await bench.online();
    bench.server.on('REGISTER', (request) => request.reply(503, { headers: ['Retry-After: 7'] }));
    await bench.pass(240_000, 2_000);
    const { error } = await phone.next('line-failed');
    expect([error.reason, error.retryAfterMs]).to.deep.equal(['unavailable', 7_000]);
    expect(phone.count('line-failed')).to.equal(1);
  });
});
