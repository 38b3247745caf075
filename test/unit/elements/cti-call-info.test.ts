import { expect, waitUntil } from '@open-wc/testing';
import { initialsOf } from '../../../src/elements/initials.js';
import { CallInfoBench } from './call-info-bench.js';
import { describeElement } from './suite.js';

describeElement('cti-call-info');

describe('cti-call-info', () => {
  const desk = new CallInfoBench();
  const { show, updated, part, facts } = desk;

  /** The test's own page is in the background, or not, as the runner pleases. */
  function see(visible: boolean): void {
    Object.defineProperty(document, 'hidden', { value: !visible, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }
  afterEach(() => {
    Reflect.deleteProperty(document, 'hidden');
  });

  it('takes no place without anything to show', async () => {
    await show('idle');
    expect(getComputedStyle(desk.info).display).to.equal('none');
  });

  it('says which way the call goes, and how far it is, in both languages', async () => {
    await show('incoming');
    expect(part('phase')).to.equal('Incoming call');
    desk.info.lang = 'ru';
    await updated();
    expect(part('phase')).to.equal('Входящий звонок');
    desk.clear();
    await show('outgoing');
    expect([part('phase'), part('name')]).to.deep.equal(['Outgoing call', '603']);
    expect(facts()).to.deep.equal(['Ringing…']);
    desk.info.lang = 'ru';
    await updated();
    expect(part('phase')).to.equal('Исходящий звонок');
  });

  it('shows the time since the answer, with hours from an hour on', async () => {
    await show('incoming');
    expect(part('duration')).to.equal(undefined);
    desk.bench.clock.advance(9_000);
    await desk.bench.controller.send({ type: 'answer' });
    await updated();
    expect([part('phase'), part('duration')]).to.deep.equal([undefined, '00:00']);
    desk.bench.clock.advance(277_000);
    await updated();
    expect(part('duration')).to.equal('04:37');
    desk.bench.clock.advance(3_600_000);
    await updated();
    expect(part('duration')).to.equal('1:04:37');
  });

  it('ticks by itself while it can be seen, and shows the hold beside the whole', async () => {
    await show('on hold');
    see(false);
    desk.bench.clock.advance(980);
    await updated();
    desk.bench.clock.advance(39_000);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(part('duration')).to.equal('00:00');
    see(true);
    desk.bench.clock.advance(1_000);
    await updated();
    expect([part('duration'), part('hold')]).to.deep.equal(['00:40', 'On hold 0:40']);
    desk.bench.clock.advance(1_020);
    await waitUntil(() => part('duration') === '00:42', 'it ticked', { timeout: 1_500 });
    expect(part('hold')).to.equal('On hold 0:42');
    expect(facts()).to.deep.equal(['On hold 0:42']);
  });

  it('says that one can go on talking while the line is away', async () => {
    await show('talking');
    desk.bench.line.dropLine();
    await updated();
    expect(facts()).to.deep.equal(['You can go on talking']);
  });

  it('says that the sound is interrupted, and that the other side holds', async () => {
    await show('talking', { call: { media: 'interrupted' } });
    expect(facts()).to.deep.equal(['Sound is interrupted']);
    desk.info.controller = desk.bench.controller;
    desk.bench.line.remoteHold(desk.bench.controller.snapshot.currentCallId!, true);
    await updated();
    expect(facts()).to.deep.equal(['The other side holds you']);
  });

  it('asks for the microphone while the browser does', async () => {
    await show('incoming');
    desk.bench.line.setMicrophone('asking');
    const answered = desk.bench.controller.send({ type: 'answer' });
    await updated();
    expect(part('hint')).to.contain('Allow the microphone');
    expect(facts()).to.include('Connecting…');
    desk.bench.line.setMicrophone('granted');
    await answered;
    await updated();
    expect(part('hint')).to.equal(undefined);
  });

  it('shows what went wrong until the next try', async () => {
    await show('talking');
    desk.bench.line.refuseHold();
    await desk.bench.controller.send({ type: 'set-hold', held: true }).catch(() => undefined);
    await updated();
    const { problem } = desk.bench.controller.snapshot.calls[0]!;
    expect(problem).to.be.a('string');
    expect(part('problem')).to.equal(desk.info['localize'].term('problem', problem!));
    desk.bench.line.refuseHold(false);
    await desk.bench.controller.send({ type: 'set-hold', held: true });
    await updated();
    expect(part('problem')).to.equal(undefined);
  });

  it('tells for 5 s how the call ended', async () => {
    await show('talking');
    desk.bench.clock.advance(65_000);
    desk.bench.line.remoteHangUp(desk.bench.controller.snapshot.currentCallId!);
    await updated();
    expect(part('call')).to.equal(undefined);
    expect(part('notice')).to.equal('+12025550101 The call has ended. 01:05');
    expect(getComputedStyle(desk.info).display).to.equal('block');
    desk.bench.clock.advance(4_999);
    await updated();
    expect(part('notice')).not.to.equal(undefined);
    desk.bench.clock.advance(1);
    await updated();
    expect(part('notice')).to.equal(undefined);
  });

  it('tells of a call that was missed, beside the one that goes on', async () => {
    await show('talking, a call waiting');
    desk.bench.line.remoteHangUp(desk.bench.controller.snapshot.calls[1]!.id);
    await updated();
    expect(part('notice')).to.equal('+12025550102 Missed call');
    expect(part('name')).to.equal('+12025550101');
  });

  it('tells of a call that the operator declined as declined', async () => {
    await show('incoming');
    await desk.bench.controller.send({ type: 'decline' });
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
