import { expect } from '@open-wc/testing';
import { newId } from '../../../src/base/new-id.js';
import { TabLock } from '../../../src/panel/tab-lock.js';
import { reasonOf } from '../controller/support.js';
import { online, openTab, pass, receive, until, type PartsBench, type Tab } from './parts-bench.js';

interface LockedTab extends PartsBench {
  readonly tab: Tab;
  readonly lock: TabLock;
  readonly acquired: () => number;
  readonly leave: () => void;
}

describe('TabLock', () => {
  let uri: string;
  let tabs: LockedTab[];
  beforeEach(() => {
    uri = `sip:${newId()}@example.com`;
    tabs = [];
  });
  afterEach(() => {
    for (const { leave, tab, controller } of tabs) {
      leave();
      controller.dispose();
      expect(tab.listeners()).to.equal(0);
      tab.close();
    }
  });

  async function open(prepare: (tab: Tab) => void = () => undefined): Promise<LockedTab> {
    const bench = await online(uri);
    await bench.controller.disconnect();
    const tab = openTab();
    prepare(tab);
    const lock = new TabLock(bench.clock);
    let count = 0;
    const leave = lock.attach(bench.controller, {
      uri,
      view: tab.view,
      acquired: () => {
        count += 1;
        void bench.controller.connect();
      },
    });
    const opened = { ...bench, tab, lock, leave, acquired: () => count };
    tabs.push(opened);
    return opened;
  }
  const has = ({ controller }: PartsBench): boolean =>
    controller.snapshot.connection === 'online' && !controller.snapshot.elsewhere;
  const waits = ({ controller }: PartsBench): boolean =>
    controller.snapshot.elsewhere && controller.snapshot.connection === 'offline';

  it('lets one of three tabs have the line, and the next when it goes', async () => {
    const first = await open();
    await until(() => has(first));
    const second = await open();
    await until(() => waits(second));
    const third = await open();
    await until(() => waits(third));
    expect(second.acquired() + third.acquired()).to.equal(0);
    first.leave();
    await until(() => has(second));
    expect(waits(third)).to.equal(true);
  });

  it('gives the line to the tab that asks for it, not to the one that waited longest', async () => {
    const first = await open();
    await until(() => has(first));
    const second = await open();
    await until(() => waits(second));
    const third = await open();
    await until(() => waits(third));
    await third.lock.useHere();
    await until(() => has(third));
    await until(() => waits(first));
    expect(waits(second)).to.equal(true);
    // And back again.
    await first.lock.useHere();
    await until(() => has(first) && waits(third));
  });

  it('refuses while a call is live, and the call goes on', async () => {
    const first = await open();
    await until(() => has(first));
    await receive(first);
    const second = await open();
    await until(() => waits(second));
    expect(await reasonOf(second.lock.useHere())).to.equal('call-live');
    expect(first.controller.snapshot.mode).to.equal('incoming');
    expect(has(first)).to.equal(true);
    await first.controller.send({ type: 'decline' });
    await second.lock.useHere();
    await until(() => has(second));
  });

  it('refuses when the other tab does not answer', async () => {
    let release: () => void = () => undefined;
    void navigator.locks.request(
      `cti-panel:${uri}`,
      () => new Promise<void>((resolve) => (release = resolve)),
    );
    const tab = await open();
    await until(() => waits(tab));
    const asked = reasonOf(tab.lock.useHere());
    tab.clock.advance(8_000);
    expect(await asked).to.equal('in-use');
    release();
    await until(() => has(tab));
  });

  it('takes the line back when the tab that asked for it does not take it', async () => {
    const tab = await open();
    await until(() => has(tab));
    const stranger = new BroadcastChannel(`cti-panel:${uri}`);
    stranger.postMessage({ type: 'wanted', from: 'stranger' });
    await until(() => waits(tab));
    tab.clock.advance(5_000);
    await until(() => has(tab));
    stranger.close();
  });

  it('ignores what is not a message of ours', async () => {
    const tab = await open();
    await until(() => has(tab));
    const other = await open();
    await until(() => waits(other));
    const stranger = new BroadcastChannel(`cti-panel:${uri}`);
    const said: unknown[] = [];
    stranger.onmessage = ({ data }) => said.push(data);
    const nonsense = [null, 7, 'wanted', [], { type: 'wanted' }, { type: 'wanted', from: 7 }];
    for (const message of [
      ...nonsense,
      { type: 'wanted', from: 'x'.repeat(65) },
      { type: 'given', to: 'somebody' },
      { type: 'refused', to: {}, reason: 'call-live' },
    ]) {
      stranger.postMessage(message);
    }
    // Answered, so all that was said before has been heard.
    await receive(tab);
    stranger.postMessage({ type: 'wanted', from: 'stranger' });
    await until(() => said.length > 0);
    expect(said).to.deep.equal([{ type: 'refused', to: 'stranger', reason: 'call-live' }]);
    expect(has(tab)).to.equal(true);
    expect(waits(other)).to.equal(true);
    stranger.close();
  });

  it('does not keep the line in the back/forward cache', async () => {
    const first = await open();
    await until(() => has(first));
    const second = await open();
    await until(() => waits(second));
    pass(first.tab.view, 'pagehide', true);
    await until(() => has(second));
    pass(first.tab.view, 'pageshow', true);
    await second.lock.useHere();
    second.leave();
    await until(() => first.acquired() === 2 && !first.controller.snapshot.elsewhere);
  });

  it('works as the only tab where there are no Web Locks', async () => {
    const without = (tab: Tab): void => {
      Object.defineProperty(tab.view.navigator, 'locks', { value: undefined });
    };
    const first = await open(without);
    const second = await open(without);
    await until(() => has(first) && has(second));
    await first.lock.useHere();
    expect(first.acquired()).to.equal(1);
  });

  it('works as the only tab where Web Locks are forbidden', async () => {
    const tab = await open(({ view }) => {
      const request = (): Promise<never> =>
        Promise.reject(new DOMException('No storage here', 'SecurityError'));
      Object.defineProperty(view.navigator, 'locks', { value: { request } });
    });
    await until(() => has(tab));
  });

  it('does without BroadcastChannel, but then takes nothing over', async () => {
    const first = await open();
    await until(() => has(first));
    const second = await open(({ view }) => {
      Object.defineProperty(view, 'BroadcastChannel', { value: undefined });
    });
    await until(() => waits(second));
    expect(await reasonOf(second.lock.useHere())).to.equal('in-use');
    first.leave();
    await until(() => has(second));
  });
});
