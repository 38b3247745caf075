import { expect } from '@open-wc/testing';

import type { LineSettings } from '../../../../src/transport/call-transport.js';
import { CallBench, type FarDialog, farContact } from './support/call-bench.js';
import { FakeConnection, fakeSdp } from './support/fake-media.js';

const accepted = { headers: [farContact], body: fakeSdp('recvonly') };

let bench: CallBench;
async function begin(settings: Partial<LineSettings> = {}): Promise<void> {
  bench = await CallBench.online(settings);
}
afterEach(function () {
  return bench.close(this.currentTest?.isFailed());
});

/** The tag in a From or To header. */
const tagOf = (header: string): string => /;tag=([^;>]+)/.exec(header)?.[1] ?? '';

const replacesOf = (dialog: FarDialog): string =>
  `${dialog.callId};to-tag=${tagOf(dialog.remote)};from-tag=${tagOf(dialog.local)}`;

/** Our last 2xx to an INVITE. */
const lastAnswer = (): (typeof bench.server.responses)[number] | undefined =>
  bench.server.responses
    .filter(({ method, statusCode }) => method === 'INVITE' && statusCode === 200)
    .at(-1);

let serial = 0;
/** An INVITE with Replaces from somebody else. */
function takeOver(replaces: string, headers: readonly string[] = []): FarDialog {
  const id = `new${++serial}`;
  const dialog = {
    callId: id,
    local: `"Carol" <sip:+12025550103@pbx.example>;tag=${id}`,
    remote: '<sip:101@pbx.example>',
    branch: `z9hG4bK${id}`,
  };
  bench.server.sendRequest({
    method: 'INVITE',
    callId: id,
    from: dialog.local,
    branch: dialog.branch,
    headers: [farContact, `Replaces: ${replaces}`, ...headers],
    body: fakeSdp(),
  });
  return dialog;
}

