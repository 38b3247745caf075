import { expect } from '@open-wc/testing';

import { createRig, FarEnd } from '../support/far-end.js';
import { endPretending, pretend, pretendMicrophone } from '../support/pretend.js';

describe('MediaSession: leaks', () => {
  afterEach(endPretending);

  it('fifty calls, one after the other, leave no connection, track or timer', async () => {
    const native = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    const tracks: MediaStreamTrack[] = [];
    const connections: RTCPeerConnection[] = [];
    pretendMicrophone(async (constraints) => {
      const stream = await native(constraints);
      tracks.push(...stream.getTracks());
      return stream;
    });
    const Native = RTCPeerConnection;
    pretend(
      globalThis,
      'RTCPeerConnection',
      class extends Native {
        constructor(configuration?: RTCConfiguration) {
          super(configuration);
          connections.push(this);
        }
      },
    );
    let timers = 0;
    const clock = {
      now: () => Date.now(),
      schedule: (delayMs: number, callback: () => void) => {
        timers += 1;
        let running = true;
        const stop = (): void => {
          if (running) timers -= 1;
          running = false;
          clearTimeout(id);
        };
        const id = setTimeout(() => {
          stop();
          callback();
        }, delayMs);
        return stop;
      },
    };
    const far = new FarEnd();
    for (let call = 0; call < 50; call += 1) {
      const { media, sound } = createRig({ clock });
      const microphone = media.openMicrophone();
      if (call % 2 === 0) await media.describe();
      else {
        await media.accept(await far.offer({ iceRestart: true }));
        await media.describe();
        await far.connection.setLocalDescription({ type: 'rollback' });
      }
      await microphone;
      media.close();
      sound.dispose();
    }
    await far.close();
    expect(connections).to.have.lengthOf(51);
    expect(
      connections.filter(({ connectionState }) => connectionState !== 'closed'),
    ).to.have.lengthOf(0);
    expect(tracks).to.have.lengthOf(50);
    expect(tracks.filter(({ readyState }) => readyState === 'live')).to.have.lengthOf(0);
    expect(timers).to.equal(0);
  }).timeout(30_000);
});
