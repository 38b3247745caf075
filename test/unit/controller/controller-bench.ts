import type { CtiNotification } from '../../../src/controller/call-controller.js';
import { LocalCallController } from '../../../src/controller/local-call-controller.js';
import { ManualClock } from '../../support/manual-clock.js';
import { everything, ScriptedTransport } from './support.js';

export const line = { servers: ['wss://pbx.example'], uri: 'sip:101@example.com' };

export interface Bench {
  readonly clock: ManualClock;
  readonly transport: ScriptedTransport;
  readonly controller: LocalCallController;
  readonly told: CtiNotification[];
}

/** A controller whose line is online. */
export async function online(): Promise<Bench> {
  const clock = new ManualClock();
  const transport = new ScriptedTransport();
  let count = 0;
  const controller = new LocalCallController({
    clock,
    newId: () => `id-${(count += 1)}`,
    random: () => 0.5,
  });
  const told: CtiNotification[] = [];
  controller.observe((notification) => told.push(notification));
  controller.configure({ line, transport });
  const connected = controller.connect();
  await Promise.resolve();
  transport.say({ type: 'line-opened', server: 'wss://pbx.example', capabilities: everything });
  await connected;
  return { clock, transport, controller, told };
}

/** A call comes in. */
export function offer(bench: Bench, callId = 'in-1'): void {
  bench.transport.say({
    type: 'call-offered',
    callId,
    pbxId: 'pbx',
    remote: { number: '+12025550101' },
    capabilities: everything,
  });
}
