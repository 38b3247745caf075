import { expect } from '@open-wc/testing';

import { endReasons } from '../../../../../src/base/error.js';
import { listDevices } from '../../../../../src/devices/device-list.js';
import { microphoneError } from '../../../../../src/devices/microphone-error.js';
import {
  isChosen,
  microphonePermission,
  openMicrophone,
} from '../../../../../src/devices/microphone.js';
import { endReasonOfMicrophone } from '../../../../../src/transport/sip/media/media-error.js';
import { createRig, reasonOf } from '../support/far-end.js';
import { endPretending, failing, pretend, pretendMicrophone } from '../support/pretend.js';

const gone = { id: 'gone', label: 'A headset' };

describe('openMicrophone', () => {
  afterEach(endPretending);

  const table: readonly (readonly [name: string, reason: string, end: string])[] = [
    ['NotAllowedError', 'microphone-denied', 'microphone-denied'],
    ['SecurityError', 'permission-policy', 'microphone-denied'],
    ['NotFoundError', 'microphone-missing', 'microphone-missing'],
    ['NotReadableError', 'microphone-busy', 'microphone-missing'],
    ['AbortError', 'microphone-busy', 'microphone-missing'],
    ['OverconstrainedError', 'microphone-missing', 'microphone-missing'],
    ['InvalidStateError', 'media', 'media'],
  ];
  for (const [name, reason, end] of table) {
    it(`#109 ${name} is ${reason}; a call ends with ${end}`, async () => {
      pretendMicrophone(failing(name));
      expect(await reasonOf(openMicrophone())).to.equal(reason);
      expect(endReasonOfMicrophone(microphoneError(new DOMException('no', name)))).to.equal(end);
      expect(endReasons).to.include(end);
    });
  }

  it('#109 tries the default device once when the one wanted is gone', async () => {
    const native = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    const asked: unknown[] = [];
    pretendMicrophone((constraints) => {
      asked.push(constraints?.audio);
      return asked.length === 1 ? failing('OverconstrainedError')() : native(constraints);
    });
    const track = await openMicrophone({ microphone: gone });
    expect(asked).to.deep.equal([{ deviceId: { exact: 'gone' } }, true]);
    track.stop();
  });

  it('#109 does so for the browser itself', async () => {
    const track = await openMicrophone({ microphone: gone });
    expect(isChosen(track, { microphone: gone })).to.equal(false);
    expect(track.kind).to.equal('audio');
    track.stop();
  });

  it('finds the device by its name when its id is another, as after a reconnection', async () => {
    const [, second] = (await listDevices()).microphones.filter(({ id }) => id !== 'default');
    const microphone = { id: 'an older id', label: second!.label };
    const track = await openMicrophone({ microphone });
    expect(track.getSettings().deviceId).to.equal(second!.id);
    expect(isChosen(track, { microphone })).to.equal(true);
    track.stop();
  });

  it('asks for the processing that was chosen, and for no other', async () => {
    const track = await openMicrophone({ processing: { echoCancellation: false } });
    expect(track.getSettings().echoCancellation).to.equal(false);
    expect(track.getConstraints()).to.deep.equal({ echoCancellation: false });
    track.stop();
  });

  it('#109 no mediaDevices: an insecure page, or a browser that cannot', async () => {
    pretend(navigator, 'mediaDevices', undefined);
    expect(await reasonOf(openMicrophone())).to.equal('browser-unsupported');
    pretend(globalThis, 'isSecureContext', false);
    expect(await reasonOf(openMicrophone())).to.equal('insecure-context');
  });

  it('#109 an iframe that may not ask is told so, and nobody is asked', async () => {
    let asked = 0;
    pretendMicrophone(() => {
      asked += 1;
      return failing('NotAllowedError')();
    });
    pretend(document, 'featurePolicy', { allowsFeature: (name: string) => name !== 'microphone' });
    expect(await reasonOf(openMicrophone())).to.equal('permission-policy');
    expect(asked).to.equal(0);
  });

  it('#109 a stream without sound, an error that is none', async () => {
    pretendMicrophone(() => Promise.resolve(new MediaStream()));
    expect(await reasonOf(openMicrophone())).to.equal('microphone-missing');
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a browser may throw anything
    pretendMicrophone(() => Promise.reject('no'));
    expect(await reasonOf(openMicrophone())).to.equal('media');
  });

  it('asks first where the browser does not tell its permission', async () => {
    pretend(navigator.permissions, 'query', () => Promise.reject(new TypeError('microphone')));
    expect(await microphonePermission()).to.equal('prompt');
    pretend(navigator, 'permissions', undefined);
    expect(await microphonePermission()).to.equal('prompt');
  });

  it('#116 a track that comes after the call is over is stopped within 100 ms', async () => {
    const native = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    let deliver = (): void => undefined;
    let stream: MediaStream | undefined;
    pretendMicrophone(async (constraints) => {
      const opened = await native(constraints);
      stream = opened;
      await new Promise<void>((resolve) => (deliver = resolve));
      return opened;
    });
    const { media } = createRig();
    const opening = reasonOf(media.openMicrophone());
    while (!stream) await new Promise((resolve) => setTimeout(resolve, 10));
    await Promise.resolve();
    media.close();
    const before = performance.now();
    deliver();
    expect(await opening).to.equal('aborted');
    expect(stream.getTracks().map(({ readyState }) => readyState)).to.deep.equal(['ended']);
    expect(performance.now() - before).to.be.below(100);
  });

  it('has one microphone open, however often it is asked', async () => {
    const native = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    const streams: MediaStream[] = [];
    pretendMicrophone(async (constraints) => {
      const stream = await native(constraints);
      streams.push(stream);
      return stream;
    });
    const { media } = createRig();
    await media.openMicrophone();
    await media.openMicrophone();
    const live = (): number =>
      streams.flatMap((stream) => stream.getTracks()).filter((t) => t.readyState === 'live').length;
    expect(live()).to.equal(1);
    media.close();
    expect(live()).to.equal(0);
  });
});
