import { ContextConsumer } from '@lit/context';
import { expect } from '@open-wc/testing';
import { LitElement } from 'lit';
import { CtiError } from '../../../src/base/error.js';
import { panelServicesContext, type PanelServices } from '../../../src/context/panel-services.js';
import type { CtiPanel } from '../../../src/panel/cti-panel.js';
import { anna, beta, ScriptedDirectory } from '../../support/scripted-directory.js';
import { next, online, reasonOf, task } from './panel-bench.js';
import { until } from './parts-bench.js';

const number = '+12025550101';

class Asker extends LitElement {
  readonly #services = new ContextConsumer(this, {
    context: panelServicesContext,
    subscribe: true,
  });

  get services(): PanelServices | undefined {
    return this.#services.value;
  }
}
customElements.define('test-customers-asker', Asker);

/** What the elements in a panel get. */
function servicesIn(panel: CtiPanel): () => PanelServices | undefined {
  const asker = new Asker();
  panel.append(asker);
  return () => asker.services;
}

describe('cti-panel with a directory', () => {
  let directory: ScriptedDirectory;
  let bench: Awaited<ReturnType<typeof online>>;
  beforeEach(async () => {
    directory = new ScriptedDirectory();
    bench = await online({ directory });
  });
  afterEach(async () => {
    await bench.panel.disconnect({ calls: 'end' });
    bench.panel.remove();
  });

  async function ring(from = number): Promise<string> {
    const id = bench.transport.receiveCall({ number: from });
    await until(() => bench.panel.calls.some((call) => call.id === id));
    await task();
    return id;
  }

  it('says who is calling, and lets it be answered meanwhile', async () => {
    const id = await ring();
    expect(bench.panel.currentCall?.identity.state).to.equal('searching');
    await bench.panel.answer();
    const identified = next('cti-customer-identified');
    directory.lookups[0]?.answer([anna]);
    const { detail } = await identified;
    expect(detail.customers).to.deep.equal([anna]);
    expect(detail.call.id).to.equal(id);
    expect(bench.panel.currentCall?.customer).to.deep.equal(anna);
    expect(bench.panel.mode).to.equal('talking');
  });

  it('says that the session has expired, and asks again', async () => {
    const services = servicesIn(bench.panel);
    const id = await ring();
    const failed = next('cti-error');
    directory.lookups[0]?.fail(new CtiError('signed-out'));
    expect((await failed).detail.error.reason).to.equal('signed-out');
    expect(bench.panel.currentCall?.identity).to.deep.include({
      ...{ state: 'failed', problem: 'signed-out' },
    });
    services()?.customers?.retry(id);
    await task();
    directory.lookups[1]?.answer([anna]);
    await task();
    expect(bench.panel.currentCall?.customer).to.deep.equal(anna);
  });

  it('drops the answer for a call that has ended', async () => {
    const id = await ring();
    bench.transport.remoteHangUp(id);
    await until(() => bench.panel.calls.length === 0);
    expect(directory.lookups[0]?.signal.aborted).to.equal(true);
    directory.lookups[0]?.answer([anna]);
    await task();
    expect(bench.panel.snapshot.lastEnded?.customer).to.equal(undefined);
  });

  it('takes rubbish for a failure', async () => {
    await ring();
    directory.lookups[0]?.answer([{ id: 7 }] as never);
    await task();
    expect(bench.panel.currentCall?.identity.problem).to.equal('service-unavailable');
  });

  it('asks nothing for a call from a record', async () => {
    const call = await bench.panel.call(number, { customer: anna });
    expect(call.customer).to.deep.equal(anna);
    await task();
    expect(directory.lookups).to.deep.equal([]);
  });

  it('links by its method, tells it, and knows the number from then on', async () => {
    const id = await ring();
    directory.lookups[0]?.answer([anna, beta]);
    await task();
    const linked = next('cti-customer-linked');
    const linking = bench.panel.linkCustomer(id, beta);
    await task();
    directory.links[0]?.answer();
    await linking;
    const { detail } = await linked;
    expect([detail.number, detail.customer, detail.call?.id]).to.deep.equal([number, beta, id]);
    await bench.panel.end();
    await ring();
    await task();
    expect(directory.lookups).to.have.length(1);
    expect(bench.panel.currentCall?.customer).to.deep.equal(beta);
  });

  it('rejects with how the link failed', async () => {
    const id = await ring();
    const linking = bench.panel.linkCustomer(id, beta);
    await task();
    directory.links[0]?.fail(new CtiError('forbidden'));
    expect(await reasonOf(linking)).to.equal('forbidden');
    expect(bench.panel.currentCall?.customer).to.deep.equal(beta);
  });

  it('forgets what it has found when the operator signs out', async () => {
    await ring();
    directory.lookups[0]?.answer([anna]);
    await task();
    await bench.panel.end();
    await bench.panel.signOut();
    await bench.panel.connect();
    await ring();
    expect(directory.lookups).to.have.length(2);
  });

  it('keeps its directory through a change of something else', async () => {
    await ring();
    bench.panel.declineCode = 603;
    await task();
    expect(directory.lookups[0]?.signal.aborted).to.equal(false);
    expect(directory.lookups).to.have.length(1);
  });

  it('lends it to its elements, and takes it back', async () => {
    const services = servicesIn(bench.panel);
    const customers = services()?.customers;
    expect(customers?.canCreate).to.equal(false);
    const { signal } = new AbortController();
    expect(await customers?.search('anna', { signal })).to.deep.include({ customers: [] });
    bench.panel.directory = undefined as never;
    await until(() => services()?.customers === undefined);
  });

  it('has who was made for a call as its customer', async () => {
    const services = servicesIn(bench.panel);
    const creating = Object.assign(new ScriptedDirectory(), { create: async () => beta });
    bench.panel.directory = creating;
    await until(() => services()?.customers?.canCreate === true);
    const id = await ring();
    expect(await services()?.customers?.create(number, id)).to.deep.equal(beta);
    expect(bench.panel.currentCall?.customer).to.deep.equal(beta);
  });

  it('takes a link back for its elements', async () => {
    const services = servicesIn(bench.panel);
    const id = await ring();
    const linking = bench.panel.linkCustomer(id, beta);
    await task();
    directory.links[0]?.answer();
    await linking;
    const back = services()?.customers?.unlink(number, beta, id);
    await task();
    expect(directory.links[1]?.take).to.equal('unlink');
    directory.links[1]?.answer();
    await back;
    await task();
    expect(bench.panel.currentCall?.customer).to.equal(undefined);
    expect(directory.lookups).to.have.length(2);
  });

  it('reads numbers for its elements and for the directory', async () => {
    const services = servicesIn(bench.panel);
    bench.panel.country = 'DE';
    await until(() => services()?.numbers.normalize('030 1234567') === '+49301234567');
    expect(services()?.numbers.format('+12025550101')).to.equal('+1 202 555 0101');
    await ring('0301234567');
    expect(directory.lookups[0]?.number).to.equal('+49301234567');
    expect(bench.panel.currentCall?.number).to.equal('0301234567');
  });
});

