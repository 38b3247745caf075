import { expect } from '@open-wc/testing';
import { CtiError } from '../../../src/base/error.js';
import type { Features } from '../../../src/controller/features.js';
import type { TransportEvent } from '../../../src/transport/call-transport.js';
import { line, offer, online, type Bench } from './controller-bench.js';
import { everything, reasonOf } from './support.js';

const refused = new CtiError('busy', { sip: { status: 486, text: 'Busy Here' } });

function asked({ transport }: Bench): string[] {
  return transport.asked.splice(0);
}

function held(bench: Bench, callId: string, on = true): void {
  bench.transport.say({ type: 'call-hold-changed', callId, held: on });
}

function connect(bench: Bench, callId: string): void {
  bench.transport.say({ type: 'call-connected', callId, capabilities: everything });
}

function ended(bench: Bench, callId: string, reason: 'transferred' | 'hangup' | 'busy'): void {
  const by = reason === 'transferred' ? 'local' : 'remote';
  bench.transport.say({ type: 'call-ended', callId, reason, by });
}

async function talking(features: Partial<Features> = {}): Promise<Bench> {
  const bench = await online();
  bench.controller.configure({ line, transport: bench.transport, features });
  offer(bench, 'a');
  void bench.controller.send({ type: 'answer' });
  connect(bench, 'a');
  asked(bench);
  return bench;
}

/** `a` on hold, the target answered. */
async function consulting(): Promise<readonly [Bench, string]> {
  const bench = await talking();
  const done = bench.controller.send({ type: 'transfer', target: '102', attended: true });
  const id = bench.controller.snapshot.currentCallId ?? '';
  held(bench, 'a');
  connect(bench, id);
  await done;
  asked(bench);
  return [bench, id];
}

const transferOf = ({ controller }: Bench, id = 'a'): unknown =>
  controller.snapshot.calls.find((call) => call.id === id)?.transfer.state;

const told = ({ told: all }: Bench): string[] =>
  all.map(({ type }) => type).filter((type) => /ended|transferred/.test(type));

