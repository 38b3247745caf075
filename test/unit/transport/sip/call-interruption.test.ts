import { expect } from '@open-wc/testing';

import { CallBench, farContact } from './support/call-bench.js';
import { FakeConnection, fakeSdp } from './support/fake-media.js';

describe('A call whose sound stops', () => {
  let bench: CallBench;
  beforeEach(async () => {
    bench = await CallBench.online();
  });
  afterEach(function () {
    return bench.close(this.currentTest?.isFailed());
  });

  const accepted = { headers: [farContact], body: fakeSdp() };

  async function talkAndLose(): Promise<{ callId: string; connection: FakeConnection }> {
    const { callId } = await bench.talk();
    const [connection] = FakeConnection.made;
    if (!connection) throw new Error('no connection');
    connection.become('connected');
    connection.become('failed');
    bench.clock.advance(0);
    return { callId, connection };
  }

  async function end(callId: string): Promise<void> {
    bench.transport.end(callId);
    await bench.server.request('BYE');
  }

  it('#99 restarts ICE by a re-INVITE, once', async () => {
    const { callId, connection } = await talkAndLose();
    const invite = await bench.server.request('INVITE');
    expect(connection.offered?.iceRestart).to.be.true;
    invite.reply(200, accepted);
    await bench.server.request('ACK');
    connection.become('connected');
    await bench.pass(40_000);
    expect(bench.server.count('INVITE')).to.equal(2);
    await end(callId);
  });

  for (const status of [408, 488, 500]) {
    it(`#100 stays when the restart is answered ${status}, and asks again`, async () => {
      const { callId, connection } = await talkAndLose();
      (await bench.server.request('INVITE')).reply(status);
      await bench.pass(4_000);
      const again = await bench.server.request('INVITE');
      expect(connection.offered?.iceRestart).to.be.true;
      again.reply(200, accepted);
      await bench.server.request('ACK');
      connection.become('connected');
      await end(callId);
    });
  }

  it('#100 stays when the restart is not answered at all', async () => {
    const { callId } = await talkAndLose();
    (await bench.server.request('INVITE')).reply(100);
    await bench.settle();
    await bench.pass(33_000);
    (await bench.server.request('INVITE')).reply(200, accepted);
    await bench.server.request('ACK');
    await end(callId);
  });

  it('#12 restarts ICE over a new connection to the server while sound is interrupted', async () => {
    const { callId } = await bench.talk();
    const [connection] = FakeConnection.made;
    connection?.become('connected');
    bench.transport.refresh(callId);
    (await bench.server.request('INVITE')).reply(200, accepted);
    await bench.server.request('ACK');
    expect(connection?.offered?.iceRestart, 'with sound').to.be.false;
    connection?.become('disconnected');
    bench.transport.refresh(callId);
    (await bench.server.request('INVITE')).reply(200, accepted);
    await bench.server.request('ACK');
    expect(connection?.offered?.iceRestart, 'without').to.be.true;
    await end(callId);
  });
});
