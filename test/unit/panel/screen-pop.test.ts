import { expect } from '@open-wc/testing';
import { ScreenPop, type ScreenPopMoment } from '../../../src/panel/screen-pop.js';
import { anna, beta, ScriptedDirectory } from '../../support/scripted-directory.js';
import { online, receive, turns, type PartsBench } from './parts-bench.js';

describe('ScreenPop', () => {
  let bench: PartsBench;
  let directory: ScriptedDirectory;
  let moment: ScreenPopMoment;
  let popped: string[];
  let undo: () => void;
  beforeEach(async () => {
    bench = await online();
    directory = new ScriptedDirectory();
    const line = { servers: ['wss://pbx.example'], uri: 'sip:101@example.com' };
    bench.controller.configure({ line, transport: bench.simulator, directory });
    moment = 'offered';
    popped = [];
    bench.controller.intercept(({ command, source }) => {
      if (command.type === 'open-customer') popped.push(`${source} ${command.customer.name}`);
      return undefined;
    });
    undo = new ScreenPop().attach(bench.controller, () => moment);
  });
  afterEach(() => {
    undo();
    bench.controller.dispose();
  });

  async function found(...customers: (typeof anna)[]): Promise<void> {
    directory.lookups.at(-1)?.answer(customers);
    await turns();
  }

  it('opens the record of the only customer while it rings, once', async () => {
    await receive(bench);
    await found(anna);
    expect(popped).to.deep.equal(['screen-pop Anna Schmidt']);
    moment = 'connected';
    await bench.controller.send({ type: 'answer' });
    expect(popped).to.have.length(1);
  });

  it('waits for the answer', async () => {
    moment = 'connected';
    await receive(bench);
    await found(anna);
    expect(popped).to.deep.equal([]);
    await bench.controller.send({ type: 'answer' });
    expect(popped).to.have.length(1);
  });

  it('comes late when the directory is slow, if it is still the moment', async () => {
    moment = 'connected';
    await receive(bench);
    await bench.controller.send({ type: 'answer' });
    await found(anna);
    expect(popped).to.have.length(1);
    await bench.controller.send({ type: 'end' });
    moment = 'offered';
    await receive(bench);
    await bench.controller.send({ type: 'answer' });
    await found(anna);
    expect(popped).to.have.length(1);
  });

  it('opens nothing for several, for nobody, for one that was chosen, or when it is off', async () => {
    await receive(bench);
    await found(anna, beta);
    await bench.controller.send({ type: 'set-customer', customer: beta });
    await bench.controller.send({ type: 'end' });
    await receive(bench);
    await found();
    await bench.controller.send({ type: 'end' });
    moment = 'none';
    await receive(bench);
    await found(anna);
    await bench.controller.send({ type: 'answer' });
    expect(popped).to.deep.equal([]);
  });

  it('opens nothing for a customer that the call was made for', async () => {
    moment = 'connected';
    const dialled = await bench.controller.send({ type: 'dial', target: '600', customer: anna });
    bench.simulator.remoteAnswer(dialled?.id ?? '');
    await turns();
    expect(bench.controller.snapshot.mode).to.equal('talking');
    expect(popped).to.deep.equal([]);
  });

  it('opens the next call’s', async () => {
    for (const customer of [anna, beta]) {
      await receive(bench);
      await found(customer);
      await bench.controller.send({ type: 'end' });
    }
    expect(popped).to.deep.equal(['screen-pop Anna Schmidt', 'screen-pop Beta LLC']);
  });

  it('lets the page refuse', async () => {
    bench.controller.intercept(() => false);
    await receive(bench);
    await found(anna);
    expect(bench.controller.snapshot.calls).to.have.length(1);
  });
});
