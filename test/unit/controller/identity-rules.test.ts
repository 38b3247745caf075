import { expect } from '@open-wc/testing';
import { objection } from '../../../src/controller/rules.js';
import { initialSnapshot } from '../../../src/controller/transition.js';
import { anna, beta } from '../../support/scripted-directory.js';
import { command, ended, identified, number, ready } from './identity-bench.js';
import { offered, online, play } from './support.js';

describe('what may be said of customers', () => {
  const withDirectory = play(ready).snapshot;
  const ringing = play([...ready, offered('a')]).snapshot;
  const anonymous = play([...ready, offered('a', '')]).snapshot;
  const without = play([...online, offered('a')]).snapshot;
  const unlinkable = { ...ringing, features: { ...ringing.features, link: false } };
  const over = play([...ready, offered('a'), ended('a')]).snapshot;

  const rows = [
    [ringing, { type: 'link-customer' }, undefined],
    [ringing, { type: 'link-customer', callId: 'x' }, 'not-allowed'],
    [withDirectory, { type: 'link-customer' }, 'not-allowed'],
    [withDirectory, { type: 'link-customer', number }, undefined],
    [anonymous, { type: 'link-customer' }, 'not-allowed'],
    [without, { type: 'link-customer' }, 'not-supported'],
    [unlinkable, { type: 'link-customer' }, 'forbidden'],
    [over, { type: 'link-customer', callId: 'a' }, undefined],
    [over, { type: 'set-customer', callId: 'a' }, undefined],
    [withDirectory, { type: 'set-customer' }, 'not-allowed'],
    [initialSnapshot(0), { type: 'open-customer' }, undefined],
  ] as const;
  for (const [index, [snapshot, question, reason]] of rows.entries()) {
    it(`${index + 1}: ${JSON.stringify(question)} is ${reason ?? 'allowed'}`, () => {
      expect(objection(snapshot, question)).to.equal(reason);
    });
  }

  it('tells that a customer was opened, with the call whose customer it is', () => {
    const { effects } = play([
      ...ready,
      offered('a'),
      identified([anna]),
      command({ type: 'open-customer', customer: { ...anna } }),
      command({ type: 'open-customer', customer: beta }),
      command({ type: 'open-customer', customer: beta, callId: 'a' }),
    ]);
    const opened = effects.flatMap((effect) =>
      effect.type === 'notify' && effect.notification.type === 'customer-opened'
        ? [effect.notification.detail.call?.id]
        : [],
    );
    expect(opened).to.deep.equal(['a', undefined, 'a']);
  });
});

describe('a customer who does not want to be called', () => {
  const { snapshot } = play(ready);
  const blocking = {
    ...snapshot,
    features: { ...snapshot.features, doNotCall: 'block' },
  } as const;
  const target = '+1 202 555 0101';
  const all = { ...anna, doNotCall: 'asked in writing' };
  const one = { ...anna, numbers: [{ number, doNotCall: true }, { number: '+49301234' }] };
  const rows = [
    [snapshot, { customer: anna }, undefined],
    [snapshot, { customer: all }, 'do-not-call'],
    [snapshot, { customer: { ...anna, doNotCall: true } }, 'do-not-call'],
    [snapshot, { customer: { ...anna, doNotCall: false } }, undefined],
    [snapshot, { customer: one }, 'do-not-call'],
    [snapshot, { customer: one, target: '+49301234' }, undefined],
    [snapshot, { customer: all, confirmed: true }, undefined],
    [blocking, { customer: all, confirmed: true }, 'forbidden'],
    [blocking, { customer: anna }, undefined],
  ] as const;
  for (const [index, [from, question, reason]] of rows.entries()) {
    it(`${index + 1}: ${reason ?? 'is called'}`, () => {
      expect(objection(from, { type: 'dial', target, ...question })).to.equal(reason);
    });
  }
});
