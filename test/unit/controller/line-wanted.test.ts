import { expect } from '@open-wc/testing';
import { CtiError } from '../../../src/base/error.js';
import { LocalCallController } from '../../../src/controller/local-call-controller.js';
import { a, b, Bench, line, network } from './line-bench.js';
import { ManualClock } from '../../support/manual-clock.js';
import { reasonOf, ScriptedTransport } from './support.js';

describe('the line, wanted and not', () => {
  it('asks once when connect() is called twice, and settles both', async () => {
    const bench = new Bench();
    const both = [bench.controller.connect(), bench.controller.connect()];
    await bench.opened();
    await Promise.all(both);
    await bench.controller.connect();
    expect(bench.tries).to.have.length(1);
  });

  it('cannot connect without a line or a transport', async () => {
    const controller = new LocalCallController({ clock: new ManualClock() });
    expect(await reasonOf(controller.connect())).to.equal('invalid-configuration');
    controller.configure({ transport: new ScriptedTransport() });
    expect(await reasonOf(controller.connect())).to.equal('invalid-configuration');
  });

  it('stays offline when it is disconnected while it reconnects, whatever comes late', async () => {
    const bench = await new Bench().online();
    await bench.failed();
    await bench.controller.disconnect();
    await bench.opened();
    await bench.after(600_000);
    expect(bench.connection).to.equal('offline');
    expect(bench.tries).to.have.length(1);
    expect(bench.clock.pending).to.equal(0);
  });

  it('rejects a connect() that disconnect() overtakes', async () => {
    const bench = new Bench();
    const connected = reasonOf(bench.controller.connect());
    await bench.controller.disconnect();
    expect(await connected).to.equal('aborted');
    await bench.settle();
    expect(bench.tries).to.have.length(0);
  });

  it('connects only once the line is closed, and only for the last of many wishes', async () => {
    const bench = await new Bench().online();
    let close: () => void = () => undefined;
    bench.transport.disconnect = () => {
      bench.transport.asked.push('disconnect');
      return new Promise<void>((resolve) => (close = resolve));
    };
    for (let turn = 0; turn < 3; turn += 1) {
      void bench.controller.disconnect();
      void bench.controller.connect().catch(() => undefined);
    }
    await bench.opened();
    expect(bench.connection).to.equal('connecting');
    expect(bench.tries).to.have.length(1);
    close();
    await bench.after(5_000);
    expect(bench.tries).to.have.length(2);
    await bench.opened();
    expect(bench.connection).to.equal('online');
  });

  it('tries again after `failed` when asked to, and with new settings', async () => {
    const bench = new Bench();
    const connected = reasonOf(bench.controller.connect());
    await bench.failed(new CtiError('auth-failed'), true);
    expect(await connected).to.equal('auth-failed');
    const again = reasonOf(bench.controller.connect());
    await bench.failed(new CtiError('auth-failed'), true);
    expect(await again).to.equal('auth-failed');
    bench.configure({ line: { ...line, servers: [b] } });
    await bench.opened();
    expect(bench.tries).to.deep.equal([`connect ${a}`, `connect ${a}`, `connect ${b}`]);
    expect(bench.connection).to.equal('online');
  });

  it('does not re-open for settings that say the same', async () => {
    const bench = await new Bench().online();
    bench.configure({ line: { ...line, servers: [a, b], iceServers: [] }, declineCode: 603 });
    const before = bench.transport.asked.length;
    bench.configure({ line: { ...line, servers: [a, b], iceServers: [] } });
    expect(bench.transport.asked).to.have.length(before);
  });

  it('declines, in the page’s way, what rings when the line is given up', async () => {
    for (const giveUp of ['disconnect', 'abandon'] as const) {
      const bench = await new Bench().online();
      bench.configure({ declineCode: 603 });
      const ended: unknown[] = [];
      bench.controller.observe(({ type, detail }) => {
        if (type === 'call-ended') ended.push([detail.call.id, detail.reason, detail.by]);
      });
      bench.talk('in-1');
      bench.offer('in-2');
      await bench.controller[giveUp]({ calls: 'end' });
      expect(ended).to.deep.equal([
        ['in-1', 'hangup', 'local'],
        ['in-2', 'declined', 'local'],
      ]);
      expect(bench.transport.asked).to.include.members(['end in-1', 'decline in-2 603']);
    }
  });

  it('declines in the page’s way while the operator is busy, and with 486 what is too much', async () => {
    const bench = await new Bench().online();
    bench.configure({ declineCode: 603, maxCalls: 1 });
    bench.offer('in-1');
    bench.offer('in-2');
    bench.status('busy');
    bench.offer('in-3');
    expect(bench.transport.asked.filter((asked) => asked.startsWith('decline'))).to.deep.equal([
      'decline in-2 486',
      'decline in-3 603',
    ]);
  });

  it('closes when the settings are taken away', async () => {
    const bench = await new Bench().online();
    bench.controller.configure({});
    await bench.settle();
    expect(bench.connection).to.equal('offline');
    expect(bench.transport.asked.at(-1)).to.equal('disconnect');
  });

  it('keeps line and transport of a live call, also through a reconnection, until it has ended', async () => {
    const bench = await new Bench().online();
    bench.talk();
    const next = new ScriptedTransport();
    bench.configure({ transport: next, line: { servers: ['wss://c.example'], uri: 'sip:102@c' } });
    await bench.failed();
    await bench.after(300);
    expect(bench.tries).to.deep.equal([`connect ${a}`, `connect ${a}`]);
    expect(bench.transport.disposed).to.equal(false);
    await bench.opened();
    expect(bench.controller.snapshot.uri).to.equal('sip:101@example.com');
    bench.hangUp();
    await bench.settle();
    expect(bench.transport.disposed).to.equal(true);
    expect(next.asked).to.deep.equal(['connect wss://c.example']);
    await bench.opened(next);
    expect(bench.controller.snapshot.uri).to.equal('sip:102@c');
    expect(bench.connection).to.equal('online');
  });

  it('disposes of a transport that was replaced before it was used', async () => {
    const bench = await new Bench().online();
    bench.talk();
    const [never, next] = [new ScriptedTransport(), new ScriptedTransport()];
    bench.configure({ transport: never });
    bench.configure({ transport: next });
    expect([never.disposed, bench.transport.disposed, next.disposed]).to.deep.equal([
      true,
      false,
      false,
    ]);
    bench.controller.dispose();
    expect([bench.transport.disposed, next.disposed]).to.deep.equal([true, true]);
  });
});