describe('cti-panel with directory-src', () => {
  it('asks by the page’s fetch, whatever it is by then', async () => {
    const asked: string[] = [];
    const answering =
      (who: string): CtiPanel['fetch'] =>
      async (request, { purpose }) => {
        asked.push(`${who} ${purpose} ${new URL(request.url).searchParams.get('number') ?? ''}`);
        return Response.json({ customers: [anna] });
      };
    const fetch = answering('first') as NonNullable<CtiPanel['fetch']>;
    const { panel, transport } = await online({ directorySrc: '/directory?tenant=1', fetch });
    panel.fetch = answering('second') as NonNullable<CtiPanel['fetch']>;
    await task();
    transport.receiveCall({ number });
    await until(() => panel.currentCall?.customer !== undefined);
    expect(asked).to.deep.equal([`second directory ${number}`]);
    await panel.disconnect({ calls: 'end' });
    panel.remove();
  });

  it('has a telephone all the same when it cannot be used', async () => {
    const errors: string[] = [];
    const listen = (event: CustomEvent<{ error: CtiError }>): void =>
      void errors.push(event.detail.error.reason);
    document.addEventListener('cti-error', listen);
    const { panel } = await online({ directorySrc: 'ftp://elsewhere.example/' });
    expect(panel.connection).to.equal('online');
    panel.declineCode = 603;
    await task();
    expect(errors).to.deep.equal(['invalid-configuration']);
    document.removeEventListener('cti-error', listen);
    panel.remove();
  });
});

describe('cti-panel and records', () => {
  it('opens the record that a customer has, in the operator’s click, and then tells it', async () => {
    const { panel } = await online();
    const order: string[] = [];
    const { open } = window;
    window.open = (url, target) => {
      order.push(`${String(url)} ${String(target)}`);
      return null;
    };
    panel.addEventListener('cti-customer-opened', ({ detail }) => {
      order.push(detail.customer.name);
    });
    const customer = { ...anna, url: '/records/1' };
    void panel.controller?.send({ type: 'open-customer', customer });
    window.open = open;
    expect(order).to.deep.equal([`${window.origin}/records/1 cti-record`, 'Anna Schmidt']);
    panel.remove();
  });

  it('pops them up', async () => {
    const directory = new ScriptedDirectory();
    const { panel, transport } = await online({ directory, screenPop: 'offered' });
    const asked = next('cti-request');
    transport.receiveCall({ number });
    await until(() => directory.lookups.length === 1);
    directory.lookups[0]?.answer([anna]);
    const { detail } = await asked;
    expect(detail.command.type).to.equal('open-customer');
    expect(detail.source).to.equal('screen-pop');
    await panel.disconnect({ calls: 'end' });
    panel.remove();
  });
});
