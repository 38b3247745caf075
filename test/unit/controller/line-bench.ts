import { CtiError } from '../../../src/base/error.js';
import type {
  CallCentre,
  CallCentreHost,
  StatusKind,
} from '../../../src/call-centre/call-centre.js';
import type { ControllerSettings } from '../../../src/controller/call-controller.js';
import { LocalCallController } from '../../../src/controller/local-call-controller.js';
import { ManualClock } from '../../support/manual-clock.js';
import { everything, ScriptedTransport } from './support.js';

export const a = 'wss://a.example';
export const b = 'wss://b.example';
export const line = { servers: [a, b], uri: 'sip:101@example.com' };
export const network = new CtiError('network');

/** A controller with two servers, a transport that says what it is told, and a call centre. */
export class Bench {
  readonly clock = new ManualClock();
  readonly transport = new ScriptedTransport();
  readonly connections: string[] = [];
  centre: CallCentreHost | undefined;
  readonly controller: LocalCallController;
  readonly callCentre: CallCentre = {
    attach: (host) => {
      this.centre = host;
      return () => (this.centre = undefined);
    },
    setStatus: () => undefined,
    dispose: () => undefined,
  };

  constructor(random = 0.5) {
    this.controller = new LocalCallController({ clock: this.clock, random: () => random });
    this.controller.observe((told) => {
      if (told.type === 'connection-changed') this.connections.push(told.detail.connection);
    });
    this.configure({});
  }

  configure(change: ControllerSettings): void {
    const { transport, callCentre } = this;
    this.controller.configure({ line, transport, callCentre, ...change });
  }

  /** Lets what waits for a promise of the transport go on. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  }

  async online(): Promise<this> {
    const connected = this.controller.connect();
    await this.opened();
    await connected;
    return this;
  }

  async opened(transport = this.transport): Promise<void> {
    await this.settle();
    transport.say({ type: 'line-opened', server: a, capabilities: everything });
  }

  async failed(error = network, final = false): Promise<void> {
    await this.settle();
    this.transport.say({ type: 'line-failed', error, final });
  }

  async after(ms: number): Promise<void> {
    this.clock.advance(ms);
    await this.settle();
  }

  offer(callId = 'in-1'): void {
    const remote = { number: '+12025550101' };
    this.transport.say({
      ...{ type: 'call-offered', callId, pbxId: 'x', remote },
      capabilities: everything,
    });
  }

  talk(callId = 'in-1'): void {
    this.offer(callId);
    this.transport.say({ type: 'call-connected', callId, capabilities: everything });
  }

  hangUp(callId = 'in-1'): void {
    this.transport.say({ type: 'call-ended', callId, reason: 'hangup', by: 'remote' });
  }

  status(kind: StatusKind): void {
    const statuses = (['available', 'busy', 'offline'] as const).map((id) => ({ id, kind: id }));
    this.centre?.emit({ type: 'statuses-changed', statuses });
    this.centre?.emit({ type: 'status-changed', status: { id: kind, since: 1 } });
  }

  get connection(): string {
    return this.controller.snapshot.connection;
  }

  get tries(): string[] {
    return this.transport.asked.filter((asked) => asked.startsWith('connect'));
  }
}
