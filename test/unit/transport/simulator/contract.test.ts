import { SimulatorTransport } from '../../../../src/transport/simulator/simulator-transport.js';
import {
  callTransportChecks,
  describeCallTransport,
} from '../../../contract/call-transport.contract.js';
import { referChecks } from '../../../contract/checks/transfers.js';
import { watchdogChecks } from '../../../contract/checks/watchdogs.js';
import { nextTurn } from '../../../support/turns.js';
import { simulatorBench } from './bench.js';

describeCallTransport('SimulatorTransport', () => simulatorBench(), [
  ...callTransportChecks,
  ...watchdogChecks,
  ...referChecks,
]);

/** The same with a network that takes its time: the clock runs ahead by itself, event by event. */
describeCallTransport('SimulatorTransport with latency', async () => {
  const bench = await simulatorBench(new SimulatorTransport({ latencyMs: 40 }));
  let running = true;
  const run = (): void => {
    bench.clock.advance(10);
    if (running) nextTurn(run);
  };
  run();
  return {
    ...bench,
    // Twenty rounds are five times the latency.
    async settle() {
      for (let round = 0; round < 20; round += 1) await bench.settle();
    },
    async see(callId, enough) {
      for (let round = 0; round < 20; round += 1) await bench.settle();
      return bench.see(callId, enough);
    },
    async dispose() {
      running = false;
    },
  };
});
