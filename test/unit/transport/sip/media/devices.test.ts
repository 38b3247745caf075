import { expect } from '@open-wc/testing';

import type { ChosenDevice } from '../../../../../src/devices/device-choice.js';
import {
  connectCall,
  createRig,
  eventually,
  FarEnd,
  reasonOf,
  type Rig,
} from '../support/far-end.js';
import { endPretending, pretend } from '../support/pretend.js';
import { PretendedDevices } from '../support/pretended-devices.js';

describe('devices in a call', () => {
  let far: FarEnd;
  let rig: Rig;
  let pretended: PretendedDevices;
  let headset: ChosenDevice;
  beforeEach(async () => {
    far = new FarEnd();
    rig = createRig();
    pretended = new PretendedDevices();
    const [first] = await pretended.named('audioinput');
    headset = first!;
  });
  afterEach(async () => {
    rig.media.close();
    rig.devices.dispose();
    rig.sound.dispose();
    await far.close();
    expect(pretended.open, 'no microphone stays open').to.deep.equal([]);
    endPretending();
  });

  const used = (): string | undefined => rig.media.microphone?.getSettings().deviceId;
  async function flows(): Promise<void> {
    const before = await far.packets();
    await eventually(async () => (await far.packets()) > before + 5);
  }

  it('another microphone is spoken into at once, without negotiation; the last one is stopped', async () => {
    await connectCall(rig, far);
    const described = far.connection.remoteDescription?.sdp;
    await rig.devices.choose({ microphone: headset });
    expect(used()).to.equal(headset.id);
    expect(pretended.open.length).to.equal(1);
    await flows();
    expect(far.connection.remoteDescription?.sdp).to.equal(described);
    expect(rig.notices.at(-1)).to.equal(undefined);
  });

  it('#105 mute stays through an exchange', async () => {
    await connectCall(rig, far);
    rig.media.setMuted(true);
    await rig.devices.choose({ microphone: headset });
    expect(rig.media.microphone?.enabled).to.equal(false);
    rig.media.setMuted(false);
    expect(rig.media.microphone?.enabled).to.equal(true);
  });

  it('a microphone that another program holds is not taken: the call keeps the one it has', async () => {
    await connectCall(rig, far);
    const before = used();
    pretended.failure = 'NotReadableError';
    expect(await reasonOf(rig.devices.choose({ microphone: headset }))).to.equal('microphone-busy');
    expect(used()).to.equal(before);
    expect(pretended.open.length).to.equal(1);
  });

  it('#110 unplugged in a call: the default one within 2 s, with a notice; back when it is back', async () => {
    await rig.devices.choose({ microphone: headset });
    await connectCall(rig, far);
    expect(used()).to.equal(headset.id);
    const before = performance.now();
    pretended.unplug(headset.id);
    await eventually(() => rig.notices.at(-1) === 'microphone-replaced');
    expect(performance.now() - before).to.be.below(2_000);
    expect(rig.media.microphone?.readyState).to.equal('live');
    expect(used()).to.not.equal(headset.id);
    await flows();
    pretended.plugIn(headset.id);
    await eventually(() => used() === headset.id);
    await eventually(() => rig.notices.at(-1) === undefined);
    await flows();
  });

  it('#110 a Bluetooth headset that comes back under another id is known by its name', async () => {
    const microphone = { id: 'before', label: headset.label };
    await rig.devices.choose({ microphone });
    await connectCall(rig, far);
    expect(used()).to.equal(headset.id);
    expect(rig.notices.at(-1)).to.equal(undefined);
  });

  it('#110 none left: the call lives in silence, and says so, until there is one', async () => {
    await connectCall(rig, far);
    pretended.failure = 'NotFoundError';
    pretended.unplug(used() ?? '');
    await eventually(() => rig.notices.at(-1) === 'microphone-lost');
    expect(rig.states.at(-1)).to.equal('flowing');
    pretended.failure = undefined;
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    await eventually(() => rig.notices.at(-1) === undefined);
    await flows();
  });

  it('#111 the permission is taken back in a call: said in its own words', async () => {
    await connectCall(rig, far);
    pretended.failure = 'NotAllowedError';
    pretended.unplug(used() ?? '');
    await eventually(() => rig.notices.at(-1) === 'microphone-revoked');
    expect(rig.media.closed).to.equal(false);
  });

  it('a microphone that is exchanged while the call ends is stopped', async () => {
    await connectCall(rig, far);
    const exchanging = rig.devices.choose({ microphone: headset });
    rig.media.close();
    await exchanging;
    expect(pretended.open).to.deep.equal([]);
  });

  it('listens to what is connected only while a call needs it', async () => {
    let listening = 0;
    const { mediaDevices } = navigator;
    const add = mediaDevices.addEventListener.bind(mediaDevices);
    const remove = mediaDevices.removeEventListener.bind(mediaDevices);
    pretend(mediaDevices, 'addEventListener', (...args: Parameters<typeof add>) => {
      listening += 1;
      add(...args);
    });
    pretend(mediaDevices, 'removeEventListener', (...args: Parameters<typeof remove>) => {
      listening -= 1;
      remove(...args);
    });
    await connectCall(rig, far);
    expect(listening).to.be.greaterThan(0);
    rig.media.close();
    rig.sound.dispose();
    expect(listening).to.equal(0);
  });
});
