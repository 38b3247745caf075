import type { Referral } from 'sip.js';

import type { Clock } from '../../base/clock.js';
import type { Logger } from '../../base/logger.js';
import type { IceServer, TransportEvent } from '../call-transport.js';
import type { Farewells } from './farewells.js';
import type { LineWatch } from './line-watch.js';
import type { Microphones } from './media/microphones.js';
import type { RemoteSound } from './media/remote-sound.js';
import type { MediaRegistry } from './media/session-description-handler.js';
import type { SipCall } from './sip-call.js';

/** What a call needs of its line. */
export interface CallContext {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly registry: MediaRegistry;
  readonly sound: RemoteSound;
  readonly microphones: Microphones;
  readonly codecs: readonly string[] | undefined;
  readonly line: LineWatch;
  readonly farewells: Farewells;
  /** SIP header whose value identifies the call at the PBX. */
  readonly callIdHeader: string;
  /** P-Asserted-Identity and Remote-Party-ID say who is calling. */
  readonly trustAssertedIdentity: boolean;
  iceServers(): Promise<readonly IceServer[]>;
  /** Delivers later, and only if `wanted` still says so then. */
  emit(event: TransportEvent, wanted: () => boolean): void;
  /** The call is over for the controller. */
  forget(call: SipCall): void;
  /** Whether the PBX is not known to refuse REFER. */
  refers(): boolean;
  /** It does refuse it. */
  refersNot(): void;
  /** The far end of a call wants us to call somebody else (REFER). */
  onReferral(call: SipCall, referral: Referral): void;
}
