import { expect } from '@open-wc/testing';
import type { CallCentreHost } from '../../../src/call-centre/call-centre.js';
import type { TransportEvent } from '../../../src/transport/call-transport.js';
import type { Command } from '../../../src/controller/commands.js';
import { CtiError } from '../../../src/base/error.js';
import { LocalCallController } from '../../../src/controller/local-call-controller.js';
import { line, offer, online } from './controller-bench.js';
import { everything, reasonOf } from './support.js';

describe('commands sent by a listener', () => {
  it('settle by what they did, not by the snapshot of before', async () => {
    const bench = await online();
    const reasons: Promise<string>[] = [];
    bench.controller.observe(({ type }) => {
      if (type === 'call-offered')
        reasons.push(reasonOf(bench.controller.send({ type: 'answer' })));
      if (type === 'call-connected') {
        reasons.push(reasonOf(bench.controller.send({ type: 'set-hold', held: true })));
      }
    });
    offer(bench);
    bench.transport.say({ type: 'call-connected', callId: 'in-1', capabilities: everything });
    bench.transport.say({ type: 'call-hold-changed', callId: 'in-1', held: true });
    expect(await Promise.all(reasons)).to.deep.equal(['fulfilled', 'fulfilled']);
  });

  it('are refused when the one before made them impossible', async () => {
    const bench = await online();
    const reasons: Promise<string>[] = [];
    const undo = bench.controller.subscribe(() => {
      undo();
      for (let index = 0; index < 2; index += 1) {
        reasons.push(reasonOf(bench.controller.send({ type: 'dial', target: '600' })));
      }
    });
    bench.controller.showKeypad(true);
    const [call] = bench.controller.snapshot.calls;
    bench.transport.say({ type: 'call-dialed', callId: call?.id ?? '', pbxId: 'x' });
    expect(await Promise.all(reasons)).to.deep.equal(['fulfilled', 'not-allowed']);
    expect(bench.controller.snapshot.calls).to.have.length(1);
  });

  it('mean the call that was current when they were sent', async () => {
    const bench = await online();
    offer(bench, 'in-1');
    offer(bench, 'in-2');
    const undo = bench.controller.subscribe(() => {
      undo();
      void bench.controller.send({ type: 'end' });
      void bench.controller.send({ type: 'end' }).catch(() => undefined);
    });
    bench.controller.showKeypad(true);
    expect(bench.controller.snapshot.calls.map(({ id }) => id)).to.deep.equal(['in-2']);
  });
});

