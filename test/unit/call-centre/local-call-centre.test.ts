import { expect } from '@open-wc/testing';
import { newId } from '../../../src/base/new-id.js';
import type { CallCentreEvent } from '../../../src/call-centre/call-centre.js';
import {
  LocalCallCentre,
  localStatuses,
  type LocalCallCentreOptions,
  type StatusStorage,
} from '../../../src/call-centre/local-call-centre.js';
import { LocalCallController } from '../../../src/controller/local-call-controller.js';
import { SimulatorTransport } from '../../../src/transport/simulator/simulator-transport.js';
import { ManualClock } from '../../support/manual-clock.js';

class Memory implements StatusStorage {
  readonly values = new Map<string, string>();
  getItem(key: string): string | null {
    return this.values.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.values.set(key, value);
  }
  removeItem(key: string): void {
    this.values.delete(key);
  }
}

const turns = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

interface Bench {
  readonly centre: LocalCallCentre;
  readonly clock: ManualClock;
  readonly said: CallCentreEvent[];
  readonly logged: string[];
  readonly undo: () => void;
  readonly status: () => { readonly id: string; readonly since: number } | undefined;
}

describe('LocalCallCentre', () => {
  let storage: Memory;
  let undos: (() => void)[];
  beforeEach(() => {
    storage = new Memory();
    undos = [];
  });
  afterEach(() => {
    for (const undo of undos) undo();
  });

  async function attach(
    options: Partial<LocalCallCentreOptions> = {},
    clock = new ManualClock(),
  ): Promise<Bench> {
    const centre = new LocalCallCentre({ userId: '101', storage, ...options });
    const said: CallCentreEvent[] = [];
    const logged: string[] = [];
    const undo = centre.attach({
      clock,
      logger: { log: (_level, message) => logged.push(message) },
      emit: (event) => said.push(event),
    });
    undos.push(undo);
    expect(said, 'not from inside attach').to.deep.equal([]);
    await turns();
    const status = (): ReturnType<Bench['status']> => {
      const last = said.filter((event) => event.type === 'status-changed').at(-1);
      return last && { id: last.status.id, since: last.status.since };
    };
    return { centre, clock, said, logged, undo, status };
  }

  it('offers four statuses, and begins with Available', async () => {
    const { said, clock } = await attach();
    expect(said).to.deep.equal([
      { type: 'statuses-changed', statuses: localStatuses },
      { type: 'status-changed', status: { id: 'available', since: clock.now() } },
    ]);
    expect(localStatuses.map(({ kind }) => kind)).to.deep.equal([
      'available',
      'away',
      'busy',
      'offline',
    ]);
  });

  it('keeps the status and its time across a reload, for each user', async () => {
    const first = await attach();
    first.clock.advance(5_000);
    const since = first.clock.now();
    first.centre.setStatus('away', 'lunch');
    await turns();
    expect(first.said.at(-1)).to.deep.equal({
      type: 'status-changed',
      status: { id: 'away', since, reason: 'lunch' },
    });
    first.undo();
    first.clock.advance(60_000);
    const again = await attach({}, first.clock);
    expect(again.said.at(-1)).to.deep.equal(first.said.at(-1));
    const other = await attach({ userId: '102' }, first.clock);
    expect(other.status()?.id).to.equal('available');
  });

  it('keeps the time of the first status too', async () => {
    const { clock, status, undo } = await attach();
    undo();
    clock.advance(60_000);
    expect((await attach({}, clock)).status()).to.deep.equal(status());
  });

  it('answers a status that is chosen again, which goes on', async () => {
    const { centre, clock, said, status } = await attach();
    const since = clock.now();
    clock.advance(5_000);
    centre.setStatus('available');
    await turns();
    expect(said).to.have.length(3);
    expect(status()).to.deep.equal({ id: 'available', since });
  });

  it('begins with the status that is asked for, and warns of one that is not on offer', async () => {
    const { clock } = await attach({ initialStatus: 'offline' });
    const since = clock.now();
    clock.advance(1_000);
    const again = await attach({ initialStatus: 'offline' }, clock);
    expect(again.status()).to.deep.equal({ id: 'offline', since });
    const other = await attach({ initialStatus: 'do-not-disturb' }, clock);
    expect(other.status()).to.deep.equal({ id: 'do-not-disturb', since: clock.now() });
    const wrong = await attach({ initialStatus: 'nonsense' }, clock);
    expect(wrong.status()?.id).to.equal('do-not-disturb');
    expect(wrong.logged).to.have.length(1);
  });

  it('fails a status that is not on offer', async () => {
    const { centre, said } = await attach();
    centre.setStatus('nonsense');
    await turns();
    const last = said.at(-1);
    expect(last?.type === 'status-failed' && last.error.reason).to.equal('not-allowed');
  });

  it('offers the page’s statuses', async () => {
    const statuses = [{ id: 'desk', kind: 'available', label: 'At the desk' }] as const;
    const { said, status } = await attach({ statuses });
    expect(said[0]).to.deep.equal({ type: 'statuses-changed', statuses });
    expect(status()?.id).to.equal('desk');
  });

  for (const stored of [
    '',
    'nonsense',
    'null',
    '[]',
    '{"id":"away"}',
    '{"id":"away","since":"1"}',
    '{"id":"away","since":-1}',
    '{"id":"somewhere","since":1}',
    `{"id":"away","since":1,"reason":"${'x'.repeat(201)}"}`,
  ]) {
    it(`does not trust what it finds: ${stored.slice(0, 40)}`, async () => {
      storage.setItem('cti-panel:status:101', stored);
      const { status, clock } = await attach();
      expect(status()).to.deep.equal({ id: 'available', since: clock.now() });
    });
  }

  it('does not begin in the future when the clock was put back', async () => {
    storage.setItem('cti-panel:status:101', '{"id":"away","since":9000000000000}');
    const { status, clock } = await attach();
    expect(status()).to.deep.equal({ id: 'away', since: clock.now() });
  });

  it('works where nothing can be stored', async () => {
    const forbidden = (): never => {
      throw new DOMException('Forbidden', 'SecurityError');
    };
    const closed = { getItem: forbidden, setItem: forbidden, removeItem: forbidden };
    const { centre, status } = await attach({ storage: closed });
    centre.setStatus('away');
    await turns();
    expect(status()?.id).to.equal('away');
    centre.forget();
  });

  it('works where the storage cannot even be named', async () => {
    const native = Object.getOwnPropertyDescriptor(globalThis, 'localStorage');
    Object.defineProperty(globalThis, 'localStorage', {
      configurable: true,
      get: () => {
        throw new DOMException('Forbidden', 'SecurityError');
      },
    });
    try {
      const centre = new LocalCallCentre({ userId: '101' });
      const said: CallCentreEvent[] = [];
      undos.push(
        centre.attach({
          clock: new ManualClock(),
          logger: { log: () => undefined },
          emit: (event) => said.push(event),
        }),
      );
      await turns();
      expect(said).to.have.length(2);
    } finally {
      Object.defineProperty(globalThis, 'localStorage', native ?? {});
    }
  });

  it('forgets a user', async () => {
    const { centre } = await attach();
    expect(storage.values.size).to.equal(1);
    centre.forget();
    expect(storage.values.size).to.equal(0);
  });

  it('is the same in another tab of this user', async () => {
    const userId = newId();
    const key = `cti-panel:status:${userId}`;
    const centre = await attach({ userId });
    // Another window of the origin: storage events reach all but the one that wrote.
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const write = (value: string): void => frame.contentWindow?.localStorage.setItem(key, value);
    const heard = new Promise<void>((resolve) => {
      addEventListener('storage', ({ newValue }) => newValue?.includes('away') && resolve());
    });
    write('nonsense');
    write('{"id":"away","since":1000}');
    await heard;
    await turns();
    expect(centre.status()).to.deep.equal({ id: 'away', since: 1_000 });
    expect(centre.said).to.have.length(3);
    frame.contentWindow?.localStorage.removeItem(key);
    frame.remove();
  });

  it('says nothing once it is detached', async () => {
    const { centre, said, undo } = await attach();
    centre.setStatus('away');
    undo();
    centre.setStatus('offline');
    await turns();
    expect(said).to.have.length(2);
  });

  it('has the controller decline on Do not disturb and close the line on Offline', async () => {
    const simulator = new SimulatorTransport();
    const controller = new LocalCallController();
    controller.configure({
      line: { servers: ['wss://pbx.example'], uri: 'sip:101@example.com' },
      transport: simulator,
      callCentre: new LocalCallCentre({ userId: '101', storage }),
    });
    await controller.connect();
    await controller.send({ type: 'set-status', id: 'do-not-disturb' });
    const id = simulator.receiveCall({ number: '+12025550101' });
    await turns();
    expect(simulator.heard(id).state).to.equal('ended');
    await controller.send({ type: 'set-status', id: 'offline' });
    await turns();
    expect(controller.snapshot.connection).to.equal('offline');
    await controller.send({ type: 'set-status', id: 'available' });
    await turns();
    expect(controller.snapshot.connection).to.equal('online');
    controller.dispose();
  });
});
