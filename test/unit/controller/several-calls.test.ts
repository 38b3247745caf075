import { expect } from '@open-wc/testing';
import { CtiError } from '../../../src/base/error.js';
import type { Command } from '../../../src/controller/commands.js';
import { connected as connectedEvent, everything, reasonOf } from './support.js';
import { offer, online, type Bench } from './controller-bench.js';

const error = new CtiError('not-acceptable');

function say(bench: Bench, event: ReturnType<typeof connectedEvent>): void {
  if (event.type === 'transport') bench.transport.say(event.event);
}

const connect = (bench: Bench, callId: string): void => say(bench, connectedEvent(callId));

function held(bench: Bench, callId: string, on = true): void {
  bench.transport.say({ type: 'call-hold-changed', callId, held: on });
}

/** What the transport was asked since the last time. */
function asked({ transport }: Bench): string[] {
  return transport.asked.splice(0);
}

async function talking(): Promise<Bench> {
  const bench = await online();
  offer(bench, 'a');
  void bench.controller.send({ type: 'answer' });
  connect(bench, 'a');
  asked(bench);
  return bench;
}

/** Talking to `b`, with `a` on hold. */
async function twofold(): Promise<Bench> {
  const bench = await talking();
  offer(bench, 'b');
  const answered = bench.controller.send({ type: 'answer', callId: 'b' });
  held(bench, 'a');
  connect(bench, 'b');
  await answered;
  asked(bench);
  return bench;
}

/** Each call and its hold, the current one marked. */
function picture({ controller: { snapshot } }: Bench): string {
  return snapshot.calls
    .map(
      ({ id, phase, hold }) =>
        `${id === snapshot.currentCallId ? '*' : ''}${id} ${phase}${hold === 'none' ? '' : ` ${hold}`}`,
    )
    .join(', ');
}

const last = ({ controller }: Bench, id: string): unknown =>
  controller.snapshot.calls.find((call) => call.id === id)?.problem;

describe('call waiting', () => {
  it('answers once the current call is on hold, and not before', async () => {
    const bench = await talking();
    offer(bench, 'b');
    const answered = bench.controller.send({ type: 'answer', callId: 'b' });
    expect(asked(bench)).to.deep.equal(['hold a true']);
    expect(picture(bench)).to.equal('a connected holding, *b connecting');
    held(bench, 'a');
    expect(asked(bench)).to.deep.equal(['answer b']);
    connect(bench, 'b');
    await answered;
    expect(picture(bench)).to.equal('a connected held, *b connected');
  });

  it('lets it ring on when the current call cannot be put on hold', async () => {
    const bench = await talking();
    offer(bench, 'b');
    const answered = bench.controller.send({ type: 'answer', callId: 'b' });
    bench.transport.say({ type: 'call-hold-failed', callId: 'a', error });
    expect(await reasonOf(answered)).to.equal('not-acceptable');
    expect(picture(bench)).to.equal('*a connected, b offered');
    expect(asked(bench)).to.deep.equal(['hold a true']);
  });

  it('forgets the answer when the caller gives up meanwhile; the first call stays on hold', async () => {
    const bench = await talking();
    offer(bench, 'b');
    const answered = bench.controller.send({ type: 'answer', callId: 'b' });
    bench.transport.say({ type: 'call-ended', callId: 'b', reason: 'cancelled', by: 'remote' });
    held(bench, 'a');
    expect(await reasonOf(answered)).to.equal('cancelled');
    expect(asked(bench)).to.deep.equal(['hold a true']);
    expect(picture(bench)).to.equal('*a connected held');
  });

  it('answers at once when the current call has ended in between', async () => {
    const bench = await talking();
    offer(bench, 'b');
    void bench.controller.send({ type: 'answer', callId: 'b' });
    bench.transport.say({ type: 'call-ended', callId: 'a', reason: 'hangup', by: 'remote' });
    expect(asked(bench)).to.deep.equal(['hold a true', 'answer b']);
  });

  it('holds the other when the handset answers', async () => {
    const bench = await talking();
    offer(bench, 'b');
    connect(bench, 'b');
    expect(asked(bench)).to.deep.equal(['hold a true']);
  });

  it('is not possible beside a call that cannot be held', async () => {
    const bench = await online();
    bench.transport.say({
      ...{ type: 'call-offered', callId: 'a', pbxId: 'a', remote: { number: '1' } },
      capabilities: { answer: true },
    });
    bench.transport.say({ type: 'call-connected', callId: 'a', capabilities: {} });
    offer(bench, 'b');
    const answer: Command = { type: 'answer', callId: 'b' };
    expect(await reasonOf(bench.controller.send(answer))).to.equal('not-allowed');
    expect(bench.controller.can({ type: 'dial', target: '600' })).to.equal(false);
  });
});

describe('a second call of ours', () => {
  it('goes out once the first is on hold, and is the current one from the start', async () => {
    const bench = await talking();
    const dialled = bench.controller.send({ type: 'dial', target: '600' });
    const id = bench.controller.snapshot.currentCallId ?? '';
    expect(asked(bench)).to.deep.equal(['hold a true']);
    expect(bench.controller.snapshot.mode).to.equal('outgoing');
    held(bench, 'a');
    expect(asked(bench)).to.deep.equal([`dial ${id}`]);
    bench.transport.say({ type: 'call-dialed', callId: id, pbxId: 'x' });
    await dialled;
  });

  it('is given up when the first cannot be put on hold', async () => {
    const bench = await talking();
    const dialled = bench.controller.send({ type: 'dial', target: '600' });
    bench.transport.say({ type: 'call-hold-failed', callId: 'a', error });
    expect(await reasonOf(dialled)).to.equal('failed');
    expect(picture(bench)).to.equal('*a connected');
    expect(asked(bench)).to.deep.equal(['hold a true']);
  });
});

