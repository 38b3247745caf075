import type { Clock } from '../../../base/clock.js';
import { CtiError } from '../../../base/error.js';
import { candidatesGathered } from './ice-gathering.js';
import { iceUfrag } from './sdp.js';

/**
 * Sets our description, and returns it with the candidates of its ICE generation.
 * @throws CtiError `media`; what the connection throws
 */
export async function setLocalDescription(
  connection: RTCPeerConnection,
  description: RTCSessionDescriptionInit,
  clock: Clock,
): Promise<string> {
  const current = connection.currentLocalDescription?.sdp;
  const hasServers = (connection.getConfiguration().iceServers ?? []).length > 0;
  // Asked before the description is set: the first candidates may come with it.
  const gathered =
    iceUfrag(description.sdp) === iceUfrag(current)
      ? undefined
      : candidatesGathered(connection, hasServers, clock);
  await connection.setLocalDescription(description);
  await gathered;
  const sdp = connection.localDescription?.sdp;
  if (!sdp) throw new CtiError('media');
  return sdp;
}
