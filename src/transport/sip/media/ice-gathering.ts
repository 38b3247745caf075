import type { Clock, Undo } from '../../../base/clock.js';
import { gatheringAfterReflexiveMs, gatheringCapMs, gatheringQuietMs } from '../constants.js';

/** What of a peer connection is watched here, so that a test can stand in for it. */
export interface GatheringSource extends EventTarget {
  readonly iceGatheringState: RTCIceGatheringState;
}

/**
 * Waits until there are candidates enough for a description that is about to be set, which may be long before
 * gathering is complete: one silent STUN server would hold the call up for 40 s. Without servers: when host
 * candidates have stopped coming; with servers: shortly after the first reflexive or relayed one. Never longer than
 * the cap, never rejects. A state of `complete` at the beginning is that of the description before.
 */
export function candidatesGathered(
  connection: GatheringSource,
  hasServers: boolean,
  clock: Clock,
): Promise<void> {
  return new Promise((resolve) => {
    let stopSettling: Undo | undefined;
    const stopCap = clock.schedule(gatheringCapMs, () => finish());
    const finish = (): void => {
      stopCap();
      stopSettling?.();
      connection.removeEventListener('icecandidate', onCandidate);
      connection.removeEventListener('icegatheringstatechange', onState);
      resolve();
    };
    const settle = (delayMs: number): void => {
      stopSettling?.();
      stopSettling = clock.schedule(delayMs, finish);
    };
    const onCandidate = (event: Event): void => {
      const { candidate } = event as RTCPeerConnectionIceEvent;
      if (!candidate) return finish();
      // An empty one only says that one generation has come to its end (RFC 8838 section 8.2).
      if (candidate.candidate === '') return;
      if (!hasServers) return settle(gatheringQuietMs);
      if (candidate.type !== 'host' && !stopSettling) settle(gatheringAfterReflexiveMs);
    };
    const onState = (): void => {
      if (connection.iceGatheringState === 'complete') finish();
    };
    connection.addEventListener('icecandidate', onCandidate);
    connection.addEventListener('icegatheringstatechange', onState);
  });
}
