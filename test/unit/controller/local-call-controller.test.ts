import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { CtiError } from '../../../src/base/error.js';
import type { Command } from '../../../src/controller/commands.js';
import { offer, online } from './controller-bench.js';
import { everything, reasonOf } from './support.js';

describe('LocalCallController', () => {
  it('has the call in the snapshot before the transport hears of it, and resolves when it is out', async () => {
    const bench = await online();
    const seen: string[] = [];
    bench.controller.subscribe(({ calls }) =>
      seen.push(`${calls.length} ${bench.transport.asked}`),
    );
    const dialled = bench.controller.send({ type: 'dial', target: '600' });
    const id = bench.controller.snapshot.currentCallId ?? '';
    expect(bench.controller.snapshot.mode).to.equal('outgoing');
    expect(seen[0])
      .to.match(/^1 connect/)
      .and.not.match(/dial/);
    expect(bench.transport.asked).to.include(`dial ${id}`);
    bench.transport.say({ type: 'call-dialed', callId: id, pbxId: 'abc' });
    expect((await dialled)?.pbxId).to.equal('abc');
  });

  it('rejects a dial that fails before the INVITE with the reason of the end', async () => {
    const bench = await online();
    const dialled = reasonOf(bench.controller.send({ type: 'dial', target: '600' }));
    const callId = bench.controller.snapshot.currentCallId ?? '';
    bench.transport.say({ type: 'call-ended', callId, reason: 'microphone-denied', by: 'local' });
    expect(await dialled).to.equal('microphone-denied');
    expect(bench.controller.snapshot.mode).to.equal('idle');
  });

  it('ends in the snapshot at once, and shows how for five seconds', async () => {
    const bench = await online();
    offer(bench);
    bench.transport.say({ type: 'call-connected', callId: 'in-1', capabilities: everything });
    await bench.controller.send({ type: 'end' });
    expect(bench.controller.snapshot.mode).to.equal('idle');
    expect(bench.controller.snapshot.lastEnded?.end?.reason).to.equal('hangup');
    bench.clock.advance(5_000);
    expect(bench.controller.snapshot.lastEnded).to.equal(undefined);
  });

  it('serves the last wish of many presses on Hold, one operation at a time', async () => {
    const bench = await online();
    offer(bench);
    bench.transport.say({ type: 'call-connected', callId: 'in-1', capabilities: everything });
    const first = reasonOf(bench.controller.send({ type: 'set-hold', held: true }));
    const second = reasonOf(bench.controller.send({ type: 'set-hold', held: false }));
    expect(bench.controller.snapshot.calls[0]?.hold).to.equal('holding');
    bench.transport.say({ type: 'call-hold-changed', callId: 'in-1', held: true });
    expect(bench.controller.snapshot.calls[0]?.hold).to.equal('resuming');
    bench.transport.say({ type: 'call-hold-changed', callId: 'in-1', held: false });
    expect([await first, await second]).to.deep.equal(['aborted', 'fulfilled']);
    expect(bench.transport.asked.filter((asked) => asked.startsWith('hold'))).to.deep.equal([
      'hold in-1 true',
      'hold in-1 false',
    ]);
  });

  it('does not let a listener that sends a command re-enter', async () => {
    const bench = await online();
    const modes: string[] = [];
    let depth = 0;
    bench.controller.subscribe((snapshot) => {
      expect((depth += 1), 'nested').to.equal(1);
      modes.push(snapshot.mode);
      if (snapshot.mode === 'incoming') void bench.controller.send({ type: 'decline' });
      depth -= 1;
    });
    offer(bench);
    expect(modes).to.deep.equal(['incoming', 'idle']);
    expect(bench.transport.asked).to.include('decline in-1 486');
  });

  it('goes on when a listener throws', async () => {
    const bench = await online();
    let heard = 0;
    bench.controller.subscribe(() => {
      throw new Error('listener');
    });
    bench.controller.subscribe(() => (heard += 1));
    offer(bench);
    expect(heard).to.equal(1);
    expect(bench.controller.snapshot.mode).to.equal('incoming');
  });

  it('tells of a call that it declines because the operator does not want to be disturbed', async () => {
    const bench = await online();
    for (let index = 0; index < 4; index += 1) offer(bench, `in-${index}`);
    offer(bench, 'in-too-many');
    expect(bench.transport.asked).to.include('decline in-too-many 486');
    const ended = bench.told.filter(({ type }) => type === 'call-ended');
    expect(ended).to.have.length(1);
    expect(bench.controller.snapshot.calls).to.have.length(4);
  });

  it('says nothing and rejects everything after dispose', async () => {
    const bench = await online();
    const pending = reasonOf(bench.controller.send({ type: 'dial', target: '600' }));
    bench.controller.dispose();
    bench.controller.dispose();
    expect(await pending).to.equal('disposed');
    expect(await reasonOf(bench.controller.send({ type: 'dial', target: '1' }))).to.equal(
      'disposed',
    );
    expect(bench.transport.disposed).to.equal(true);
    expect(bench.clock.pending).to.equal(0);
  });

  it('refuses to disconnect while a call is live, unless it is to be ended', async () => {
    const bench = await online();
    offer(bench);
    expect(await reasonOf(bench.controller.disconnect())).to.equal('call-live');
    await bench.controller.disconnect({ calls: 'end' });
    expect(bench.controller.snapshot.connection).to.equal('offline');
    expect(bench.controller.snapshot.calls).to.have.length(0);
  });

  it('can() and send() never disagree', async () => {
    const commands: Command[] = [
      { type: 'dial', target: '600' },
      { type: 'answer' },
      { type: 'decline' },
      { type: 'end' },
      { type: 'silence' },
      { type: 'set-hold', held: true },
      { type: 'set-mute', muted: true },
      { type: 'send-dtmf', tones: '1' },
      { type: 'swap' },
      { type: 'close-window' },
      { type: 'open-window' },
    ];
    const chosen = fc.array(fc.constantFrom(...commands), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(chosen, fc.boolean(), async (wanted, ringing) => {
        const bench = await online();
        if (ringing) offer(bench);
        for (const command of wanted) {
          const allowed = bench.controller.can(command);
          const before = bench.controller.snapshot;
          let refused = '';
          const sent = bench.controller.send(command).catch((error: unknown) => {
            refused = error instanceof CtiError ? error.reason : String(error);
          });
          if (!allowed) {
            await sent;
            expect(refused, command.type).to.be.oneOf(['not-allowed', 'not-supported']);
            expect(bench.controller.snapshot).to.equal(before);
          }
        }
        bench.controller.dispose();
      }),
      { numRuns: 100 },
    );
  });
});
