import { expect } from '@open-wc/testing';

import type { ChosenDevice, DeviceNotice } from '../../../../../src/devices/device-choice.js';
import { Speaker } from '../../../../../src/transport/sip/media/speaker.js';
import { eventually } from '../support/far-end.js';
import { endPretending, pretend } from '../support/pretend.js';
import { PretendedDevices } from '../support/pretended-devices.js';

describe('Speaker', () => {
  let pretended: PretendedDevices;
  let notices: (DeviceNotice | undefined)[];
  let speaker: Speaker;
  let element: HTMLAudioElement;
  let chosen: ChosenDevice;
  beforeEach(async () => {
    pretended = new PretendedDevices();
    notices = [];
    speaker = new Speaker((notice) => notices.push(notice));
    element = new Audio();
    // Without the permission browsers tell no ids.
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    stream.getTracks().forEach((track) => track.stop());
    const [first] = await pretended.named('audiooutput');
    chosen = first!;
  });
  afterEach(() => {
    speaker.dispose();
    endPretending();
  });

  it('plays where it was told to, as loud as it was told to', async () => {
    speaker.attach(element);
    await speaker.choose({ speaker: chosen, volume: 0.4 });
    expect(element.sinkId).to.equal(chosen.id);
    expect(element.volume).to.equal(0.4);
    await speaker.choose({});
    expect(element.sinkId).to.equal('');
    expect(element.volume).to.equal(1);
    expect(notices).to.deep.equal([]);
  });

  it('what was chosen before the first call is used in it', async () => {
    await speaker.choose({ speaker: chosen });
    speaker.attach(element);
    await eventually(() => element.sinkId === chosen.id);
  });

  it('#110 unplugged: the default one with a notice, and back when it is back', async () => {
    speaker.attach(element);
    await speaker.choose({ speaker: chosen });
    pretended.unplug(chosen.id);
    await eventually(() => element.sinkId === '');
    await eventually(() => notices.at(-1) === 'speaker-replaced');
    pretended.plugIn(chosen.id);
    await eventually(() => element.sinkId === chosen.id);
    await eventually(() => notices.at(-1) === undefined);
  });

  it('#112 a browser that refuses, or knows no other output, plays by the default one', async () => {
    pretend(element, 'setSinkId', () => Promise.reject(new DOMException('no', 'NotAllowedError')));
    speaker.attach(element);
    await speaker.choose({ speaker: chosen });
    expect(element.sinkId).to.equal('');
    expect(notices).to.deep.equal(['speaker-replaced']);
    const other = {} as HTMLAudioElement;
    speaker.attach(other);
    await speaker.choose({ speaker: { ...chosen } });
    expect(other.volume).to.equal(1);
  });
});
