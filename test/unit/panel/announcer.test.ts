import { expect } from '@open-wc/testing';
import { CtiError } from '../../../src/base/error.js';
import { Announcer, type Announcements } from '../../../src/panel/announcer.js';
import { online, receive, turns, type PartsBench } from './parts-bench.js';

describe('Announcer', () => {
  let bench: PartsBench;
  let shown: Announcements[];
  let undo: () => void;
  beforeEach(async () => {
    bench = await online();
    shown = [];
    undo = new Announcer(bench.clock).attach(
      bench.controller,
      {
        incoming: ({ number }) => `Incoming call ${number}`,
        identified: () => '',
        connection: ({ connection }) => `Line: ${connection}`,
        asked: ({ transferAsked }) => `Asked: ${transferAsked?.number}`,
        takenOver: ({ number }) => `Now ${number}`,
        ended: ({ number, end }) => `${number} ${end?.reason ?? ''}`,
      },
      (announcements) => shown.push(announcements),
    );
  });
  afterEach(() => {
    undo();
    bench.controller.dispose();
    expect(bench.clock.pending).to.equal(0);
  });
  /** What a screen reader reads: each change that is not to nothing. */
  const read = (region: keyof Announcements): string[] =>
    shown
      .map((announcements) => announcements[region])
      .filter((text, index, all) => text !== '' && text !== all[index - 1]);

  async function drop(): Promise<void> {
    bench.simulator.dropLine();
    await turns();
  }
  async function restore(): Promise<void> {
    bench.simulator.restoreLine();
    bench.controller.signal('online');
    bench.clock.advance(500);
    await turns();
    expect(bench.controller.snapshot.connection).to.equal('online');
  }

  it('announces an incoming call once, whatever becomes of it', async () => {
    const id = await receive(bench);
    bench.controller.updateCall(id, { note: 'a note' });
    bench.controller.showKeypad(true);
    await bench.controller.send({ type: 'silence' });
    await bench.controller.send({ type: 'answer' });
    expect(read('alert')).to.deep.equal(['Incoming call +12025550101']);
    expect(shown.at(-1)?.alert).to.equal('');
  });

  it('announces the next call of the same caller, as it was emptied in between', async () => {
    const id = await receive(bench);
    bench.simulator.remoteHangUp(id);
    await turns();
    await receive(bench);
    expect(read('alert')).to.have.length(2);
  });

  it('announces a call that waits beside another, and not the first again', async () => {
    await receive(bench);
    const second = await receive(bench, '+12025550102');
    bench.simulator.remoteHangUp(second);
    await turns();
    expect(read('alert')).to.deep.equal([
      'Incoming call +12025550101',
      'Incoming call +12025550102',
    ]);
  });

  it('says politely and once how a call ended, and not again once the notice is gone', async () => {
    const id = await receive(bench);
    await bench.controller.send({ type: 'answer' });
    expect(read('status')).to.deep.equal([]);
    bench.simulator.remoteHangUp(id);
    await turns();
    bench.controller.showKeypad(true);
    expect(shown.at(-1)?.status).to.equal('+12025550101 hangup');
    bench.clock.advance(5_000);
    expect(read('status')).to.deep.equal(['+12025550101 hangup']);
    expect(shown.at(-1)?.status).to.equal('');
  });

  it('does not say of the line again what it said before a call ended', async () => {
    await receive(bench);
    await bench.controller.send({ type: 'answer' });
    await drop();
    await bench.controller.send({ type: 'end' });
    bench.clock.advance(5_000);
    const said = read('status').filter((text) => text.includes('Line'));
    expect(said).to.deep.equal(['Line: reconnecting']);
    expect(read('status').at(-1)).to.equal('+12025550101 hangup');
  });

  it('says nothing of a call that had ended before it came', async () => {
    const id = await receive(bench);
    bench.simulator.remoteHangUp(id);
    await turns();
    const heard: Announcements[] = [];
    const stop = new Announcer(bench.clock).attach(
      bench.controller,
      {
        ...{ identified: () => '', incoming: () => 'x', connection: () => 'x' },
        ...{ asked: () => 'x', takenOver: () => 'x', ended: () => 'x' },
      },
      (said) => heard.push(said),
    );
    bench.controller.showKeypad(true);
    expect(heard).to.deep.equal([]);
    stop();
  });

  it('says once that another party has taken a call over', async () => {
    const id = await receive(bench);
    await bench.controller.send({ type: 'answer' });
    bench.simulator.replaceRemote(id, { number: '600' });
    await turns();
    bench.controller.showKeypad(true);
    expect(read('status')).to.deep.equal(['Now 600']);
  });

  it('says once that a far end wishes to be replaced', async () => {
    const { simulator: transport, controller } = bench;
    const line = { servers: ['wss://pbx.example'], uri: 'sip:101@example.com' };
    controller.configure({ line: { ...line, acceptTransfers: 'ask' }, transport });
    await turns();
    const id = await receive(bench);
    await controller.send({ type: 'answer' });
    transport.remoteTransfer(id, { number: '600' });
    await turns();
    controller.showKeypad(true);
    expect(read('status').at(-1)).to.equal('Asked: 600');
    controller.answerTransfer(id, false);
  });

  it('says politely that the line is lost, and that it is back', async () => {
    expect(shown).to.deep.equal([]);
    await drop();
    await restore();
    expect(read('status')).to.deep.equal(['Line: reconnecting', 'Line: online']);
    expect(read('alert')).to.deep.equal([]);
  });

  it('speaks three times of a line that flaps, and ends with the truth', async () => {
    for (let count = 0; count < 20; count += 1) {
      await drop();
      await restore();
    }
    expect(read('status')).to.have.length(3);
    bench.clock.advance(60_000);
    expect(read('status').at(-1)).to.equal('Line: online');
    expect(read('status').length).to.be.at.most(4);
  });

  it('says later what it kept back, if it is still so', async () => {
    for (let count = 0; count < 2; count += 1) {
      await drop();
      await restore();
    }
    bench.simulator.dropLine(new CtiError('auth-failed'), true);
    await turns();
    expect(bench.controller.snapshot.connection).to.equal('failed');
    expect(read('status')).to.have.length(3);
    bench.clock.advance(60_000);
    expect(read('status').at(-1)).to.equal('Line: failed');
  });

  it('keeps nothing back once it is detached', async () => {
    for (let count = 0; count < 3; count += 1) {
      await drop();
      await restore();
    }
    const waiting = bench.clock.pending;
    undo();
    expect(bench.clock.pending).to.equal(waiting - 1);
  });

  it('forgets the trouble of a line that is closed', async () => {
    await drop();
    await bench.controller.disconnect();
    expect(shown.at(-1)?.status).to.equal('');
  });
});
