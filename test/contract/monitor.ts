import type { Clock } from '../../src/base/clock.js';
import { silentLogger } from '../../src/base/logger.js';
import type {
  CallTransport,
  TransportEvent,
  TransportHost,
} from '../../src/transport/call-transport.js';

type EventType = TransportEvent['type'];
export type EventOf<T extends EventType> = Extract<TransportEvent, { readonly type: T }>;
/** Properties that an event is to have. */
export type Traits<T extends EventType> = Partial<EventOf<T>>;

interface Waiter {
  readonly matches: (event: TransportEvent) => boolean;
  readonly resolve: (event: TransportEvent) => void;
}

/** How many answers are still owed, by what was asked: the call's id, and the operation. */
class Owed {
  readonly #counts = new Map<string, number>();

  add(key: string): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  /** False when nothing was owed. */
  take(key: string): boolean {
    const count = this.#counts.get(key) ?? 0;
    if (count > 0) this.#counts.set(key, count - 1);
    return count > 0;
  }

  drop(key: string): void {
    this.#counts.delete(key);
  }
}

const answersTo: Partial<Record<EventType, string>> = {
  'call-hold-changed': 'setHold',
  'call-hold-failed': 'setHold',
  'call-dtmf-sent': 'sendDtmf',
  'call-dtmf-failed': 'sendDtmf',
  'call-answer-failed': 'answer',
  'call-transfer-failed': 'transfer',
};

/**
 * Stands where the controller does: lends the host, passes the commands on, and watches all the while whether what
 * comes back is what the port allows. `violations` is to be empty, whatever a check does.
 */
export class ContractMonitor implements TransportHost {
  readonly events: TransportEvent[] = [];
  readonly violations: string[] = [];
  readonly transport: CallTransport;
  readonly logger = silentLogger;
  readonly clock: Clock;
  readonly #patienceMs: number;
  readonly #waiters = new Set<Waiter>();
  readonly #timers = new Set<object>();
  readonly #minted = new Set<string>();
  /** Calls that may be reported on. */
  readonly #live = new Set<string>();
  readonly #once = new Set<string>();
  readonly #owed = new Owed();
  #lineOpen = false;
  #inside: string | undefined;
  #disposed = false;

  constructor(transport: CallTransport, clock: Clock, patienceMs: number) {
    this.#patienceMs = patienceMs;
    this.clock = this.#watchClock(clock);
    this.transport = this.#watchMethods(transport);
  }

  /** Timers of the transport that are still running. */
  get timers(): number {
    return this.#timers.size;
  }

  newCallId(): string {
    const id = crypto.randomUUID();
    this.#minted.add(id);
    return id;
  }