describe('blind transfer', () => {
  it('holds, sends, shows how far it is, and is done when the target has the caller', async () => {
    const bench = await talking();
    const done = bench.controller.send({ type: 'transfer', target: '102' });
    expect(asked(bench)).to.deep.equal(['hold a true']);
    expect(transferOf(bench)).to.equal('holding');
    held(bench, 'a');
    expect(asked(bench)).to.deep.equal(['transfer a 102']);
    bench.transport.say({ type: 'call-transfer-progress', callId: 'a', progress: 'ringing' });
    expect(transferOf(bench)).to.equal('ringing');
    ended(bench, 'a', 'transferred');
    expect((await done)?.end?.reason).to.equal('transferred');
    expect(told(bench)).to.deep.equal(['call-transferred', 'call-ended']);
    expect(bench.controller.snapshot.mode).to.equal('idle');
  });

  it('brings the caller back on hold, with the reason, when the target cannot be had', async () => {
    const bench = await talking();
    const done = bench.controller.send({ type: 'transfer', target: '602' });
    held(bench, 'a');
    bench.transport.say({ type: 'call-transfer-failed', callId: 'a', error: refused });
    expect(await reasonOf(done)).to.equal('busy');
    const [call] = bench.controller.snapshot.calls;
    expect(call?.hold).to.equal('held');
    expect(call?.transfer).to.deep.include({ state: 'failed', problem: 'busy', sip: refused.sip });
    expect(bench.controller.can({ type: 'transfer', target: '101' })).to.equal(true);
  });

  it('sends nothing when the call cannot be put on hold', async () => {
    const bench = await talking();
    const done = bench.controller.send({ type: 'transfer', target: '102' });
    bench.transport.say({ type: 'call-hold-failed', callId: 'a', error: refused });
    expect(await reasonOf(done)).to.equal('busy');
    expect(asked(bench)).to.deep.equal(['hold a true']);
    expect(transferOf(bench)).to.equal('failed');
  });

  it('goes without hold where the page says so', async () => {
    const bench = await talking({ holdForTransfer: false });
    void bench.controller.send({ type: 'transfer', target: '102' });
    expect(asked(bench)).to.deep.equal(['transfer a 102']);
  });

  it('can be taken back before it is sent, not afterwards', async () => {
    const bench = await talking();
    const done = bench.controller.send({ type: 'transfer', target: '102' });
    await bench.controller.send({ type: 'cancel-transfer' });
    held(bench, 'a');
    expect(await reasonOf(done)).to.equal('aborted');
    expect(asked(bench)).to.deep.equal(['hold a true']);
    void bench.controller.send({ type: 'transfer', target: '102' });
    expect(bench.controller.can('cancel-transfer')).to.equal(false);
  });

  it('tells how the caller hung up before', async () => {
    const bench = await talking();
    const done = bench.controller.send({ type: 'transfer', target: '102' });
    held(bench, 'a');
    ended(bench, 'a', 'hangup');
    expect(await reasonOf(done)).to.equal('hangup');
    expect(told(bench)).to.deep.equal(['call-ended']);
  });

  it('is forbidden to numbers that may not be dialled, and where the page has none', async () => {
    const inside = await talking({ dial: 'internal' });
    const outside = inside.controller.send({ type: 'transfer', target: '+12025550101' });
    expect(await reasonOf(outside)).to.equal('forbidden');
    const none = await talking({ transfer: false });
    expect(await reasonOf(none.controller.send({ type: 'transfer', target: '102' }))).to.equal(
      'forbidden',
    );
    const blind = await talking({ transfer: 'blind' });
    const consult = blind.controller.send({ type: 'transfer', target: '102', attended: true });
    expect(await reasonOf(consult)).to.equal('forbidden');
  });

  it('is no longer offered once the line turns out not to know it', async () => {
    const bench = await talking();
    bench.transport.say({
      type: 'line-capabilities-changed',
      capabilities: { ...everything, blindTransfer: false },
    });
    const done = bench.controller.send({ type: 'transfer', target: '102' });
    expect(await reasonOf(done)).to.equal('not-supported');
    expect(bench.controller.can({ type: 'transfer', target: '1', attended: true })).to.equal(true);
  });
});

