/** JsSIP with its defaults. */
import JsSIP from 'jssip';
import { makeFace, settings } from './face.mjs';

const { server, uri, domain, password, iceServers } = settings();
const media = { mediaConstraints: { audio: true, video: false }, pcConfig: { iceServers } };
let session;

const face = makeFace({
  call: (number) => userAgent.call(`sip:${number}@${domain}`, media),
  answer: () => session.answer(media),
  hold: () => session.hold(),
  resume: () => session.unhold(),
  end: () => session.terminate(),
});

const userAgent = new JsSIP.UA({ sockets: [new JsSIP.WebSocketInterface(server)], uri, password });

userAgent.on('newRTCSession', ({ session: newSession, originator }) => {
  session = newSession;
  if (originator === 'remote') globalThis.bench.mark('told');
  face.show(originator === 'remote' ? 'incoming' : 'outgoing');
  const listen = (connection) =>
    connection.addEventListener('track', ({ track }) => face.play(new MediaStream([track])));
  if (session.connection) listen(session.connection);
  else session.on('peerconnection', ({ peerconnection }) => listen(peerconnection));
  session.on('confirmed', () => face.show('talking'));
  session.on('hold', ({ originator: by }) => by === 'local' && face.show('held'));
  session.on('unhold', ({ originator: by }) => by === 'local' && face.show('talking'));
  session.on('ended', () => face.show('idle'));
  session.on('failed', () => face.show('idle'));
});
userAgent.on('registered', () => {
  globalThis.bench.mark('online');
  if (!session || session.isEnded()) face.show('idle');
});
userAgent.start();
globalThis.bench.mark('interactive');
