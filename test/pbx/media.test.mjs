import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { createDemoServer } from '../../demo/server.mjs';
import { Heard } from '../../demo/pbx/heard.mjs';
import { decodeMuLaw, encodeMuLaw } from '../../demo/pbx/g711.mjs';
import { shareOf } from '../support/goertzel.mjs';
import { EVENT_TYPE, MediaPhone } from './media-phone.mjs';
import { DOMAIN, RawPhone } from './raw-phone.mjs';

const PATIENCE_MS = 8_000;

/** @type {Awaited<ReturnType<typeof createDemoServer>>} */
let server;
/** @type {MediaPhone[]} */
let phones = [];

async function connect(user = '101') {
  const phone = new MediaPhone(await RawPhone.connect(server.url, user));
  phones.push(phone);
  return phone;
}

/** Waits for something that happens elsewhere in its own time. */
async function until(/** @type {() => boolean} */ condition, /** @type {string} */ what) {
  const end = Date.now() + PATIENCE_MS;
  while (!condition()) {
    assert.ok(Date.now() < end, `waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const lastCall = () => JSON.parse(JSON.stringify(server.pbx.bots.calls.at(-1)));

before(async () => {
  server = await createDemoServer({ port: 0 });
});

afterEach(async () => {
  for (const phone of phones) await phone.close();
  phones = [];
});

after(() => server.close());

describe('media bots', () => {
  it('600 sends back what it hears, and tells what it hears', async () => {
    const phone = await connect();
    await phone.establish('600');
    const codecs = phone.answer
      .split('\r\n')
      .filter((/** @type {string} */ line) => line.startsWith('a=rtpmap:'));
    assert.deepEqual(codecs, [
      'a=rtpmap:0 PCMU/8000',
      `a=rtpmap:${EVENT_TYPE} telephone-event/8000`,
    ]);
    phone.startTone(440);
    await until(() => phone.heard.length >= 60, 'the echo');
    assert.ok(shareOf(phone.samples(), 440) > 0.9);
    const { state, from, to, heard } = lastCall();
    assert.deepEqual([state, from, to], ['connected', '101', '600']);
    assert.ok(heard.packets >= 60);
    assert.ok(
      heard.rms > 0.25 && heard.rms < 0.4,
      `rms ${heard.rms}, a full second would be 0.354`,
    );

    const bye = phone.inDialog('BYE');
    phone.phone.send(bye);
    assert.equal((await phone.phone.final(bye)).status, 200);
    assert.equal(lastCall().state, 'ended');
  });

  it('601 plays the four notes, and hangs up on request', async () => {
    const phone = await connect();
    await phone.establish('601');
    await until(() => phone.heard.length >= 105, 'two seconds of music');
    const best = [523, 659, 784, 1047].map((hertz) =>
      Math.max(...phone.heard.map((payload) => shareOf(decodeMuLaw(payload), hertz))),
    );
    for (const share of best) assert.ok(share > 0.9, `${best}`);

    server.pbx.bots.hangUp(lastCall().id);
    const bye = await phone.phone.nextRequest('BYE');
    phone.phone.answer(bye, 200);
    assert.equal(lastCall().state, 'ended');
  });

  it('605 plays an announcement before it answers 480', async () => {
    const phone = await connect();
    const invite = await phone.call('605');
    await phone.accept(await phone.phone.next((message) => message.status === 183, '183'));
    await until(
      () => phone.heard.some((payload) => shareOf(decodeMuLaw(payload), 950) > 0.9),
      'the announcement',
    );
    assert.equal((await phone.phone.final(invite)).status, 480);
  });

  it('606 answers and hangs up after three seconds', async () => {
    const phone = await connect();
    await phone.establish('606');
    const answeredAt = Date.now();
    const bye = await phone.phone.nextRequest('BYE');
    phone.phone.answer(bye, 200);
    assert.ok(Math.abs(Date.now() - answeredAt - 3_000) < 1_000);
  });

  it('go silent while held, and say so', async () => {
    const phone = await connect();
    await phone.establish('601');
    await until(() => phone.heard.length > 5, 'music');
    for (const [offered, answered] of /** @type {const} */ ([
      ['sendonly', 'recvonly'],
      ['inactive', 'inactive'],
    ])) {
      assert.equal(await phone.reInvite(offered), answered);
      assert.equal(lastCall().held, true);
      const heard = phone.heard.length;
      await new Promise((resolve) => setTimeout(resolve, 200));
      assert.ok(phone.heard.length - heard <= 1, 'nothing is sent to one who does not listen');
      assert.equal(await phone.reInvite('sendrecv'), 'sendrecv');
      assert.equal(lastCall().held, false);
      await until(() => phone.heard.length > heard + 5, 'music again');
    }
  });

  it('hear digits as RTP events and as INFO, each once', async () => {
    const phone = await connect();
    await phone.establish('600');
    phone.startTone(440);
    await until(() => lastCall().heard.packets > 0, 'the first packet');
    clearInterval(phone.timer);
    for (const [event, timestamp] of [
      [5, 100_000],
      [5, 200_000],
      [11, 300_000],
    ]) {
      // prettier-ignore
      const packet = (/** @type {number} */ flags) => Buffer.from([event, flags, 3, 0x20]);
      for (const flags of [0x0a, 0x0a, 0x8a, 0x8a, 0x8a])
        phone.sendRtp(packet(flags), timestamp, EVENT_TYPE);
    }
    await until(() => lastCall().heard.dtmf === '55#', 'digits');
    for (const [type, body] of [
      ['application/dtmf-relay', 'Signal=7\r\nDuration=160\r\n'],
      ['application/dtmf', '*'],
    ]) {
      const info = phone.inDialog('INFO', body);
      info.headers['content-type'] = type;
      phone.phone.send(info);
      assert.equal((await phone.phone.final(info)).status, 200);
    }
    assert.equal(lastCall().heard.dtmf, '55#7*');
  });

  it('repeat the 200 until it is acknowledged', async () => {
    const phone = await connect();
    const invite = await phone.call('600');
    phone.ok = await phone.phone.final(invite);
    const second = await phone.phone.final(invite);
    assert.deepEqual(second.headers.to, phone.ok.headers.to);
    phone.phone.send(phone.inDialog('ACK', '', invite.headers.cseq.seq));
    const bye = phone.inDialog('BYE');
    phone.phone.send(bye);
    assert.equal((await phone.phone.final(bye)).status, 200);
  });

  it('answer 488 without PCMU, 400 to a REFER to nobody, 481 after the end', async () => {
    const phone = await connect();
    const sdp = (await phone.offer()).replaceAll('PCMU', 'L16');
    const refused = await phone.phone.invite(`sip:600@${DOMAIN}`, {}, sdp);
    assert.equal((await phone.phone.final(refused)).status, 488);
    const other = await connect();
    await other.establish('600');
    for (const [method, status] of /** @type {const} */ ([
      ['REFER', 400],
      ['OPTIONS', 200],
      ['UPDATE', 405],
      ['BYE', 200],
      ['INFO', 481],
    ])) {
      const request = other.inDialog(method);
      other.phone.send(request);
      assert.equal((await other.phone.final(request)).status, status, method);
    }
  });

  it('go on with the audio while the PBX is stopped, and deliver their BYE when the phone is back', async () => {
    const phone = await connect();
    await phone.establish('601');
    await until(() => phone.heard.length > 5, 'music');
    server.pbx.stopSignalling();
    const heard = phone.heard.length;
    await until(() => phone.heard.length > heard + 25, 'music without signalling');
    server.pbx.bots.hangUp(lastCall().id);
    server.pbx.startSignalling();
    const contactUser = phone.phone.contact.slice(4, phone.phone.contact.indexOf('@'));
    const back = await RawPhone.connect(server.url, '101', contactUser);
    await back.register();
    back.answer(await back.nextRequest('BYE'), 200);
    back.close();
  });

  it('call an operator, and hear what comes', async () => {
    const phone = await connect('102');
    await phone.phone.register();
    server.pbx.bots.place({ from: '+12025550101', to: '102', play: 'echo' });
    await phone.takeCall();
    assert.equal(lastCall().state, 'connected');
    phone.startTone(700);
    await until(() => phone.heard.length >= 30, 'the echo');
    assert.ok(shareOf(phone.samples(), 700) > 0.9);
    assert.ok(lastCall().heard.packets >= 30);
  });
});

describe('Heard', () => {
  it('forgets after a second, and counts what does not come as silence', (context) => {
    context.mock.method(performance, 'now', () => now);
    let now = 0;
    const heard = new Heard();
    const loud = encodeMuLaw(new Float64Array(160).fill(0.5));
    for (; now < 500; now += 20) heard.addAudio(loud);
    assert.ok(Math.abs(heard.toJSON().rms - 0.5 * Math.SQRT1_2) < 0.01);
    now = 2000;
    assert.deepEqual(heard.toJSON(), { packets: 25, rms: 0, dtmf: '' });
  });
});
