import { expect } from '@open-wc/testing';

import { ManualClock } from '../../../../support/manual-clock.js';
import { connectCall, createRig, eventually, FarEnd, reasonOf } from '../support/far-end.js';

function candidates(sdp: string): number {
  return [...sdp.matchAll(/^a=candidate:/gm)].length;
}

function liveTrack(stream: MediaStream): MediaStreamTrack | undefined {
  return stream.getAudioTracks().find(({ readyState }) => readyState === 'live');
}

describe('MediaSession', () => {
  let far: FarEnd;
  beforeEach(() => (far = new FarEnd()));
  afterEach(() => far.close());

  it('is heard at the far end, and hears it', async () => {
    const rig = createRig();
    await connectCall(rig, far);
    await eventually(async () => (await far.packets()) > 5);
    rig.media.close();
  });

  it('answers an offer with candidates, and leaves video out', async () => {
    far.connection.addTransceiver('video');
    const rig = createRig();
    await rig.media.openMicrophone();
    await rig.media.accept(await far.offer());
    const answer = await rig.media.describe();
    expect(candidates(answer)).to.be.greaterThan(0);
    expect(answer.slice(answer.indexOf('m=video'))).to.match(/^a=inactive/m);
    await far.take(answer);
    await eventually(() => rig.states.at(-1) === 'flowing');
    rig.media.close();
  });

  it('answers an offer of a relay that knows nothing of BUNDLE', async () => {
    const rig = createRig();
    const offer = (await far.offer()).replace(/^a=(group:BUNDLE|mid:|msid|extmap).*\r\n/gm, '');
    await rig.media.accept(offer);
    expect(candidates(await rig.media.describe())).to.be.greaterThan(0);
    rig.media.close();
  });

  it('refuses an offer without sound, and takes back what it cannot answer', async () => {
    const rig = createRig();
    const video = new RTCPeerConnection();
    video.addTransceiver('video');
    const offer = (await video.createOffer()).sdp ?? '';
    expect(await reasonOf(rig.media.accept(offer))).to.equal('not-acceptable');
    await rig.media.rollBack();
    await rig.media.accept(await far.offer());
    expect(candidates(await rig.media.describe())).to.be.greaterThan(0);
    video.close();
    rig.media.close();
  });

  it('#83 answers a re-INVITE without a description by an offer of its own', async () => {
    const rig = createRig();
    await connectCall(rig, far);
    const offer = await rig.media.describe();
    expect(candidates(offer)).to.be.greaterThan(0);
    await rig.media.accept(await far.answer(offer));
    rig.media.close();
  });

  it('#83 answers a re-INVITE that restarts ICE, with candidates of its own', async () => {
    const rig = createRig();
    await connectCall(rig, far);
    await rig.media.accept(await far.offer({ iceRestart: true }));
    const answer = await rig.media.describe();
    expect(candidates(answer)).to.be.greaterThan(0);
    await far.take(answer);
    const before = await far.packets();
    await eventually(async () => (await far.packets()) > before + 5);
    rig.media.close();
  });

  it('#83 goes on with another far end behind the same dialog: new fingerprint, other codec', async () => {
    const rig = createRig();
    await connectCall(rig, far);
    const other = new FarEnd();
    const [transceiver] = other.connection.getTransceivers();
    const codecs = RTCRtpReceiver.getCapabilities('audio')?.codecs ?? [];
    transceiver?.setCodecPreferences(codecs.filter(({ mimeType }) => /PCMA$/i.test(mimeType)));
    await rig.media.accept(await other.offer());
    await other.take(await rig.media.describe());
    await eventually(async () => (await other.packets()) > 5);
    await other.close();
    rig.media.close();
  });

  it('offers an ICE restart with new candidates when media never came', async () => {
    const rig = createRig();
    await connectCall(rig, far);
    const first = await rig.media.describe();
    await rig.media.rollBack();
    const restart = await rig.media.describe({ iceRestart: true });
    const ufrag = /a=ice-ufrag:(\S+)/;
    expect(ufrag.exec(restart)?.[1]).not.to.equal(ufrag.exec(first)?.[1]);
    expect(candidates(restart)).to.be.greaterThan(0);
    rig.media.close();
  });

  it('is silent on hold: no packet leaves, and they come back', async () => {
    const rig = createRig();
    await connectCall(rig, far);
    await rig.media.prepareHold(true);
    await rig.media.accept(await far.answer(await rig.media.describe()));
    await rig.media.settleHold(true);
    const held = await far.packets();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await far.packets()).to.be.at.most(held + 2);
    await rig.media.prepareHold(false);
    await rig.media.accept(await far.answer(await rig.media.describe()));
    await rig.media.settleHold(false);
    await eventually(async () => (await far.packets()) > held + 5);
    rig.media.close();
  });

  it('is heard again as soon as it is taken off hold, before the far end has agreed', async () => {
    const rig = createRig();
    await connectCall(rig, far);
    await rig.media.prepareHold(true);
    await rig.media.accept(await far.answer(await rig.media.describe()));
    await rig.media.settleHold(true);
    const held = await far.packets();
    await rig.media.prepareHold(false);
    await eventually(async () => (await far.packets()) > held + 5);
    rig.media.close();
  });

  it('#80 a refused hold leaves everything as it was, and the next one works', async () => {
    const rig = createRig();
    await connectCall(rig, far);
    await rig.media.prepareHold(true);
    await rig.media.describe();
    await rig.media.rollBack();
    await rig.media.settleHold(false);
    const before = await far.packets();
    await eventually(async () => (await far.packets()) > before + 5);
    await rig.media.prepareHold(true);
    const offer = await rig.media.describe();
    expect(offer).to.contain('a=sendonly');
    await rig.media.accept(await far.answer(offer));
    rig.media.close();
  });

  it('#105 stays muted over a hold, an ICE restart and a change of nothing', async () => {
    const rig = createRig();
    const streams: MediaStream[] = [];
    const native = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (constraints) => {
      const stream = await native(constraints);
      streams.push(stream);
      return stream;
    };
    rig.media.setMuted(true);
    await connectCall(rig, far);
    for (const held of [true, false]) {
      await rig.media.prepareHold(held);
      await rig.media.accept(await far.answer(await rig.media.describe()));
      await rig.media.settleHold(held);
    }
    await rig.media.accept(await far.answer(await rig.media.describe({ iceRestart: true })));
    Reflect.deleteProperty(navigator.mediaDevices, 'getUserMedia');
    expect(streams.map(liveTrack).map((track) => track?.enabled)).to.deep.equal([false]);
    rig.media.setMuted(false);
    expect(streams.map(liveTrack).map((track) => track?.enabled)).to.deep.equal([true]);
    rig.media.close();
    expect(streams.map(liveTrack)).to.deep.equal([undefined]);
  });

  it('plays the sound of the far end in one stream, whatever comes and goes', async () => {
    const rig = createRig();
    await connectCall(rig, far);
    const [transceiver] = far.connection.getTransceivers();
    for (const direction of ['recvonly', 'sendrecv'] as const) {
      if (transceiver) transceiver.direction = direction;
      await rig.media.accept(await far.offer());
      await far.take(await rig.media.describe());
    }
    expect(rig.sound.playing?.getAudioTracks().map(({ muted }) => muted)).to.have.lengthOf(1);
    rig.media.close();
    expect(rig.sound.playing).to.equal(undefined);
  });

  it('#83 goes over to another audio line, and plays that one alone', async () => {
    const rig = createRig();
    await connectCall(rig, far);
    const [first] = far.connection.getTransceivers();
    const track = first?.sender.track;
    first?.stop();
    if (track) far.connection.addTransceiver(track.clone());
    await rig.media.accept(await far.offer());
    expect(await rig.media.describe()).to.match(/^m=audio 0 [^]*^a=sendrecv/m);
    const playing = rig.sound.playing?.getAudioTracks() ?? [];
    expect(playing.map(({ readyState }) => readyState)).to.deep.equal(['live']);
    rig.media.close();
  });

  it('#98 asks for an ICE restart after 8 s without media, once, and gives up after 20 s', async () => {
    const clock = new ManualClock();
    const rig = createRig({ clock });
    // A far end of another world: its candidates lead nowhere.
    const offer = (await far.offer()).replace(/^a=candidate:.*\r\n/gm, '');
    await rig.media.accept(offer);
    const described = rig.media.describe();
    await described;
    clock.advance(7_999);
    expect(rig.told.filter((what) => what !== 'remote hold false')).to.deep.equal([]);
    clock.advance(1);
    clock.advance(11_999);
    expect(rig.told).to.include('restart').and.not.include('lost');
    clock.advance(1);
    expect(rig.told.filter((what) => what === 'restart' || what === 'lost')).to.deep.equal([
      'restart',
      'lost',
    ]);
    rig.media.close();
    expect(clock.pending).to.equal(0);
  });

  it('#98 forgets about it when the call ends before', async () => {
    const clock = new ManualClock();
    const rig = createRig({ clock });
    await rig.media.accept(await far.offer());
    const described = rig.media.describe();
    await described;
    expect(clock.pending).to.equal(2);
    rig.media.close();
    expect(clock.pending).to.equal(0);
  });

  it('#98 leaves a call alone whose media came', async () => {
    const clock = new ManualClock();
    const rig = createRig({ clock });
    await rig.media.openMicrophone();
    await rig.media.accept(await far.offer());
    const described = rig.media.describe();
    await far.take(await described);
    await eventually(() => rig.states.at(-1) === 'flowing');
    clock.advance(60_000);
    expect(rig.told).to.not.include('restart').and.not.include('lost');
    expect(clock.pending).to.equal(0);
    rig.media.close();
  });

  it('waits for the ICE servers of the page for 2 s at most, and goes without', async () => {
    const clock = new ManualClock();
    const rig = createRig({ clock, iceServers: () => new Promise(() => undefined) });
    let described = false;
    const offer = rig.media.describe().then((sdp) => {
      described = true;
      return sdp;
    });
    await eventually(() => clock.pending === 1);
    clock.advance(1_999);
    await Promise.resolve();
    expect(described).to.equal(false);
    clock.advance(1);
    expect(candidates(await offer)).to.be.greaterThan(0);
    rig.media.close();
  });

  it('goes without ICE servers when the page cannot tell them', async () => {
    for (const iceServers of [
      () => Promise.reject(new Error('no')),
      () => {
        throw new Error('no');
      },
    ]) {
      const rig = createRig({ iceServers });
      expect(candidates(await rig.media.describe())).to.be.greaterThan(0);
      rig.media.close();
    }
  });

  it('refuses everything once closed, and closes twice', async () => {
    const { media } = createRig();
    media.close();
    media.close();
    expect(await reasonOf(media.describe())).to.equal('aborted');
    expect(await reasonOf(media.accept('v=0'))).to.equal('aborted');
    expect(await reasonOf(media.openMicrophone())).to.equal('aborted');
    await media.rollBack();
  });
});
