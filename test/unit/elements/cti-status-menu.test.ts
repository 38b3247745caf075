import { expect } from '@open-wc/testing';
import { sendKeys, sendMouse, setViewport } from '@web/test-runner-commands';
import { CtiError } from '../../../src/base/error.js';
import type {
  CallCentre,
  CallCentreHost,
  StatusOption,
} from '../../../src/call-centre/call-centre.js';
import type { CtiStatusMenu } from '../../../src/elements/cti-status-menu.js';
import { resetHidden, setHidden } from '../../support/page-visibility.js';
import { elementBench, mount, settle, type ElementBench } from './bench.js';
import { describeElement } from './suite.js';

const statuses: readonly StatusOption[] = [
  { id: 'available', kind: 'available' },
  {
    id: 'away',
    kind: 'away',
    reasons: [
      { id: 'lunch', label: 'Lunch' },
      { id: 'training', label: 'Training' },
    ],
  },
  { id: 'do-not-disturb', kind: 'busy' },
  { id: 'offline', kind: 'offline' },
  { id: 'x1', kind: 'wrap-up', label: 'Paper work' },
];

/** Answers when it is told to. */
class SlowCallCentre implements CallCentre {
  readonly asked: string[] = [];
  #host: CallCentreHost | undefined;

  constructor(readonly since = 1_000_000) {}
  attach(host: CallCentreHost): () => void {
    this.#host = host;
    queueMicrotask(() => {
      host.emit({ type: 'statuses-changed', statuses });
      host.emit({ type: 'status-changed', status: { id: 'available', since: this.since } });
    });
    return () => this.dispose();
  }
  setStatus(id: string, reason?: string): void {
    this.asked.push(reason === undefined ? id : `${id} ${reason}`);
  }
  confirm(id: string, reason?: string, next?: string): void {
    const since = this.#host!.clock.now();
    const status = { id, since, ...(reason ? { reason } : {}), ...(next ? { next } : {}) };
    this.#host!.emit({ type: 'status-changed', status });
  }
  fail(id: string): void {
    this.#host!.emit({ type: 'status-failed', id, error: new CtiError('service-unavailable') });
  }
  dispose(): void {
    this.#host = undefined;
  }
}

describeElement('cti-status-menu', { bench: { settings: { callCentre: new SlowCallCentre() } } });

