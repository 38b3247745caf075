import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { createDemoServer } from '../../demo/server.mjs';
import { makeBranch } from '../../demo/pbx/messages.mjs';
import { DOMAIN, RawPhone } from './raw-phone.mjs';

/** @type {Awaited<ReturnType<typeof createDemoServer>>} */
let server;
/** @type {RawPhone[]} */
let phones = [];

async function connect(/** @type {string} */ user, isRegistered = false) {
  const phone = await RawPhone.connect(server.url, user);
  phones.push(phone);
  if (isRegistered) assert.equal((await phone.register()).status, 200);
  return phone;
}

const uriOf = (/** @type {string} */ user) => `sip:${user}@${DOMAIN}`;

/** The ACK or CANCEL that belongs to an INVITE's own transaction. */
function inTransaction(
  /** @type {any} */ invite,
  /** @type {string} */ method,
  to = invite.headers.to,
) {
  const { via, from, 'call-id': callId, cseq } = invite.headers;
  const headers = {
    via,
    from,
    to,
    'call-id': callId,
    cseq: { seq: cseq.seq, method },
    'max-forwards': '70',
  };
  return { method, uri: invite.uri, version: '2.0', headers, content: '' };
}

/** A request in the dialog that this 2xx made, as the caller sends it. */
function inDialog(
  /** @type {any} */ invite,
  /** @type {any} */ ok,
  /** @type {string} */ method,
  /** @type {number} */ seq,
) {
  const { from, 'call-id': callId, via } = invite.headers;
  return {
    method,
    uri: ok.headers.contact[0].uri,
    version: '2.0',
    content: '',
    headers: {
      via: [{ ...via[0], params: { branch: makeBranch() } }],
      from,
      to: ok.headers.to,
      'call-id': callId,
      cseq: { seq, method },
      'max-forwards': '70',
      route: ok.headers['record-route']?.toReversed() ?? [],
    },
  };
}

before(async () => {
  server = await createDemoServer({ port: 0 });
});

afterEach(() => {
  for (const phone of phones) phone.close();
  phones = [];
});

after(() => server.close());

