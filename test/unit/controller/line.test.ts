import { expect } from '@open-wc/testing';
import { CtiError } from '../../../src/base/error.js';
import { a, b, Bench } from './line-bench.js';
import { reasonOf } from './support.js';

describe('the line, reconnecting', () => {
  it('makes the first try of a page at once, and reconnects when it fails', async () => {
    const bench = new Bench();
    void bench.controller.connect();
    await bench.settle();
    expect(bench.tries).to.deep.equal([`connect ${a}`]);
    await bench.failed();
    expect(bench.connection).to.equal('reconnecting');
    expect(bench.controller.snapshot.connectionProblem).to.equal('network');
    await bench.after(2_500);
    expect(bench.tries).to.have.length(2);
    await bench.opened();
    expect(bench.connection).to.equal('online');
  });

  it('goes to the next server after two failures, and back to the first when idle, 5 to 10 min later', async () => {
    const bench = new Bench();
    void bench.controller.connect();
    for (let turn = 0; turn < 2; turn += 1) {
      await bench.failed();
      await bench.after(30_000);
    }
    expect(bench.tries).to.deep.equal([`connect ${a}`, `connect ${a}`, `connect ${b}`]);
    await bench.opened();
    bench.talk();
    await bench.after(600_000);
    expect(bench.tries, 'not during a call').to.have.length(3);
    bench.hangUp();
    await bench.after(600_000);
    expect(bench.tries[3]).to.equal(`connect ${a}`);
  });

  it('#2 leaves a server that does not even take the connection for the next one at once', async () => {
    const bench = new Bench();
    void bench.controller.connect();
    await bench.failed(new CtiError('transport-timeout'));
    await bench.after(5_000);
    expect(bench.tries).to.deep.equal([`connect ${a}`, `connect ${b}`]);
  });

  it('#22 is at the next server soon after two failures, and slow again once all have failed', async () => {
    const bench = await new Bench(0.999).online();
    bench.talk();
    await bench.failed();
    await bench.after(300);
    await bench.failed();
    await bench.after(300);
    expect(bench.tries).to.deep.equal([`connect ${a}`, `connect ${a}`, `connect ${b}`]);
    for (let turn = 0; turn < 2; turn += 1) {
      await bench.failed();
      await bench.after(8_000);
    }
    expect(bench.tries.slice(3)).to.deep.equal([`connect ${b}`, `connect ${a}`]);
    await bench.failed();
    await bench.after(300);
    expect(bench.tries, 'no hurry any more').to.have.length(5);
  });

  it('#152 is spread over 5 s again when the server dies again soon after', async () => {
    const bench = await new Bench(0.999).online();
    for (let turn = 0; turn < 2; turn += 1) {
      const before = bench.tries.length;
      await bench.failed();
      await bench.after(4_900);
      expect(bench.tries).to.have.length(before);
      await bench.after(100);
      expect(bench.tries).to.have.length(before + 1);
      await bench.opened();
    }
  });

  it('ignores a failure reported twice, and one after a final one', async () => {
    const bench = await new Bench().online();
    await bench.failed();
    await bench.failed();
    expect(bench.controller.snapshot.line.failures).to.equal(1);
    await bench.failed(new CtiError('auth-failed'), true);
    await bench.failed();
    await bench.opened();
    expect(bench.connection).to.equal('failed');
    expect(bench.clock.pending).to.equal(0);
  });

  it('tries again half a second after the network is back at the latest', async () => {
    const bench = await new Bench(0.99).online();
    for (let turn = 0; turn < 6; turn += 1) {
      await bench.failed();
      if (turn < 5) await bench.after(30_000);
    }
    const before = bench.tries.length;
    bench.controller.signal('online');
    await bench.after(500);
    expect(bench.tries).to.have.length(before + 1);
  });

  it('does not hurry before the time that the server asked for', async () => {
    const bench = await new Bench(0).online();
    await bench.failed(new CtiError('unavailable', { retryAfterMs: 120_000 }));
    bench.controller.signal('online');
    bench.controller.signal('resumed');
    await bench.after(119_000);
    expect(bench.tries).to.have.length(1);
    await bench.after(1_000);
    expect(bench.tries).to.have.length(2);
  });

  it('tries once in 30 s while the browser says offline, also when that is a lie', async () => {
    const bench = new Bench();
    bench.controller.signal('offline');
    void bench.controller.connect();
    await bench.failed();
    bench.controller.signal('resumed');
    await bench.after(29_900);
    expect(bench.tries).to.have.length(1);
    await bench.after(100);
    expect(bench.tries).to.have.length(2);
    await bench.opened();
    expect(bench.connection).to.equal('online');
  });

  it('puts a planned try off when the network goes', async () => {
    const bench = await new Bench().online();
    await bench.failed();
    bench.controller.signal('offline');
    await bench.after(29_000);
    expect(bench.tries).to.have.length(1);
    bench.controller.signal('offline');
    await bench.after(1_000);
    expect(bench.tries).to.have.length(2);
  });

  it('probes an open line when the page or the network comes back, and when the network is said to be gone', async () => {
    const bench = await new Bench().online();
    for (const signal of ['resumed', 'offline', 'online'] as const) bench.controller.signal(signal);
    expect(bench.transport.asked.filter((asked) => asked === 'probe')).to.have.length(3);
  });

  it('keeps live calls, and has each connected one refreshed once the line is back', async () => {
    const bench = await new Bench().online();
    bench.talk('in-1');
    bench.offer('in-2');
    await bench.failed();
    expect(bench.controller.snapshot.calls).to.have.length(2);
    expect(bench.controller.snapshot.connectionProblem).to.equal('network');
    await bench.after(300);
    expect(bench.tries).to.have.length(2);
    await bench.opened();
    await bench.opened();
    const refreshed = bench.transport.asked.filter((asked) => asked.startsWith('refresh'));
    expect(refreshed).to.deep.equal(['refresh in-1']);
    expect(bench.controller.snapshot.connectionProblem).to.equal(undefined);
  });

  it('can end a call that is not yet connected while the line is lost', async () => {
    const bench = await new Bench().online();
    const dialled = reasonOf(bench.controller.send({ type: 'dial', target: '600' }));
    await bench.failed();
    await bench.controller.send({ type: 'end' });
    expect(await dialled).to.equal('cancelled');
    expect(bench.controller.snapshot.mode).to.equal('idle');
  });
});
