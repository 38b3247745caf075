import type { CallTransport } from '../call-transport.js';
import { SipTransport } from './sip-transport.js';

/** A line by SIP over WebSocket (RFC 7118) with WebRTC media. The only entry to this folder. */
export function createSipTransport(): CallTransport {
  return new SipTransport();
}
