import { expect } from '@open-wc/testing';

import { CallBench, farContact } from './support/call-bench.js';
import { fakeSdp } from './support/fake-media.js';
import {
  conclude,
  ordersTried,
  perform,
  randomOf,
  shuffled,
  some,
  tidy,
} from './support/orders.js';
import type { SeenRequest } from './support/scripted-server.js';
import { replyTo } from './support/sip-message.js';

describe('Any order of what the two sides do', () => {
  let bench: CallBench;
  beforeEach(async () => {
    bench = await CallBench.online();
  });
  afterEach(function () {
    return bench.close(this.currentTest?.isFailed());
  });

  it('#56 #72 #73 ends every call of ours once, with nothing left behind', async function () {
    this.timeout(200_000);
    for (let seed = 1; seed <= ordersTried; seed += 1) {
      const random = randomOf(seed);
      const { callId, invite } = await bench.dial();
      const far = new FarCallee(bench, invite);
      const end = (): void => bench.transport.end(callId);
      const deeds = [far.trying, far.ringing, far.otherRinging, far.answer, far.refuse, far.bye];
      await perform(shuffled([...some(deeds, random), end, far.bye], random), bench, random);
      await conclude(bench, callId, `seed ${seed}`);
      far.trying();
      await bench.settle();
      expect(far.unanswered(), `seed ${seed}: BYEs of theirs without an answer`).to.equal(0);
      tidy(bench);
    }
    // Early dialogs of other branches stay for sip.js's own timer M, 32 s of real time; sessions do not.
    await bench.pass(37_000);
    expect(bench.invariants.sessions).to.equal(0);
  });
});

/** A far end that keeps the rules: one final answer, 487 after a CANCEL, BYE only when it has answered. */
class FarCallee {
  readonly #bench: CallBench;
  readonly #invite: SeenRequest;
  #final = false;
  #answered = false;
  #byes = 0;

  constructor(bench: CallBench, invite: SeenRequest) {
    this.#bench = bench;
    this.#invite = invite;
    bench.server.on('CANCEL', (request) => {
      request.reply(200);
      this.#finish(487);
    });
  }

  /** BYEs that the page has not answered. */
  unanswered(): number {
    const answers = this.#bench.server.responses.filter(({ method }) => method === 'BYE');
    return this.#byes - answers.length;
  }

  readonly trying = (): void => this.#invite.reply(100);
  readonly ringing = (): void => this.#invite.reply(180, { headers: [farContact] });
  readonly otherRinging = (): void =>
    this.#invite.reply(183, { headers: [farContact], toTag: 'other' });

  readonly answer = (): void => {
    this.#answered = !this.#final || this.#answered;
    this.#finish(200, fakeSdp());
  };

  readonly refuse = (): void => this.#finish(486);

  readonly bye = (): void => {
    if (!this.#answered) return;
    this.#byes += 1;
    this.#bench.sendIn(this.#bench.dialogOf(this.#invite), 'BYE');
  };

  #finish(status: number, body = ''): void {
    if (this.#final) return;
    this.#final = true;
    const headers = body === '' ? [] : [farContact];
    this.#bench.server.send(replyTo(this.#invite.message, status, { headers, body }));
  }
}