describe('#92 An INVITE with Replaces', () => {
  beforeEach(() => begin());

  for (const direction of ['outgoing', 'incoming'] as const) {
    it(`takes over the ${direction} call whose dialog it names: no ringing, the old far end let go`, async () => {
      const call = direction === 'outgoing' ? await bench.talk() : await bench.answered();
      const { callId, dialog } = call;
      bench.transport.setMuted(callId, true);
      const next = takeOver(replacesOf(dialog));
      expect(await bench.status('INVITE')).to.equal(200);
      const replaced = await bench.phone.next('call-replaced');
      expect(replaced).to.deep.include({ callId, pbxId: next.callId, held: false });
      expect(replaced.remote).to.include({ number: '+12025550103', displayName: 'Carol' });
      expect(replaced.capabilities).to.include({ hold: true, blindTransfer: true });
      expect((await bench.server.request('BYE')).message.callId).to.equal(dialog.callId);
      const answer = lastAnswer();
      const theirs = { ...next, remote: answer?.getHeader('to') ?? '' };
      bench.ack(theirs);
      await bench.settle();
      expect(bench.phone.count('call-offered')).to.equal(direction === 'incoming' ? 1 : 0);
      expect(bench.phone.count('call-ended')).to.equal(0);
      bench.invariants.expect(1);
      const track = FakeConnection.made.at(-1)?.transceivers[0]?.sender.track;
      expect(track).to.include({ readyState: 'live', enabled: false });
      bench.sendIn(theirs, 'BYE');
      expect(await bench.ended()).to.include({ callId, reason: 'hangup' });
    });
  }

  it('carries our hold over', async () => {
    const { callId, dialog } = await bench.talk();
    bench.transport.setHold(callId, true);
    (await bench.server.request('INVITE')).reply(200, accepted);
    await bench.phone.next('call-hold-changed');
    const next = takeOver(replacesOf(dialog));
    expect(await bench.status('INVITE')).to.equal(200);
    expect(await bench.phone.next('call-replaced')).to.include({ held: true });
    const answer = lastAnswer();
    expect(answer?.body).to.include('a=sendonly');
    expect(FakeConnection.made.at(-1)?.transceivers[0]?.sender.track).to.equal(null);
    bench.ack({ ...next, remote: answer?.getHeader('to') ?? '' });
    bench.transport.end(callId);
  });

  it('is answered 481 when it names nothing, a call that rings, one of somebody else, or one half-way', async () => {
    const { callId, dialog } = await bench.talk();
    const ringing = await bench.ring();
    const right = replacesOf(dialog);
    const [call = '', ours = '', theirs = ''] = right.split(';');
    const wrong = [
      'abc;to-tag=1;from-tag=2',
      `${call};${ours};from-tag=other`,
      `${call};to-tag=other;${theirs}`,
      `x${call};${ours};${theirs}`,
      `${call};to-tag=${theirs.slice(9)};from-tag=${ours.slice(7)}`,
      `${right};early-only`,
      replacesOf(ringing.dialog),
    ];
    for (const replaces of wrong) {
      takeOver(replaces);
      expect(await bench.status('INVITE'), replaces).to.equal(481);
    }
    bench.transport.end(callId);
    await bench.server.request('BYE');
    takeOver(right);
    expect(await bench.status('INVITE')).to.equal(481);
    bench.transport.end(ringing.callId);
    expect(bench.phone.count('call-replaced')).to.equal(0);
    expect(bench.phone.count('call-offered')).to.equal(1);
    await bench.status('INVITE');
  });

  it('that cannot be agreed with leaves the call as it was', async () => {
    const { callId, dialog } = await bench.talk();
    FakeConnection.unusable = true;
    takeOver(replacesOf(dialog));
    expect(await bench.status('INVITE')).to.be.at.least(400);
    await bench.settle();
    FakeConnection.unusable = false;
    expect(bench.phone.count('call-replaced')).to.equal(0);
    expect(bench.phone.count('call-ended')).to.equal(0);
    bench.invariants.expect(1);
    bench.transport.setHold(callId, true);
    (await bench.server.request('INVITE')).reply(200, accepted);
    await bench.phone.next('call-hold-changed');
    bench.transport.end(callId);
  });

  it('dies with the call that it was to take over', async () => {
    const { callId, dialog } = await bench.talk();
    let goOn: () => void = () => undefined;
    FakeConnection.patience = new Promise((resolve) => (goOn = resolve));
    takeOver(replacesOf(dialog));
    await bench.settle();
    takeOver(replacesOf(dialog));
    expect(await bench.status('INVITE'), 'one at a time').to.equal(481);
    bench.transport.end(callId);
    goOn();
    expect(await bench.status('INVITE')).to.be.at.least(400);
    await bench.settle();
    expect(bench.phone.count('call-replaced')).to.equal(0);
  });
});

