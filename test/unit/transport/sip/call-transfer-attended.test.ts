import { expect } from '@open-wc/testing';

import { type FarDialog, farContact } from './support/call-bench.js';
import { fakeSdp } from './support/fake-media.js';
import type { SeenRequest } from './support/scripted-server.js';
import { TransferBench } from './support/transfer-bench.js';

describe('Attended transfer', () => {
  let bench: TransferBench;
  beforeEach(async () => {
    bench = await TransferBench.online();
  });
  afterEach(function () {
    return bench.close(this.currentTest?.isFailed());
  });

  /** A call with a caller, and a consultation of our own. */
  async function consulting(): Promise<{
    readonly caller: { readonly callId: string; readonly dialog: FarDialog };
    readonly target: {
      readonly callId: string;
      readonly dialog: FarDialog;
      readonly invite: SeenRequest;
    };
  }> {
    const caller = await bench.answered();
    const { callId, invite } = await bench.dial();
    const contact = 'Contact: "<sip:evil@x>;\\"" <sip:far@pbx.example;transport=ws?Route=x>';
    invite.reply(200, { headers: [contact], body: fakeSdp(), toTag: 'target' });
    await bench.server.request('ACK');
    await bench.phone.next('call-connected');
    await bench.settle();
    bench.server.on('REFER', () => undefined);
    return { caller, target: { callId, invite, dialog: bench.dialogOf(invite, 'target') } };
  }

  it('#90 names the dialog to replace, escaped, and nothing that the far end calls itself; both calls end', async () => {
    const { caller, target } = await consulting();
    bench.transport.completeTransfer(caller.callId, target.callId);
    const request = await bench.server.request('REFER');
    expect(request.message.callId).to.equal(caller.dialog.callId);
    const tag = /;tag=(\S+)/.exec(target.invite.header('from') ?? '')?.[1] ?? '';
    const replaces = `${target.invite.message.callId};to-tag=target;from-tag=${tag}`;
    expect(request.header('refer-to')).to.equal(
      `<sip:far@pbx.example;transport=ws?Replaces=${encodeURIComponent(replaces)}>`,
    );
    request.reply(202, { headers: [farContact] });
    await bench.settle();
    // The target lets go of us before the caller has told us of it.
    bench.sendIn(target.dialog, 'BYE');
    await bench.settle();
    expect(bench.phone.count('call-ended')).to.equal(0);
    await bench.report(caller.dialog, 'SIP/2.0 200 OK');
    const ended = [await bench.ended(), await bench.ended()];
    expect(ended.map(({ reason, by }) => `${reason} ${by}`)).to.deep.equal([
      'transferred local',
      'transferred local',
    ]);
    expect(ended.map(({ callId }) => callId)).to.have.members([caller.callId, target.callId]);
    await bench.server.request('BYE');
  });

  it('#90 ends both by BYE when nobody else does', async () => {
    const { caller, target } = await consulting();
    bench.transport.completeTransfer(caller.callId, target.callId);
    (await bench.server.request('REFER')).reply(202, { headers: [farContact] });
    await bench.settle();
    await bench.report(caller.dialog, 'SIP/2.0 200 OK');
    await bench.ended();
    await bench.ended();
    await bench.settle();
    expect(bench.server.count('BYE')).to.equal(2);
  });

  it('#90 Replaces answered with 481: both calls are as they were', async () => {
    const { caller, target } = await consulting();
    bench.transport.completeTransfer(caller.callId, target.callId);
    (await bench.server.request('REFER')).reply(202, { headers: [farContact] });
    await bench.settle();
    await bench.report(caller.dialog, 'SIP/2.0 481 Gone', { state: 'terminated' });
    expect(await bench.failed()).to.deep.equal({ reason: 'failed', status: 481 });
    expect(bench.phone.count('call-ended')).to.equal(0);
    bench.sendIn(target.dialog, 'BYE');
    expect(await bench.ended()).to.include({ callId: target.callId, reason: 'hangup' });
    bench.transport.end(caller.callId);
  });

  it('#90 the consultation dies first: it has hung up, and the caller is still there', async () => {
    const { caller, target } = await consulting();
    bench.transport.completeTransfer(caller.callId, target.callId);
    (await bench.server.request('REFER')).reply(202, { headers: [farContact] });
    await bench.settle();
    bench.sendIn(target.dialog, 'BYE');
    await bench.settle();
    await bench.report(caller.dialog, 'SIP/2.0 481 Gone', { state: 'terminated' });
    expect(await bench.ended()).to.include({ callId: target.callId, reason: 'hangup' });
    expect(await bench.failed()).to.deep.equal({ reason: 'failed', status: 481 });
    bench.transport.completeTransfer(caller.callId, target.callId);
    expect(await bench.failed()).to.deep.equal({ reason: 'not-allowed' });
    bench.transport.end(caller.callId);
  });
});
