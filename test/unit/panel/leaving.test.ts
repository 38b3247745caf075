import { expect } from '@open-wc/testing';
import { Leaving } from '../../../src/panel/leaving.js';
import { online, openTab, pass, receive, turns, type PartsBench, type Tab } from './parts-bench.js';

describe('Leaving', () => {
  let tab: Tab;
  let bench: PartsBench;
  let leave: 'end' | 'keep';
  let undo: () => void;
  beforeEach(async () => {
    tab = openTab();
    bench = await online();
    leave = 'end';
    undo = new Leaving().attach(bench.controller, tab.view, () => ({ leave }));
  });
  afterEach(() => {
    undo();
    bench.controller.dispose();
    expect(tab.listeners()).to.equal(0);
    tab.close();
  });

  function asks(): boolean {
    const event = new tab.view.Event('beforeunload', { cancelable: true });
    tab.view.dispatchEvent(event);
    return event.defaultPrevented;
  }

  it('hangs up when the page goes away, and says so before it is gone', async () => {
    const id = await receive(bench);
    await bench.controller.send({ type: 'answer' });
    const ended: unknown[] = [];
    bench.controller.observe(({ type, detail }) => {
      if (type === 'call-ended') ended.push([detail.call.id, detail.reason, detail.by]);
    });
    pass(tab.view, 'pagehide', false);
    expect(ended).to.deep.equal([[id, 'hangup', 'local']]);
    expect(bench.simulator.heard(id).state).to.equal('ended');
    expect(bench.controller.snapshot.calls).to.deep.equal([]);
    expect(bench.controller.snapshot.connection).to.equal('offline');
  });

  it('does nothing when the page is merely hidden', async () => {
    const id = await receive(bench);
    tab.hide(true);
    expect(bench.simulator.heard(id).state).to.equal('ringing');
    expect(bench.controller.snapshot.calls).to.have.length(1);
  });

  it('asks while a call is live, and listens only then', async () => {
    const idle = tab.listeners();
    expect(asks()).to.equal(false);
    const id = await receive(bench);
    expect(tab.listeners()).to.equal(idle + 1);
    expect(asks()).to.equal(true);
    bench.simulator.remoteHangUp(id);
    await turns();
    expect(tab.listeners()).to.equal(idle);
    expect(asks()).to.equal(false);
    await receive(bench);
    expect(asks(), 'the next call').to.equal(true);
  });

  it('asks for a call that was there before it', async () => {
    undo();
    await receive(bench);
    undo = new Leaving().attach(bench.controller, tab.view, () => ({ leave }));
    expect(asks()).to.equal(true);
  });

  it('opens the line anew when the page comes back from the cache, without the old call', async () => {
    await receive(bench);
    pass(tab.view, 'pagehide', true);
    pass(tab.view, 'pageshow', true);
    await turns();
    expect(bench.controller.snapshot.calls).to.deep.equal([]);
    expect(bench.controller.snapshot.connection).to.equal('online');
    await receive(bench);
    expect(bench.controller.snapshot.mode).to.equal('incoming');
  });

  it('does not open a line that nobody wanted, nor one that another tab has by now', async () => {
    pass(tab.view, 'pagehide', true);
    bench.controller.setElsewhere(true);
    pass(tab.view, 'pageshow', true);
    await turns();
    expect(bench.controller.snapshot.connection).to.equal('offline');
    bench.controller.setElsewhere(false);
    pass(tab.view, 'pagehide', true);
    pass(tab.view, 'pageshow', true);
    await turns();
    expect(bench.controller.snapshot.connection).to.equal('offline');
  });

  it('leaves the calls alone with leave="keep"', async () => {
    leave = 'keep';
    const id = await receive(bench);
    expect(asks()).to.equal(false);
    pass(tab.view, 'pagehide', false);
    expect(bench.simulator.heard(id).state).to.equal('ringing');
  });
});
