import { expect } from '@open-wc/testing';
import { CtiError } from '../../../src/base/error.js';
import type { Command } from '../../../src/controller/commands.js';
import type { Identity } from '../../../src/controller/snapshot.js';
import { anna, beta, ScriptedDirectory } from '../../support/scripted-directory.js';
import { line, offer, online, type Bench } from './controller-bench.js';
import { everything, reasonOf } from './support.js';

const number = '+12025550101';

interface DirectoryBench extends Bench {
  readonly directory: ScriptedDirectory;
}

async function bench(): Promise<DirectoryBench> {
  const base = await online();
  const directory = new ScriptedDirectory();
  base.controller.configure({ line, transport: base.transport, directory });
  return { ...base, directory };
}

/** A macrotask: everything that was settled has been heard. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

const identity = ({ controller }: Bench): Identity | undefined =>
  controller.snapshot.calls[0]?.identity;

function hangUp({ transport }: Bench): void {
  transport.say({ type: 'call-ended', callId: 'in-1', reason: 'hangup', by: 'remote' });
}

describe('LocalCallController with a directory', () => {
  it('asks once everyone has heard of the call, and tells who it is', async () => {
    const at = await bench();
    let asked = -1;
    at.controller.observe(({ type }) => {
      if (type === 'call-offered') asked = at.directory.lookups.length;
    });
    offer(at);
    expect(asked).to.equal(0);
    await turn();
    const [lookup] = at.directory.lookups;
    expect(lookup?.number).to.equal(number);
    expect(lookup?.context.call).to.deep.equal({ id: 'in-1', direction: 'incoming' });
    lookup?.answer([anna]);
    await turn();
    expect(at.controller.snapshot.currentCallId).to.equal('in-1');
    expect(at.controller.snapshot.calls[0]?.customer).to.deep.equal(anna);
    const last = at.told.at(-1);
    expect(last?.type).to.equal('customer-identified');
    expect(last?.detail).to.have.property('customers').that.deep.equals([anna]);
  });

  it('can be answered while the directory says nothing', async () => {
    const at = await bench();
    offer(at);
    await turn();
    const answered = at.controller.send({ type: 'answer' });
    at.transport.say({ type: 'call-connected', callId: 'in-1', capabilities: everything });
    expect((await answered)?.phase).to.equal('connected');
    expect(identity(at)?.state).to.equal('searching');
  });

  it('takes the question back when the call ends, and drops what comes late', async () => {
    const at = await bench();
    offer(at);
    await turn();
    hangUp(at);
    const [lookup] = at.directory.lookups;
    expect(lookup?.signal.aborted).to.equal(true);
    const { length } = at.told;
    lookup?.answer([anna]);
    await turn();
    expect(at.told).to.have.length(length);
    expect(at.controller.snapshot.previousCall?.customer).to.equal(undefined);
  });

  it('takes back a question that has failed, too: the directory may still be at work', async () => {
    const at = await bench();
    offer(at);
    await turn();
    const [lookup] = at.directory.lookups;
    lookup?.fail(new CtiError('service-unavailable'));
    await turn();
    expect(lookup?.signal.aborted).to.equal(false);
    at.controller.identify('in-1');
    await turn();
    expect(at.directory.lookups).to.have.length(2);
    expect(lookup?.signal.aborted).to.equal(false);
    at.directory.lookups[1]?.fail(new CtiError('service-unavailable'));
    await turn();
    hangUp(at);
    expect(at.directory.lookups.map(({ signal }) => signal.aborted)).to.deep.equal([true, true]);
    expect(at.controller.snapshot.previousCall?.identity.state).to.equal('failed');
  });

  it('asks nothing when the call ends at once', async () => {
    const at = await bench();
    offer(at);
    hangUp(at);
    await turn();
    expect(at.directory.lookups).to.deep.equal([]);
  });

  it('asks again on Retry', async () => {
    const at = await bench();
    offer(at);
    await turn();
    at.directory.lookups[0]?.fail(new CtiError('service-unavailable'));
    await turn();
    expect(identity(at)).to.deep.include({ state: 'failed', problem: 'service-unavailable' });
    at.controller.identify('in-1');
    await turn();
    expect(identity(at)?.state).to.equal('searching');
    at.directory.lookups[1]?.answer([anna]);
    await turn();
    expect(identity(at)?.customers).to.deep.equal([anna]);
  });

  const rubbish: readonly (readonly [string, unknown])[] = [
    ['nothing', undefined],
    ['text', '<html>'],
    ['a page without customers', { total: 3 }],
    ['customers without names', [{ id: '1', type: 'contact' }]],
    ['numbers that are none', [{ ...anna, numbers: [7] }]],
  ];
  for (const [what, answer] of rubbish) {
    it(`takes ${what} for a failure`, async () => {
      const at = await bench();
      offer(at);
      await turn();
      at.directory.lookups[0]?.answer(answer as never);
      await turn();
      expect(identity(at)).to.deep.include({ state: 'failed', problem: 'service-unavailable' });
    });
  }

  it('takes a directory that throws, or gives up by itself, for a failure', async () => {
    for (const thrown of [new TypeError('x'), new CtiError('aborted')]) {
      const at = await bench();
      at.directory.lookup = () => {
        throw thrown;
      };
      offer(at);
      await turn();
      expect(identity(at)).to.deep.include({ state: 'failed', problem: 'service-unavailable' });
    }
  });

  it('knows that there is more where a page has a next', async () => {
    const at = await bench();
    offer(at);
    await turn();
    at.directory.lookups[0]?.answer({ customers: [anna], next: 'more' });
    await turn();
    expect(identity(at)).to.deep.include({ state: 'many', total: 2 });
    expect(at.controller.snapshot.calls[0]?.customer).to.equal(undefined);
  });

  it('asks another directory, and leaves the same one alone', async () => {
    const at = await bench();
    offer(at);
    await turn();
    const { transport, directory } = at;
    at.controller.configure({ line, transport, directory, declineCode: 603 });
    await turn();
    expect(directory.lookups).to.have.length(1);
    const other = new ScriptedDirectory();
    at.controller.configure({ line, transport, directory: other });
    await turn();
    expect(directory.lookups[0]?.signal.aborted).to.equal(true);
    expect(other.lookups).to.have.length(1);
    directory.lookups[0]?.answer([beta]);
    await turn();
    expect(identity(at)?.state).to.equal('searching');
  });

  it('asks nothing more after dispose', async () => {
    const at = await bench();
    offer(at);
    await turn();
    const linking = at.controller.send({ type: 'link-customer', customer: beta });
    await Promise.resolve();
    at.controller.dispose();
    expect(await reasonOf(linking)).to.equal('disposed');
    await turn();
    expect(at.directory.lookups[0]?.signal.aborted).to.equal(true);
    expect(at.directory.links.every(({ signal }) => signal.aborted)).to.equal(true);
  });
});

describe('link-customer', () => {
  it('resolves when the directory has it', async () => {
    const at = await bench();
    offer(at);
    const linking = at.controller.send({ type: 'link-customer', customer: beta });
    expect(at.controller.snapshot.calls[0]?.customer).to.deep.equal(beta);
    await turn();
    const [link] = at.directory.links;
    expect([link?.take, link?.number, link?.customer]).to.deep.equal(['link', number, beta]);
    link?.answer();
    const call = await linking;
    expect(call?.identity).to.deep.equal({ state: 'one', customers: [beta], linked: true });
  });

  it('rejects with the directory’s own words', async () => {
    const at = await bench();
    offer(at);
    const linking = at.controller.send({ type: 'link-customer', customer: beta });
    await turn();
    const error = new CtiError('forbidden', { operatorText: 'Ask your supervisor' });
    at.directory.links[0]?.fail(error);
    let thrown: unknown;
    await linking.catch((problem: unknown) => (thrown = problem));
    expect(thrown).to.equal(error);
    expect(at.controller.snapshot.calls[0]?.customer).to.deep.equal(beta);
  });

  it('works after the call, and for a number without one', async () => {
    const at = await bench();
    offer(at);
    hangUp(at);
    const after = at.controller.send({ type: 'link-customer', customer: beta, callId: 'in-1' });
    const past = at.controller.send({
      ...{ type: 'link-customer', customer: anna },
      ...{ number: '+49301234', callId: 'long-ago' },
    });
    await turn();
    expect(at.directory.links.map((link) => link.number)).to.deep.equal([number, '+49301234']);
    for (const { answer } of at.directory.links) answer();
    expect((await after)?.customer).to.deep.equal(beta);
    expect(await past).to.equal(undefined);
    expect(at.told.filter(({ type }) => type === 'customer-linked')).to.have.length(2);
  });

  it('does not mean the current call when it names a number', async () => {
    const at = await bench();
    offer(at);
    void at.controller.send({ type: 'link-customer', customer: beta, number: '+49301234' });
    expect(at.controller.snapshot.calls[0]?.customer).to.equal(undefined);
  });

  it('is taken back by unlinkCustomer', async () => {
    const at = await bench();
    offer(at);
    const linking = at.controller.send({ type: 'link-customer', customer: beta });
    await turn();
    at.directory.links[0]?.answer();
    await linking;
    const back = at.controller.unlinkCustomer({ number, customer: beta, callId: 'in-1' });
    await turn();
    expect(at.directory.links[1]?.take).to.equal('unlink');
    at.directory.links[1]?.answer();
    await back;
    await turn();
    expect(identity(at)?.state).to.equal('searching');
    expect(at.directory.lookups).to.have.length(2);
  });

  it('cannot be taken back where the directory does not know how', async () => {
    const at = await bench();
    const directory = Object.assign(at.directory, { unlink: undefined as never });
    at.controller.configure({ line, transport: at.transport, directory });
    const back = at.controller.unlinkCustomer({ number, customer: beta });
    expect(await reasonOf(back)).to.equal('not-supported');
    offer(at);
    const linking = at.controller.send({ type: 'link-customer', customer: beta });
    await turn();
    at.directory.links[0]?.answer();
    expect((await linking)?.identity).to.deep.equal({ state: 'one', customers: [beta] });
  });
});

describe('commands about customers', () => {
  it('need one that is one', async () => {
    const at = await bench();
    offer(at);
    for (const type of ['set-customer', 'link-customer', 'open-customer'] as const) {
      for (const customer of [undefined, null, {}, { ...anna, name: 7 }]) {
        const command = { type, customer } as unknown as Command;
        expect(await reasonOf(at.controller.send(command)), type).to.equal('not-allowed');
      }
    }
  });

  it('settle when the call has ended before', async () => {
    const at = await bench();
    offer(at);
    hangUp(at);
    const chosen = at.controller.send({ type: 'set-customer', customer: beta, callId: 'in-1' });
    expect((await chosen)?.customer).to.deep.equal(beta);
    const opened = at.controller.send({ type: 'open-customer', customer: beta, callId: 'in-1' });
    expect((await opened)?.id).to.equal('in-1');
  });

  it('dial one who does not want it only when confirmed', async () => {
    const at = await bench();
    const customer = { ...anna, doNotCall: true };
    const dial = { type: 'dial', target: number, customer } as const;
    expect(await reasonOf(at.controller.send(dial))).to.equal('do-not-call');
    void at.controller.send({ ...dial, confirmed: true });
    expect(at.controller.snapshot.calls).to.have.length(1);
    expect(identity(at)).to.deep.equal({ state: 'one', customers: [customer] });
    await turn();
    expect(at.directory.lookups).to.deep.equal([]);
  });
});
