import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { CtiError } from '../../../../src/base/error.js';
import type { Command } from '../../../../src/controller/commands.js';
import { LocalCallController } from '../../../../src/controller/local-call-controller.js';
import type { CallSnapshot } from '../../../../src/controller/snapshot.js';
import type { TransferPolicy } from '../../../../src/transport/call-transport.js';
import { SimulatorTransport } from '../../../../src/transport/simulator/simulator-transport.js';
import { ManualClock } from '../../../support/manual-clock.js';
import { turns } from '../../../support/turns.js';

interface Bench {
  readonly line: SimulatorTransport;
  readonly clock: ManualClock;
  readonly controller: LocalCallController;
}

async function online(acceptTransfers: TransferPolicy = 'never'): Promise<Bench> {
  const line = new SimulatorTransport();
  const clock = new ManualClock();
  const controller = new LocalCallController({ clock });
  controller.configure({
    transport: line,
    line: { servers: ['wss://pbx.invalid'], uri: 'sip:101@pbx.invalid', acceptTransfers },
  });
  await controller.connect();
  return { line, clock, controller };
}

/** Talking to a caller. */
async function talking(policy?: TransferPolicy): Promise<Bench & { readonly id: string }> {
  const bench = await online(policy);
  const id = bench.line.receiveCall({ number: '+12025550101' });
  await turns();
  await bench.controller.send({ type: 'answer' });
  return { ...bench, id };
}

async function reasonOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'fulfilled',
    (error: unknown) => (error instanceof CtiError ? error.reason : String(error)),
  );
}

const call = ({ controller }: Bench, id: string): CallSnapshot | undefined =>
  controller.snapshot.calls.find((known) => known.id === id);

/** Those who hear the operator: one, or the two of a conference. */
function hearers({ controller }: Bench): readonly CallSnapshot[] {
  return controller.snapshot.calls.filter(
    ({ phase, hold }) => phase === 'connected' && (hold === 'none' || hold === 'resuming'),
  );
}

describe('the simulator transfers', () => {
  it('blindly, to whoever answers', async () => {
    const { line, controller, id } = await talking();
    const ended = await controller.send({ type: 'transfer', target: '600' });
    expect(ended?.end?.reason).to.equal('transferred');
    expect(line.heard(id)).to.include({ state: 'ended', transferredTo: '600' });
    expect(line.microphoneInUse).to.equal(false);
  });

  it('not to who is busy, who does not answer, nor to a number that is none', async () => {
    const bench = await talking();
    const { controller, clock, id } = bench;
    expect(await reasonOf(controller.send({ type: 'transfer', target: '602' }))).to.equal('busy');
    const ringing = controller.send({ type: 'transfer', target: '603' });
    await turns();
    expect(call(bench, id)?.transfer.state).to.equal('ringing');
    clock.advance(60_000);
    expect(await reasonOf(ringing)).to.equal('no-answer');
    expect(await reasonOf(controller.send({ type: 'transfer', target: '1' }))).to.equal(
      'not-found',
    );
    expect(call(bench, id)?.hold).to.equal('held');
  });

  it('with a consultation before', async () => {
    const { line, controller, id } = await talking();
    const asked = await controller.send({ type: 'transfer', target: '600', attended: true });
    await controller.send({ type: 'swap' });
    await controller.send({ type: 'complete-transfer' });
    expect(controller.snapshot.calls).to.have.length(0);
    expect(line.heard(id).transferredTo).to.equal('600');
    expect(line.heard(asked?.id ?? '').transferredTo).to.equal('+12025550101');
  });

  it('no longer once the PBX turned out not to know it', async () => {
    const bench = await talking();
    bench.line.refuseTransfers();
    const done = bench.controller.send({ type: 'transfer', target: '600' });
    expect(await reasonOf(done)).to.equal('not-supported');
    expect(bench.controller.snapshot.capabilities.blindTransfer).to.equal(undefined);
    expect(call(bench, bench.id)?.capabilities.blindTransfer).to.equal(undefined);
  });

  it('and has another party take a call over', async () => {
    const bench = await talking();
    bench.line.replaceRemote(bench.id, { number: '+12025550102', displayName: 'Beta' });
    await turns();
    expect(call(bench, bench.id)).to.include({ number: '+12025550102', displayName: 'Beta' });
  });
});

