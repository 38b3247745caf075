import { expect } from '@open-wc/testing';

import { CallBench } from './support/call-bench.js';
import {
  conclude,
  ordersTried,
  perform,
  randomOf,
  shuffled,
  some,
  tidy,
} from './support/orders.js';

describe('Any order of what the two sides do', () => {
  let bench: CallBench;
  beforeEach(async () => {
    bench = await CallBench.online();
  });
  afterEach(function () {
    return bench.close(this.currentTest?.isFailed());
  });

  it('#56 #72 #74 ends every call of theirs once, with nothing left behind', async function () {
    this.timeout(200_000);
    for (let seed = 1; seed <= ordersTried; seed += 1) {
      const random = randomOf(seed);
      const { callId, dialog } = await bench.ring([], `r${seed}`);
      const { transport } = bench;
      const remote = '<sip:101@pbx.example>';
      const cancel = (): void =>
        bench.sendIn({ ...dialog, remote }, 'CANCEL', { cseq: 1, branch: dialog.branch });
      const bye = (): void => bench.sendIn(dialog, 'BYE');
      const ack = (): void => bench.ack(dialog);
      const answer = (): void => transport.answer(callId);
      const decline = (): void => transport.decline(callId, 603);
      const end = (): void => transport.end(callId);
      const deeds = some([cancel, bye, ack, answer, answer, decline, end], random);
      await perform(shuffled([answer, ...deeds], random), bench, random);
      await conclude(bench, callId, `seed ${seed}`);
      // The ACK of a caller who keeps the rules: to a 2xx, or to a refusal.
      ack();
      bench.sendIn(dialog, 'ACK', { cseq: 1, branch: dialog.branch });
      await bench.settle();
      expect(bench.invariants.sessions, `seed ${seed}: sessions`).to.equal(0);
      const finals = bench.server.responses.filter(
        ({ method, statusCode = 0 }) => method === 'INVITE' && statusCode >= 200,
      );
      expect(finals.length, `seed ${seed}: final answers`).to.be.at.least(1);
      tidy(bench);
    }
    await bench.pass(37_000);
    expect(bench.invariants.dialogs).to.equal(0);
  });
});
