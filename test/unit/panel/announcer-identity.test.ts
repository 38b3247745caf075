import { expect } from '@open-wc/testing';
import type { CallSnapshot } from '../../../src/controller/snapshot.js';
import { Announcer, type Announcements } from '../../../src/panel/announcer.js';
import { anna, beta, ScriptedDirectory } from '../../support/scripted-directory.js';
import { online, receive, turns, type PartsBench } from './parts-bench.js';

const who = ({ customer, number, identity }: CallSnapshot): string =>
  customer?.name ?? (identity.state === 'many' ? `${identity.customers.length} at` : number);

describe('Announcer, of who is calling', () => {
  let bench: PartsBench;
  let directory: ScriptedDirectory;
  let shown: Announcements[];
  let undo: () => void;
  beforeEach(async () => {
    bench = await online();
    directory = new ScriptedDirectory();
    const line = { servers: ['wss://pbx.example'], uri: 'sip:101@example.com' };
    bench.controller.configure({ line, transport: bench.simulator, directory });
    shown = [];
    const words = {
      incoming: (call: CallSnapshot) => `Incoming call: ${who(call)}`,
      identified: who,
      connection: () => '',
      asked: () => '',
      takenOver: () => '',
      ended: () => '',
    };
    undo = new Announcer(bench.clock).attach(bench.controller, words, (said) => shown.push(said));
  });
  afterEach(() => {
    undo();
    bench.controller.dispose();
    expect(bench.clock.pending).to.equal(0);
  });
  const read = (region: keyof Announcements): string[] =>
    shown
      .map((announcements) => announcements[region])
      .filter((text, index, all) => text !== '' && text !== all[index - 1]);
  async function found(...customers: (typeof anna)[]): Promise<void> {
    directory.lookups.at(-1)?.answer(customers);
    await turns();
  }

  it('says the name with the call, once, when it is known soon', async () => {
    await receive(bench);
    expect(read('alert')).to.deep.equal([]);
    await found(anna);
    bench.clock.advance(1_000);
    expect(read('alert')).to.deep.equal(['Incoming call: Anna Schmidt']);
    expect(read('status')).to.deep.equal([]);
  });

  it('says the number in time, and the name politely when it comes late', async () => {
    await receive(bench);
    bench.clock.advance(500);
    expect(read('alert')).to.deep.equal(['Incoming call: +12025550101']);
    await found(anna);
    bench.controller.updateCall(bench.controller.snapshot.currentCallId ?? '', { note: 'x' });
    expect(read('alert')).to.have.length(1);
    expect(read('status')).to.deep.equal(['Anna Schmidt']);
  });

  it('says how many there are, and nothing of nobody or of a failure', async () => {
    for (const answer of [() => found(anna, beta), () => found(), async () => undefined]) {
      await receive(bench);
      bench.clock.advance(500);
      await answer();
      directory.lookups.at(-1)?.fail(new Error('x'));
      await turns();
      await bench.controller.send({ type: 'end' });
    }
    expect(read('status')).to.deep.equal(['2 at']);
  });

  it('says the name of one who was answered before it was known', async () => {
    await receive(bench);
    await bench.controller.send({ type: 'answer' });
    bench.clock.advance(1_000);
    await found(anna);
    expect(read('alert')).to.deep.equal([]);
    expect(read('status')).to.deep.equal(['Anna Schmidt']);
  });

  it('says whom a number that was dialled belongs to', async () => {
    bench.simulator.script('*', { type: 'rings' });
    await bench.controller.send({ type: 'dial', target: '+12025550101' });
    await turns();
    await found(anna);
    expect(read('status')).to.deep.equal(['Anna Schmidt']);
  });

  it('leaves nothing behind when it goes while it waits', async () => {
    await receive(bench);
    undo();
    bench.clock.advance(1_000);
    expect(shown).to.deep.equal([]);
  });

  it('keeps quiet of a call that ended meanwhile', async () => {
    await receive(bench);
    await bench.controller.send({ type: 'end' });
    bench.clock.advance(1_000);
    expect(read('alert')).to.deep.equal([]);
  });
});
