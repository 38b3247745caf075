import { expect } from '@open-wc/testing';
import type { Command } from '../../../src/controller/commands.js';
import { readDialPlan } from '../../../src/controller/dial-plan.js';
import type { ModelEvent } from '../../../src/controller/events.js';
import { allFeatures } from '../../../src/controller/features.js';
import { objection } from '../../../src/controller/rules.js';
import type { CtiSnapshot } from '../../../src/controller/snapshot.js';
import { connected, everything, fromTransport, offered, online, play } from './support.js';

const command = (given: Command): ModelEvent => ({
  type: 'command',
  command: given,
  ...(given.type === 'dial' ? { newCallId: 'out', target: { number: given.target } } : {}),
});

const dial = command({ type: 'dial', target: '600' });
const held = fromTransport({ type: 'call-hold-changed', callId: 'in', held: true });
const hold = (wanted: boolean): ModelEvent => command({ type: 'set-hold', held: wanted });
const talking = [...online, offered('in'), connected('in')];

const situations = {
  offline: [],
  idle: online,
  dialing: [...online, dial],
  ringing: [...online, dial, fromTransport({ type: 'call-ringing', callId: 'out' })],
  offered: [...online, offered('in')],
  connecting: [...online, offered('in'), command({ type: 'answer' })],
  connected: talking,
  holding: [...talking, hold(true)],
  held: [...talking, hold(true), held],
  resuming: [...talking, hold(true), held, hold(false)],
  ended: [...talking, command({ type: 'end' })],
  /** Talking, and another call waits. */
  waiting: [...talking, offered('second')],
} satisfies Record<string, readonly ModelEvent[]>;

const columns: readonly Command[] = [
  { type: 'dial', target: '600' },
  { type: 'answer' },
  { type: 'decline' },
  { type: 'end' },
  { type: 'silence' },
  { type: 'set-hold', held: true },
  { type: 'set-mute', muted: true },
  { type: 'send-dtmf', tones: '1' },
  { type: 'swap' },
  { type: 'open-window' },
];

/** `+` allowed, `-` not allowed now, `s` not supported, `n` no network. */
const table: Record<keyof typeof situations, string> = {
  //          dial answer decline end silence hold mute dtmf swap window
  /* */ offline: 'n - - - - - - - - +',
  idle: '+ - - - - - - - - +',
  dialing: '- - - + - - - - - +',
  ringing: '- - - + - - - - - +',
  offered: '- + + + + - - - - +',
  connecting: '- - + + - - - - - +',
  connected: '+ - - + - + + + - +',
  holding: '+ - - + - + + - - +',
  held: '+ - - + - + + - - +',
  resuming: '+ - - + - + + - - +',
  ended: '+ - - - - - - - - +',
  waiting: '+ - - + - + + + - +',
};

const letters: Record<string, string> = {
  'not-allowed': '-',
  'not-supported': 's',
  network: 'n',
  forbidden: 'f',
};

function row(snapshot: CtiSnapshot): string {
  return columns.map((asked) => letters[objection(snapshot, asked) ?? ''] ?? '+').join(' ');
}

describe('what may be asked', () => {
  for (const [name, expected] of Object.entries(table)) {
    it(name, () => {
      const { snapshot } = play(situations[name as keyof typeof situations]);
      expect(row(snapshot)).to.equal(expected);
    });
  }

  it('of a call that waits: to be answered, declined, ended or silenced', () => {
    const { snapshot } = play(situations.waiting);
    const asked = (['answer', 'decline', 'end', 'silence'] as const).map(
      (type) => objection(snapshot, { type, callId: 'second' }) ?? '+',
    );
    expect(asked).to.deep.equal(['+', '+', '+', '+']);
  });

  it('with features taken away', () => {
    const features = { hold: false, mute: false, keypad: false, settings: false, dial: 'none' };
    const limited = (events: readonly ModelEvent[]): CtiSnapshot => {
      const { snapshot } = play(events);
      return { ...snapshot, features: { ...snapshot.features, ...features, dial: 'none' } };
    };
    expect(row(limited(talking))).to.equal('f - - + - f f f f +');
    expect(objection(limited(online), { type: 'open-window', view: 'settings' })).to.equal(
      'forbidden',
    );
    expect(objection(limited(online), { type: 'open-window', view: 'calls' })).to.equal(undefined);
  });

  it('without the capability to answer, hold, mute or send digits', () => {
    const bare = play([
      ...online,
      fromTransport({
        ...{ type: 'call-offered', callId: 'in', pbxId: 'x', remote: { number: '' } },
        capabilities: {},
      }),
    ]);
    expect(row(bare.snapshot)).to.equal('- s + + + s s s s +');
  });

  it('of one who may dial internal numbers only', () => {
    const { snapshot } = play(online);
    const limited: CtiSnapshot = {
      ...snapshot,
      features: { ...snapshot.features, dial: 'internal' },
      dialPlan: readDialPlan({ internal: '1\\d\\d' }),
    };
    const asked = ['101', '112', '600', '+12025550101', '*72', undefined].map(
      (target) => objection(limited, { type: 'dial', ...(target ? { target } : {}) }) ?? '+',
    );
    expect(asked).to.deep.equal(['+', '+', 'forbidden', 'forbidden', 'forbidden', '+']);
  });
});

