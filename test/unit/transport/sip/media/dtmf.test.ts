import { expect } from '@open-wc/testing';

import { CtiError } from '../../../../../src/base/error.js';
import { playTones, sendTones } from '../../../../../src/transport/sip/media/dtmf.js';
import { agreesOnTones } from '../../../../../src/transport/sip/media/sdp.js';
import { ManualClock } from '../../../../support/manual-clock.js';
import { reasonOf } from '../support/far-end.js';

/** A sender that plays when it is told. */
class FakeSender extends EventTarget {
  readonly inserted: (readonly [tones: string, toneMs: number, gapMs: number])[] = [];
  broken = false;

  insertDTMF(tones: string, toneMs = 0, gapMs = 0): void {
    if (this.broken) throw new DOMException('no', 'InvalidStateError');
    this.inserted.push([tones, toneMs, gapMs]);
  }

  /** The last string is played out. */
  playOut(): void {
    this.#tone('5');
    this.#tone('');
  }

  #tone(tone: string): void {
    this.dispatchEvent(Object.assign(new Event('tonechange'), { tone }));
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

describe('playTones', () => {
  let clock: ManualClock;
  let sender: FakeSender;
  let ending: AbortController;
  beforeEach(() => {
    clock = new ManualClock();
    sender = new FakeSender();
    ending = new AbortController();
  });
  const play = (tones: string): Promise<void> => playTones(sender, tones, clock, ending.signal);

  it('plays 160 ms tones with gaps of 70 ms, and a comma as 500 ms of silence', async () => {
    const played = play('12,,3');
    expect(sender.inserted).to.deep.equal([['12', 160, 70]]);
    sender.playOut();
    await settle();
    clock.advance(500);
    await settle();
    clock.advance(499);
    await settle();
    expect(sender.inserted).to.have.lengthOf(1);
    clock.advance(1);
    await settle();
    expect(sender.inserted[1]).to.deep.equal(['3', 160, 70]);
    sender.playOut();
    await played;
    expect(clock.pending).to.equal(0);
  });

  it('counts digits that are never played out as failed', async () => {
    const reason = reasonOf(play('12'));
    clock.advance(2 * 230 + 2_000);
    expect(await reason).to.equal('timeout');
    expect(clock.pending).to.equal(0);
  });

  it('ends with the call: in a tone, in a pause, before the first one', async () => {
    const inTone = reasonOf(play('1'));
    const inPause = reasonOf(play(',1'));
    ending.abort(new CtiError('aborted'));
    expect([await inTone, await inPause, await reasonOf(play('1'))]).to.deep.equal([
      'aborted',
      'aborted',
      'aborted',
    ]);
    expect(clock.pending).to.equal(0);
    expect(sender.inserted).to.deep.equal([['1', 160, 70]]);
  });

  it('says so when the sender refuses', async () => {
    sender.broken = true;
    expect(await reasonOf(play('1'))).to.equal('media');
    expect(clock.pending).to.equal(0);
  });
});

describe('sendTones', () => {
  it('#94 sends one message a digit, in order, and nothing more once the call is over', async () => {
    const clock = new ManualClock();
    const ending = new AbortController();
    const sent: string[] = [];
    const send = async (tone: string): Promise<void> => void sent.push(tone);
    const sending = reasonOf(sendTones(send, '1,#A', clock, ending.signal));
    for (const delayMs of [230, 500]) {
      await settle();
      clock.advance(delayMs);
    }
    await settle();
    expect(sent).to.deep.equal(['1', '#']);
    ending.abort(new CtiError('aborted'));
    expect(await sending).to.equal('aborted');
    expect(sent).to.deep.equal(['1', '#']);
    expect(clock.pending).to.equal(0);
  });
});

describe('agreesOnTones', () => {
  const sdp = (...clocks: number[]): string =>
    clocks.map((rate, index) => `a=rtpmap:${100 + index} telephone-event/${rate}\r\n`).join('');

  it('#94 wants one clock rate in common', () => {
    expect(agreesOnTones(sdp(48_000, 8_000), sdp(8_000))).to.equal(true);
    expect(agreesOnTones(sdp(8_000), sdp(48_000))).to.equal(false);
    expect(agreesOnTones(sdp(8_000), 'a=rtpmap:0 PCMU/8000\r\n')).to.equal(false);
    expect(agreesOnTones('', '')).to.equal(false);
  });
});
