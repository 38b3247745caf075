import { expect } from '@open-wc/testing';

import { connectCall, createRig, eventually, FarEnd } from '../support/far-end.js';

describe('MediaSession: sound before the answer', () => {
  const far: FarEnd[] = [];
  function farEnd(): FarEnd {
    const made = new FarEnd();
    far.push(made);
    return made;
  }
  afterEach(async () => {
    for (const made of far.splice(0)) await made.close();
  });

  it('is heard, and the microphone is not, until the same far end answers', async () => {
    const { media, states } = createRig();
    const bot = farEnd();
    await media.openMicrophone();
    const answer = await bot.answer(await media.describe());
    await media.acceptEarly(answer, 'a');
    await eventually(() => states.at(-1) === 'early');
    expect(await bot.packets()).to.equal(0);
    await media.accept(answer);
    expect(states.at(-1)).to.equal('flowing');
    await eventually(async () => (await bot.packets()) > 5);
    media.close();
  });

  it('that cannot be understood does not harm the call', async () => {
    const rig = createRig();
    const bot = farEnd();
    const offer = await rig.media.describe();
    await rig.media.acceptEarly('v=0\r\nnonsense', 'a');
    await rig.media.openMicrophone();
    await rig.media.accept(await bot.answer(offer));
    await eventually(async () => (await bot.packets()) > 5);
    rig.media.close();
  });

  it('is ignored once the call is answered, or over', async () => {
    const rig = createRig();
    await connectCall(rig, farEnd());
    await rig.media.acceptEarly('v=0\r\n', 'late');
    expect(rig.states.at(-1)).to.equal('flowing');
    rig.media.close();
    await rig.media.acceptEarly('v=0\r\n', 'later');
  });
});
