import { expect } from '@open-wc/testing';

import { fakeSdp } from './support/fake-media.js';
import { LineBench } from './support/line-bench.js';
import type { Phone } from './support/phone.js';

describe('the line: signs of life', () => {
  let bench: LineBench;
  let phone: Phone;
  beforeEach(async () => {
    bench = new LineBench();
    bench.begin();
    phone = await bench.online();
    await bench.settle();
  });
  afterEach(() => bench.end());

  /** An incoming call that rings: the line is in a call. */
  async function ring(): Promise<void> {
    bench.server.sendRequest({
      method: 'INVITE',
      headers: ['Contact: <sip:far@pbx.example>'],
      body: fakeSdp(),
    });
    await phone.next('call-offered');
    await bench.settle();
  }

  /** How long after now the line is reported dead, in seconds. */
  async function deadAfter(limitS: number): Promise<number> {
    const begun = bench.clock.now();
    while (phone.count('line-failed') === 0) {
      await bench.pass(500, 500);
      if (bench.clock.now() - begun > limitS * 1_000) return Infinity;
    }
    return (bench.clock.now() - begun) / 1_000;
  }

  it('#9 a dead path is known within 20 s, the socket dropped, the reason transport-timeout', async () => {
    await bench.pass(8_000);
    bench.server.blackHoleAll();
    expect(await deadAfter(60)).to.be.at.most(20);
    expect(await bench.failure(phone)).to.equal('transport-timeout');
    expect(bench.server.socket.closedByPage).to.be.true;
    expect(phone.count('line-failed')).to.equal(1);
  });

  it('#10 in a call within 6 s, and the call stays', async () => {
    await ring();
    bench.server.blackHoleAll();
    expect(await deadAfter(60)).to.be.at.most(6);
    expect(phone.count('call-ended')).to.equal(0);
  });

  it('#10 also when the path died before the call began', async () => {
    await bench.pass(8_000);
    bench.server.blackHoleAll();
    phone.dial();
    await bench.server.settle();
    const begun = await deadAfter(60);
    expect(begun).to.be.at.most(20);
    expect(begun).to.be.at.least(1);
  });

  it('is quiet while the server talks: every byte counts', async () => {
    await bench.pass(1_000);
    const before = bench.server.pings;
    for (let second = 0; second < 60; second += 5) {
      bench.server.sendRequest({ method: 'OPTIONS', branch: `z9hG4bK${second}` });
      await bench.pass(5_000);
    }
    expect(bench.server.pings).to.equal(before);
  });

  it('asks by a double CRLF after 15 s of silence, and no more than that', async () => {
    const before = bench.server.pings;
    await bench.pass(150_000, 1_000);
    expect(bench.server.pings - before).to.be.within(9, 10);
    expect(bench.server.count('OPTIONS')).to.equal(0);
    expect(phone.count('line-failed')).to.equal(0);
  });

  it('#15 CRLF is not answered: OPTIONS is asked instead, and the line lives', async () => {
    bench.server.pongs = false;
    phone.connect();
    await bench.pass(2_100);
    await phone.next('line-opened');
    await bench.pass(6_000);
    expect(bench.server.count('OPTIONS')).to.equal(1);
    const pings = bench.server.pings;
    await bench.pass(60_000);
    expect(bench.server.count('OPTIONS')).to.be.within(4, 6);
    expect(bench.server.pings).to.equal(pings);
    expect(phone.count('line-failed')).to.equal(0);
    bench.server.blackHoleAll();
    expect(await deadAfter(60)).to.be.at.most(20);
  });

  it('#15 neither is answered: any byte counts, and REGISTER tells when it must be known', async () => {
    bench.server.pongs = false;
    bench.server.on('OPTIONS', () => undefined);
    phone.connect();
    await bench.pass(2_100);
    await phone.next('line-opened');
    await bench.pass(20_000);
    const registers = bench.server.count('REGISTER');
    await bench.pass(60_000);
    expect(phone.count('line-failed')).to.equal(0);
    expect(bench.server.count('REGISTER')).to.equal(registers);
    phone.transport.probe();
    await bench.pass(4_000);
    expect(bench.server.count('REGISTER')).to.equal(registers + 1);
    expect(phone.count('line-failed')).to.equal(0);
  });

  it('#15 nothing that is asked is answered, but other SIP comes: not dead', async () => {
    bench.server.pongs = false;
    phone.connect();
    await bench.pass(2_100);
    await phone.next('line-opened');
    bench.server.on('OPTIONS', () => undefined);
    bench.server.on('REGISTER', () => undefined);
    for (let second = 0; second < 24; second += 6) {
      bench.server.sendRequest({ method: 'OPTIONS', branch: `z9hG4bKx${second}` });
      await bench.pass(6_000);
    }
    expect(bench.server.count('REGISTER')).to.equal(3);
    expect(phone.count('line-failed')).to.equal(0);
  });

  it('#15 a server that stops answering CRLF but goes on with SIP is not dead', async () => {
    await bench.pass(2_000);
    bench.server.pongs = false;
    await bench.pass(120_000);
    expect(phone.count('line-failed')).to.equal(0);
    expect(bench.server.count('OPTIONS')).to.be.greaterThan(3);
  });

  it('#16 answers that take 2 s are no death, idle and in a call', async () => {
    bench.server.pongs = false;
    const answer = (): void => {
      const due = bench.clock.now() + 2_000;
      bench.clock.schedule(2_000, () => {
        if (due <= bench.clock.now()) bench.server.send('\r\n');
      });
    };
    let seen = bench.server.pings;
    const wait = async (seconds: number): Promise<void> => {
      for (let step = 0; step < seconds * 2; step += 1) {
        await bench.pass(500, 500);
        for (; seen < bench.server.pings; seen += 1) answer();
      }
    };
    await wait(60);
    await ring();
    await wait(60);
    expect(phone.count('line-failed')).to.equal(0);
  });

  it('probe(): silence for 3 s loses the line, an answer does not', async () => {
    await bench.pass(2_000);
    phone.transport.probe();
    await bench.pass(4_000);
    expect(phone.count('line-failed')).to.equal(0);
    bench.server.blackHoleAll();
    phone.transport.probe();
    await bench.pass(2_900, 100);
    expect(phone.count('line-failed')).to.equal(0);
    await bench.pass(200, 100);
    expect(phone.count('line-failed')).to.equal(1);
  });

  it('#41 after an hour of sleep the path is asked again before anything is concluded', async () => {
    await bench.pass(14_500, 500);
    bench.server.pongs = false;
    bench.server.on('OPTIONS', () => undefined);
    await bench.pass(1_500, 500);
    expect(bench.server.pings).to.equal(2);
    // The question is out; the computer sleeps, and wakes with the answer still to be read.
    bench.clock.sleep(3_600_000);
    bench.clock.advance(2_000);
    expect(phone.count('line-failed')).to.equal(0);
    bench.server.pongs = true;
    await bench.pass(10_000, 500);
    expect(phone.count('line-failed')).to.equal(0);
  });
});
