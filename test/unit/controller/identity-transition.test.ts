import { expect } from '@open-wc/testing';
import { CtiError } from '../../../src/base/error.js';
import type { Effect, Linking, ModelEvent } from '../../../src/controller/events.js';
import { objection } from '../../../src/controller/rules.js';
import type { Customer } from '../../../src/directory/customer-directory.js';
import { anna, beta } from '../../support/scripted-directory.js';
import { command, configured, ended, identified, number, ready } from './identity-bench.js';
import { fromTransport, offered, online, play } from './support.js';

const failed: ModelEvent = {
  ...{ type: 'identify-failed', callId: 'a' },
  error: new CtiError('signed-out'),
};
const dial = (target: string, customer?: Customer): ModelEvent =>
  command(
    { type: 'dial', target, ...(customer ? { customer } : {}) },
    { newCallId: 'a', target: { number: target.replaceAll(' ', '') } },
  );
const link: Linking = { id: 'l', take: 'link', number, customer: beta, callId: 'a' };
const linked = command({ type: 'link-customer', customer: beta, callId: 'a' }, { linkId: 'l' });
const settled = (about: Linking, error?: CtiError): ModelEvent => ({
  ...{ type: 'link-settled', link: about, undoable: true },
  ...(error ? { error } : {}),
});

function told(effects: readonly Effect[]): string[] {
  return effects.flatMap((effect) => (effect.type === 'notify' ? [effect.notification.type] : []));
}

function asked(effects: readonly Effect[]): Effect[] {
  const types = ['identify', 'stop-identifying', 'link'];
  return effects.filter(({ type }) => types.includes(type));
}

