import { expect } from '@open-wc/testing';
import { CtiError } from '../../../src/base/error.js';
import type { Verdict } from '../../../src/controller/call-controller.js';
import { verdictMs } from '../../../src/controller/guard.js';
import { commandState } from '../../../src/controller/selectors.js';
import { offer, online } from './controller-bench.js';
import { reasonOf } from './support.js';

describe('the guard', () => {
  const verdicts: readonly (readonly [Verdict | undefined, string])[] = [
    [true, 'fulfilled'],
    [undefined, 'fulfilled'],
    [false, 'refused'],
    [{ refuse: 'Not before nine' }, 'refused'],
  ];
  for (const [verdict, expected] of verdicts) {
    it(`lets ${JSON.stringify(verdict)} mean ${expected}, at once and later`, async () => {
      for (const answer of [() => verdict, () => Promise.resolve(verdict)]) {
        const bench = await online();
        bench.controller.intercept(answer);
        expect(await reasonOf(bench.controller.send({ type: 'open-window' }))).to.equal(expected);
      }
    });
  }

  it('carries out another command instead', async () => {
    const bench = await online();
    bench.controller.intercept(({ command }) =>
      command.type === 'dial' ? { ...command, target: '0600' } : undefined,
    );
    const sent = reasonOf(bench.controller.send({ type: 'dial', target: '600' }));
    expect(bench.controller.snapshot.calls[0]?.number).to.equal('0600');
    bench.controller.dispose();
    expect(await sent).to.equal('disposed');
  });

  it('shows a command that waits, lets the operator take it back, and asks no further', async () => {
    const bench = await online();
    let asked: AbortSignal | undefined;
    bench.controller.intercept(({ signal }) => {
      asked = signal;
      return new Promise(() => undefined);
    });
    const sent = reasonOf(bench.controller.send({ type: 'dial', target: '600' }));
    const [request] = bench.controller.snapshot.requests;
    expect(request?.command.type).to.equal('dial');
    bench.controller.abort(request?.id ?? '');
    expect(await sent).to.equal('aborted');
    expect(asked?.aborted).to.equal(true);
    expect(bench.controller.snapshot.requests).to.have.length(0);
    expect(bench.transport.asked.join()).to.not.include('dial');
  });

  it('lets a late verdict mean the call that was asked about, and no other', async () => {
    for (const answer of [true, { type: 'end' } as const]) {
      const bench = await online();
      let decide: (verdict: Verdict) => void = () => undefined;
      bench.controller.intercept(
        ({ command }) => command.type === 'end' && new Promise((resolve) => (decide = resolve)),
      );
      offer(bench, 'in-1');
      const sent = reasonOf(bench.controller.send({ type: 'end' }));
      const ended = { reason: 'cancelled', by: 'remote' } as const;
      bench.transport.say({ type: 'call-ended', callId: 'in-1', ...ended });
      offer(bench, 'in-2');
      expect(commandState(bench.controller.snapshot, { type: 'end' }).requestId).to.equal(
        undefined,
      );
      decide(answer);
      expect(await sent).to.equal('not-allowed');
      expect(bench.controller.snapshot.calls.map(({ id }) => id)).to.deep.equal(['in-2']);
      expect(bench.transport.asked.join()).to.not.include('in-2');
    }
  });

  it('refuses when the page has not made up its mind in ten seconds', async () => {
    const bench = await online();
    bench.controller.intercept(() => new Promise(() => undefined));
    const sent = reasonOf(bench.controller.send({ type: 'open-window' }));
    bench.clock.advance(verdictMs);
    expect(await sent).to.equal('refused');
  });

  it('checks again after waiting: the call may be over', async () => {
    const bench = await online();
    offer(bench);
    let decide: (verdict: boolean) => void = () => undefined;
    bench.controller.intercept(() => new Promise<boolean>((resolve) => (decide = resolve)));
    const sent = reasonOf(bench.controller.send({ type: 'answer' }));
    bench.transport.say({ type: 'call-ended', callId: 'in-1', reason: 'cancelled', by: 'remote' });
    decide(true);
    expect(await sent).to.equal('not-allowed');
  });
});

describe('a guard that misbehaves', () => {
  const broken: readonly (readonly [string, () => unknown])[] = [
    [
      'throws',
      () => {
        throw new TypeError('guard');
      },
    ],
    ['rejects', () => Promise.reject(new CtiError('busy'))],
    ['answers with rubbish', () => 'yes'],
    ['answers with rubbish later', () => Promise.resolve({ type: 'format-disk' })],
    ['answers null', () => Promise.resolve(null)],
  ];
  for (const [name, answer] of broken) {
    it(`refuses and reports when it ${name}`, async () => {
      const bench = await online();
      bench.controller.intercept(answer as () => Verdict);
      expect(await reasonOf(bench.controller.send({ type: 'open-window' }))).to.equal('refused');
      expect(bench.told.filter(({ type }) => type === 'error')).to.have.length(1);
      expect(bench.controller.snapshot.window).to.equal(undefined);
    });
  }

  it('takes any thenable for a promise, as zone.js makes them', async () => {
    const bench = await online();
    const verdict = { then: (done: (verdict: boolean) => void) => done(false) };
    bench.controller.intercept(() => verdict as unknown as Promise<boolean>);
    expect(await reasonOf(bench.controller.send({ type: 'open-window' }))).to.equal('refused');
  });

  it('can be taken back by whoever sees the request first', async () => {
    const bench = await online();
    const asked: string[] = [];
    let decide: (verdict: boolean) => void = () => undefined;
    bench.controller.intercept(() => new Promise<boolean>((resolve) => (decide = resolve)));
    bench.controller.intercept(({ command }) => void asked.push(command.type));
    bench.controller.subscribe(({ requests }) => {
      for (const { id } of requests) bench.controller.abort(id);
    });
    expect(await reasonOf(bench.controller.send({ type: 'open-window' }))).to.equal('aborted');
    decide(true);
    await Promise.resolve();
    await Promise.resolve();
    expect(asked).to.deep.equal([]);
  });

  it('asks each in turn, and no further once one has named another command', async () => {
    const bench = await online();
    const asked: string[] = [];
    bench.controller.intercept(() =>
      Promise.resolve<Verdict>({ type: 'open-window', view: 'settings' }),
    );
    bench.controller.intercept(({ command }) => void asked.push(command.type));
    await bench.controller.send({ type: 'open-window' });
    expect(asked).to.deep.equal([]);
    expect(bench.controller.snapshot.window).to.equal('settings');
  });
});
