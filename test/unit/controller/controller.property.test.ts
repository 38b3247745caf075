import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { CtiError } from '../../../src/base/error.js';
import type { Command } from '../../../src/controller/commands.js';
import { LocalCallController } from '../../../src/controller/local-call-controller.js';
import { commands, offered, reports } from '../../support/histories.js';
import { anna, beta, ScriptedDirectory } from '../../support/scripted-directory.js';
import { ManualClock } from '../../support/manual-clock.js';
import { everything, ScriptedTransport } from './support.js';

const line = { servers: ['wss://a.example', 'wss://b.example'], uri: 'sip:101@example.com' };

interface Bench {
  readonly clock: ManualClock;
  readonly controller: LocalCallController;
  transport: ScriptedTransport;
  readonly directory: ScriptedDirectory;
  readonly sent: { readonly command: string; settled: boolean }[];
  readonly wrong: string[];
}

type Move = (bench: Bench) => void;

/**
 * The ids of calls, incoming and dialled (the controller mints `id-1`, `id-2`, …). No call is offered under an id that
 * is yet to be minted: they are UUIDs.
 */
const callId = fc.constantFrom('a', 'a', 'b', 'id-2', 'id-2', 'id-3', 'id-4');

/** Another call comes in than those that are dialled. */
const offer = (id: string): ReturnType<typeof offered> => ({
  ...offered(id.replace('id-', 'in-')),
  pbxId: id,
});

const anything = callId.chain((id) => fc.constantFrom(...reports(id, offer(id))));

/** What makes a call, more often than the rest, so that a history gets somewhere. */
const milestone = callId.chain((id) =>
  fc.constantFrom(
    ...reports(id, offer(id)).filter(({ type }) =>
      ['call-offered', 'call-connected', 'call-ended'].includes(type),
    ),
  ),
);

const said = fc.oneof(anything, milestone);

const command = commands(callId);

function send(bench: Bench, asked: Command): void {
  const allowed = bench.controller.can(asked);
  const entry = { command: asked.type, settled: false };
  bench.sent.push(entry);
  const before = bench.controller.snapshot;
  bench.controller.send(asked).then(
    () => {
      entry.settled = true;
      if (!allowed) bench.wrong.push(`${asked.type} passed against can()`);
    },
    (problem: unknown) => {
      entry.settled = true;
      if (!(problem instanceof CtiError)) bench.wrong.push(`${asked.type}: ${String(problem)}`);
    },
  );
  if (!allowed && bench.controller.snapshot !== before)
    bench.wrong.push(`${asked.type} changed it`);
}

function settle(promise: Promise<unknown>): void {
  promise.catch((problem: unknown) => expect(problem).to.be.instanceOf(CtiError));
}

/** The directory answers a question, perhaps not the last one, or fails. */
const answer: fc.Arbitrary<Move> = fc
  .tuple(fc.nat(3), fc.constantFrom([], [anna], [anna, beta], undefined))
  .map(([index, customers]) => ({ directory }) => {
    const problem = new CtiError('signed-out');
    const lookup = directory.lookups.at(-1 - index);
    const link = directory.links.at(-1 - index);
    if (customers) lookup?.answer(customers);
    else lookup?.fail(problem);
    if (customers) link?.answer();
    else link?.fail(problem);
  });

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 5,
    arbitrary: said.map<Move>(
      (event) =>
        ({ transport }) =>
          transport.say(event),
    ),
  },
  { weight: 5, arbitrary: command.map<Move>((asked) => (bench) => send(bench, asked)) },
  { weight: 2, arbitrary: answer },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Move>(
      ({ controller }) => controller.identify(controller.snapshot.currentCallId ?? ''),
      ({ controller }) => settle(controller.unlinkCustomer({ number: '+1', customer: anna })),
      ({ controller }) => settle(controller.connect()),
      ({ controller }) => settle(controller.disconnect()),
      ({ controller }) => settle(controller.disconnect({ calls: 'end' })),
      ({ controller }) => controller.signal('online'),
      ({ controller }) => controller.signal('offline'),
      ({ controller }) => controller.signal('resumed'),
      ({ controller, transport }) => controller.configure({ line: { ...line }, transport }),
      (bench) => {
        bench.transport = new ScriptedTransport();
        const { transport, directory } = bench;
        bench.controller.configure({ line, transport, directory });
      },
      ({ controller, transport, directory }) =>
        controller.configure({
          ...{ line: { ...line, uri: 'sip:102@x' }, transport, directory, maxCalls: 2 },
        }),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(100, 1_000, 5_000, 40_000, 700_000).map<Move>(
      (ms) =>
        ({ clock }) =>
          clock.advance(ms),
    ),
  },
);

/** Watches calls as a page would: each is born once, and ends once. */
function watch(bench: Bench): Set<string> {
  const live = new Set<string>();
  const over = new Set<string>();
  bench.controller.observe(({ type, detail }) => {
    if (type !== 'call-ended') return;
    if (over.has(detail.call.id)) bench.wrong.push(`${detail.call.id} ended twice`);
    over.add(detail.call.id);
    live.delete(detail.call.id);
  });
  bench.controller.subscribe(({ calls }) => {
    for (const { id } of calls) {
      if (over.has(id)) bench.wrong.push(`${id} lives after its end`);
      live.add(id);
    }
  });
  return live;
}

describe('LocalCallController, whatever is asked and reported in whatever order', () => {
  it('throws nothing, loses no call, and settles every command once the calls are over', async () => {
    const rejections: unknown[] = [];
    const note = (event: PromiseRejectionEvent): void => void rejections.push(event.reason);
    window.addEventListener('unhandledrejection', note);
    const history = fc.array(fc.tuple(move, fc.boolean()), { maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(history, fc.boolean(), async (moves, nested) => {
        const clock = new ManualClock();
        let count = 0;
        const controller = new LocalCallController({
          clock,
          newId: () => `id-${(count += 1)}`,
          random: () => 0.4,
        });
        const transport = new ScriptedTransport();
        const directory = new ScriptedDirectory();
        const bench: Bench = { clock, controller, transport, directory, sent: [], wrong: [] };
        const live = watch(bench);
        if (nested) {
          controller.observe(({ type }) => {
            if (type === 'call-offered') send(bench, { type: 'answer' });
            if (type === 'call-connected') send(bench, { type: 'set-hold', held: true });
          });
        }
        controller.configure({ line, transport, directory });
        settle(controller.connect());
        await Promise.resolve();
        transport.say({ type: 'line-opened', server: '', capabilities: everything });
        for (const [act, pause] of moves) {
          act(bench);
          if (pause) await Promise.resolve();
        }
        for (const { id } of controller.snapshot.calls) send(bench, { type: 'end', callId: id });
        await new Promise((resolve) => setTimeout(resolve));
        for (const { fail } of directory.links) fail(new Error('at last'));
        await new Promise((resolve) => setTimeout(resolve));
        expect(bench.wrong).to.deep.equal([]);
        expect([...live]).to.deep.equal([]);
        expect(bench.sent.filter(({ settled }) => !settled)).to.deep.equal([]);
        controller.dispose();
        expect(clock.pending).to.equal(0);
      }),
      { numRuns: 250 },
    );
    window.removeEventListener('unhandledrejection', note);
    expect(rejections).to.deep.equal([]);
  }).timeout(60_000);
});