describe('#91 A REFER that may be followed', () => {
  const target =
    '"Dave <b>" <sip:+12025550104@pbx.example;x=1?Replaces=a%3Bto-tag%3D1%3Bfrom-tag%3D2&Route=evil>';

  async function referred(
    policy: 'ask' | 'always',
  ): Promise<{ callId: string; dialog: FarDialog }> {
    await begin({ acceptTransfers: policy });
    const { callId, dialog } = await bench.talk();
    bench.server.on('NOTIFY', undefined);
    const headers = [`Refer-To: ${target}`, 'Referred-By: <sip:far@pbx.example>'];
    bench.sendIn(dialog, 'REFER', { headers });
    return { callId, dialog };
  }

  async function notified(): Promise<string> {
    const notify = await bench.server.request('NOTIFY');
    return `${notify.message.body.trim()} ${notify.header('subscription-state')?.split(';')[0] ?? ''}`;
  }

  it('goes on with the target, reports it, and lets the old far end go', async () => {
    const { callId, dialog } = await referred('always');
    expect(await bench.status('REFER')).to.equal(202);
    expect(await notified()).to.equal('SIP/2.0 100 Trying active');
    const invite = await bench.server.request('INVITE');
    expect(invite.message.ruri?.toString()).to.equal('sip:+12025550104@pbx.example;x=1');
    expect(invite.header('replaces')).to.equal('a;to-tag=1;from-tag=2');
    expect(invite.header('referred-by')).to.equal('<sip:far@pbx.example>');
    expect(invite.header('route')).to.equal(undefined);
    invite.reply(180, { headers: [farContact] });
    expect(await notified()).to.equal('SIP/2.0 180 Ringing active');
    invite.reply(200, { headers: [farContact], body: fakeSdp() });
    expect(await notified()).to.equal('SIP/2.0 200 OK terminated');
    const replaced = await bench.phone.next('call-replaced');
    expect(replaced).to.include({ callId, pbxId: invite.message.callId });
    expect(replaced.remote).to.include({ number: '+12025550104', displayName: 'Dave <b>' });
    expect((await bench.server.request('BYE')).message.callId).to.equal(dialog.callId);
    expect(bench.phone.count('call-ringing') + bench.phone.count('call-ended')).to.equal(1);
    bench.transport.end(callId);
    expect((await bench.server.request('BYE')).message.callId).to.equal(invite.message.callId);
  });

  it('fails with the target, and the call is as it was', async () => {
    const { callId } = await referred('always');
    await notified();
    (await bench.server.request('INVITE')).reply(486);
    expect(await notified()).to.equal('SIP/2.0 486 Failed terminated');
    const { error } = await bench.phone.next('call-transfer-lapsed');
    expect(error?.reason).to.equal('busy');
    expect(bench.phone.count('call-ended')).to.equal(0);
    bench.invariants.expect(1);
    bench.transport.end(callId);
  });

  it('asks the operator, with the target as text', async () => {
    const { callId } = await referred('ask');
    const asked = await bench.phone.next('call-transfer-asked');
    expect(asked.target).to.include({ number: '+12025550104', displayName: 'Dave <b>' });
    await bench.settle();
    expect(bench.server.count('INVITE')).to.equal(1);
    bench.transport.answerTransfer(callId, true);
    expect(await bench.status('REFER')).to.equal(202);
    (await bench.server.request('INVITE')).reply(404);
    await bench.phone.next('call-transfer-lapsed');
    bench.transport.end(callId);
  });

  it('is refused by the operator, or by their silence within the time that the far end waits', async () => {
    const { callId, dialog } = await referred('ask');
    await bench.phone.next('call-transfer-asked');
    bench.sendIn(dialog, 'REFER', { headers: [`Refer-To: ${target}`] });
    expect(await bench.status('REFER'), 'one at a time').to.equal(603);
    bench.transport.answerTransfer(callId, false);
    expect(await bench.status('REFER')).to.equal(603);
    await bench.phone.next('call-transfer-lapsed');
    bench.sendIn(dialog, 'REFER', { headers: [`Refer-To: ${target}`] });
    await bench.phone.next('call-transfer-asked');
    await bench.pass(25_000);
    expect(await bench.status('REFER')).to.equal(603);
    await bench.phone.next('call-transfer-lapsed');
    bench.transport.answerTransfer(callId, true);
    await bench.settle();
    expect(bench.server.count('INVITE')).to.equal(1);
    bench.transport.end(callId);
  });

  it('is refused when it names nobody that can be called', async () => {
    await begin({ acceptTransfers: 'always' });
    const { callId, dialog } = await bench.talk();
    for (const [value, status] of [
      ['<sip:+12025550104@pbx.example>', 202],
      ['<http://evil.example/>', 603],
      ['<sip:x@y?Replaces=broken>', 603],
      ['<sip:x@y?Replaces=a%0d%0aVia:%20b>', 603],
      ['@@', 400],
    ] as const) {
      bench.sendIn(dialog, 'REFER', { headers: [`Refer-To: ${value}`] });
      expect(await bench.status('REFER'), value).to.equal(status);
      if (status === 202) {
        (await bench.server.request('INVITE')).reply(404);
        await bench.phone.next('call-transfer-lapsed');
      }
    }
    expect(bench.server.count('INVITE')).to.equal(2);
    bench.transport.end(callId);
  });
});
