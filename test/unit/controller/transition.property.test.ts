import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { objection } from '../../../src/controller/rules.js';
import { history, steps, type Seen } from './transition-histories.js';

function endedIds(seen: readonly Seen[]): string[] {
  return seen
    .flatMap(({ effects }) => effects)
    .flatMap((effect) =>
      effect.type === 'notify' && effect.notification.type === 'call-ended'
        ? [effect.notification.detail.call.id]
        : [],
    );
}

describe('transition, in any order of commands and events', function () {
  this.timeout(60_000);

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
      { numRuns: 300 },
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
            const partner = snapshot.calls.find(({ id }) => id === call.merge?.callId);
            expect(partner?.merge?.callId, 'a conference has two sides').to.equal(
              call.merge && call.id,
            );
            if (call.transfer.state === 'holding') expect(call.holdWanted).to.equal(true);
            expect(call.heldMs).to.be.at.least(0);
            expect(call.tonesPending).to.be.at.least(0);
          }
        }
      }),
      { numRuns: 300 },
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
      { numRuns: 300 },
    );
  });

  it('lets nobody hear the operator beside another call, but in a conference', () => {
    fc.assert(
      fc.property(history, (events) => {
        for (const { effects, snapshot } of steps(events)) {
          for (const effect of effects) {
            const starts = effect.type === 'answer' || effect.type === 'dial';
            if (!starts && !(effect.type === 'set-hold' && !effect.held)) continue;
            const call = snapshot.calls.find(({ id }) => id === effect.callId);
            if (!call) continue;
            for (const other of snapshot.calls) {
              if (other === call || other.id === call.merge?.callId) continue;
              const silent = other.phase === 'offered' || other.hold === 'held' || other.deferred;
              expect(Boolean(silent), `${effect.type} beside ${other.phase}`).to.equal(true);
            }
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('lets nothing wait for a call that will not make way', () => {
    fc.assert(
      fc.property(history, (events) => {
        for (const { snapshot } of steps(events)) {
          for (const call of snapshot.calls) {
            const waits = call.deferred ?? (call.hold === 'held' && !call.holdWanted);
            if (!waits) continue;
            const inTheWay = snapshot.calls.filter(
              (other) =>
                other !== call &&
                other.id !== call.merge?.callId &&
                other.phase !== 'offered' &&
                other.hold !== 'held' &&
                !other.deferred,
            );
            expect(inTheWay, 'nothing to wait for').not.to.have.length(0);
            for (const other of inTheWay) {
              expect(other.phase).to.equal('connected');
              expect(other.holdWanted).to.equal(true);
            }
          }
        }
      }),
      { numRuns: 300 },
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
      { numRuns: 300 },
    );
  });
});
