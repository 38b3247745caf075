import fc from 'fast-check';
import type { Command } from '../../../src/controller/commands.js';
import { CtiError } from '../../../src/base/error.js';
import type { Effect, ModelEvent } from '../../../src/controller/events.js';
import type { CtiSnapshot } from '../../../src/controller/snapshot.js';
import type { Customer } from '../../../src/directory/customer-directory.js';
import { initialSnapshot, transition } from '../../../src/controller/transition.js';
import type { TransportEvent } from '../../../src/transport/call-transport.js';
import { commands, offered as offerOf, reports } from '../../support/histories.js';
import { everything, fromTransport, offered, online } from './support.js';

/** Calls that come in, and the first of those that are dialled: a fresh id each. */
const ids = ['a', 'b', 'c', 'out-1', 'out-2'] as const;
const callId = fc.constantFrom(...ids);

const command = commands(callId);

const transportEvent: fc.Arbitrary<ModelEvent> = callId.chain((id) =>
  fc.constantFrom(
    ...reports(id, offerOf(id.replace('out', 'in'), '+12025550101')).map(fromTransport),
  ),
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

/** What brings two calls beside each other, more often than the rest. */
const twofold: fc.Arbitrary<Command> = fc.oneof(
  fc.constantFrom<Command>(
    ...[{ type: 'swap' } as const, { type: 'merge' } as const],
    { type: 'transfer', target: '600', attended: true },
    { type: 'dial', target: '600' },
  ),
  callId.map<Command>((id) => ({ type: 'set-hold', held: false, callId: id })),
  callId.map<Command>((id) => ({ type: 'answer', callId: id })),
);

/** The transport answers what it was asked first: as it should, or with a failure. */
export type Answered = 'obeys' | 'fails';

export const history = fc.array(
  fc.oneof(
    { weight: 1, arbitrary: transportEvent },
    { weight: 2, arbitrary: fc.constantFrom('a', 'b', 'c').map((id) => offered(id)) },
    { weight: 6, arbitrary: fc.constantFrom<Answered>('obeys', 'obeys', 'obeys', 'fails') },
    {
      weight: 4,
      arbitrary: fc.oneof(command, twofold).map<ModelEvent>((wanted) => ({
        type: 'command',
        command: wanted,
        target: { number: wanted.type === 'dial' ? wanted.target : '600' },
        linkId: 'link-a',
      })),
    },
    { weight: 3, arbitrary: identityEvent },
    { weight: 1, arbitrary: other },
  ),
  // Without the size histories would be too short for a second call to get anywhere.
  { maxLength: 60, size: 'max' },
);

export interface Seen {
  readonly snapshot: CtiSnapshot;
  readonly effects: readonly Effect[];
  readonly event: ModelEvent;
  readonly before: CtiSnapshot;
}

function answersTo(effect: Effect, fails: boolean): TransportEvent[] {
  const callId = 'callId' in effect ? effect.callId : '';
  const ended = { type: 'call-ended', reason: 'failed', by: 'remote' } as const;
  switch (effect.type) {
    case 'dial':
      if (fails) return [{ ...ended, callId }];
      return [{ type: 'call-connected', callId, capabilities: everything }];
    case 'answer':
      if (fails) return [{ type: 'call-answer-failed', callId, error }];
      return [{ type: 'call-connected', callId, capabilities: everything }];
    case 'set-hold':
      if (fails) return [{ type: 'call-hold-failed', callId, error }];
      return [{ type: 'call-hold-changed', callId, held: effect.held }];
    case 'transfer':
    case 'complete-transfer':
      if (fails) return [{ type: 'call-transfer-failed', callId, error }];
      return [{ ...ended, callId, reason: 'transferred' }];
    case 'merge': {
      const { callIds } = effect;
      return [
        fails ? { type: 'calls-merge-failed', callIds, error } : { type: 'calls-merged', callIds },
      ];
    }
    default:
      return [];
  }
}

/** Every step of a history that begins with the line online. */
export function steps(events: readonly (ModelEvent | Answered)[]): Seen[] {
  const seen: Seen[] = [];
  const asked: Effect[] = [];
  let snapshot = initialSnapshot(0);
  let now = 0;
  let dialled = 0;
  const take = (given: ModelEvent): void => {
    const calls = given.type === 'command' && ['dial', 'transfer'].includes(given.command.type);
    const event = calls ? { ...given, newCallId: `out-${(dialled += 1)}` } : given;
    const before = snapshot;
    const [next, effects] = transition(before, event, { now: (now += 700), random: 0.3 });
    snapshot = next;
    asked.push(...effects.filter((effect) => answersTo(effect, false).length > 0));
    seen.push({ before, event, snapshot, effects });
  };
  for (const event of [withDirectory, ...opened, ...events]) {
    if (typeof event !== 'string') {
      take(event);
      continue;
    }
    const effect = asked.shift();
    if (effect)
      answersTo(effect, event === 'fails')
        .map(fromTransport)
        .forEach(take);
  }
  return seen;
}
