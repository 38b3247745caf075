import { expect } from '@open-wc/testing';

import { CallBench, type FarDialog, farContact } from './support/call-bench.js';
import { fakeSdp } from './support/fake-media.js';
import type { SeenRequest } from './support/scripted-server.js';

const timer = 'Supported: timer';

describe('#86 Session timers', () => {
  let bench: CallBench;
  beforeEach(async () => {
    bench = await CallBench.online();
  });
  afterEach(function () {
    return bench.close(this.currentTest?.isFailed());
  });

  const answer = (request: SeenRequest, ...headers: string[]): void =>
    request.reply(200, { headers: [farContact, ...headers], body: fakeSdp() });

  /** A call of ours whose 2xx says this of the session's time. */
  async function talk(...headers: string[]): Promise<{ callId: string; dialog: FarDialog }> {
    const { callId, invite } = await bench.dial();
    answer(invite, ...headers);
    await bench.server.request('ACK');
    await bench.phone.next('call-connected');
    await bench.settle();
    return { callId, dialog: bench.dialogOf(invite) };
  }

  /** A call that comes in with this, answered; gives our 2xx. */
  async function answered(...headers: string[]): Promise<{
    readonly callId: string;
    readonly dialog: FarDialog;
    readonly expires: string | undefined;
    readonly required: string | undefined;
  }> {
    const { callId, dialog } = await bench.ring(headers);
    bench.transport.answer(callId);
    await bench.phone.next('call-connected');
    await bench.settle();
    bench.ack(dialog);
    await bench.settle();
    const ok = bench.server.responses.filter(({ statusCode }) => statusCode === 200).at(-1);
    return {
      callId,
      dialog,
      expires: ok?.getHeader('session-expires'),
      required: ok?.getHeader('require'),
    };
  }

  it('are offered, and not again to one that knows nothing of them', async () => {
    const { callId, invite } = await bench.dial();
    expect(invite.header('session-expires')).to.equal('1800');
    expect(invite.header('min-se')).to.equal('90');
    expect(invite.header('supported')).to.match(/\btimer\b/);
    answer(invite);
    await bench.phone.next('call-connected');
    await bench.pass(60_000);
    expect(bench.server.count('INVITE')).to.equal(1);
    bench.transport.refresh(callId);
    expect((await bench.server.request('INVITE')).header('session-expires')).to.equal(undefined);
    bench.transport.end(callId);
  });

  it('as refresher: a re-INVITE at half time, again and again, and who refreshes stays', async () => {
    const { callId } = await talk('Session-Expires: 200;refresher=uac');
    for (let round = 0; round < 3; round += 1) {
      await bench.pass(99_000);
      expect(bench.server.count('INVITE')).to.equal(round + 1);
      await bench.pass(1_000);
      const refresh = await bench.server.request('INVITE');
      expect(refresh.header('session-expires')).to.equal('200;refresher=uac');
      answer(refresh, 'Session-Expires: 200;refresher=uac');
      await bench.server.request('ACK');
      await bench.settle();
    }
    expect(bench.phone.count('call-ended')).to.equal(0);
    bench.transport.end(callId);
  });

  it('as refresher whose far end refuses: tries again, then BYE before the end', async () => {
    await talk('Session-Expires: 200;refresher=uac');
    bench.server.on('INVITE', (request) => request.reply(500));
    await bench.pass(167_000);
    expect(bench.server.count('INVITE') - 1).to.be.within(2, 5);
    expect(bench.phone.count('call-ended')).to.equal(0);
    await bench.pass(1_000);
    expect(await bench.ended()).to.include({ reason: 'timeout', by: 'network' });
    await bench.server.request('BYE');
  });

  it('as refreshed: BYE when the far end does not, none when it does', async () => {
    const { callId, dialog } = await talk('Session-Expires: 90;refresher=uas');
    await bench.pass(55_000);
    bench.sendIn(dialog, 'INVITE', {
      cseq: 300,
      headers: [timer, 'Session-Expires: 90;refresher=uac'],
      body: fakeSdp(),
    });
    expect(await bench.status('INVITE')).to.equal(200);
    const ok = bench.server.responses.filter(({ method }) => method === 'INVITE').at(-1);
    expect(ok?.getHeader('session-expires')).to.equal('90;refresher=uac');
    expect(ok?.getHeader('require')).to.equal('timer');
    bench.sendIn(dialog, 'ACK', { cseq: 300 });
    await bench.settle();
    await bench.pass(59_000);
    expect(bench.phone.count('call-ended')).to.equal(0);
    await bench.pass(1_000);
    expect(await bench.ended()).to.include({ callId, reason: 'timeout' });
    await bench.server.request('BYE');
    expect(bench.server.count('INVITE')).to.equal(1);
  });

  it('of a call that comes in: theirs is honoured, ours is given, and a proxy speaks for one that cannot', async () => {
    const cases: readonly (readonly [readonly string[], string | undefined, string | undefined])[] =
      [
        [[timer, 'Session-Expires: 600;refresher=uac'], '600;refresher=uac', 'timer'],
        [[timer, 'Session-Expires: 600;refresher=uas'], '600;refresher=uas', 'timer'],
        [[timer, 'x: 600'], '600;refresher=uas', 'timer'],
        [[timer, 'Min-SE: 3600'], '3600;refresher=uas', 'timer'],
        [[timer], '1800;refresher=uas', 'timer'],
        [['Session-Expires: 600;refresher=uac'], '600;refresher=uas', undefined],
        [[], undefined, undefined],
      ];
    for (const [headers, expires, required] of cases) {
      const call = await answered(...headers);
      expect([call.expires, call.required], headers.join()).to.deep.equal([expires, required]);
      bench.transport.end(call.callId);
      await bench.server.request('BYE');
    }
  });

  it('of a call that comes in, refreshed by us', async () => {
    const { callId } = await answered(timer, 'Session-Expires: 90;refresher=uas');
    await bench.pass(45_000);
    const refresh = await bench.server.request('INVITE');
    expect(refresh.header('session-expires')).to.equal('90;refresher=uac');
    answer(refresh, 'Session-Expires: 90;refresher=uac');
    await bench.pass(30_000);
    expect(bench.phone.count('call-ended')).to.equal(0);
    bench.transport.end(callId);
  });

  it('too short for us: 422 with what we take, before anything rings and in a call', async () => {
    bench.server.sendRequest({
      method: 'INVITE',
      headers: [farContact, timer, 'Session-Expires: 30'],
      body: fakeSdp(),
    });
    expect(await bench.status('INVITE')).to.equal(422);
    expect(bench.server.responses.at(-1)?.getHeader('min-se')).to.equal('90');
    expect(bench.phone.count('call-offered')).to.equal(0);
    const { callId, dialog } = await bench.answered();
    expect(await bench.status('INVITE')).to.equal(200);
    bench.sendIn(dialog, 'INVITE', { headers: [timer, 'Session-Expires: 30'], body: fakeSdp() });
    expect(await bench.status('INVITE')).to.equal(422);
    bench.transport.end(callId);
  });

  it('too short for them: the same call again with what they take, until they take nothing', async () => {
    const { callId, invite } = await bench.dial();
    invite.reply(422, { headers: ['Min-SE: 3600'] });
    const again = await bench.server.request('INVITE');
    expect(again.message.callId).to.equal(invite.message.callId);
    expect(again.message.cseq).to.equal(invite.message.cseq + 1);
    expect(again.message.getHeaders('session-expires')).to.deep.equal(['3600']);
    expect(again.message.getHeaders('min-se')).to.deep.equal(['3600']);
    answer(again, 'Session-Expires: 3600;refresher=uas');
    await bench.phone.next('call-connected');
    bench.transport.refresh(callId);
    const refresh = await bench.server.request('INVITE');
    expect(refresh.header('session-expires')).to.equal('3600;refresher=uas');
    refresh.reply(422, { headers: ['Min-SE: 4000'] });
    const second = await bench.server.request('INVITE');
    expect(second.header('session-expires')).to.equal('4000;refresher=uas');
    answer(second, 'Session-Expires: 4000;refresher=uas');
    bench.transport.end(callId);
    for (const minimum of ['', 'Min-SE: 90', 'Min-SE: abc']) {
      const { callId: other, invite: first } = await bench.dial();
      first.reply(422, { headers: minimum === '' ? [] : [minimum] });
      expect(await bench.ended(), minimum).to.include({ callId: other, reason: 'failed' });
    }
  });

  it('end with the call', async () => {
    const { callId } = await talk('Session-Expires: 90;refresher=uas');
    bench.transport.end(callId);
    await bench.pass(90_000);
    expect(bench.phone.count('call-ended')).to.equal(0);
    expect(bench.server.count('BYE')).to.equal(1);
  });
});
