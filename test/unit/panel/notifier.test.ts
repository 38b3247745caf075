import { expect } from '@open-wc/testing';
import { Notifier } from '../../../src/panel/notifier.js';
import { anna } from '../../support/scripted-directory.js';
import { online, openTab, receive, turns, type PartsBench, type Tab } from './parts-bench.js';

class Shown {
  static permission: NotificationPermission = 'granted';
  static all: Shown[] = [];
  onclick: (() => void) | null = null;
  closed = false;
  constructor(
    readonly title: string,
    readonly options: NotificationOptions,
  ) {
    Shown.all.push(this);
  }
  close(): void {
    this.closed = true;
  }
}

const words = { incomingCall: () => 'Incoming call', anonymous: () => 'Unknown number' };
const open = (): Shown[] => Shown.all.filter(({ closed }) => !closed);

describe('Notifier', () => {
  let tab: Tab;
  let bench: PartsBench;
  let undo: () => void;
  beforeEach(async () => {
    Shown.all = [];
    Shown.permission = 'granted';
    tab = openTab();
    Object.defineProperty(tab.view, 'Notification', { value: Shown, configurable: true });
    bench = await online();
    undo = new Notifier().attach(bench.controller, tab.view, words);
  });
  afterEach(() => {
    undo();
    bench.controller.dispose();
    expect(tab.listeners()).to.equal(0);
    expect(open()).to.deep.equal([]);
    tab.close();
  });

  it('tells of a call while the page is hidden, in plain text', async () => {
    tab.hide(true);
    await receive(bench, '+12025550101', '<b>Anna</b>\u202e Schmidt\u0007');
    const [shown] = open();
    expect(shown?.title).to.equal('Incoming call');
    expect(shown?.options.body).to.equal(
      '<b>Anna</b> Schmidt\n\u2066+12025550101\u2069'.replace('> ', '>  '),
    );
    expect(Shown.all).to.have.length(1);
  });

  it('shows no more of a name than fits', async () => {
    tab.hide(true);
    await receive(bench, '+12025550101', '📞'.repeat(500));
    expect(open()[0]?.options.body?.split('\n')[0]).to.equal('📞'.repeat(80));
  });

  it('has a word for a caller without a number', async () => {
    tab.hide(true);
    await receive(bench, '');
    expect(open()[0]?.options.body).to.equal('Unknown number');
  });

  it('says nothing while the page is seen, nor without permission', async () => {
    const id = await receive(bench);
    expect(Shown.all).to.deep.equal([]);
    Shown.permission = 'default';
    tab.hide(true);
    expect(Shown.all).to.deep.equal([]);
    bench.simulator.remoteHangUp(id);
    await turns();
  });

  it('tells of a call that rings when the page is hidden, and no more when it is seen', async () => {
    await receive(bench);
    tab.hide(true);
    expect(open()).to.have.length(1);
    tab.hide(false);
    expect(open()).to.deep.equal([]);
  });

  it('closes when the call is over, answered or silenced', async () => {
    tab.hide(true);
    const id = await receive(bench);
    bench.simulator.remoteHangUp(id);
    await turns();
    expect(open()).to.deep.equal([]);
    await receive(bench, '+12025550102');
    expect(open()).to.have.length(1);
    await bench.controller.send({ type: 'silence' });
    expect(open()).to.deep.equal([]);
  });

  it('brings the page to the front when clicked, and answers nothing', async () => {
    let focused = 0;
    tab.view.focus = () => (focused += 1);
    tab.hide(true);
    await receive(bench);
    const [shown] = open();
    shown?.onclick?.();
    expect(focused).to.equal(1);
    expect(shown?.closed).to.equal(true);
    expect(bench.controller.snapshot.calls[0]?.phase).to.equal('offered');
  });

  it('names the customer when one is found, in the place of what it said before', async () => {
    tab.hide(true);
    const id = await receive(bench);
    bench.controller.updateCall(id, { customer: { ...anna, name: 'Anna\u202e Schmidt' } });
    expect(Shown.all).to.have.length(2);
    const [first, second] = Shown.all;
    expect(second?.options.tag).to.equal(first?.options.tag);
    expect(second?.options.body).to.equal('Anna  Schmidt, Alfa GmbH\n\u2066+12025550101\u2069');
    bench.simulator.remoteHangUp(id);
    await turns();
    first?.close();
  });

  it('does without where the browser has none or refuses', async () => {
    Object.defineProperty(tab.view, 'Notification', { value: undefined, configurable: true });
    tab.hide(true);
    await receive(bench);
    const refusing = Object.assign(
      function refuse(): void {
        throw new TypeError('Illegal constructor');
      },
      { permission: 'granted' },
    );
    Object.defineProperty(tab.view, 'Notification', { value: refusing });
    await receive(bench, '+12025550102');
    expect(bench.controller.snapshot.calls).to.have.length(2);
  });
});