describe('proxy', () => {
  it('asks for a password before anything else', async () => {
    const caller = await connect('101');
    const invite = caller.request('INVITE', uriOf('600'));
    caller.send(invite);
    assert.equal((await caller.final(invite)).status, 407);
    caller.password = 'wrong';
    const refused = await caller.invite(uriOf('600'));
    assert.equal((await caller.final(refused)).status, 403);
  });

  for (const [number, status] of /** @type {const} */ ([
    ['602', 486],
    ['604', 603],
    ['102', 480],
    ['555', 404],
    ['110', 404],
    ['constructor', 404],
  ])) {
    it(`answers ${status} for ${number}`, async () => {
      const caller = await connect('101');
      const invite = await caller.invite(uriOf(number));
      assert.equal((await caller.final(invite)).status, status);
    });
  }

  it('rings 603 until the caller cancels: 200 to CANCEL, 487 to INVITE', async () => {
    const caller = await connect('101');
    const invite = await caller.invite(uriOf('603'));
    const ringing = await caller.next((message) => message.status === 180, '180');
    assert.ok(ringing.headers.to.params.tag);
    const call = () => server.pbx.bots.calls.at(-1);
    assert.equal(call()?.state, 'ringing');
    const cancel = inTransaction(invite, 'CANCEL');
    caller.send(cancel);
    assert.equal((await caller.final(cancel)).status, 200);
    assert.equal((await caller.final(invite)).status, 487);
    assert.equal(call()?.state, 'ended');
    const late = inTransaction({ ...invite, headers: { ...invite.headers, via: [{ ...invite.headers.via[0], params: { branch: 'z9hG4bK-other' } }] } }, 'CANCEL'); // prettier-ignore
    caller.send(late);
    assert.equal((await caller.final(late)).status, 481);
  });

  it('answers 405 to a method it does not know and 483 at the last hop', async () => {
    const phone = await connect('101');
    assert.equal((await phone.ask(phone.request('PUBLISH', uriOf('101')))).status, 405);
    const tired = phone.request('OPTIONS', uriOf('101'), { 'max-forwards': '0' });
    assert.equal((await phone.ask(tired)).status, 483);
  });

  it('rings every binding; the first answer wins and the others are cancelled with the reason', async () => {
    const caller = await connect('101');
    const [left, right] = [await connect('102', true), await connect('102', true)];
    const invite = await caller.invite(uriOf('102'), { 'x-crm': 'a "quoted", text' }, 'v=0\r\n');
    const [first, second] = [await left.nextRequest('INVITE'), await right.nextRequest('INVITE')];
    assert.equal(first.uri, left.contact);
    assert.equal(first.content, 'v=0\r\n');
    assert.equal(first.headers['x-crm'], 'a "quoted", text');
    assert.equal(first.headers['max-forwards'], '69');
    assert.equal(first.headers['proxy-authorization'], undefined);
    assert.match(first.headers['record-route'][0].uri.host, /pbx\.example/);
    left.answer(first, 180);
    right.answer(second, 180);
    await caller.next((message) => message.status === 180, '180');
    right.answer(second, 200, {}, 'v=0\r\n');

    const ok = await caller.final(invite);
    assert.equal(ok.status, 200);
    assert.equal(ok.headers.contact[0].uri, right.contact);
    assert.equal(ok.headers.via.length, 1);
    const cancel = await left.nextRequest('CANCEL');
    assert.equal(cancel.headers.reason, 'SIP;cause=200;text="Call completed elsewhere"');
    assert.equal(cancel.headers.via[0].params.branch, first.headers.via[0].params.branch);
    left.answer(cancel, 200);
    left.answer(first, 487);
    const ack = await left.nextRequest('ACK');
    assert.equal(ack.headers.via[0].params.branch, first.headers.via[0].params.branch);
    assert.deepEqual(right.pending((message) => message.method === 'CANCEL'), []); // prettier-ignore
  });

  it('cancels with the caller’s own Reason, or none', async () => {
    const caller = await connect('101');
    const callee = await connect('103', true);
    const invite = await caller.invite(uriOf('103'));
    const rung = await callee.nextRequest('INVITE');
    callee.answer(rung, 180);
    await caller.next((message) => message.status === 180, '180');
    caller.send(inTransaction(invite, 'CANCEL'));
    const cancel = await callee.nextRequest('CANCEL');
    assert.equal(cancel.headers.reason, undefined);
    callee.answer(cancel, 200);
    callee.answer(rung, 487);
    assert.equal((await caller.final(invite)).status, 487);
  });

  it('of several refusals passes on the one that a person made; a 6xx ends the ringing', async () => {
    const caller = await connect('101');
    const [left, right] = [await connect('104', true), await connect('104', true)];
    const invite = await caller.invite(uriOf('104'));
    left.answer(await left.nextRequest('INVITE'), 480);
    right.answer(await right.nextRequest('INVITE'), 486);
    assert.equal((await caller.final(invite)).status, 486);

    const again = await caller.invite(uriOf('104'));
    const [first, second] = [await left.nextRequest('INVITE'), await right.nextRequest('INVITE')];
    left.answer(first, 180);
    await caller.next((message) => message.status === 180, '180');
    right.answer(second, 603);
    const cancel = await left.nextRequest('CANCEL');
    left.answer(cancel, 200);
    left.answer(first, 487);
    assert.equal((await caller.final(again)).status, 603);
  });

  it('passes requests in the dialog to the other side’s Contact, also after it reconnected', async () => {
    const caller = await connect('101');
    const callee = await connect('105', true);
    const invite = await caller.invite(uriOf('105'));
    callee.answer(await callee.nextRequest('INVITE'), 200);
    const ok = await caller.final(invite);
    caller.send(inDialog(invite, ok, 'ACK', invite.headers.cseq.seq));
    await callee.nextRequest('ACK');

    for (const method of ['INFO', 'REFER', 'NOTIFY', 'INVITE']) {
      const request = inDialog(invite, ok, method, 10);
      caller.send(request);
      const received = await callee.nextRequest(method);
      assert.equal(received.headers.route, undefined);
      callee.answer(received, method === 'REFER' ? 202 : 200);
      assert.equal((await caller.final(request)).status, method === 'REFER' ? 202 : 200);
    }

    callee.close();
    const contactUser = callee.contact.slice(4, callee.contact.indexOf('@'));
    const back = await RawPhone.connect(server.url, '105', contactUser);
    phones.push(back);
    await back.register();
    const bye = inDialog(invite, ok, 'BYE', 20);
    caller.send(bye);
    back.answer(await back.nextRequest('BYE'), 200);
    assert.equal((await caller.final(bye)).status, 200);
  });

  it('answers 480 in a dialog whose other side is gone', async () => {
    const caller = await connect('101');
    const callee = await connect('106', true);
    const invite = await caller.invite(uriOf('106'));
    callee.answer(await callee.nextRequest('INVITE'), 200);
    const ok = await caller.final(invite);
    const closed = new Promise((resolve) => server.pbx.flows.once('closed', resolve));
    callee.close();
    await closed;
    const bye = inDialog(invite, ok, 'BYE', 20);
    caller.send(bye);
    assert.equal((await caller.final(bye)).status, 480);
  });
});
