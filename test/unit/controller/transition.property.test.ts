import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { CtiError } from '../../../src/base/error.js';
import type { Effect, ModelEvent } from '../../../src/controller/events.js';
import { objection } from '../../../src/controller/rules.js';
import type { CtiSnapshot } from '../../../src/controller/snapshot.js';
import type { Customer } from '../../../src/directory/customer-directory.js';
import { initialSnapshot, transition } from '../../../src/controller/transition.js';
import { commands, offered, reports } from '../../support/histories.js';
import { fromTransport, online } from './support.js';

const ids = ['a', 'b', 'c', 'd', 'e', 'f'] as const;
const callId = fc.constantFrom(...ids);

const command = commands(callId);

const transportEvent: fc.Arbitrary<ModelEvent> = callId.chain((id) =>
  fc.constantFrom(...reports(id, offered(id, '+12025550101')).map(fromTransport)),
);

const anna: Customer = Object.freeze({ id: '2', type: 'contact', name: 'Anna' });
const beta: Customer = Object.freeze({ id: '3', type: 'account', name: 'Beta' });
const error = new CtiError('service-unavailable');

/** What the directory says of a call, and is asked of it. */
const identityEvent = callId.chain((id) => {
  const link = { id: `link-${id}`, number: '+12025550101', customer: beta, callId: id };
  return fc.constantFrom<ModelEvent>(
    { type: 'identify', callId: id },
    { type: 'identified', callId: id, customers: [] },
    { type: 'identified', callId: id, customers: [anna] },
    { type: 'identified', callId: id, customers: [anna, beta], total: 7 },
    { type: 'identify-failed', callId: id, error },
    { type: 'unlink', link: { ...link, take: 'unlink' } },
    { type: 'link-settled', link: { ...link, take: 'link' } },
    { type: 'link-settled', link: { ...link, take: 'link' }, error },
    { type: 'link-settled', link: { ...link, take: 'unlink' } },
  );
});

const [configured, ...opened] = online;
const withDirectory = { ...configured, directory: true } as ModelEvent;
const withoutDirectory = { ...configured, directory: false } as ModelEvent;

const other: fc.Arbitrary<ModelEvent> = fc.constantFrom<ModelEvent>(
  withDirectory,
  withoutDirectory,
  { type: 'line-wanted', wanted: true, endCalls: false },
  { type: 'line-wanted', wanted: false, endCalls: true },
  { type: 'page', signal: 'online' },
  { type: 'page', signal: 'offline' },
  { type: 'page', signal: 'resumed' },
  { type: 'timer', name: 'retry' },
  { type: 'timer', name: 'notice' },
  { type: 'timer', name: 'stable' },
  { type: 'timer', name: 'prefer' },
  { type: 'keypad', shown: true },
);

const history = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: transportEvent },
    {
      weight: 4,
      arbitrary: fc.tuple(command, callId).map<ModelEvent>(([wanted, id]) => ({
        type: 'command',
        command: wanted,
        newCallId: `dialled-${id}`,
        target: { number: wanted.type === 'dial' ? wanted.target : '600' },
        linkId: `link-${id}`,
      })),
    },
    { weight: 3, arbitrary: identityEvent },
    { weight: 1, arbitrary: other },
  ),
  { maxLength: 60 },
);

interface Seen {
  readonly snapshot: CtiSnapshot;
  readonly effects: readonly Effect[];
  readonly event: ModelEvent;
  readonly before: CtiSnapshot;
}

/** Every step of a history that begins with the line online. */
function steps(events: readonly ModelEvent[]): Seen[] {
  const seen: Seen[] = [];
  let snapshot = initialSnapshot(0);
  let now = 0;
  for (const event of [withDirectory, ...opened, ...events]) {
    const before = snapshot;
    const [next, effects] = transition(before, event, { now: (now += 700), random: 0.3 });
    snapshot = next;
    seen.push({ before, event, snapshot, effects });
  }
  return seen;
}

function endedIds(seen: readonly Seen[]): string[] {
  return seen
    .flatMap(({ effects }) => effects)
    .flatMap((effect) =>
      effect.type === 'notify' && effect.notification.type === 'call-ended'
        ? [effect.notification.detail.call.id]
        : [],
    );
}

