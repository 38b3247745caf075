import { expect } from '@open-wc/testing';

import { CallBench, farContact } from './support/call-bench.js';
import { fakeSdp } from './support/fake-media.js';

describe('Conference', () => {
  let bench: CallBench;
  beforeEach(async () => {
    bench = await CallBench.online();
  });
  afterEach(function () {
    return bench.close(this.currentTest?.isFailed());
  });

  async function refused(one: string, other: string): Promise<string> {
    bench.transport.merge([one, other]);
    const { callIds, error } = await bench.phone.next('calls-merge-failed');
    expect(callIds).to.deep.equal([one, other]);
    return error.reason;
  }

  it('is refused of calls that ring, are on hold, are over, or are one', async () => {
    const one = await bench.talk();
    const ringing = await bench.ring();
    expect(await refused(one.callId, ringing.callId)).to.equal('not-allowed');
    expect(await refused(one.callId, one.callId)).to.equal('not-allowed');
    expect(await refused(one.callId, 'nobody')).to.equal('not-allowed');
    bench.transport.end(ringing.callId);
    await bench.status('INVITE');
    const other = await bench.answered();
    bench.transport.setHold(one.callId, true);
    const accepted = { headers: [farContact], body: fakeSdp('recvonly') };
    (await bench.server.request('INVITE')).reply(200, accepted);
    await bench.phone.next('call-hold-changed');
    expect(await refused(one.callId, other.callId)).to.equal('not-allowed');
    bench.transport.end(one.callId);
    expect(await refused(one.callId, other.callId)).to.equal('not-allowed');
    bench.transport.end(other.callId);
  });

  it('fails where there is no sound to mix, and the calls go on; a split of none does nothing', async () => {
    const one = await bench.talk();
    const other = await bench.answered();
    expect(await refused(one.callId, other.callId)).to.be.oneOf(['media', 'sound-blocked']);
    bench.transport.split();
    await bench.settle();
    expect(bench.phone.count('call-ended') + bench.phone.count('calls-split')).to.equal(0);
    bench.invariants.expect(2);
    bench.transport.end(one.callId);
    bench.transport.end(other.callId);
  });
});