describe('attended transfer', () => {
  it('calls the target with the caller on hold, and is done when it is answered', async () => {
    const bench = await talking();
    const done = bench.controller.send({ type: 'transfer', target: '102', attended: true });
    const id = bench.controller.snapshot.currentCallId ?? '';
    expect(asked(bench)).to.deep.equal(['hold a true']);
    held(bench, 'a');
    expect(asked(bench)).to.deep.equal([`dial ${id}`]);
    connect(bench, id);
    expect((await done)?.consultationFor).to.equal('a');
    expect(transferOf(bench)).to.equal('consulting');
  });

  it('completes: both calls end as transferred', async () => {
    const [bench, id] = await consulting();
    const done = bench.controller.send({ type: 'complete-transfer' });
    expect(asked(bench)).to.deep.equal([`complete a ${id}`]);
    ended(bench, 'a', 'transferred');
    ended(bench, id, 'transferred');
    expect((await done)?.id).to.equal('a');
    expect(told(bench)).to.deep.equal(['call-transferred', 'call-ended', 'call-ended']);
  });

  it('that cannot be completed is where it was', async () => {
    const [bench] = await consulting();
    const done = bench.controller.send({ type: 'complete-transfer' });
    bench.transport.say({ type: 'call-transfer-failed', callId: 'a', error: refused });
    expect(await reasonOf(done)).to.equal('busy');
    expect(transferOf(bench)).to.equal('consulting');
    expect(bench.controller.can('complete-transfer')).to.equal(true);
  });

  it('cancelled is back with the caller', async () => {
    const [bench, id] = await consulting();
    await bench.controller.send({ type: 'cancel-transfer' });
    expect(asked(bench)).to.deep.equal([`end ${id}`, 'hold a false']);
    expect(transferOf(bench)).to.equal('none');
  });

  it('says so when the target hangs up or refuses: the caller waits on hold', async () => {
    const [bench, id] = await consulting();
    ended(bench, id, 'busy');
    const [call] = bench.controller.snapshot.calls;
    expect([call?.hold, call?.transfer.state, call?.transfer.problem]).to.deep.equal([
      'held',
      'failed',
      'busy',
    ]);
    expect(bench.controller.snapshot.currentCallId).to.equal('a');
  });

  it('goes on as an ordinary call when the caller hangs up', async () => {
    const [bench, id] = await consulting();
    ended(bench, 'a', 'hangup');
    expect(bench.controller.snapshot.currentCallId).to.equal(id);
    expect(bench.controller.can('complete-transfer')).to.equal(false);
    expect(bench.controller.can('cancel-transfer')).to.equal(false);
  });

  it('asks nobody when the caller hangs up before', async () => {
    const bench = await talking();
    const done = bench.controller.send({ type: 'transfer', target: '102', attended: true });
    ended(bench, 'a', 'hangup');
    expect(await reasonOf(done)).to.equal('cancelled');
    expect(bench.controller.snapshot.calls).to.have.length(0);
    expect(asked(bench)).to.deep.equal(['hold a true']);
  });

  it('connects two calls that exist to each other', async () => {
    const bench = await talking();
    offer(bench, 'b');
    void bench.controller.send({ type: 'answer', callId: 'b' });
    held(bench, 'a');
    connect(bench, 'b');
    asked(bench);
    const done = bench.controller.send({ type: 'complete-transfer' });
    expect(asked(bench)).to.deep.equal(['complete a b']);
    ended(bench, 'a', 'transferred');
    ended(bench, 'b', 'transferred');
    await done;
  });

  it('begins with the caller on hold as soon as the transfer view is opened', async () => {
    const bench = await talking();
    await bench.controller.send({ type: 'open-window', view: 'transfer' });
    expect(asked(bench)).to.deep.equal(['hold a true']);
    const without = await talking({ holdForTransfer: false });
    await without.controller.send({ type: 'open-window', view: 'transfer' });
    expect(asked(without)).to.deep.equal([]);
  });
});

describe('a call that another dialog takes over', () => {
  const replaced: TransportEvent = {
    type: 'call-replaced',
    callId: 'a',
    pbxId: 'new',
    held: false,
    remote: { number: '555', displayName: 'Beta' },
    capabilities: everything,
  };

  it('goes on with another party, who is not known yet', async () => {
    const bench = await talking();
    const [before] = bench.controller.snapshot.calls;
    bench.controller.updateCall('a', { customer: { id: '1', type: 'lead', name: 'Gamma' } });
    bench.transport.say(replaced);
    const [call] = bench.controller.snapshot.calls;
    expect([call?.number, call?.displayName, call?.customer, call?.identity.state]).to.deep.equal([
      ...['555', 'Beta'],
      undefined,
      'unknown',
    ]);
    expect(call?.times.connected).to.equal(before?.times.connected);
  });

  it('is put on hold again when it was, and the new party was not', async () => {
    const bench = await talking();
    void bench.controller.send({ type: 'set-hold', held: true });
    held(bench, 'a');
    asked(bench);
    bench.transport.say(replaced);
    expect(asked(bench)).to.deep.equal(['hold a true']);
  });
});

describe('a far end that sends us elsewhere', () => {
  it('is a question for the operator, answered once', async () => {
    const bench = await talking();
    bench.transport.say({ type: 'call-transfer-asked', callId: 'a', target: { number: '900' } });
    expect(bench.controller.snapshot.calls[0]?.transferAsked?.number).to.equal('900');
    bench.controller.answerTransfer('a', true);
    bench.controller.answerTransfer('a', true);
    expect(asked(bench)).to.deep.equal(['answer-transfer a true']);
    expect(bench.controller.snapshot.calls[0]?.transferAsked).to.equal(undefined);
  });

  it('may think better of it', async () => {
    const bench = await talking();
    bench.transport.say({ type: 'call-transfer-asked', callId: 'a', target: { number: '900' } });
    bench.transport.say({ type: 'call-transfer-lapsed', callId: 'a' });
    expect(bench.controller.snapshot.calls[0]?.transferAsked).to.equal(undefined);
  });
});
