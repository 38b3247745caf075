import type { TransportEvent, TransportHost } from '../../../../src/transport/call-transport.js';
import { SimulatorTransport } from '../../../../src/transport/simulator/simulator-transport.js';
import type { FarView, TransportBench } from '../../../contract/bench.js';
import { ManualClock } from '../../../support/manual-clock.js';
import { turns } from '../../../support/turns.js';

export interface SimulatorBench extends TransportBench {
  readonly transport: SimulatorTransport;
  readonly clock: ManualClock;
}

function seen(transport: SimulatorTransport, callId: string): FarView {
  const { state, tones, muted, held, sip } = transport.heard(callId);
  return { state, tones, muted, held, ...(sip ? { status: sip.status } : {}) };
}

/** The simulator at both ends. */
export async function simulatorBench(
  transport = new SimulatorTransport(),
  patienceMs = 2_000,
): Promise<SimulatorBench> {
  const clock = new ManualClock();
  return {
    transport,
    clock,
    patienceMs,
    settings: { servers: ['wss://pbx.example'], uri: 'sip:101@example.com' },
    server: 'wss://pbx.example',
    farEnd: '603',
    nobody: '699',
    callIn: async (number) => void transport.receiveCall({ number }),
    answer: async (callId) => transport.remoteAnswer(callId),
    hangUp: async (callId) => transport.remoteHangUp(callId),
    hold: async (callId, held) => transport.remoteHold(callId, held),
    refuseHold: async (refused) => transport.refuseHold(refused),
    loseLine: async () => transport.dropLine(),
    restoreLine: async () => transport.restoreLine(),
    setMicrophone: async (outcome) => transport.setMicrophone(outcome),
    microphoneInUse: () => transport.microphoneInUse,
    async see(callId, enough) {
      await turns();
      const view = seen(transport, callId);
      if (!enough(view)) throw new Error(`The far end sees ${JSON.stringify(view)}`);
      return view;
    },
    settle: () => turns(),
    dispose: async () => undefined,
    watchdogs: {
      stall: async (stalled) => transport.stall(stalled),
      async passTime(ms) {
        await turns();
        clock.advance(ms);
        await turns();
      },
    },
  };
}

/** A simulator that is online, and all it says. */
export async function online(transport = new SimulatorTransport()): Promise<{
  readonly transport: SimulatorTransport;
  readonly clock: ManualClock;
  readonly said: TransportEvent[];
  readonly host: TransportHost;
}> {
  const { clock, settings, server } = await simulatorBench(transport);
  const said: TransportEvent[] = [];
  const host: TransportHost = {
    clock,
    logger: { log: () => undefined },
    newCallId: () => `in-${said.length}`,
    emit: (event) => said.push(event),
  };
  transport.attach(host);
  transport.connect({ settings, server });
  await turns();
  return { transport, clock, said, host };
}