describe('cti-status-menu', () => {
  const { now } = Date;
  let bench: ElementBench;
  let centre: SlowCallCentre;
  let element: CtiStatusMenu;
  let place: HTMLElement;

  async function show(): Promise<void> {
    centre = new SlowCallCentre();
    bench = await elementBench({ settings: { callCentre: centre } });
    Date.now = () => bench.clock.now();
    element = await mount('cti-status-menu', bench.controller, place);
    await updated();
  }
  async function updated(): Promise<void> {
    await settle();
    element.requestUpdate();
    await element.updateComplete;
  }
  /** The menu has been opened or closed: popovers say so in a task of their own. */
  async function toggled(action: () => unknown): Promise<void> {
    const done = new Promise((resolve) =>
      menu().addEventListener('toggle', resolve, { once: true }),
    );
    await action();
    await done;
    await updated();
  }
  function part(name: string): HTMLElement {
    return element.shadowRoot!.querySelector<HTMLElement>(`[part=${name}]`)!;
  }
  const button = (): HTMLButtonElement => part('button') as HTMLButtonElement;
  const menu = (): HTMLElement => part('menu');
  const items = (): HTMLButtonElement[] => [
    ...element.shadowRoot!.querySelectorAll<HTMLButtonElement>('[part=item]'),
  ];
  const item = (name: string): HTMLButtonElement =>
    items().find(({ textContent }) => textContent.trim() === name)!;
  const isOpen = (): boolean => menu().matches(':popover-open');
  const focused = (): string | undefined => element.shadowRoot!.activeElement?.textContent.trim();
  const label = (): string => part('label').textContent;
  async function open(): Promise<void> {
    await toggled(() => button().click());
  }

  beforeEach(() => {
    place = document.body.appendChild(document.createElement('div'));
  });
  afterEach(() => {
    Date.now = now;
    resetHidden();
    place.remove();
    bench.controller.dispose();
  });

  it('is named Status, and shows the status and the time in it', async () => {
    await show();
    expect(button().ariaLabel).to.equal('Status');
    expect(label()).to.equal('Available');
    expect(button().getAttribute('aria-description')).to.equal('Available');
    bench.clock.advance(724_000);
    await updated();
    expect(part('time').textContent).to.equal('12:04');
    element.lang = 'ru';
    await updated();
    expect(button().ariaLabel).to.equal('Состояние');
    expect(label()).to.equal('На месте');
  });

  it('ticks by itself', async () => {
    await show();
    Date.now = now;
    setHidden(false);
    await updated();
    const before = part('time').textContent;
    await new Promise<void>((resolve) => {
      const observer = new MutationObserver(() => {
        observer.disconnect();
        resolve();
      });
      observer.observe(part('time'), { subtree: true, characterData: true, childList: true });
    });
    expect(part('time').textContent).not.to.equal(before);
  });

  it('opens a menu at the status in force, with reasons below their status', async () => {
    await show();
    expect(isOpen()).to.equal(false);
    await open();
    expect(isOpen()).to.equal(true);
    expect(button().ariaExpanded).to.equal('true');
    expect(focused()).to.equal('Available');
    expect(items().map(({ textContent }) => textContent.trim())).to.deep.equal([
      'Available',
      'Lunch',
      'Training',
      'Do not disturb',
      'Offline',
      'Paper work',
    ]);
    expect(item('Available').ariaChecked).to.equal('true');
    expect(item('Lunch').closest('[role=group]')!.ariaLabel).to.equal('Away');
    await expect(element).to.be.accessible();
  });

  it('is moved through by arrow keys and by typing', async () => {
    await show();
    button().focus();
    await toggled(() => sendKeys({ press: 'ArrowDown' }));
    expect(focused()).to.equal('Available');
    await sendKeys({ press: 'ArrowDown' });
    expect(focused()).to.equal('Lunch');
    await sendKeys({ type: 'do' });
    expect(focused()).to.equal('Do not disturb');
    await sendKeys({ press: 'End' });
    expect(focused()).to.equal('Paper work');
    await toggled(() => sendKeys({ press: 'Enter' }));
    expect(centre.asked).to.deep.equal(['x1']);
    expect(element.shadowRoot!.activeElement === button(), 'focus').to.equal(true);
  });

  for (const key of ['Escape', 'Tab']) {
    it(`closes with ${key}, and asks for nothing`, async () => {
      await show();
      const after = place.appendChild(document.createElement('button'));
      let escaped = false;
      place.addEventListener('keydown', (event) => (escaped ||= event.key === 'Escape'));
      button().focus();
      await toggled(() => sendKeys({ press: 'Enter' }));
      await toggled(() => sendKeys({ press: key }));
      expect(isOpen()).to.equal(false);
      expect(button().ariaExpanded).to.equal('false');
      const [has, wanted] =
        key === 'Tab'
          ? [document.activeElement, after]
          : [element.shadowRoot!.activeElement, button()];
      expect(has === wanted, 'focus').to.equal(true);
      expect(escaped).to.equal(false);
      expect(centre.asked).to.deep.equal([]);
    });
  }

  it('closes by a press on its button, and by one elsewhere', async () => {
    await show();
    const { left, top, height } = button().getBoundingClientRect();
    const position: [number, number] = [Math.round(left + 12), Math.round(top + height / 2)];
    await toggled(() => sendMouse({ type: 'click', position }));
    expect(isOpen()).to.equal(true);
    await toggled(() => sendMouse({ type: 'click', position }));
    expect(isOpen()).to.equal(false);
    await toggled(() => sendMouse({ type: 'click', position }));
    await toggled(() => sendMouse({ type: 'click', position: [innerWidth - 5, innerHeight - 5] }));
    expect(isOpen()).to.equal(false);
  });

  it('shows the status in force until the call centre has confirmed the other', async () => {
    await show();
    bench.clock.advance(60_000);
    await open();
    await toggled(() => item('Do not disturb').click());
    expect(centre.asked).to.deep.equal(['do-not-disturb']);
    expect(label()).to.equal('Available');
    expect(part('time').textContent).to.equal('01:00');
    expect(button().getAttribute('aria-busy')).to.equal('true');
    expect(item('Do not disturb').getAttribute('aria-busy')).to.equal('true');
    centre.confirm('do-not-disturb');
    await updated();
    expect(label()).to.equal('Do not disturb');
    expect(part('time').textContent).to.equal('00:00');
    expect(button().hasAttribute('aria-busy')).to.equal(false);
    expect(part('dot').className).to.equal('busy');
  });

  it('asks for a status with its reason, and shows both', async () => {
    await show();
    await open();
    await toggled(() => item('Lunch').click());
    expect(centre.asked).to.deep.equal(['away lunch']);
    centre.confirm('away', 'lunch');
    await updated();
    expect(label()).to.equal('Away: Lunch');
    expect(item('Lunch').ariaChecked).to.equal('true');
    expect(item('Training').ariaChecked).to.equal('false');
  });

  it('says which status follows when the call has ended', async () => {
    await show();
    centre.confirm('available', undefined, 'x1');
    await updated();
    expect(label()).to.equal('Available, then Paper work');
    expect(bench.controller.snapshot.status?.next).to.equal('x1');
  });

  it('says why the status was not changed', async () => {
    await show();
    await open();
    await toggled(() => item('Offline').click());
    centre.fail('offline');
    await updated();
    expect(label()).to.equal('Available');
    expect(button().hasAttribute('aria-busy')).to.equal(false);
    expect(part('problem').matches(':popover-open')).to.equal(true);
    await expect(element).to.be.accessible();
  });

  it('is busy while the page thinks; a press takes it back and opens nothing', async () => {
    await show();
    bench.controller.intercept(() => new Promise<boolean>(() => undefined));
    await open();
    await toggled(() => item('Offline').click());
    expect(button().getAttribute('aria-busy')).to.equal('true');
    button().click();
    await updated();
    expect(bench.controller.snapshot.requests).to.deep.equal([]);
    expect(isOpen()).to.equal(false);
    expect(element.shadowRoot!.querySelector('[part=problem]')).to.equal(null);
  });

  it('is absent where no call centre offers a status', async () => {
    bench = await elementBench();
    element = await mount('cti-status-menu', bench.controller, place);
    expect(element.matches(':state(absent)')).to.equal(true);
    expect(element.shadowRoot!.querySelector('button')).to.equal(null);
  });

  it('is closed, and says so, when it comes back into the document', async () => {
    await show();
    await open();
    element.remove();
    place.append(element);
    await updated();
    expect(isOpen()).to.equal(false);
    expect(button().ariaExpanded).to.equal('false');
  });

  describe('at the edges of the viewport', () => {
    const sides = [
      ['inset-block-start', 'inset-inline-start'],
      ['inset-block-end', 'inset-inline-end'],
    ];
    for (const [block, inline] of sides) {
      it(`has its menu inside: ${block}`, async () => {
        await setViewport({ width: 500, height: 500 });
        place.style.setProperty('position', 'fixed');
        place.style.setProperty(block!, '4px');
        place.style.setProperty(inline!, '4px');
        await show();
        await open();
        const { left, top, right, bottom } = menu().getBoundingClientRect();
        expect([left >= 0, top >= 0, right <= innerWidth, bottom <= innerHeight]).to.deep.equal([
          true,
          true,
          true,
          true,
        ]);
        const from = button().getBoundingClientRect();
        expect(bottom <= from.top || top >= from.bottom, 'not over its button').to.equal(true);
      });
    }
  });
});