describe('the line and the status of the operator', () => {
  it('closes it for `offline`, and opens it again', async () => {
    const bench = await new Bench().online();
    bench.status('offline');
    expect(bench.connection).to.equal('offline');
    await bench.controller.connect();
    bench.status('available');
    await bench.opened();
    expect(bench.connection).to.equal('online');
    expect(bench.connections).to.deep.equal([
      'connecting',
      'online',
      'offline',
      'connecting',
      'online',
    ]);
  });

  it('closes it for `offline` only when the last call has ended; new calls are declined', async () => {
    const bench = await new Bench().online();
    bench.talk();
    bench.status('offline');
    expect(bench.connection).to.equal('online');
    bench.offer('in-2');
    expect(bench.transport.asked).to.include('decline in-2 486');
    bench.hangUp();
    expect(bench.connection).to.equal('offline');
    expect(bench.transport.asked.at(-1)).to.equal('disconnect');
  });

  it('declines with 486 for `busy`, tells of the call, and shows nothing of it', async () => {
    const bench = await new Bench().online();
    const told: string[] = [];
    bench.controller.observe(({ type }) => told.push(type));
    bench.status('busy');
    bench.offer();
    expect(told).to.deep.equal(['status-changed', 'call-offered', 'call-ended']);
    expect(bench.transport.asked).to.include('decline in-1 486');
    expect(bench.controller.snapshot.mode).to.equal('idle');
    expect(bench.controller.snapshot.lastEnded).to.equal(undefined);
  });

  it('settles each wish for a status by its own answer', async () => {
    const bench = await new Bench().online();
    bench.status('available');
    const busy = reasonOf(bench.controller.send({ type: 'set-status', id: 'busy' }));
    const offline = reasonOf(bench.controller.send({ type: 'set-status', id: 'offline' }));
    bench.centre?.emit({ type: 'status-changed', status: { id: 'busy', since: 2 } });
    expect(bench.controller.snapshot.status?.pending).to.equal('offline');
    bench.centre?.emit({ type: 'status-failed', id: 'offline', error: network });
    expect([await busy, await offline]).to.deep.equal(['aborted', 'failed']);
    expect(bench.controller.snapshot.status).to.deep.equal({ id: 'busy', since: 2 });
  });
});
