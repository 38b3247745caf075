import { expect } from '@open-wc/testing';
import { CtiError } from '../../../src/base/error.js';
import type { CtiLineEvent } from '../../../src/context/line-event.js';
import type { CtiConnectionBadge } from '../../../src/elements/cti-connection-badge.js';
import { describeElement } from './suite.js';
import { elementBench, mount, offlineBench, settle, type ElementBench } from './bench.js';

describeElement('cti-connection-badge');

describe('cti-connection-badge', () => {
  const { now } = Date;
  let bench: ElementBench;
  let badge: CtiConnectionBadge;

  async function show(made: ElementBench): Promise<void> {
    bench = made;
    Date.now = () => bench.clock.now();
    badge = await mount('cti-connection-badge', bench.controller);
  }
  async function updated(): Promise<void> {
    await settle();
    badge.requestUpdate();
    await badge.updateComplete;
  }
  function text(part: string): string | undefined {
    return badge.shadowRoot!.querySelector(`[part='${part}']`)?.textContent.trim();
  }
  function press(part: string): void {
    badge.shadowRoot!.querySelector<HTMLButtonElement>(`[part='${part}']`)!.click();
  }
  afterEach(() => {
    Date.now = now;
    badge.remove();
    bench.controller.dispose();
  });

  it('says that nobody wants the line', async () => {
    await show(offlineBench());
    expect(text('label')).to.equal('Not connected');
    expect(badge.matches(':state(offline)')).to.equal(true);
  });

  it('says that the line is there', async () => {
    await show(await elementBench());
    expect(text('label')).to.equal('Connected');
    expect(text('time')).to.equal(undefined);
    expect(badge.matches(':state(online)')).to.equal(true);
  });

  it('counts how long it has been reconnecting, and says after 10 s why', async () => {
    await show(await elementBench());
    bench.line.dropLine();
    await updated();
    expect(text('label')).to.equal('Reconnecting…');
    expect(text('time')).to.equal('0:00');
    bench.clock.advance(3_000);
    await updated();
    expect(text('time')).to.equal('0:03');
    expect(text('problem')).to.equal(undefined);
    bench.clock.advance(7_000);
    await updated();
    expect(text('problem')).to.match(/Check the network/);
  });

  it('ticks by itself', async () => {
    await show(await elementBench());
    bench.line.dropLine();
    await updated();
    Date.now = now;
    const before = text('time');
    await new Promise<void>((resolve) => {
      const observer = new MutationObserver(() => {
        observer.disconnect();
        resolve();
      });
      observer.observe(badge.shadowRoot!, { subtree: true, characterData: true, childList: true });
    });
    expect(text('time')).not.to.equal(before);
  });

  it('says why the line failed, and tries again when asked', async () => {
    await show(await elementBench());
    bench.line.dropLine(new CtiError('auth-failed'), true);
    await updated();
    expect(text('label')).to.equal('No connection');
    expect(text('problem')).to.match(/password was rejected/);
    bench.line.restoreLine();
    press('retry');
    await updated();
    expect(bench.controller.snapshot.connection).to.equal('online');
    expect(text('label')).to.equal('Connected');
    expect(text('retry')).to.equal(undefined);
  });

  it('offers to use the line here, and says why it cannot be had', async () => {
    await show(await elementBench());
    bench.controller.setElsewhere(true);
    await updated();
    expect(text('label')).to.equal('Used in another tab');
    expect(badge.matches(':state(elsewhere)')).to.equal(true);
    const asked: CtiLineEvent[] = [];
    let refuse: (error: CtiError) => void = () => undefined;
    document.body.addEventListener(
      'cti-use-here',
      (event) => {
        asked.push(event);
        event.outcome = new Promise<void>((_resolve, reject) => (refuse = reject));
      },
      { once: true },
    );
    press('use-here');
    await updated();
    press('use-here');
    expect(asked).to.have.length(1);
    const button = badge.shadowRoot!.querySelector(`[part='use-here']`)!;
    expect(button.getAttribute('aria-busy')).to.equal('true');
    refuse(new CtiError('call-live'));
    await updated();
    expect(button.hasAttribute('aria-busy')).to.equal(false);
    expect(text('problem')).to.match(/A call is in progress/);
  });

  it('speaks Russian', async () => {
    await show(await elementBench());
    badge.lang = 'ru';
    bench.line.dropLine();
    await updated();
    expect(text('label')).to.equal('Связь прервана');
  });
});