describe('transition, in any order of commands and events', () => {
  it('ends every call at most once, and loses none', () => {
    fc.assert(
      fc.property(history, (events) => {
        const seen = steps(events);
        let live = new Set<string>();
        const over = new Set<string>();
        for (const step of seen) {
          const now = new Set(step.snapshot.calls.map(({ id }) => id));
          const ended = endedIds([step]);
          expect(new Set(ended).size, 'ended twice in one step').to.equal(ended.length);
          for (const id of live) {
            if (!now.has(id)) expect(ended, `${id} is lost`).to.include(id);
          }
          for (const id of ended) {
            expect(now.has(id), `${id} ended and lives`).to.equal(false);
            over.add(id);
          }
          live = now;
        }
        return true;
      }),
      { numRuns: 500 },
    );
  });

  it('keeps mode, current call and hold in agreement', () => {
    fc.assert(
      fc.property(history, (events) => {
        for (const { snapshot } of steps(events)) {
          const current = snapshot.calls.find(({ id }) => id === snapshot.currentCallId);
          expect(current === undefined).to.equal(snapshot.calls.length === 0);
          expect(snapshot.mode === 'idle').to.equal(snapshot.calls.length === 0);
          expect(snapshot.mode === 'talking').to.equal(current?.phase === 'connected');
          expect(Object.isFrozen(snapshot)).to.equal(true);
          for (const call of snapshot.calls) {
            expect(Object.isFrozen(call)).to.equal(true);
            if (call.hold !== 'none') expect(call.phase).to.equal('connected');
            expect(call.heldMs).to.be.at.least(0);
            expect(call.tonesPending).to.be.at.least(0);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('asks the transport for nothing that the guard forbids', () => {
    fc.assert(
      fc.property(history, (events) => {
        for (const { before, event, snapshot, effects } of steps(events)) {
          if (event.type !== 'command') continue;
          if (objection(before, event.command) === undefined) continue;
          expect(snapshot).to.equal(before);
          expect(effects).to.have.length(0);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('searches for exactly the calls that somebody is being asked about', () => {
    fc.assert(
      fc.property(history, (events) => {
        const under = new Set<string>();
        for (const { event, effects, snapshot } of steps(events)) {
          if (event.type === 'identified' || event.type === 'identify-failed')
            under.delete(event.callId);
          // What the last directory was asked is given up by the hands, without a word.
          if (event.type === 'configured') under.clear();
          for (const effect of effects) {
            if (effect.type === 'identify') under.add(effect.callId);
            if (effect.type === 'stop-identifying') under.delete(effect.callId);
          }
          const searching = snapshot.calls.filter(({ identity }) => identity.state === 'searching');
          expect(searching.map(({ id }) => id).sort()).to.deep.equal([...under].sort());
          expect(snapshot.previousCall?.identity.state).to.not.equal('searching');
          if (!snapshot.directory) expect(searching).to.deep.equal([]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('never holds up Answer, nor loses a chosen customer, for what the directory says', () => {
    fc.assert(
      fc.property(history, (events) => {
        for (const { before, event, snapshot, effects } of steps(events)) {
          if (event.type !== 'identified' && event.type !== 'identify-failed') continue;
          expect(effects.every(({ type }) => type === 'notify')).to.equal(true);
          for (const call of before.calls) {
            const now = snapshot.calls.find(({ id }) => id === call.id);
            const question = { type: 'answer', callId: call.id } as const;
            expect(objection(snapshot, question)).to.equal(objection(before, question));
            expect(now?.phase).to.equal(call.phase);
            if (call.customer) expect(now?.customer).to.equal(call.customer);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('has at most one hold operation under way for a call', () => {
    fc.assert(
      fc.property(history, (events) => {
        const open = new Set<string>();
        for (const { event, effects, snapshot } of steps(events)) {
          if (event.type === 'transport' && 'callId' in event.event) {
            const { type, callId: id } = event.event;
            if (type === 'call-hold-changed' || type === 'call-hold-failed') open.delete(id);
          }
          for (const effect of effects) {
            if (effect.type !== 'set-hold') continue;
            expect(open.has(effect.callId), 'second operation').to.equal(false);
            open.add(effect.callId);
          }
          for (const id of [...open]) {
            if (!snapshot.calls.some((call) => call.id === id)) open.delete(id);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
