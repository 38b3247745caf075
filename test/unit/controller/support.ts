import { CtiError } from '../../../src/base/error.js';
import { immutable } from '../../../src/base/immutable.js';
import type {
  CallTransport,
  MergedCalls,
  Target,
  TransportEvent,
  TransportHost,
} from '../../../src/transport/call-transport.js';
import type { ModelEvent, Effect } from '../../../src/controller/events.js';
import type { CtiSnapshot } from '../../../src/controller/snapshot.js';
import { initialSnapshot, transition } from '../../../src/controller/transition.js';

/** Notes what it is asked for, and says what the test makes it say. */
export class ScriptedTransport implements CallTransport {
  readonly asked: string[] = [];
  host: TransportHost | undefined;
  disposed = false;

  attach(host: TransportHost): () => void {
    this.host = host;
    return () => (this.host = undefined);
  }

  say(event: TransportEvent): void {
    this.host?.emit(event);
  }

  connect({ server }: { readonly server: string }): void {
    this.asked.push(`connect ${server}`);
  }
  async disconnect(): Promise<void> {
    this.asked.push('disconnect');
  }
  probe(): void {
    this.asked.push('probe');
  }
  parseTarget(target: string): Target {
    return { number: target };
  }
  dial(callId: string): void {
    this.asked.push(`dial ${callId}`);
  }
  answer(callId: string): void {
    this.asked.push(`answer ${callId}`);
  }
  decline(callId: string, code: number): void {
    this.asked.push(`decline ${callId} ${code}`);
  }
  end(callId: string): void {
    this.asked.push(`end ${callId}`);
  }
  setHold(callId: string, held: boolean): void {
    this.asked.push(`hold ${callId} ${held}`);
  }
  setMuted(callId: string, muted: boolean): void {
    this.asked.push(`mute ${callId} ${muted}`);
  }
  sendDtmf(callId: string, tones: string): void {
    this.asked.push(`dtmf ${callId} ${tones}`);
  }
  refresh(callId: string): void {
    this.asked.push(`refresh ${callId}`);
  }
  transfer(callId: string, { number }: Target): void {
    this.asked.push(`transfer ${callId} ${number}`);
  }
  completeTransfer(callId: string, consultationId: string): void {
    this.asked.push(`complete ${callId} ${consultationId}`);
  }
  answerTransfer(callId: string, accepted: boolean): void {
    this.asked.push(`answer-transfer ${callId} ${accepted}`);
  }
  merge(callIds: MergedCalls): void {
    this.asked.push(`merge ${callIds.join(' ')}`);
  }
  split(): void {
    this.asked.push('split');
  }
  unblockSound(): void {
    this.asked.push('unblock-sound');
  }
  dialog(): undefined {
    return undefined;
  }
  abandon(): void {
    this.asked.push('abandon');
  }
  dispose(): void {
    this.disposed = true;
  }
}

export const everything = {
  answer: true,
  hold: true,
  mute: true,
  dtmf: true,
  blindTransfer: true,
  attendedTransfer: true,
  merge: true,
} as const;

/** Runs events through the transition, and gathers what came of them. */
export function play(
  events: readonly ModelEvent[],
  from: CtiSnapshot = initialSnapshot(0),
  random = 0.5,
): { readonly snapshot: CtiSnapshot; readonly effects: readonly Effect[] } {
  const effects: Effect[] = [];
  let snapshot = from;
  let now = 0;
  for (const event of events) {
    const [next, more] = transition(snapshot, event, { now: (now += 1_000), random });
    snapshot = next;
    effects.push(...more);
  }
  return { snapshot, effects };
}

export function fromTransport(event: TransportEvent): ModelEvent {
  return { type: 'transport', event, maxCalls: 4 };
}

/** A line that is online at the first of two servers. */
export const online: readonly ModelEvent[] = [
  {
    type: 'configured',
    line: immutable({
      servers: ['wss://a.example', 'wss://b.example'],
      uri: 'sip:101@example.com',
      ready: true,
    }),
    features: initialSnapshot(0).features,
    dialPlan: initialSnapshot(0).dialPlan,
    lineChanged: true,
    callCentreChanged: true,
  },
  { type: 'line-wanted', wanted: true, endCalls: false },
  fromTransport({ type: 'line-opened', server: 'wss://a.example', capabilities: everything }),
];

export function offered(callId: string, number = '+12025550101'): ModelEvent {
  return fromTransport({
    type: 'call-offered',
    callId,
    pbxId: `pbx-${callId}`,
    remote: { number },
    capabilities: everything,
  });
}

export function connected(callId: string): ModelEvent {
  return fromTransport({ type: 'call-connected', callId, capabilities: everything });
}

/** `fulfilled`, or why not. */
export async function reasonOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'fulfilled';
  } catch (error) {
    return error instanceof CtiError ? error.reason : String(error);
  }
}
