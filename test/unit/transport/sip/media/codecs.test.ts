import { expect } from '@open-wc/testing';

import { connectCall, createRig, eventually, FarEnd } from '../support/far-end.js';

/** Names of the codecs of an audio line, in its order. */
function codecsOf(sdp = ''): string[] {
  const types = /^m=audio \S+ \S+ (.*)$/m.exec(sdp)?.[1]?.trim().split(' ') ?? [];
  return types.map((type) => new RegExp(`^a=rtpmap:${type} ([^/]+)`, 'm').exec(sdp)?.[1] ?? type);
}

describe('codecs', () => {
  let far: FarEnd;
  beforeEach(() => (far = new FarEnd()));
  afterEach(() => far.close());

  it('are offered in the order of the browser', async () => {
    const rig = createRig();
    const native = new RTCPeerConnection();
    native.addTransceiver('audio');
    const { sdp } = await native.createOffer();
    native.close();
    expect(codecsOf(await rig.media.describe())).to.deep.equal(codecsOf(sdp));
    rig.media.close();
  });

  for (const [name, codec] of [
    ['pcma', 'PCMA'],
    ['PCMU', 'PCMU'],
    ['G722', 'G722'],
    ['opus', 'opus'],
  ] as const) {
    it(`#103 ${name} comes first where it is preferred, in offers and in answers, and is heard`, async () => {
      const rig = createRig({ codecs: [name, 'opus'] });
      const offer = codecsOf(await rig.media.describe());
      expect(offer[0]).to.equal(codec);
      expect(offer).to.include.members(['opus', 'PCMA', 'PCMU', 'telephone-event']);
      await connectCall(rig, far);
      await eventually(async () => (await far.packets()) > 5);
      rig.media.close();
      const answering = createRig({ codecs: [name] });
      const other = new FarEnd();
      await answering.media.accept(await other.offer());
      expect(codecsOf(await answering.media.describe())[0]).to.equal(codec);
      answering.media.close();
      await other.close();
    });
  }

  it('that no browser knows change nothing', async () => {
    const rig = createRig({ codecs: ['G729'] });
    expect(codecsOf(await rig.media.describe())[0]).to.equal('opus');
    rig.media.close();
  });
});
