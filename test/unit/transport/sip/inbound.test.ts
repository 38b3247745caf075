import { expect } from '@open-wc/testing';

import { MediaDescriptionHandler } from '../../../../src/transport/sip/media/session-description-handler.js';
import { MediaSession } from '../../../../src/transport/sip/media/media-session.js';
import { remoteDirection } from '../../../../src/transport/sip/media/sdp.js';
import { Microphones } from '../../../../src/transport/sip/media/microphones.js';
import { RemoteSound } from '../../../../src/transport/sip/media/remote-sound.js';
import { systemClock } from '../../../../src/base/clock.js';

describe('remoteDirection', () => {
  it('reads the audio line, else the session, else sendrecv (RFC 8866)', () => {
    expect(remoteDirection('v=0\r\na=sendonly\r\nm=audio 9 x 0\r\na=inactive\r\n')).to.equal(
      'inactive',
    );
    expect(remoteDirection('v=0\r\na=sendonly\r\nm=audio 9 x 0\r\na=mid:0\r\n')).to.equal(
      'sendonly',
    );
    expect(remoteDirection('v=0\r\nm=video 9 x 96\r\na=inactive\r\nm=audio 9 x 0\r\n')).to.equal(
      'sendrecv',
    );
  });
});

describe('MediaDescriptionHandler', () => {
  it('takes SDP by any spelling of its media type', () => {
    const media = new MediaSession({
      clock: systemClock,
      sound: new RemoteSound(() => undefined),
      microphones: new Microphones(() => undefined),
      iceServers: () => Promise.resolve([]),
      onState: () => undefined,
      onRemoteHold: () => undefined,
      onRestartWanted: () => undefined,
      onLost: () => undefined,
    });
    const handler = new MediaDescriptionHandler(media);
    const takes = (type: string): boolean => handler.hasDescription(type);
    expect(
      ['application/sdp', 'Application/SDP', 'application/sdp; charset=utf-8'].map(takes),
    ).to.deep.equal([true, true, true]);
    expect(['application/sdpx', 'text/plain', ''].map(takes)).to.deep.equal([false, false, false]);
  });
});
