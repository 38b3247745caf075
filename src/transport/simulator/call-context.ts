import type { Clock } from '../../base/clock.js';
import type { SipStatus } from '../../base/error.js';
import type { Capabilities, TransportEvent } from '../call-transport.js';
import type { SimulatedMicrophone } from './microphone.js';
import type { SimulatedLine } from './simulated-line.js';

/** A call as its far end knows it, also when it is over. */
export interface FarEndView {
  /** `none`: it was never reached. */
  readonly state: 'none' | 'ringing' | 'connected' | 'ended';
  /** All digits so far, pauses left out. */
  readonly tones: string;
  readonly muted: boolean;
  /** We hold the far end. */
  readonly held: boolean;
  /** How often its connection was confirmed after a gap. */
  readonly refreshes: number;
  /** The number that it was sent to. */
  readonly transferredTo?: string;
  /** The call whose far end it hears beside us. */
  readonly mergedWith?: string;
  /** How we refused it. */
  readonly sip?: SipStatus;
}

export interface CallContext {
  readonly clock: () => Clock;
  readonly line: SimulatedLine;
  readonly microphone: SimulatedMicrophone;
  readonly capabilities: Capabilities;
  readonly latencyMs: number;
  refusesHold(): boolean;
  /** Delivers later, and only if `wanted` still says so then. */
  emit(event: TransportEvent, wanted: () => boolean): void;
  forget(callId: string): void;
}

export interface CallFacts {
  readonly id: string;
  readonly pbxId: string;
  readonly direction: 'incoming' | 'outgoing';
  readonly number: string;
}
