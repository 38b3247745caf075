import { expect, waitUntil } from '@open-wc/testing';
import type { CallController } from '../../../src/controller/call-controller.js';
import type { CallSnapshot, CtiSnapshot } from '../../../src/controller/snapshot.js';
import type { Customer } from '../../../src/directory/customer-directory.js';
import type { CtiCallInfo } from '../../../src/elements/cti-call-info.js';
import { initialsOf } from '../../../src/elements/initials.js';
import { benchIn, mount, settle, type BenchOptions, type ElementBench } from './bench.js';
import { describeElement } from './suite.js';

describeElement('cti-call-info');

const anna: Customer = {
  id: '1',
  type: 'contact',
  name: 'Anna Schmidt',
  account: { id: 'a', name: 'Alfa GmbH' },
};
const beta: Customer = { id: '2', type: 'account', name: 'Beta LLC' };
const gamma: Customer = { id: '3', type: 'lead', name: 'Gamma Project' };

/** The controller with another snapshot: for what no transport of today reports. */
function showing(
  controller: CallController,
  change: (snapshot: CtiSnapshot) => Partial<CtiSnapshot>,
): CallController {
  return new Proxy(controller, {
    get(target, name) {
      const { snapshot } = target;
      if (name === 'snapshot') return { ...snapshot, ...change(snapshot) };
      if (name === 'subscribe') {
        return (listener: (given: CtiSnapshot) => void) =>
          target.subscribe((given) => listener({ ...given, ...change(given) }));
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

describe('cti-call-info', () => {
  const { now } = Date;
  let bench: ElementBench;
  let info: CtiCallInfo;

  async function show(
    state: Parameters<typeof benchIn>[0],
    options: BenchOptions & { readonly call?: Partial<CallSnapshot> } = {},
  ): Promise<void> {
    const { call, ...rest } = options;
    bench = await benchIn(state, rest);
    Date.now = () => bench.clock.now();
    info = await mount('cti-call-info', bench.controller);
    if (call) {
      info.controller = showing(bench.controller, ({ calls }) => ({
        calls: calls.map((each) => ({ ...each, ...call })),
      }));
    }
    await updated();
  }
  async function updated(): Promise<void> {
    await settle();
    info.requestUpdate();
    await info.updateComplete;
  }
  function part(name: string): string | undefined {
    return info
      .shadowRoot!.querySelector(`[part='${name}']`)
      ?.textContent.replace(/\s+/g, ' ')
      .trim();
  }
  const facts = (): string[] =>
    [...info.shadowRoot!.querySelectorAll('.facts > *')].map(({ textContent }) =>
      textContent.replace(/\s+/g, ' ').trim(),
    );
  /** The test's own page is in the background, or not, as the runner pleases. */
  function see(visible: boolean): void {
    Object.defineProperty(document, 'hidden', { value: !visible, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }
  afterEach(() => {
    Reflect.deleteProperty(document, 'hidden');
    Date.now = now;
    info.remove();
    bench.controller.dispose();
  });

  it('takes no place without anything to show', async () => {
    await show('idle');
    expect(getComputedStyle(info).display).to.equal('none');
  });

  it('says which way the call goes, and how far it is, in both languages', async () => {
    await show('incoming');
    expect(part('phase')).to.equal('Incoming call');
    info.lang = 'ru';
    await updated();
    expect(part('phase')).to.equal('Входящий звонок');
    info.remove();
    bench.controller.dispose();
    await show('outgoing');
    expect([part('phase'), part('name')]).to.deep.equal(['Outgoing call', '603']);
    expect(facts()).to.deep.equal(['Ringing…']);
    info.lang = 'ru';
    await updated();
    expect(part('phase')).to.equal('Исходящий звонок');
  });

  it('shows the number of a caller nobody knows, and the name they give themselves', async () => {
    await show('incoming');
    expect([part('name'), part('avatar')]).to.deep.equal(['+12025550101', '?']);
    expect(facts()).to.deep.equal(['Anna Schmidt']);
    const number = info.shadowRoot!.querySelector<HTMLElement>('[part=name]')!;
    expect([number.dir, number.localName]).to.deep.equal(['ltr', 'bdi']);
  });

  it('shows no number where there is none', async () => {
    await show('incoming', { call: { number: '' } });
    expect(part('name')).to.equal('Unknown number');
  });

  for (const [customer, initials, expected] of [
    [anna, 'AS', ['Alfa GmbH', '+12025550101']],
    [beta, 'BL', ['+12025550101']],
    [gamma, 'GP', ['+12025550101']],
  ] as const) {
    it(`shows the customer: ${customer.type}`, async () => {
      await show('incoming');
      bench.controller.updateCall(bench.controller.snapshot.currentCallId!, { customer });
      await updated();
      expect([part('name'), part('avatar')]).to.deep.equal([customer.name, initials]);
      expect(facts()).to.deep.equal(expected);
      expect(part('number')).to.equal('+12025550101');
    });
  }

  it('offers several customers as a link, which opens the window', async () => {
    await show('incoming', {
      call: { identity: { state: 'many', customers: [anna, beta, gamma] } },
    });
    const button = info.shadowRoot!.querySelector('button')!;
    expect(button.textContent.trim()).to.equal('3 customers found');
    info.lang = 'ru';
    await updated();
    expect(button.textContent.trim()).to.equal('Найдено 3 клиента');
    await expect(info).to.be.accessible();
    button.click();
    await settle();
    expect(bench.controller.snapshot.window).to.equal('customers');
  });

  it('says why the page refused to open them', async () => {
    await show('incoming', {
      call: { identity: { state: 'many', customers: [anna, beta] } },
    });
    bench.controller.intercept(() => ({ refuse: 'Save the ticket first' }));
    info.shadowRoot!.querySelector('button')!.click();
    await updated();
    expect(part('problem')).to.equal('Save the ticket first');
    const note = info.shadowRoot!.querySelector('[part=problem]')!;
    expect(note.matches(':popover-open[role=alert]')).to.equal(true);
    await expect(info).to.be.accessible();
  });

  it('does not open them for a press that was meant for the call before', async () => {
    await show('idle');
    info.controller = showing(bench.controller, ({ calls }) => ({
      calls: calls.map((call) => ({
        ...call,
        identity: { state: 'many', customers: [anna, beta] },
      })),
    }));
    bench.line.receiveCall({ number: '+12025550101' });
    bench.line.receiveCall({ number: '+12025550102' });
    await updated();
    bench.clock.advance(400);
    bench.line.remoteHangUp(bench.line.callIds[0]!);
    await updated();
    info.shadowRoot!.querySelector('button')!.click();
    await settle();
    expect(bench.controller.snapshot.window).to.equal(undefined);
    bench.clock.advance(400);
    info.shadowRoot!.querySelector('button')!.click();
    await settle();
    expect(bench.controller.snapshot.window).to.equal('customers');
  });

  it('counts all of them, also those that were not returned', async () => {
    await show('incoming', {
      call: { identity: { state: 'many', customers: [anna, beta], total: 21 } },
    });
    expect(part('customers')).to.equal('21 customers found');
  });

  it('only tells of them where the page has no customer search', async () => {
    await show('incoming', {
      call: { identity: { state: 'many', customers: [anna, beta] } },
      settings: { features: { customerSearch: false } },
    });
    expect(info.shadowRoot!.querySelectorAll('button')).to.have.length(0);
    expect(facts()).to.deep.equal(['2 customers found']);
  });

  it('shows the time since the answer, with hours from an hour on', async () => {
    await show('incoming');
    expect(part('duration')).to.equal(undefined);
    bench.clock.advance(9_000);
    await bench.controller.send({ type: 'answer' });
    await updated();
    expect([part('phase'), part('duration')]).to.deep.equal([undefined, '00:00']);
    bench.clock.advance(277_000);
    await updated();
    expect(part('duration')).to.equal('04:37');
    bench.clock.advance(3_600_000);
    await updated();
    expect(part('duration')).to.equal('1:04:37');
  });

  it('ticks by itself while it can be seen, and shows the hold beside the whole', async () => {
    await show('on hold');
    see(false);
    bench.clock.advance(980);
    await updated();
    bench.clock.advance(39_000);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(part('duration')).to.equal('00:00');
    see(true);
    bench.clock.advance(1_000);
    await updated();
    expect([part('duration'), part('hold')]).to.deep.equal(['00:40', 'On hold 0:40']);
    bench.clock.advance(1_020);
    await waitUntil(() => part('duration') === '00:42', 'it ticked', { timeout: 1_500 });
    expect(part('hold')).to.equal('On hold 0:42');
    expect(facts()).to.deep.equal(['On hold 0:42']);
  });

  it('says that one can go on talking while the line is away', async () => {
    await show('talking');
    bench.line.dropLine();
    await updated();
    expect(facts()).to.deep.equal(['You can go on talking']);
  });

  it('says that the sound is interrupted, and that the other side holds', async () => {
    await show('talking', { call: { media: 'interrupted' } });
    expect(facts()).to.deep.equal(['Sound is interrupted']);
    info.controller = bench.controller;
    bench.line.remoteHold(bench.controller.snapshot.currentCallId!, true);
    await updated();
    expect(facts()).to.deep.equal(['The other side holds you']);
  });

  it('asks for the microphone while the browser does', async () => {
    await show('incoming');
    bench.line.setMicrophone('asking');
    const answered = bench.controller.send({ type: 'answer' });
    await updated();
    expect(part('hint')).to.contain('Allow the microphone');
    expect(facts()).to.include('Connecting…');
    bench.line.setMicrophone('granted');
    await answered;
    await updated();
    expect(part('hint')).to.equal(undefined);
  });

  it('shows what went wrong until the next try', async () => {
    await show('talking');
    bench.line.refuseHold();
    await bench.controller.send({ type: 'set-hold', held: true }).catch(() => undefined);
    await updated();
    const { problem } = bench.controller.snapshot.calls[0]!;
    expect(problem).to.be.a('string');
    expect(part('problem')).to.equal(info['localize'].term('problem', problem!));
    bench.line.refuseHold(false);
    await bench.controller.send({ type: 'set-hold', held: true });
    await updated();
    expect(part('problem')).to.equal(undefined);
  });

  it('tells for 5 s how the call ended', async () => {
    await show('talking');
    bench.clock.advance(65_000);
    bench.line.remoteHangUp(bench.controller.snapshot.currentCallId!);
    await updated();
    expect(part('call')).to.equal(undefined);
    expect(part('notice')).to.equal('+12025550101 The call has ended. 01:05');
    expect(getComputedStyle(info).display).to.equal('block');
    bench.clock.advance(4_999);
    await updated();
    expect(part('notice')).not.to.equal(undefined);
    bench.clock.advance(1);
    await updated();
    expect(part('notice')).to.equal(undefined);
  });

  it('tells of a call that was missed, beside the one that goes on', async () => {
    await show('talking, a call waiting');
    bench.line.remoteHangUp(bench.controller.snapshot.calls[1]!.id);
    await updated();
    expect(part('notice')).to.equal('+12025550102 Missed call');
    expect(part('name')).to.equal('+12025550101');
  });

  it('tells of a call that the operator declined as declined', async () => {
    await show('incoming');
    await bench.controller.send({ type: 'decline' });
    await updated();
    expect(part('notice')).to.equal('+12025550101 The call was declined.');
  });
});

describe('initialsOf', () => {
  it('takes the first letters of the first and the last word', () => {
    expect(initialsOf('Anna Maria Schmidt', 'en')).to.equal('AS');
    expect(initialsOf('«иван» петров', 'ru')).to.equal('ИП');
    expect(initialsOf('Delta', 'en')).to.equal('D');
    expect(initialsOf('3 Söhne', 'de')).to.equal('3S');
    expect(initialsOf('𝒜nna', 'en')).to.equal('𝒜');
  });

  it('is a question mark without a name', () => {
    expect([undefined, '', ' – '].map((name) => initialsOf(name, 'en'))).to.deep.equal([
      '?',
      '?',
      '?',
    ]);
  });
});