describe('a far end that sends us elsewhere', () => {
  it('is not obeyed by default', async () => {
    const bench = await talking();
    bench.line.remoteTransfer(bench.id, { number: '600' });
    await turns();
    expect(call(bench, bench.id)).to.include({ number: '+12025550101' });
    expect(call(bench, bench.id)?.transferAsked).to.equal(undefined);
  });

  it('is asked about, and followed when the operator agrees', async () => {
    const bench = await talking('ask');
    bench.line.remoteTransfer(bench.id, { number: '600' });
    await turns();
    expect(call(bench, bench.id)?.transferAsked?.number).to.equal('600');
    bench.controller.answerTransfer(bench.id, true);
    await turns();
    expect(call(bench, bench.id)?.number).to.equal('600');
  });

  it('is stayed with when its target cannot be had', async () => {
    const bench = await talking('always');
    bench.line.remoteTransfer(bench.id, { number: '602' });
    await turns();
    expect(call(bench, bench.id)).to.include({ number: '+12025550101', problem: 'busy' });
  });
});

describe('a conference at the simulator', () => {
  it('lets each hear the other, until it is taken apart', async () => {
    const bench = await talking();
    const { line, controller, id } = bench;
    const other = (await controller.send({ type: 'dial', target: '600' }))?.id ?? '';
    await turns();
    await controller.send({ type: 'merge' });
    expect([line.heard(id).mergedWith, line.heard(other).mergedWith]).to.deep.equal([other, id]);
    await controller.send({ type: 'merge', split: true });
    await turns();
    expect(line.heard(id)).to.include({ held: true });
    expect(line.heard(other)).to.include({ held: false });
    expect(line.heard(other).mergedWith).to.equal(undefined);
  });
});

const move = fc.constantFrom<Command | 'caller' | 'time' | 'gone'>(
  ...(['caller', 'caller', 'time', 'gone'] as const),
  { type: 'answer' },
  { type: 'swap' },
  { type: 'merge' },
  { type: 'merge', split: true },
  { type: 'dial', target: '600' },
  { type: 'dial', target: '606' },
  { type: 'transfer', target: '600' },
  { type: 'transfer', target: '602' },
  { type: 'transfer', target: '600', attended: true },
  { type: 'transfer', target: '603', attended: true },
  { type: 'complete-transfer' },
  { type: 'cancel-transfer' },
  { type: 'set-hold', held: true },
  { type: 'set-hold', held: false },
  { type: 'end' },
);

function act(bench: Bench, moved: Command | 'caller' | 'time' | 'gone', pick: number): void {
  const { controller, line, clock } = bench;
  const id = line.callIds[pick % Math.max(1, line.callIds.length)];
  if (moved === 'caller') line.receiveCall({ number: `+1202555010${pick}` });
  else if (moved === 'time') clock.advance(3_000);
  else if (moved === 'gone') {
    if (id !== undefined) line.remoteHangUp(id);
  } else {
    const aimed = moved.type === 'answer' && id !== undefined ? { ...moved, callId: id } : moved;
    controller.send(aimed).catch((error: unknown) => expect(error).to.be.instanceOf(CtiError));
  }
}

describe('several calls, in any order of commands and of what far ends do', () => {
  it('let one far end hear the operator, or the two of a conference, and all calls end', async () => {
    const moves = fc.array(fc.tuple(move, fc.nat(4), fc.boolean()), { maxLength: 40, size: 'max' });
    await fc.assert(
      fc.asyncProperty(moves, async (given) => {
        const bench = await online();
        for (const [moved, pick, settled] of given) {
          act(bench, moved, pick);
          if (settled) await turns();
          const [first, ...rest] = hearers(bench);
          expect(
            rest.every(({ merge }) => merge?.callId === first?.id),
            'hear at once',
          ).to.equal(true);
        }
        await turns();
        expect([...bench.line.callIds].sort()).to.deep.equal(
          bench.controller.snapshot.calls.map(({ id }) => id).sort(),
        );
        for (const { id } of bench.controller.snapshot.calls) {
          await bench.controller.send({ type: 'end', callId: id });
        }
        expect(bench.line.callIds).to.have.length(0);
        expect(bench.line.microphoneInUse).to.equal(false);
        bench.controller.dispose();
      }),
      { numRuns: 100 },
    );
  }).timeout(60_000);
});
