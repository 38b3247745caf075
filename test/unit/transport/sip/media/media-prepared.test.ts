import { expect } from '@open-wc/testing';

import { createRig, eventually, FarEnd } from '../support/far-end.js';

function candidates(sdp: string): number {
  return [...sdp.matchAll(/^a=candidate:/gm)].length;
}

describe('MediaSession, while a call rings', () => {
  let far: FarEnd;
  beforeEach(() => (far = new FarEnd()));
  afterEach(() => far.close());

  it('has read the offer of a call that rings before it is answered, and plays nothing yet', async () => {
    const rig = createRig();
    const offer = await far.offer();
    rig.media.prepare(offer);
    await rig.media.openMicrophone();
    expect(rig.sound.playing).to.equal(undefined);
    await rig.media.accept(offer);
    expect(rig.sound.playing).to.equal(undefined);
    await far.take(await rig.media.describe());
    await eventually(() => rig.states.at(-1) === 'flowing');
    expect(rig.sound.playing?.getAudioTracks()).to.have.lengthOf(1);
    rig.media.close();
  });

  it('makes the answer while the microphone opens, and uses it once the call is answered', async () => {
    const rig = createRig();
    const offer = await far.offer();
    rig.media.prepare(offer);
    await eventually(() => {
      rig.media.prepareAnswer();
      return rig.media.answering;
    });
    expect(rig.sound.playing).to.equal(undefined);
    await rig.media.openMicrophone();
    await rig.media.accept(offer);
    expect(rig.sound.playing).to.equal(undefined);
    const answer = await rig.media.describe();
    expect(answer).to.match(/^a=sendrecv/m);
    expect(candidates(answer)).to.be.greaterThan(0);
    await far.take(answer);
    await eventually(() => rig.states.at(-1) === 'flowing');
    await eventually(async () => (await far.packets()) > 5);
    expect(rig.sound.playing?.getAudioTracks()).to.have.lengthOf(1);
    rig.media.close();
  });

  it('uses the answer that was made for a press that came to nothing', async () => {
    const rig = createRig();
    const offer = await far.offer();
    rig.media.prepare(offer);
    await eventually(() => {
      rig.media.prepareAnswer();
      return rig.media.answering;
    });
    // No microphone this time; the call rang on, and is answered now.
    rig.media.prepareAnswer();
    await rig.media.openMicrophone();
    await rig.media.accept(offer);
    await far.take(await rig.media.describe());
    await eventually(async () => (await far.packets()) > 5);
    rig.media.close();
  });

  it('meets what is wrong with a prepared offer when it is answered', async () => {
    const rig = createRig();
    rig.media.prepare('v=0');
    const accepted = await rig.media.accept('v=0').then(
      () => true,
      () => false,
    );
    expect(accepted).to.equal(false);
    await rig.media.accept(await far.offer());
    expect(candidates(await rig.media.describe())).to.be.greaterThan(0);
    rig.media.close();
  });
});
