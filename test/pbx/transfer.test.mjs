import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { createDemoServer } from '../../demo/server.mjs';
import { decodeMuLaw } from '../../demo/pbx/g711.mjs';
import { shareOf } from '../support/goertzel.mjs';
import { until } from '../support/until.mjs';
import { MediaPhone } from './media-phone.mjs';
import { DOMAIN, RawPhone } from './raw-phone.mjs';

const caller = '+12025550101';
const notes = [523, 659, 784, 1047];

/** @type {Awaited<ReturnType<typeof createDemoServer>>} */
let server;
/** @type {MediaPhone[]} */
let phones = [];

async function connect(/** @type {string} */ user) {
  const phone = new MediaPhone(await RawPhone.connect(server.url, user));
  phones.push(phone);
  await phone.phone.register();
  return phone;
}

/** A caller who is in a call with an operator. */
async function callIn(play = 'silence', user = '101') {
  const phone = await connect(user);
  const id = server.pbx.bots.place({ from: caller, to: user, play });
  await phone.takeCall();
  return { phone, id };
}

const entry = (/** @type {string} */ id) =>
  JSON.parse(JSON.stringify(server.pbx.bots.calls.find((call) => call.id === id)));

const loudestNote = (/** @type {string} */ id) => {
  const { heard } = server.pbx.bots.calls.find((call) => call.id === id)?.media ?? {};
  const samples = decodeMuLaw(heard?.recent.subarray(-800) ?? Buffer.alloc(0));
  return samples.length < 800 ? undefined : notes.find((hertz) => shareOf(samples, hertz) > 0.8);
};

/** Waits until a caller has heard all four notes of 601. */
async function hearsMusic(/** @type {string} */ id) {
  const heard = new Set();
  await until(() => heard.add(loudestNote(id)) && notes.every((note) => heard.has(note)));
}

async function refer(
  /** @type {MediaPhone} */ phone,
  /** @type {string} */ target,
  headers = { 'refer-to': { uri: target, params: {} } },
) {
  const request = phone.inDialog('REFER', '', undefined, {
    ...headers,
    'referred-by': `<${phone.phone.aor}>`,
  });
  phone.phone.send(request);
  return phone.phone.final(request);
}

/** The reports to a REFER, up to the final one: status lines and states of the subscription. */
async function reports(/** @type {MediaPhone} */ phone) {
  const lines = [];
  for (;;) {
    const notify = await phone.phone.nextRequest('NOTIFY');
    phone.phone.answer(notify, 200);
    assert.match(notify.headers.event, /^refer;id=\d+$/);
    assert.match(notify.headers['content-type'], /^message\/sipfrag/);
    const state = notify.headers['subscription-state'].split(';')[0];
    lines.push(`${notify.content.trim()} ${state}`);
    if (state === 'terminated') return lines;
  }
}

async function hangUp(/** @type {MediaPhone} */ phone) {
  const bye = phone.inDialog('BYE');
  phone.phone.send(bye);
  assert.equal((await phone.phone.final(bye)).status, 200);
}

before(async () => {
  server = await createDemoServer({ port: 0 });
});

afterEach(async () => {
  for (const phone of phones) await phone.close();
  phones = [];
});

after(() => server.close());