describe('swap', () => {
  it('holds one, then resumes the other, which is current from then on', async () => {
    const bench = await twofold();
    const swapped = bench.controller.send({ type: 'swap' });
    expect(asked(bench)).to.deep.equal(['hold b true']);
    held(bench, 'b');
    expect(asked(bench)).to.deep.equal(['hold a false']);
    held(bench, 'a', false);
    await swapped;
    expect(picture(bench)).to.equal('*a connected, b connected held');
  });

  it('leaves everything as it was when the one cannot be held', async () => {
    const bench = await twofold();
    const swapped = bench.controller.send({ type: 'swap' });
    bench.transport.say({ type: 'call-hold-failed', callId: 'b', error });
    expect(await reasonOf(swapped)).to.equal('not-acceptable');
    expect(picture(bench)).to.equal('a connected held, *b connected');
    expect(asked(bench)).to.deep.equal(['hold b true']);
  });

  it('is what resuming a call on hold comes to', async () => {
    const bench = await twofold();
    const resumed = bench.controller.send({ type: 'set-hold', held: false, callId: 'a' });
    held(bench, 'b');
    held(bench, 'a', false);
    await resumed;
    expect(picture(bench)).to.equal('*a connected, b connected held');
  });

  it('needs a second call', async () => {
    const bench = await talking();
    expect(await reasonOf(bench.controller.send({ type: 'swap' }))).to.equal('not-allowed');
  });
});

describe('a conference', () => {
  async function merged(): Promise<Bench> {
    const bench = await twofold();
    const done = bench.controller.send({ type: 'merge' });
    held(bench, 'a', false);
    bench.transport.say({ type: 'calls-merged', callIds: ['b', 'a'] });
    await done;
    return bench;
  }

  it('takes the held call off hold beside the other, then mixes', async () => {
    const bench = await twofold();
    const done = bench.controller.send({ type: 'merge' });
    expect(asked(bench)).to.deep.equal(['hold a false']);
    held(bench, 'a', false);
    expect(asked(bench)).to.deep.equal(['merge a b']);
    bench.transport.say({ type: 'calls-merged', callIds: ['a', 'b'] });
    await done;
    const [a, b] = bench.controller.snapshot.calls;
    expect([a?.merge, b?.merge]).to.deep.equal([
      { state: 'merged', callId: 'b' },
      { state: 'merged', callId: 'a' },
    ]);
  });

  it('comes to nothing when the held call cannot be resumed', async () => {
    const bench = await twofold();
    const done = bench.controller.send({ type: 'merge' });
    bench.transport.say({ type: 'call-hold-failed', callId: 'a', error });
    expect(await reasonOf(done)).to.equal('not-acceptable');
    expect(picture(bench)).to.equal('a connected held, *b connected');
    expect(bench.controller.snapshot.calls.some(({ merge }) => merge)).to.equal(false);
  });

  it('that cannot be mixed leaves one of the two on hold', async () => {
    const bench = await twofold();
    const done = bench.controller.send({ type: 'merge' });
    held(bench, 'a', false);
    bench.transport.say({ type: 'calls-merge-failed', callIds: ['a', 'b'], error });
    expect(await reasonOf(done)).to.equal('not-acceptable');
    held(bench, 'a');
    expect(picture(bench)).to.equal('a connected held, *b connected');
  });

  it('is held, resumed and muted as a whole', async () => {
    const bench = await merged();
    asked(bench);
    void bench.controller.send({ type: 'set-mute', muted: true });
    void bench.controller.send({ type: 'set-hold', held: true });
    expect(asked(bench)).to.deep.equal([
      'mute a true',
      'mute b true',
      'hold a true',
      'hold b true',
    ]);
    held(bench, 'a');
    held(bench, 'b');
    void bench.controller.send({ type: 'set-hold', held: false });
    expect(asked(bench)).to.deep.equal(['hold a false', 'hold b false']);
  });

  it('ends with the end of one, and the other goes on', async () => {
    const bench = await merged();
    await bench.controller.send({ type: 'end', callId: 'a' });
    expect(picture(bench)).to.equal('*b connected');
    expect(bench.controller.snapshot.calls[0]?.merge).to.equal(undefined);
  });

  it('is taken apart: the current call goes on, the other is on hold again', async () => {
    const bench = await merged();
    asked(bench);
    const apart = bench.controller.send({ type: 'merge', split: true });
    expect(asked(bench)).to.deep.equal(['split']);
    bench.transport.say({ type: 'calls-split', callIds: ['a', 'b'] });
    await apart;
    expect(asked(bench)).to.deep.equal(['hold a true']);
  });

  it('as a whole makes way for a third call', async () => {
    const bench = await merged();
    offer(bench, 'c');
    asked(bench);
    void bench.controller.send({ type: 'answer', callId: 'c' });
    expect(asked(bench)).to.deep.equal(['hold a true', 'hold b true']);
    held(bench, 'a');
    expect(asked(bench)).to.deep.equal([]);
    held(bench, 'b');
    expect(asked(bench)).to.deep.equal(['answer c']);
  });

  it('is absent where the line cannot mix', async () => {
    const bench = await twofold();
    bench.transport.say({
      type: 'line-capabilities-changed',
      capabilities: { ...everything, merge: false },
    });
    expect(last(bench, 'b')).to.equal(undefined);
    expect(await reasonOf(bench.controller.send({ type: 'merge' }))).to.equal('not-supported');
  });
});
