import { CtiError } from '../../../base/error.js';
import type { IceServer, MediaState } from '../../call-transport.js';

export const stateByConnection: Readonly<Record<RTCPeerConnectionState, MediaState>> = {
  new: 'connecting',
  connecting: 'connecting',
  connected: 'flowing',
  disconnected: 'interrupted',
  failed: 'interrupted',
  closed: 'none',
};

/** The default bundle policy: `max-bundle` refuses offers without a BUNDLE group, and media relays send such. */
export function openConnection(servers: readonly IceServer[]): RTCPeerConnection {
  const iceServers = servers.map(({ urls, ...rest }) => ({
    ...rest,
    urls: typeof urls === 'string' ? urls : [...urls],
  }));
  return new RTCPeerConnection({ iceServers });
}

/**
 * The one audio line of a call, `ours` if it is still there; any other, and video, is refused.
 * @throws CtiError `not-acceptable` when there is no audio
 */
export function keepOneAudio(
  connection: RTCPeerConnection,
  ours: RTCRtpTransceiver | undefined,
): RTCRtpTransceiver {
  const live = connection.getTransceivers().filter(({ direction }) => direction !== 'stopped');
  const audio = live.filter(({ receiver }) => receiver.track.kind === 'audio');
  const chosen = ours && audio.includes(ours) ? ours : audio[0];
  if (!chosen) throw new CtiError('not-acceptable');
  for (const other of live) if (other !== chosen) other.stop();
  return chosen;
}
