import { expect } from '@open-wc/testing';
import { LocalCallController } from '../../../../src/controller/local-call-controller.js';
import { SimulatorTransport } from '../../../../src/transport/simulator/simulator-transport.js';

/** The examples of docs/testing.md with the controller that a panel has: what is changed here is changed there. */
describe('The guide to testing with SimulatorTransport', () => {
  async function signIn(): Promise<{ phone: LocalCallController; simulator: SimulatorTransport }> {
    const simulator = new SimulatorTransport();
    const phone = new LocalCallController();
    const line = { servers: ['wss://pbx.example'], uri: 'sip:101@example.com' };
    phone.configure({ line, transport: simulator });
    await phone.connect();
    return { phone, simulator };
  }

  it('takes a call', async () => {
    const { phone, simulator } = await signIn();
    const offered = new Promise<string>((resolve) => {
      phone.observe((told) => {
        if (told.type === 'call-offered') resolve(told.detail.call.number);
      });
    });
    const callId = simulator.receiveCall({ number: '+12025550101', displayName: 'Anna Schmidt' });
    expect(await offered).to.equal('+12025550101');
    await phone.send({ type: 'answer', callId });
    expect(phone.snapshot.mode).to.equal('talking');

    await phone.send({ type: 'send-dtmf', callId, tones: '42#' });
    expect(simulator.heard(callId).tones).to.equal('42#');
    simulator.remoteHangUp(callId);
    await ended(phone);
    expect(phone.snapshot.lastEnded?.end?.reason).to.equal('hangup');
    phone.dispose();
  });

  it('makes a call that is busy', async () => {
    const { phone, simulator } = await signIn();
    simulator.script('+12025550102', { type: 'busy' });
    await phone.send({ type: 'dial', target: '+1 202 555 0102' });
    await ended(phone);
    expect(phone.snapshot.lastEnded?.end).to.include({ reason: 'busy', by: 'remote' });
    phone.dispose();
  });

  it('is refused a hold', async () => {
    const { phone, simulator } = await signIn();
    const call = await phone.send({ type: 'dial', target: '600' });
    await until(phone, () => phone.snapshot.mode === 'talking');
    simulator.refuseHold();
    const hold = phone.send({ type: 'set-hold', held: true });
    expect(await hold.catch((error: unknown) => String(error))).to.contain('not-acceptable');
    expect(simulator.heard(call?.id ?? '').held).to.be.false;
    phone.dispose();
  });
});

function until(phone: LocalCallController, condition: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!condition()) return;
      undo();
      resolve();
    };
    const undo = phone.subscribe(look);
    look();
  });
}

function ended(phone: LocalCallController): Promise<void> {
  return until(
    phone,
    () => phone.snapshot.mode === 'idle' && phone.snapshot.lastEnded !== undefined,
  );
}