describe('a REFER to a media bot', () => {
  it('sends the caller to an extension: reports, the four notes, and the same call all along', async () => {
    const { phone, id } = await callIn();
    assert.equal((await refer(phone, `sip:601@${DOMAIN}`)).status, 202);
    assert.deepEqual(await reports(phone), [
      'SIP/2.0 100 Trying active',
      'SIP/2.0 180 Ringing active',
      'SIP/2.0 200 OK terminated',
    ]);
    await hangUp(phone);
    await hearsMusic(id);
    const { from, to, state, held } = entry(id);
    assert.deepEqual({ from, to, state, held }, { from: caller, to: '101', state: 'connected', held: false }); // prettier-ignore
    const other = server.pbx.bots.calls.at(-1);
    assert.deepEqual([other?.from, other?.to], [caller, '601']);
    server.pbx.bots.hangUp(id);
    await until(() => other?.state === 'ended');
    assert.equal(entry(id).state, 'ended');
  });

  it('says why it failed, and the caller is where they were', async () => {
    const { phone, id } = await callIn();
    assert.equal((await refer(phone, `sip:602@${DOMAIN}`)).status, 202);
    assert.deepEqual((await reports(phone)).at(-1), 'SIP/2.0 486 Busy Here terminated');
    assert.equal((await refer(phone, `sip:699@${DOMAIN}`)).status, 202);
    assert.match((await reports(phone)).at(-1) ?? '', / 404 .* terminated$/);
    assert.equal(entry(id).state, 'connected');
    await hangUp(phone);
    assert.equal(entry(id).state, 'ended');
  });

  it('goes on ringing when the operator has hung up meanwhile, and ends when the caller does', async () => {
    const { phone, id } = await callIn();
    await refer(phone, `sip:603@${DOMAIN}`);
    await phone.phone.nextRequest('NOTIFY');
    await hangUp(phone);
    assert.equal(entry(id).state, 'ringing');
    server.pbx.bots.hangUp(id);
    assert.equal(entry(id).state, 'ended');
    await until(() => server.pbx.bots.calls.at(-1)?.state === 'ended');
  });

  it('is answered 491 while another is under way, 400 when it names nobody', async () => {
    const { phone, id } = await callIn();
    assert.equal((await refer(phone, 'mailto:ann@alfa.example')).status, 400);
    assert.equal((await refer(phone, `sip:603@${DOMAIN}`)).status, 202);
    assert.equal((await refer(phone, `sip:601@${DOMAIN}`)).status, 491);
    server.pbx.bots.hangUp(id);
  });

  it('with Replaces joins the caller to the extension that the operator talks to', async () => {
    const { phone, id } = await callIn();
    const consultation = new MediaPhone(phone.phone);
    phones.push(consultation);
    await consultation.establish('601');
    const { from, to, 'call-id': callId } = consultation.ok.headers;
    const replaces = `${callId};to-tag=${to.params.tag};from-tag=${from.params.tag}`;
    const [{ uri }] = consultation.ok.headers.contact;
    const target = `${uri}?Replaces=${encodeURIComponent(replaces)}`;
    assert.equal((await refer(phone, target)).status, 202);
    const bye = await consultation.phone.nextRequest('BYE');
    assert.equal(bye.headers['call-id'], callId);
    consultation.phone.answer(bye, 200);
    assert.equal((await reports(phone)).at(-1), 'SIP/2.0 200 OK terminated');
    await hangUp(phone);
    await hearsMusic(id);
    const music = server.pbx.bots.calls.at(-1);
    assert.deepEqual([music?.from, music?.to, music?.state], ['101', '601', 'connected']);
    server.pbx.bots.hangUp(id);
  });

  it('with Replaces reaches an operator, whose telephone is told which call it replaces', async () => {
    const { phone, id } = await callIn('music');
    const colleague = await connect('102');
    const replaces = 'abc@x;to-tag=1;from-tag=2';
    const target = `${colleague.phone.contact}?Replaces=${encodeURIComponent(replaces)}`;
    assert.equal((await refer(phone, target)).status, 202);
    const invite = await colleague.takeCall();
    assert.equal(invite.headers.replaces, replaces);
    assert.equal(invite.headers['referred-by'], `<${phone.phone.aor}>`);
    assert.equal((await reports(phone)).at(-1), 'SIP/2.0 200 x terminated');
    await hangUp(phone);
    await until(() => colleague.heard.length > 20);
    assert.equal(entry(id).state, 'connected');
    server.pbx.bots.hangUp(id);
  });

  it('with Replaces of a call that is not there fails with 481', async () => {
    const { phone } = await callIn();
    const target = `sip:600@${DOMAIN}?Replaces=${encodeURIComponent('no;to-tag=1;from-tag=2')}`;
    assert.equal((await refer(phone, target)).status, 202);
    assert.match((await reports(phone)).at(-1) ?? '', / 481 .* terminated$/);
  });
});

describe('operators among themselves', () => {
  it('REFER and its NOTIFY pass from telephone to telephone', async () => {
    const colleague = await connect('102');
    const phone = await connect('101');
    const invite = await phone.call('102');
    const taken = colleague.takeCall();
    await phone.accept(await phone.phone.final(invite));
    phone.phone.send(phone.inDialog('ACK', '', invite.headers.cseq.seq));
    await taken;
    const request = phone.inDialog('REFER', '', undefined, {
      'refer-to': { uri: `sip:601@${DOMAIN}`, params: {} },
    });
    phone.phone.send(request);
    const theirs = await colleague.phone.nextRequest('REFER');
    assert.equal(theirs.headers['refer-to'].uri, `sip:601@${DOMAIN}`);
    colleague.phone.answer(theirs, 202);
    assert.equal((await phone.phone.final(request)).status, 202);
    const notify = colleague.inDialog('NOTIFY', 'SIP/2.0 100 Trying', undefined, {
      event: 'refer',
      'subscription-state': 'active',
      'content-type': 'message/sipfrag',
    });
    colleague.phone.send(notify);
    const ours = await phone.phone.nextRequest('NOTIFY');
    assert.equal(ours.content, 'SIP/2.0 100 Trying');
    phone.phone.answer(ours, 200);
    assert.equal((await colleague.phone.final(notify)).status, 200);
  });
});
