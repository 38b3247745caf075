import { expect } from '@open-wc/testing';
import { CtiError } from '../../../../src/base/error.js';
import type { TransportEvent } from '../../../../src/transport/call-transport.js';
import type { FarEndBehaviour } from '../../../../src/transport/simulator/behaviour.js';
import { SimulatorTransport } from '../../../../src/transport/simulator/simulator-transport.js';
import { turns } from '../../../support/turns.js';
import { online } from './bench.js';

function dial(transport: SimulatorTransport, number: string, callId = 'out'): void {
  transport.dial(callId, { target: transport.parseTarget(number) });
}

/** Kinds of events about calls, in order. */
function story(said: readonly TransportEvent[]): readonly string[] {
  return said.filter((event) => 'callId' in event).map(({ type }) => type.replace('call-', ''));
}

function endOf(said: readonly TransportEvent[]): string {
  const ended = said.find((event) => event.type === 'call-ended');
  return ended ? `${ended.reason} ${ended.sip?.status ?? ''}`.trim() : 'not ended';
}

const answered = ['dialed', 'ringing', 'connected', 'media-changed'];

describe('SimulatorTransport', () => {
  for (const [number, expected, end] of [
    ['600', answered, 'not ended'],
    ['601', answered, 'not ended'],
    ['602', ['dialed', 'ended'], 'busy 486'],
    ['603', ['dialed', 'ringing'], 'not ended'],
    ['604', ['dialed', 'ended'], 'declined 603'],
    ['605', ['dialed', 'ringing', 'media-changed'], 'not ended'],
    ['+12025550101', ['dialed', 'ended'], 'not-found 404'],
  ] as const) {
    it(`does what the development PBX does when ${number} is called`, async () => {
      const { transport, said } = await online();
      dial(transport, number);
      await turns();
      expect(story(said)).to.deep.equal(expected);
      expect(endOf(said)).to.equal(end);
    });
  }

  it('hangs up three seconds after 606 has answered, and ends 605 after its announcement', async () => {
    for (const [number, end] of [
      ['606', 'hangup'],
      ['605', 'unavailable 480'],
    ] as const) {
      const { transport, clock, said } = await online();
      dial(transport, number);
      await turns();
      clock.advance(2_999);
      await turns();
      expect(endOf(said)).to.equal('not ended');
      clock.advance(1);
      await turns();
      expect(endOf(said)).to.equal(end);
      expect(clock.pending).to.equal(0);
    }
  });

  it('plays a script, also for every other number', async () => {
    const failing: FarEndBehaviour = { type: 'fails', reason: 'forbidden', afterMs: 500 };
    const { transport, clock, said } = await online();
    transport.script('+12025550101', { type: 'answers', afterMs: 2_000 });
    transport.script('*', failing);
    dial(transport, '+1 202 555 0101', 'a');
    dial(transport, '+12025550102', 'b');
    await turns();
    clock.advance(500);
    await turns();
    expect(endOf(said)).to.equal('forbidden');
    expect(transport.callIds).to.deep.equal(['a']);
    clock.advance(1_500);
    await turns();
    expect(transport.heard('a').state).to.equal('connected');
  });

  it('ends the script of a call when the far end is played by hand', async () => {
    const { transport, clock } = await online();
    transport.script('700', { type: 'busy', afterMs: 1_000 });
    dial(transport, '700');
    await turns();
    transport.remoteAnswer('out');
    await turns();
    clock.advance(60_000);
    await turns();
    expect(transport.heard('out').state).to.equal('connected');
  });

  it('brings a caller with name and headers, and lets somebody else answer', async () => {
    const { transport, said } = await online();
    const callId = transport.receiveCall({
      number: '+12025550101',
      displayName: 'Anna Schmidt',
      headers: { 'X-Queue': 'sales' },
    });
    await turns();
    expect(said.at(-1)).to.deep.include({
      type: 'call-offered',
      callId,
      remote: { number: '+12025550101', displayName: 'Anna Schmidt' },
      headers: { 'x-queue': 'sales' },
    });
    transport.remoteHangUp(callId, { reason: 'answered-elsewhere' });
    await turns();
    expect(endOf(said)).to.equal('answered-elsewhere');
  });

  it('says at once what a test has forgotten', async () => {
    const transport = new SimulatorTransport();
    expect(() => transport.receiveCall({ number: '600' })).to.throw(CtiError, 'not open');
    expect(() => transport.heard('nobody')).to.throw(CtiError, 'no call');
  });

  it('cannot be answered from the screen with the profile no-answer, only by the handset', async () => {
    const { transport, said } = await online(new SimulatorTransport({ profile: 'no-answer' }));
    const opened = said.find((event) => event.type === 'line-opened');
    expect(opened?.capabilities.answer).to.be.undefined;
    const callId = transport.receiveCall({ number: '+12025550101' });
    transport.answer(callId);
    await turns();
    expect(story(said)).to.deep.equal(['offered', 'answer-failed']);
    transport.liftHandset(callId);
    await turns();
    expect(transport.heard(callId).state).to.equal('connected');
  });

  it('takes capabilities from the profile, or adds them', async () => {
    const transport = new SimulatorTransport({ capabilities: { hold: false } });
    const { said } = await online(transport);
    dial(transport, '600');
    await turns();
    transport.setHold('out', true);
    await turns();
    const failed = said.find((event) => event.type === 'call-hold-failed');
    expect(failed?.error.reason).to.equal('not-supported');
  });

  it('keeps a microphone prompt open until it is decided', async () => {
    const { transport, said } = await online();
    transport.setMicrophone('asking');
    dial(transport, '600');
    await turns();
    expect(story(said)).to.deep.equal(['microphone-asked']);
    transport.setMicrophone('missing');
    await turns();
    expect(story(said)).to.deep.equal(['microphone-asked', 'microphone-asked', 'ended']);
    expect(endOf(said)).to.equal('microphone-missing');
  });

  it('takes a call back that is ended while the prompt is open', async () => {
    const { transport, said } = await online();
    transport.setMicrophone('asking');
    dial(transport, '600');
    await turns();
    transport.end('out');
    transport.setMicrophone('granted');
    await turns();
    expect(story(said)).to.deep.equal(['microphone-asked']);
    expect(transport.microphoneInUse).to.be.false;
    expect(transport.heard('out').state).to.equal('none');
  });

  it('fails for good when it is told so, and with the error it is given', async () => {
    const { transport, said } = await online();
    transport.dropLine(new CtiError('auth-failed'), true);
    await turns();
    const failed = said.find((event) => event.type === 'line-failed');
    expect(failed?.final).to.be.true;
    expect(failed?.error.reason).to.equal('auth-failed');
  });

  it('brings what the far end did in the meantime when the line is back', async () => {
    const { transport, said, clock } = await online();
    dial(transport, '606');
    await turns();
    transport.dropLine();
    clock.advance(3_000);
    await turns();
    expect(endOf(said)).to.equal('not ended');
    transport.restoreLine();
    transport.connect({ settings: { servers: [], uri: 'sip:101@example.com' }, server: '' });
    await turns();
    expect(endOf(said)).to.equal('hangup');
  });

  it('counts what a refresh is for, and blocks sound', async () => {
    const { transport, said } = await online();
    dial(transport, '600');
    await turns();
    transport.refresh('out');
    transport.blockSound();
    transport.unblockSound();
    await turns();
    expect(transport.heard('out').refreshes).to.equal(1);
    expect(said.slice(-2)).to.deep.equal([
      { type: 'sound-blocked', blocked: true },
      { type: 'sound-blocked', blocked: false },
    ]);
  });
});
