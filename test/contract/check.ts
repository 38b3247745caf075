import type { TransportEvent } from '../../src/transport/call-transport.js';
import type { FarView, TransportBench } from './bench.js';
import { ContractMonitor } from './monitor.js';

/** What a check works with: the bench, and shortcuts to where most checks begin. */
export class CheckRun {
  readonly monitor: ContractMonitor;
  readonly transport: ContractMonitor['transport'];
  #detach: () => void = () => undefined;

  constructor(readonly bench: TransportBench) {
    this.monitor = new ContractMonitor(bench.transport, bench.clock, bench.patienceMs);
    this.transport = this.monitor.transport;
  }

  attach(): void {
    this.#detach = this.transport.attach(this.monitor);
  }

  detach(): void {
    this.#detach();
  }

  connect(): void {
    const { settings, server } = this.bench;
    this.transport.connect({ settings, server });
  }

  async open(): Promise<void> {
    this.connect();
    await this.monitor.next('line-opened');
  }

  dial(number = this.bench.farEnd): string {
    const callId = this.monitor.newCallId();
    this.transport.dial(callId, { target: this.transport.parseTarget(number) });
    return callId;
  }

  /** A call of ours that rings at the far end. */
  async ring(): Promise<string> {
    await this.open();
    const callId = this.dial();
    await this.monitor.next('call-ringing', { callId });
    return callId;
  }

  /** A call of ours that the far end has answered. */
  async talk(): Promise<string> {
    const callId = await this.ring();
    await this.bench.answer(callId);
    await this.monitor.next('call-connected', { callId });
    return callId;
  }

  /** A call that has come in. */
  async offer(from = '+12025550101'): Promise<string> {
    await this.bench.callIn(from);
    return (await this.monitor.next('call-offered')).callId;
  }

  see(callId: string, traits: Partial<FarView>): Promise<FarView> {
    return this.bench.see(callId, (view) =>
      Object.entries(traits).every(
        ([name, value]) => (Reflect.get(view, name) as unknown) === value,
      ),
    );
  }

  /** What is reported from here on, until everything has settled. */
  async reported(): Promise<readonly TransportEvent['type'][]> {
    const before = this.monitor.events.length;
    await this.bench.settle();
    return this.monitor.events.slice(before).map(({ type }) => type);
  }
}

/** One sentence of the port, and how to see whether it holds. */
export interface Check {
  readonly name: string;
  readonly run: (run: CheckRun) => Promise<void>;
}

export function check(name: string, run: Check['run']): Check {
  return { name, run };
}