describe('who is calling', () => {
  it('is asked from the first commit of an offered call', () => {
    const { snapshot, effects } = play([...ready, offered('a')]);
    expect(snapshot.calls[0]?.identity.state).to.equal('searching');
    expect(asked(effects)).to.deep.equal([
      { type: 'identify', callId: 'a', number, direction: 'incoming' },
    ]);
    const [offer] = effects.flatMap((effect) =>
      effect.type === 'notify' && effect.notification.type === 'call-offered'
        ? [effect.notification.detail.call]
        : [],
    );
    expect(offer).to.equal(snapshot.calls[0]);
  });

  it('is asked from the command on, with what was dialled', () => {
    const { snapshot, effects } = play([...ready, dial('+1 202 555 0101')]);
    expect(snapshot.calls[0]?.identity.state).to.equal('searching');
    expect(asked(effects)).to.deep.equal([
      {
        ...{ type: 'identify', callId: 'a', number },
        ...{ direction: 'outgoing', dialled: '+1 202 555 0101' },
      },
    ]);
  });

  const unasked: readonly (readonly [string, readonly ModelEvent[]])[] = [
    ['of an anonymous caller', [...ready, offered('a', '')]],
    ['of a colleague', [...ready, offered('a', '102')]],
    ['of a feature code', [...ready, dial('*72')]],
    ['of an emergency number', [...ready, dial('112')]],
    ['without a directory', [...online, offered('a')]],
    ['of a call with its customer named', [...ready, dial(number, anna)]],
    [
      'of a call that is turned away',
      [
        ...ready,
        fromTransport({
          ...{ type: 'call-offered', callId: 'a', pbxId: 'a' },
          ...{ remote: { number }, capabilities: {} },
        }),
      ].map((event) => (event.type === 'transport' ? { ...event, maxCalls: 0 } : event)),
    ],
  ];
  for (const [what, events] of unasked) {
    it(`is not asked ${what}`, () => {
      const { snapshot, effects } = play(events);
      expect(asked(effects)).to.deep.equal([]);
      expect(snapshot.calls[0]?.identity.state).to.not.equal('searching');
    });
  }

  const answers: readonly (readonly [string, ModelEvent, object, Customer | undefined])[] = [
    ['nobody', identified([]), { state: 'none', customers: [] }, undefined],
    ['one', identified([anna]), { state: 'one', customers: [anna] }, anna],
    ['two', identified([anna, beta]), { state: 'many', customers: [anna, beta] }, undefined],
    [
      'the first of many',
      identified([anna], 21),
      { state: 'many', customers: [anna], total: 21 },
      undefined,
    ],
    ['nonsense about nobody', identified([], 3), { state: 'none', customers: [] }, undefined],
    ['a failure', failed, { state: 'failed', customers: [], problem: 'signed-out' }, undefined],
  ];
  for (const [what, answer, identity, customer] of answers) {
    it(`is ${what}, and Answer was never held up`, () => {
      const asking = play([...ready, offered('a')]);
      expect(objection(asking.snapshot, { type: 'answer' })).to.equal(undefined);
      const { snapshot, effects } = play([answer], asking.snapshot);
      expect(snapshot.calls[0]?.identity).to.deep.equal(identity);
      expect(snapshot.calls[0]?.customer).to.equal(customer);
      expect(objection(snapshot, { type: 'answer' })).to.equal(undefined);
      const outcome = answer === failed ? 'error' : 'customer-identified';
      expect(told(effects)).to.deep.equal(['call-updated', outcome]);
      expect(Object.isFrozen(snapshot.calls[0]?.identity)).to.equal(true);
    });
  }

  it('is no longer asked when the call has ended, and a late answer is dropped', () => {
    const over = play([...ready, offered('a'), ended('a')]);
    expect(asked(over.effects).at(-1)).to.deep.equal({ type: 'stop-identifying', callId: 'a' });
    expect(over.snapshot.lastEnded?.identity.state).to.equal('unknown');
    for (const late of [identified([anna]), failed]) {
      const { snapshot, effects } = play([late], over.snapshot);
      expect(snapshot).to.equal(over.snapshot);
      expect(effects).to.deep.equal([]);
    }
  });

  it('does not take the place of a customer that was chosen meanwhile', () => {
    const { snapshot } = play([
      ...ready,
      offered('a'),
      command({ type: 'set-customer', customer: beta, callId: 'a' }),
      identified([anna]),
    ]);
    expect(snapshot.calls[0]?.customer).to.equal(beta);
    expect(snapshot.calls[0]?.identity.customers).to.deep.equal([anna]);
  });

  it('is asked again on Retry, and only when there is something to ask', () => {
    const again: ModelEvent = { type: 'identify', callId: 'a' };
    const { snapshot, effects } = play([...ready, offered('a'), failed, again]);
    expect(snapshot.calls[0]?.identity).to.deep.equal({ state: 'searching', customers: [] });
    expect(asked(effects)).to.have.length(2);
    expect(asked(play([...ready, offered('a'), again]).effects)).to.have.length(1);
    expect(asked(play([...ready, offered('a'), identified([anna]), again]).effects)).length(1);
    expect(asked(play([...ready, again]).effects)).to.deep.equal([]);
  });

  it('is asked of a directory that comes while the call rings, and of another one', () => {
    const directory = { ...configured, directory: true } as ModelEvent;
    const late = play([...online, offered('a'), directory]);
    expect(late.snapshot.calls[0]?.identity.state).to.equal('searching');
    expect(asked(late.effects)).to.have.length(1);
    const other = play([...ready, offered('a'), failed, directory]);
    expect(asked(other.effects)).to.have.length(2);
    const known = play([...ready, offered('a'), identified([anna, beta]), directory]);
    expect(asked(known.effects)).to.have.length(1);
    const chosen = command({ type: 'set-customer', customer: beta, callId: 'a' });
    const asking = play([...ready, offered('a'), chosen, directory]);
    expect(asked(asking.effects)).to.have.length(2);
    const none = { ...configured, directory: false } as ModelEvent;
    expect(play([...ready, offered('a'), none]).snapshot.calls[0]?.identity.state).to.equal(
      'unknown',
    );
  });
});