describe('ports and pages that misbehave', () => {
  it('does not let a call be born twice', async () => {
    const bench = await online();
    offer(bench);
    await bench.controller.send({ type: 'decline' });
    offer(bench);
    expect(bench.controller.snapshot.calls).to.have.length(0);
    expect(bench.told.filter(({ type }) => type === 'call-offered')).to.have.length(1);
  });

  it('ends a call whose transport threw, and reports it', async () => {
    const bench = await online();
    bench.transport.dial = () => {
      throw new TypeError('transport');
    };
    const dialled = await reasonOf(bench.controller.send({ type: 'dial', target: '600' }));
    expect(dialled).to.equal('failed');
    expect(bench.told.map(({ type }) => type)).to.include('error');
    expect(bench.controller.can('dial')).to.equal(true);
  });

  it('stops at once when a listener disposes of it', async () => {
    const bench = await online();
    bench.controller.subscribe(() => bench.controller.dispose());
    const dialled = await reasonOf(bench.controller.send({ type: 'dial', target: '600' }));
    expect(dialled).to.equal('disposed');
    expect(bench.transport.asked.join()).to.not.include('dial');
    expect(bench.clock.pending).to.equal(0);
  });

  it('takes only text from the page', async () => {
    const bench = await online();
    offer(bench);
    const updated = bench.controller.updateCall('in-1', {
      data: { crm: '7' },
      note: 'called back',
    });
    expect(updated.data).to.deep.equal({ crm: '7' });
    const { updateCall } = bench.controller;
    for (const change of [{ data: { a: 1 } }, { data: [] }, { note: 5 }, { customer: { id: 1 } }]) {
      expect(() => updateCall.call(bench.controller, 'in-1', change as never)).to.throw(CtiError);
    }
    expect(() => bench.controller.updateCall('gone', { note: '' })).to.throw('No such call');
    expect(bench.controller.snapshot.calls[0]?.data).to.deep.equal({ crm: '7' });
  });

  it('takes only text in a command, and says the same beforehand', async () => {
    const bench = await online();
    const { transport, controller } = bench;
    controller.configure({ line, transport, features: { dial: 'internal' } });
    const target = 600 as unknown as string;
    const untyped: readonly (readonly [Command, string])[] = [
      [{ type: 'dial', target }, 'invalid-target'],
      [{ type: 'dial' } as never, 'invalid-target'],
      [{ type: 'send-dtmf', tones: 12 as never }, 'invalid-target'],
      [{ type: 'send-dtmf', tones: 'a' }, 'invalid-target'],
      [{ type: 'send-dtmf' } as never, 'invalid-target'],
      [{ type: 'set-status' } as never, 'not-allowed'],
      [{ type: 'set-status', id: {} as never }, 'not-allowed'],
      [{ type: 'answer', callId: new Event('click') as never }, 'not-allowed'],
    ];
    for (const [command, reason] of untyped) {
      expect(controller.can(command), JSON.stringify(command)).to.equal(false);
      expect(await reasonOf(controller.send(command)), JSON.stringify(command)).to.equal(reason);
    }
    offer(bench);
    expect(controller.can({ type: 'answer', callId: null as never })).to.equal(true);
  });

  it('shows the number as dialled, and puts the one of the dial plan on the wire', async () => {
    const bench = await online();
    const wire: string[] = [];
    bench.transport.dial = (_id: string, options?: { target: { number: string } }) =>
      void wire.push(options?.target.number ?? '');
    const outbound = [{ match: '\\+1(\\d{10})', replace: '91$1' }];
    bench.controller.configure({ line, transport: bench.transport, dialPlan: { outbound } });
    void reasonOf(bench.controller.send({ type: 'dial', target: '+12025550101' }));
    expect(wire).to.deep.equal(['912025550101']);
    expect(bench.controller.snapshot.calls[0]?.number).to.equal('+12025550101');
    expect(bench.controller.snapshot.lastNumber).to.equal('+12025550101');
    bench.controller.dispose();
  });

  it('changes nothing when the dial plan cannot be used', async () => {
    const bench = await online();
    const before = bench.controller.snapshot;
    expect(() => bench.controller.configure({ dialPlan: { internal: '(a+)+' } })).to.throw(
      CtiError,
    );
    expect(bench.controller.snapshot).to.equal(before);
  });

  it('#24 goes on with a listener that throws on every event, and reports it once', async () => {
    const bench = await online();
    const thrower = (): never => {
      throw new TypeError('a page');
    };
    bench.controller.subscribe(thrower);
    bench.controller.observe(thrower);
    const report = (callId: string): void => {
      const known = { callId, capabilities: everything } as const;
      const events: readonly TransportEvent[] = [
        { type: 'call-offered', ...known, pbxId: 'x', remote: { number: '' } },
        { type: 'call-microphone-asked', callId, asking: true },
        { type: 'call-connected', ...known },
        { type: 'call-media-changed', callId, media: 'flowing' },
        { type: 'call-hold-changed', callId, held: true },
        { type: 'call-hold-changed', callId, held: false },
        { type: 'call-remote-hold-changed', callId, held: true },
        { type: 'call-ended', callId, reason: 'hangup', by: 'remote' },
      ];
      for (const event of events) bench.transport.say(event);
    };
    report('one');
    report('two');
    const types = bench.told.map(({ type }) => type);
    expect(types.filter((type) => type === 'call-ended')).to.have.length(2);
    expect(types.filter((type) => type === 'error')).to.have.length(2);
    expect(bench.controller.snapshot.calls).to.deep.equal([]);
  });

  it('does not believe a call centre that talks nonsense, and says so', async () => {
    const bench = await online();
    let heard: CallCentreHost | undefined;
    const callCentre = {
      attach: (host: CallCentreHost) => {
        heard = host;
        return () => undefined;
      },
      setStatus: () => undefined,
      dispose: () => undefined,
    };
    bench.controller.configure({ line, transport: bench.transport, callCentre });
    const statuses = [{ id: 'here', kind: 'available', reasons: [{ id: 'a', label: 'A' }] }];
    heard?.emit({ type: 'statuses-changed', statuses } as never);
    heard?.emit({ type: 'status-changed', status: { id: 'here', since: 1, reason: 'a' } });
    expect(bench.told.some(({ type }) => type === 'error')).to.equal(false);
    const before = bench.controller.snapshot;
    const nonsense: readonly unknown[] = [
      ...[undefined, null, 7, 'status-changed', {}, { type: 'other' }],
      ...[undefined, null, {}, { id: 'here' }, { id: 'here', since: '2026' }].map((status) => ({
        ...{ type: 'status-changed', status },
      })),
      { type: 'status-changed', status: { id: 7, since: 1 } },
      { type: 'status-changed', status: { id: 'here', since: 1, next: {} } },
      ...[undefined, {}, [null], [{ id: 'x' }], [{ id: 'x', kind: 'toString' }]].map((given) => ({
        ...{ type: 'statuses-changed', statuses: given },
      })),
      { type: 'statuses-changed', statuses: [{ id: 'x', kind: 'away', reasons: [7] }] },
      { type: 'status-failed', id: 'here', error: 'no' },
    ];
    for (const event of nonsense) heard?.emit(event as never);
    expect(bench.controller.snapshot).to.equal(before);
    expect(bench.told.filter(({ type }) => type === 'error')).to.have.length(nonsense.length);
  });

  it('writes no digits and no password to the log', async () => {
    const lines: unknown[] = [];
    const controller = new LocalCallController({
      logger: { log: (...words) => lines.push(words) },
    });
    controller.subscribe(() => {
      throw new Error('wss://x/?s3cret password=s3cret');
    });
    controller.showKeypad(true);
    expect(lines).to.have.length(1);
    expect(JSON.stringify(lines)).to.not.include('s3cret');
    controller.dispose();
  });
});
