import { expect } from '@open-wc/testing';

import { Mixer } from '../../../../../src/transport/sip/media/mixer.js';
import { RemoteSound } from '../../../../../src/transport/sip/media/remote-sound.js';
import { createRig, eventually, FarEnd, type Rig, tonesOf } from '../support/far-end.js';

const [ours, one, other] = [2_000, 500, 1_200];
const all = [ours, one, other];

describe('Mixer', () => {
  const far = [new FarEnd(one), new FarEnd(other)] as const;
  const rigs: Rig[] = [];
  const context = new AudioContext();
  const sound = new RemoteSound(() => undefined);
  let mixer: Mixer;

  /** A call with a far end, our microphone a tone. */
  async function call(farEnd: FarEnd): Promise<Rig> {
    const rig = createRig({ sound });
    rigs.push(rig);
    await rig.media.openMicrophone();
    await rig.media.accept(await farEnd.offer());
    await farEnd.take(await rig.media.describe());
    await eventually(() => rig.states.includes('flowing'));
    return rig;
  }

  /** What each of the three hears. */
  async function heard(): Promise<readonly (readonly number[])[]> {
    const playing = sound.playing?.getAudioTracks()[0];
    return [
      playing ? await tonesOf(playing, all, context) : [],
      await far[0].hears(all),
      await far[1].hears(all),
    ];
  }

  async function expectHeard(...expected: readonly (readonly number[])[]): Promise<void> {
    let last: unknown;
    await eventually(async () => {
      last = await heard();
      return JSON.stringify(last) === JSON.stringify(expected);
    }).catch(() => expect(last).to.deep.equal(expected));
  }

  before(async function () {
    this.timeout(20_000);
    const tone = new OscillatorNode(context, { frequency: ours });
    tone.start();
    navigator.mediaDevices.getUserMedia = async () => {
      const out = new MediaStreamAudioDestinationNode(context);
      tone.connect(out);
      return out.stream;
    };
    await context.resume();
    const [a, b] = [await call(far[0]), await call(far[1])];
    mixer = new Mixer([a.media, b.media], sound);
  });
  after(async () => {
    Reflect.deleteProperty(navigator.mediaDevices, 'getUserMedia');
    await mixer.stop();
    for (const { media } of rigs) media.close();
    for (const farEnd of far) await farEnd.close();
    await context.close();
  });

  it('lets each hear the two others, and never itself', async function () {
    this.timeout(15_000);
    await mixer.start();
    await expectHeard([one, other], [ours, other], [ours, one]);
  });

  it('takes us from both when we are muted, and leaves them to each other', async function () {
    this.timeout(30_000);
    for (const { media } of rigs) media.setMuted(true);
    await expectHeard([one, other], [other], [one]);
    for (const { media } of rigs) media.setMuted(false);
    await expectHeard([one, other], [ours, other], [ours, one]);
  });

  it('mixes another microphone when the one in use is exchanged', async function () {
    this.timeout(30_000);
    const before = rigs.map(({ media }) => media.microphone);
    for (const { devices } of rigs) {
      await devices.choose({ processing: { autoGainControl: false } });
    }
    // Nobody is heard by a track that has ended.
    expect(before.map((track) => track?.readyState)).to.deep.equal(['ended', 'ended']);
    await expectHeard([one, other], [ours, other], [ours, one]);
  });

  it('is silent to one on hold, who is heard no more by the other', async function () {
    this.timeout(30_000);
    const media = rigs[0]?.media;
    await media?.prepareHold(true);
    await expectHeard([one, other], [], [ours, one]);
    await media?.prepareHold(false);
    await expectHeard([one, other], [ours, other], [ours, one]);
  });

  it('is heard again after something else was', async function () {
    this.timeout(15_000);
    const tone = new MediaStreamAudioDestinationNode(context).stream;
    sound.play(tone);
    for (const { media } of rigs) await media.prepareHold(true);
    for (const { media } of rigs) await media.settleHold(false);
    await expectHeard([one, other], [ours, other], [ours, one]);
  });

  it('leaves two calls, each with the microphone alone', async function () {
    this.timeout(15_000);
    await mixer.stop();
    await expectHeard([other], [ours], [ours]);
  });
});