describe('several calls', () => {
  it('keeps the current one; the one that waits takes its place, and can be answered then', () => {
    const { snapshot } = play([...situations.waiting, command({ type: 'end' })]);
    expect([snapshot.currentCallId, snapshot.mode]).to.deep.equal(['second', 'incoming']);
    expect(objection(snapshot, { type: 'answer' })).to.equal(undefined);
  });

  it('follows the one that is answered, from the screen or at the handset', () => {
    const both = [...online, offered('first'), offered('second')];
    for (const event of [command({ type: 'answer', callId: 'second' }), connected('second')]) {
      const { snapshot } = play([...both, event]);
      expect(snapshot.currentCallId).to.equal('second');
    }
  });

  it('shows the keypad for the call it was opened for', () => {
    const { snapshot } = play([...talking, { type: 'keypad', shown: true }, offered('second')]);
    expect(snapshot.keypad).to.equal(true);
    expect(play([command({ type: 'end' })], snapshot).snapshot.keypad).to.equal(false);
  });

  it('does not ask again when the line answers a hold by the contrary, nor fight a hold of its own', () => {
    const contrary = play([
      ...talking,
      hold(true),
      fromTransport({ type: 'call-hold-changed', callId: 'in', held: false }),
    ]);
    expect(contrary.effects.filter(({ type }) => type === 'set-hold')).to.have.length(1);
    const foreign = play([...talking, held]);
    expect(foreign.snapshot.calls[0]).to.include({ hold: 'held', holdWanted: true });
    expect(foreign.effects.filter(({ type }) => type === 'set-hold')).to.have.length(0);
  });

  it('keeps Mute through a hold, and counts the time on hold', () => {
    const mute = command({ type: 'set-mute', muted: true });
    const resumed = fromTransport({ type: 'call-hold-changed', callId: 'in', held: false });
    const { snapshot } = play([...talking, mute, hold(true), held, hold(false), resumed]);
    expect(snapshot.calls[0]).to.include({ muted: true, hold: 'none', heldMs: 2_000 });
  });

  it('shows no notice of a call that a colleague answered', () => {
    const elsewhere = fromTransport({
      ...{ type: 'call-ended', callId: 'in', by: 'remote' },
      reason: 'answered-elsewhere',
    });
    expect(play([...online, offered('in'), elsewhere]).snapshot.lastEnded).to.equal(undefined);
  });

  it('forbids what the page does not have, also while there is no call', () => {
    const features = { ...allFeatures, hold: false, mute: false, keypad: false };
    const snapshot = { ...play(online).snapshot, features };
    for (const type of ['set-hold', 'set-mute', 'send-dtmf'] as const) {
      expect(objection(snapshot, { type }), type).to.equal('forbidden');
    }
  });

  it('is immutable through and through', () => {
    const data = { crm: '7' };
    const customer = { id: '1', type: 'contact', name: 'Anna', account: { id: '2', name: 'Alfa' } };
    const { snapshot } = play([
      ...online,
      command({ type: 'dial', target: '600', data, customer }),
    ]);
    const frozen = (value: unknown): boolean =>
      typeof value !== 'object' ||
      value === null ||
      (Object.isFrozen(value) && Object.values(value).every(frozen));
    expect(frozen(snapshot)).to.equal(true);
    data.crm = '8';
    customer.account.name = 'Beta';
    expect(snapshot.calls[0]?.data).to.deep.equal({ crm: '7' });
    expect(snapshot.calls[0]?.customer?.account?.name).to.equal('Alfa');
    expect(snapshot.calls[0]?.capabilities).to.deep.equal(everything);
  });
});
