import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { CtiError } from '../../../src/base/error.js';
import type { Command } from '../../../src/controller/commands.js';
import type { Effect, ModelEvent } from '../../../src/controller/events.js';
import { objection } from '../../../src/controller/rules.js';
import type { CtiSnapshot } from '../../../src/controller/snapshot.js';
import { initialSnapshot, transition } from '../../../src/controller/transition.js';
import { everything, fromTransport, online } from './support.js';

const ids = ['a', 'b', 'c', 'd', 'e', 'f'] as const;
const callId = fc.constantFrom(...ids);
const error = new CtiError('failed');

const command: fc.Arbitrary<Command> = fc.oneof(
  fc.constant<Command>({ type: 'dial', target: '600' }),
  fc
    .tuple(
      fc.constantFrom('answer', 'decline', 'end', 'silence' as const),
      fc.option(callId, { nil: undefined }),
    )
    .map(([type, id]) => (id === undefined ? { type } : { type, callId: id }) as Command),
  fc.boolean().map<Command>((held) => ({ type: 'set-hold', held })),
  fc.boolean().map<Command>((muted) => ({ type: 'set-mute', muted })),
  fc.constant<Command>({ type: 'send-dtmf', tones: '12#' }),
  fc.constant<Command>({ type: 'open-window' }),
  fc.constant<Command>({ type: 'close-window' }),
  fc.constant<Command>({ type: 'swap' }),
);

const transportEvent: fc.Arbitrary<ModelEvent> = callId.chain((id) =>
  fc
    .constantFrom<Parameters<typeof fromTransport>[0]>(
      { type: 'line-opened', server: 'wss://a.example', capabilities: everything },
      { type: 'line-failed', error, final: false },
      { type: 'line-failed', error, final: true },
      { type: 'line-closed' },
      {
        type: 'call-offered',
        callId: id,
        pbxId: id,
        remote: { number: '+12025550101' },
        capabilities: everything,
      },
      { type: 'call-dialed', callId: id, pbxId: id },
      { type: 'call-ringing', callId: id },
      { type: 'call-connected', callId: id, capabilities: everything },
      { type: 'call-answer-failed', callId: id, error },
      { type: 'call-hold-changed', callId: id, held: true },
      { type: 'call-hold-changed', callId: id, held: false },
      { type: 'call-hold-failed', callId: id, error },
      { type: 'call-remote-hold-changed', callId: id, held: true },
      { type: 'call-media-changed', callId: id, media: 'flowing' },
      { type: 'call-dtmf-sent', callId: id },
      { type: 'call-dtmf-failed', callId: id, error },
      { type: 'call-ended', callId: id, reason: 'hangup', by: 'remote' },
    )
    .map(fromTransport),
);

const other: fc.Arbitrary<ModelEvent> = fc.constantFrom<ModelEvent>(
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
        target: { number: '600' },
        declineCode: 486,
      })),
    },
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
  for (const event of [...online, ...events]) {
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
