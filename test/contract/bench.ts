import type { Clock } from '../../src/base/clock.js';
import type { CallTransport, LineSettings } from '../../src/transport/call-transport.js';

/** A call as its far end sees it. */
export interface FarView {
  readonly state: 'none' | 'ringing' | 'connected' | 'ended';
  readonly tones: string;
  readonly muted: boolean;
  readonly held: boolean;
  /** The final status with which we refused it. */
  readonly status?: number;
}

/**
 * A transport, and somebody at the far end who does what a check asks for. Every method resolves when it is done at
 * the far end; what it makes of our end is for the checks to await.
 */
export interface TransportBench {
  readonly transport: CallTransport;
  readonly settings: LineSettings;
  readonly server: string;
  readonly clock: Clock;
  /** Rings until `answer()`. */
  readonly farEnd: string;
  /** A number that does not exist. */
  readonly nobody: string;
  /** How long an expected event may take, in ms of real time. */
  readonly patienceMs: number;

  /** The far end calls us. */
  callIn(from: string): Promise<void>;
  answer(callId: string): Promise<void>;
  /** Hangs up, or gives up calling. */
  hangUp(callId: string): Promise<void>;
  hold(callId: string, held: boolean): Promise<void>;
  refuseHold(refused: boolean): Promise<void>;
  /** Breaks the line; attempts to connect fail until `restoreLine()`. */
  loseLine(): Promise<void>;
  restoreLine(): Promise<void>;
  setMicrophone(outcome: 'granted' | 'denied'): Promise<void>;
  /** Whether anything of ours keeps a microphone open, read at once. */
  microphoneInUse(): boolean;
  /** What the far end sees; `enough` says when it need not wait any longer. */
  see(callId: string, enough: (view: FarView) => boolean): Promise<FarView>;
  /** A round trip through everything: whatever was to be reported by now has been. */
  settle(): Promise<void>;
  dispose(): Promise<void>;

  /** A line that goes dumb, and time that passes at once: for the watchdogs, where a bench can. */
  readonly watchdogs?: {
    stall(stalled: boolean): Promise<void>;
    passTime(ms: number): Promise<void>;
  };
}
