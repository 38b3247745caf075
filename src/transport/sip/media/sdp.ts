const directionAttribute = /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m;
const toneFormat = /^a=rtpmap:\d+ telephone-event\/(\d+)/gim;

/** The direction the far end asks for on its audio line, or for the whole session (RFC 8866 section 6.7). */
export function remoteDirection(sdp: string): RTCRtpTransceiverDirection {
  const [session = '', ...media] = sdp.split(/\r?\n(?=m=)/);
  const audio = media.find((section) => section.startsWith('m=audio')) ?? '';
  const found = directionAttribute.exec(audio)?.[1] ?? directionAttribute.exec(session)?.[1];
  return (found as RTCRtpTransceiverDirection | undefined) ?? 'sendrecv';
}

/** The name of a run of ICE (RFC 8839 section 5.4): a description with another one needs candidates of its own. */
export function iceUfrag(sdp: string | undefined): string | undefined {
  return sdp === undefined ? undefined : /^a=ice-ufrag:(\S+)/m.exec(sdp)?.[1];
}

function toneClocks(sdp: string): Set<string | undefined> {
  return new Set([...sdp.matchAll(toneFormat)].map((found) => found[1]));
}

/** Whether both descriptions have telephone-event at one clock rate: only then may it be sent (RFC 4733 section 7). */
export function agreesOnTones(local: string, remote: string): boolean {
  const remoteClocks = toneClocks(remote);
  return [...toneClocks(local)].some((rate) => remoteClocks.has(rate));
}