describe('whose call it is', () => {
  it('is said for this call only, beside what the directory found', () => {
    const { snapshot, effects } = play([
      ...ready,
      offered('a'),
      identified([anna, beta]),
      command({ type: 'set-customer', customer: beta, callId: 'a' }),
    ]);
    expect(snapshot.calls[0]?.customer).to.equal(beta);
    expect(snapshot.calls[0]?.identity.state).to.equal('many');
    expect(told(effects).at(-1)).to.equal('call-updated');
  });

  it('can be said of the call that just ended, also when the notice of it has gone', () => {
    const over = play([...ready, offered('a'), ended('a'), { type: 'timer', name: 'notice' }]);
    const chosen = command({ type: 'set-customer', customer: beta, callId: 'a' });
    const { snapshot, effects } = play([chosen], over.snapshot);
    expect(snapshot.previousCall?.customer).to.equal(beta);
    expect(told(effects)).to.deep.equal(['call-updated']);
    const notice = play([...ready, offered('a'), ended('a'), chosen]).snapshot;
    expect(notice.lastEnded?.customer).to.equal(beta);
    expect(notice.lastEnded).to.equal(notice.previousCall);
    // The next call has its own.
    const next = play([...ready, offered('a'), ended('a'), offered('b'), chosen]).snapshot;
    expect(next.calls[0]?.customer).to.equal(undefined);
  });

  it('stays with the call at once when its number is being linked', () => {
    const { snapshot, effects } = play([...ready, offered('a'), identified([anna, beta]), linked]);
    expect(snapshot.calls[0]?.customer).to.equal(beta);
    expect(snapshot.calls[0]?.identity).to.deep.include({ state: 'many', linking: beta });
    expect(asked(effects).at(-1)).to.deep.equal({ type: 'link', link });
    expect(objection(snapshot, { type: 'link-customer', callId: 'a' })).to.equal('not-allowed');
  });

  it('is the linked customer alone once the directory has it', () => {
    const { snapshot, effects } = play([
      ...ready,
      offered('a'),
      identified([anna, beta]),
      linked,
      settled(link),
    ]);
    expect(snapshot.calls[0]?.identity).to.deep.equal({
      ...{ state: 'one', customers: [beta], linked: true },
    });
    expect(told(effects).slice(-2)).to.deep.equal(['call-updated', 'customer-linked']);
  });

  it('stays chosen when the link fails, and nothing that was found is lost', () => {
    const { snapshot, effects } = play([
      ...ready,
      offered('a'),
      identified([anna, beta]),
      linked,
      settled(link, new CtiError('service-unavailable')),
    ]);
    expect(snapshot.calls[0]?.customer).to.equal(beta);
    expect(snapshot.calls[0]?.identity).to.deep.equal({ state: 'many', customers: [anna, beta] });
    expect(told(effects).slice(-2)).to.deep.equal(['call-updated', 'error']);
  });

  it('keeps a link under way through the answer of the lookup, and beats one that comes later', () => {
    const both = play([...ready, offered('a'), linked, identified([anna])]);
    expect(both.snapshot.calls[0]?.identity).to.deep.include({ state: 'one', linking: beta });
    expect(both.snapshot.calls[0]?.customer).to.equal(beta);
    const first = play([...ready, offered('a'), linked, settled(link)]);
    expect(asked(first.effects).at(-1)).to.deep.equal({ type: 'stop-identifying', callId: 'a' });
    const late = play([identified([anna])], first.snapshot);
    expect(late.snapshot).to.equal(first.snapshot);
  });

  it('follows a link into the record of a call that ended meanwhile', () => {
    const { snapshot, effects } = play([...ready, offered('a'), linked, ended('a'), settled(link)]);
    expect(snapshot.previousCall?.identity).to.deep.include({ state: 'one', linked: true });
    expect(snapshot.previousCall?.end?.reason).to.equal('hangup');
    expect(told(effects).slice(-2)).to.deep.equal(['call-updated', 'customer-linked']);
  });

  it('is not touched by the link of a number of the history', () => {
    const other = { id: 'l', take: 'link', number: '+49301234', customer: beta } as const;
    const { snapshot, effects } = play([
      ...ready,
      offered('a'),
      command({ type: 'link-customer', customer: beta, number: '+49301234' }, { linkId: 'l' }),
      settled(other),
    ]);
    expect(snapshot.calls[0]?.customer).to.equal(undefined);
    expect(asked(effects).at(-1)).to.deep.equal({ type: 'link', link: other });
    const last = effects.at(-1);
    expect(last?.type === 'notify' && last.notification).to.deep.equal({
      type: 'customer-linked',
      detail: { customer: beta, number: '+49301234' },
    });
  });

  const back = { ...link, take: 'unlink' } as const;

  it('is asked anew when a link is taken back', () => {
    const events = [...ready, offered('a'), linked, settled(link)];
    const { snapshot } = play([...events, { type: 'unlink', link: back }]);
    expect(snapshot.calls[0]?.identity.linking).to.equal(beta);
    const { snapshot: after, effects } = play([settled(back)], snapshot);
    expect(after.calls[0]?.customer).to.equal(undefined);
    expect(after.calls[0]?.identity).to.deep.equal({ state: 'searching', customers: [] });
    expect(asked(effects)).to.have.length(1);
    expect(told(effects)).to.deep.equal(['call-updated']);
    const problem = settled(back, new CtiError('service-unavailable'));
    expect(play([problem], snapshot).snapshot.calls[0]?.identity).to.deep.include({
      ...{ state: 'one', linked: true },
    });
  });

  it('is nobody’s when a link is taken back after the call', () => {
    const { snapshot, effects } = play([
      ...ready,
      offered('a'),
      linked,
      settled(link),
      ended('a'),
      { type: 'unlink', link: back },
      settled(back),
    ]);
    expect(snapshot.previousCall?.customer).to.equal(undefined);
    expect(snapshot.previousCall?.identity.state).to.equal('unknown');
    expect(asked(effects).at(-1)?.type).to.equal('link');
  });
});
