/** Bare sip.js with its own transport, media handler and defaults; hold as its SessionManager does it. */
import { Inviter, Registerer, RegistererState, SessionState, UserAgent } from 'sip.js';
import { makeFace, settings } from './face.mjs';

const { server, uri, domain, username, password, iceServers } = settings();
let session;

const face = makeFace({
  call(number) {
    const target = UserAgent.makeURI(`sip:${number}@${domain}`);
    adopt(new Inviter(userAgent, target), 'outgoing');
    session.invite();
  },
  answer: () => session.accept(),
  hold: () => setHold(true),
  resume: () => setHold(false),
  end() {
    if (session.state === SessionState.Established) session.bye();
    else if (session instanceof Inviter) session.cancel();
    else session.reject();
  },
});

const userAgent = new UserAgent({
  uri: UserAgent.makeURI(uri),
  transportOptions: { server },
  authorizationUsername: username,
  authorizationPassword: password,
  // Its own default is a public STUN server.
  sessionDescriptionHandlerFactoryOptions: { peerConnectionConfiguration: { iceServers } },
  logLevel: 'error',
  delegate: {
    onInvite(invitation) {
      globalThis.bench.mark('told');
      adopt(invitation, 'incoming');
    },
  },
});

function adopt(newSession, state) {
  session = newSession;
  face.show(state);
  session.stateChange.addListener((next) => {
    if (next === SessionState.Terminated) face.show('idle');
    if (next !== SessionState.Established) return;
    const { receiver } = session.sessionDescriptionHandler.peerConnection.getTransceivers()[0];
    face.play(new MediaStream([receiver.track]));
    face.show('talking');
  });
}

async function setHold(held) {
  const { sessionDescriptionHandler: handler, sessionDescriptionHandlerOptionsReInvite } = session;
  const setTracks = () => {
    handler.enableReceiverTracks(!held);
    handler.enableSenderTracks(!held);
  };
  session.sessionDescriptionHandlerOptionsReInvite = {
    ...sessionDescriptionHandlerOptionsReInvite,
    hold: held,
  };
  const onAccept = () => {
    setTracks();
    face.show(held ? 'held' : 'talking');
  };
  await session.invite({ requestDelegate: { onAccept } });
  setTracks();
}

const registerer = new Registerer(userAgent);
registerer.stateChange.addListener((state) => {
  if (state !== RegistererState.Registered) return;
  globalThis.bench.mark('online');
  if (!session) face.show('idle');
});
userAgent.start().then(() => registerer.register());
globalThis.bench.mark('interactive');