  emit(event: TransportEvent): void {
    this.events.push(event);
    this.#judge(event);
    for (const waiter of [...this.#waiters]) {
      if (waiter.matches(event)) {
        this.#waiters.delete(waiter);
        waiter.resolve(event);
      }
    }
  }

  /** The next event of this kind that has not been awaited before, also one that is here already. */
  async next<T extends EventType>(type: T, traits: Partial<EventOf<T>> = {}): Promise<EventOf<T>> {
    const matches = (event: TransportEvent): event is EventOf<T> =>
      event.type === type && !this.#seen.has(event) && hasTraits(event, traits);
    const here = this.events.find(matches);
    const event = here ?? (await this.#wait(matches, `${type} ${JSON.stringify(traits)}`));
    this.#seen.add(event);
    return event as EventOf<T>;
  }

  count(type: EventType, callId?: string): number {
    return this.events.filter(
      (event) =>
        event.type === type &&
        (callId === undefined || ('callId' in event && event.callId === callId)),
    ).length;
  }

  /** The kinds of events about one call, in order, media left out: how it starts flowing is the transport's matter. */
  storyOf(callId: string): readonly EventType[] {
    return this.events
      .filter((event) => 'callId' in event && event.callId === callId)
      .map(({ type }) => type)
      .filter((type) => type !== 'call-media-changed' && type !== 'call-microphone-asked');
  }

  readonly #seen = new Set<TransportEvent>();

  #wait(matches: (event: TransportEvent) => boolean, wanted: string): Promise<TransportEvent> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const seen = this.events.map(({ type }) => type).join(', ');
        reject(new Error(`Waited for ${wanted}; came: ${seen}`));
      }, this.#patienceMs);
      this.#waiters.add({
        matches,
        resolve: (event) => {
          clearTimeout(timer);
          resolve(event);
        },
      });
    });
  }

  #blame(violation: string): void {
    this.violations.push(violation);
  }

  #judge(event: TransportEvent): void {
    if (this.#disposed) this.#blame(`${event.type} after dispose()`);
    if (this.#inside) this.#blame(`${event.type} from inside ${this.#inside}()`);
    if ('callId' in event) this.#judgeCall(event);
    else this.#judgeLine(event);
  }

  #judgeLine(event: TransportEvent): void {
    const owed = event.type !== 'sound-blocked' && this.#owed.take(event.type);
    switch (event.type) {
      case 'line-opened':
        if (!this.#owed.take('connect')) this.#blame('line-opened without connect()');
        this.#lineOpen = true;
        break;
      case 'line-failed':
        if (!this.#owed.take('connect') && !this.#lineOpen) {
          this.#blame('line-failed, though no line was open or asked for');
        }
        this.#lineOpen = false;
        break;
      case 'line-closed':
        if (!owed) this.#blame('line-closed without disconnect()');
    }
  }

  #judgeCall(event: Extract<TransportEvent, { readonly callId: string }>): void {
    const { type, callId } = event;
    if (type === 'call-offered') {
      if (!this.#minted.delete(callId))
        this.#blame('call-offered under an id not minted by the host');
      this.#live.add(callId);
    }
    if (!this.#live.has(callId)) this.#blame(`${type} of a call that is over, or never was`);
    if (type === 'call-dialed' || type === 'call-ringing' || type === 'call-connected') {
      const key = `${type} ${callId}`;
      if (this.#once.has(key)) this.#blame(`${type} twice`);
      this.#once.add(key);
    }
    const question = answersTo[type];
    if (question !== undefined && !this.#owed.take(`${question} ${callId}`)) {
      this.#blame(`${type} without ${question}()`);
    }
    if (type === 'call-connected') this.#owed.drop(`answer ${callId}`);
    if (type === 'call-ended') this.#live.delete(callId);
  }

  /** Notes what is asked, before it is passed on. */
  #note(method: string, [subject]: readonly unknown[]): void {
    const callId = typeof subject === 'string' ? subject : '';
    switch (method) {
      case 'connect':
        this.#owed.add('connect');
        break;
      case 'disconnect':
        this.#owed.drop('connect');
        this.#owed.add('line-closed');
        this.#lineOpen = false;
        break;
      case 'dial':
        this.#live.add(callId);
        break;
      case 'end':
      case 'decline':
        this.#live.delete(callId);
        break;
      case 'abandon':
        this.#live.clear();
        this.#lineOpen = false;
        break;
      case 'completeTransfer':
        this.#owed.add(`transfer ${callId}`);
        break;
      case 'setHold':
      case 'sendDtmf':
      case 'answer':
      case 'transfer':
        this.#owed.add(`${method} ${callId}`);
    }
  }

  #watchMethods(transport: CallTransport): CallTransport {
    return new Proxy(transport, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function' || typeof name !== 'string') return value;
        return (...parameters: unknown[]) => this.#call(target, name, value, parameters);
      },
    });
  }

  #call(target: CallTransport, name: string, method: object, parameters: unknown[]): unknown {
    this.#note(name, parameters);
    this.#inside = name;
    try {
      return Reflect.apply(method as () => unknown, target, parameters) as unknown;
    } catch (thrown) {
      if (name === 'parseTarget') throw thrown;
      this.#blame(`${name}() threw ${String(thrown)}`);
      return undefined;
    } finally {
      this.#inside = undefined;
      if (name === 'dispose') this.#disposed = true;
    }
  }

  #watchClock(clock: Clock): Clock {
    return {
      now: () => clock.now(),
      schedule: (delayMs, callback) => {
        const timer = {};
        this.#timers.add(timer);
        const undo = clock.schedule(delayMs, () => {
          this.#timers.delete(timer);
          callback();
        });
        return () => {
          this.#timers.delete(timer);
          undo();
        };
      },
    };
  }
}

function hasTraits(event: TransportEvent, traits: object): boolean {
  return Object.entries(traits).every(
    ([name, value]) => (Reflect.get(event, name) as unknown) === value,
  );
}
