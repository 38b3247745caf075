import { expect } from '@open-wc/testing';
import { LocalCallController } from '../../../src/controller/local-call-controller.js';
import type { PageSignal } from '../../../src/controller/call-controller.js';
import { PageSignals } from '../../../src/panel/page-signals.js';
import { ManualClock } from '../../support/manual-clock.js';
import { openTab, pass, type Tab } from './parts-bench.js';

class Listening extends LocalCallController {
  readonly heard: PageSignal[] = [];
  override signal(signal: PageSignal): void {
    this.heard.push(signal);
  }
}

/** A machine that sleeps: the clock goes on, the timers do not. */
class SleepingClock extends ManualClock {
  asleepMs = 0;
  override now(): number {
    return super.now() + this.asleepMs;
  }
}

describe('PageSignals', () => {
  let tab: Tab;
  let clock: SleepingClock;
  let controller: Listening;
  let undo: () => void;
  beforeEach(() => {
    tab = openTab();
    clock = new SleepingClock();
    controller = new Listening();
    undo = new PageSignals(clock).attach(controller, tab.view);
  });
  afterEach(() => {
    undo();
    expect(tab.listeners()).to.equal(0);
    expect(clock.pending).to.equal(0);
    tab.close();
  });

  it('passes on what the browser says of the network', () => {
    tab.view.dispatchEvent(new Event('offline'));
    tab.view.dispatchEvent(new Event('online'));
    expect(controller.heard).to.deep.equal(['offline', 'online']);
  });

  it('says at once that there is no network', () => {
    Object.defineProperty(tab.view.navigator, 'onLine', { value: false });
    const other = new Listening();
    new PageSignals(clock).attach(other, tab.view)();
    expect(other.heard).to.deep.equal(['offline']);
  });

  it('says that the page goes on, when it is seen again, unfrozen or back from the cache', () => {
    tab.hide(true);
    expect(controller.heard).to.deep.equal([]);
    tab.hide(false);
    clock.advance(1_000);
    tab.view.document.dispatchEvent(new Event('resume'));
    clock.advance(1_000);
    pass(tab.view, 'pageshow', true);
    expect(controller.heard).to.deep.equal(['resumed', 'resumed', 'resumed']);
    clock.advance(1_000);
    pass(tab.view, 'pageshow', false);
    expect(controller.heard).to.have.length(3);
  });

  it('says it once when several events tell of one awakening', () => {
    tab.view.document.dispatchEvent(new Event('resume'));
    tab.hide(false);
    pass(tab.view, 'pageshow', true);
    expect(controller.heard).to.deep.equal(['resumed']);
  });

  it('notices by late timers that the machine slept', () => {
    clock.advance(60_000);
    expect(controller.heard).to.deep.equal([]);
    clock.asleepMs = 5_000;
    clock.advance(2_000);
    expect(controller.heard, 'a little late').to.deep.equal([]);
    clock.asleepMs += 5_001;
    clock.advance(2_000);
    expect(controller.heard).to.deep.equal(['resumed']);
    clock.advance(60_000);
    expect(controller.heard).to.have.length(1);
  });
});
