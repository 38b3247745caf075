import { expect } from '@open-wc/testing';

import { endReasons } from '../../../../../src/base/error.js';
import { type Clock, systemClock } from '../../../../../src/base/clock.js';
import type {
  LineSettings,
  TransportEvent,
  TransportHost,
} from '../../../../../src/transport/call-transport.js';
import { SipTransport } from '../../../../../src/transport/sip/sip-transport.js';
import type { ManualClock } from '../../../../support/manual-clock.js';
import type { ScriptedServer } from './scripted-server.js';
import { Waiting } from './waiting.js';

export interface PhoneOptions {
  readonly clock?: Clock;
  readonly settings?: Partial<LineSettings>;
}

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly detail?: unknown;
}

type EventOf<T extends TransportEvent['type']> = Extract<TransportEvent, { readonly type: T }>;

/** A transport of ours with a host that keeps all it says. */
export class Phone {
  readonly transport = new SipTransport();
  readonly said: TransportEvent[] = [];
  readonly log: LogLine[] = [];
  readonly settings: LineSettings;
  readonly clock: Clock;
  readonly #waiting = new Waiting<TransportEvent>();
  #calls = 0;

  constructor(options: PhoneOptions = {}) {
    this.clock = options.clock ?? systemClock;
    this.settings = {
      servers: ['wss://pbx.example/sip'],
      uri: 'sip:101@pbx.example',
      instanceId: '11111111-2222-4333-8444-555555555555',
      ...options.settings,
    };
    const host: TransportHost = {
      clock: this.clock,
      logger: { log: (level, message, detail) => this.log.push({ level, message, detail }) },
      newCallId: () => `in-${++this.#calls}`,
      emit: (event) => {
        this.said.push(event);
        this.#waiting.add(event);
      },
    };
    this.transport.attach(host);
  }

  /** The next event of this type that has not been awaited yet. */
  async next<T extends TransportEvent['type']>(type: T, patienceMs?: number): Promise<EventOf<T>> {
    const event = await this.#waiting.next(type, (said) => said.type === type, patienceMs);
    return event as EventOf<T>;
  }

  count(type: TransportEvent['type']): number {
    return this.said.filter((event) => event.type === type).length;
  }

  connect(server = this.settings.servers[0] ?? '', settings = this.settings): void {
    this.transport.connect({ settings, server });
  }

  async online(): Promise<this> {
    this.connect();
    await this.next('line-opened');
    return this;
  }

  dial(number = '603', callId = `out-${++this.#calls}`): string {
    this.transport.dial(callId, { target: this.transport.parseTarget(number) });
    return callId;
  }
}

/** I6: a call ends once, with a reason, and nothing more is heard of it. I10: no secret is said or logged. */
export function expectInOrder({ said, log }: Phone): void {
  const ended = new Set<string>();
  for (const event of said) {
    const { callId } = event as { readonly callId?: string };
    if (callId === undefined) continue;
    expect(ended.has(callId), `I6: ${event.type} after the end of ${callId}`).to.equal(false);
    if (event.type !== 'call-ended') continue;
    expect(event.reason, `I6: why ${callId} has ended`).to.be.oneOf([...endReasons]);
    ended.add(callId);
  }
  const lines = log.map(({ message, detail }) => `${message} ${String(detail)}`);
  const told = JSON.stringify([said, lines]);
  expect(told, 'I10: secrets').to.not.match(
    /authorization:[^"]*response=|password|s3cret|\bha1\b/i,
  );
}

/** Lets time pass in steps, with a round trip to the server after each. */
export async function pass(
  clock: ManualClock,
  server: ScriptedServer,
  ms: number,
  stepMs = 1_000,
): Promise<void> {
  for (let left = ms; left > 0; left -= stepMs) {
    clock.advance(Math.min(stepMs, left));
    await server.settle();
  }
}
