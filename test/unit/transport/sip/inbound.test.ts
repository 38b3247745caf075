import { expect } from '@open-wc/testing';

import { inspectInbound } from '../../../../src/transport/sip/inbound.js';
import { MediaDescriptionHandler } from '../../../../src/transport/sip/media/session-description-handler.js';
import {
  MediaSession,
  remoteDirection,
} from '../../../../src/transport/sip/media/media-session.js';
import { RemoteSound } from '../../../../src/transport/sip/media/remote-sound.js';
import { systemClock } from '../../../../src/base/clock.js';

describe('inspectInbound', () => {
  it('lets a message of 200 headers through, and not one of 201', () => {
    const message = (count: number): string =>
      `OPTIONS sip:101@pbx.example SIP/2.0\r\n${'X-A: b\r\n'.repeat(count)}\r\nbody\r\nbody`;
    expect(inspectInbound(message(200))).to.equal(message(200));
    expect(inspectInbound(message(201))).to.equal(undefined);
  });

  it('drops a frame over 64 KiB', () => {
    expect(inspectInbound('x'.repeat(65_537))).to.equal(undefined);
  });
});

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
      iceServers: () => Promise.resolve([]),
      onState: () => undefined,
      onRemoteHold: () => undefined,
    });
    const handler = new MediaDescriptionHandler(media);
    const takes = (type: string): boolean => handler.hasDescription(type);
    expect(
      ['application/sdp', 'Application/SDP', 'application/sdp; charset=utf-8'].map(takes),
    ).to.deep.equal([true, true, true]);
    expect(['application/sdpx', 'text/plain', ''].map(takes)).to.deep.equal([false, false, false]);
  });
});
