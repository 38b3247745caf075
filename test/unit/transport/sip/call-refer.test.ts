import { expect } from '@open-wc/testing';

import { CallBench, farContact } from './support/call-bench.js';

const targets = [
  '<sip:+12025550199@pbx.example>',
  'sip:900@evil.example',
  '<sip:101@pbx.example?Replaces=abc%3Bto-tag%3D1%3Bfrom-tag%3D2>',
  '"<script>" <sip:x@y>',
];

describe('#91 A REFER that nobody asked for', () => {
  let bench: CallBench;
  beforeEach(async () => {
    bench = await CallBench.online();
  });
  afterEach(function () {
    return bench.close(this.currentTest?.isFailed());
  });

  it('is refused with 603 outside a dialog, and no INVITE leaves', async () => {
    for (const target of targets) {
      bench.server.sendRequest({ method: 'REFER', headers: [farContact, `Refer-To: ${target}`] });
      expect(await bench.status('REFER'), target).to.equal(603);
    }
    await bench.settle();
    expect(bench.server.count('INVITE')).to.equal(0);
  });

  it('is refused within a call of ours and within one that came in', async () => {
    const ours = await bench.talk();
    const theirs = await bench.answered();
    for (const dialog of [ours.dialog, theirs.dialog]) {
      for (const target of targets) {
        bench.sendIn(dialog, 'REFER', { headers: [`Refer-To: ${target}`] });
        expect(await bench.status('REFER'), target).to.equal(603);
      }
    }
    await bench.settle();
    expect(bench.server.count('INVITE')).to.equal(1);
    expect(bench.phone.count('call-ended')).to.equal(0);
    bench.transport.end(ours.callId);
    bench.transport.end(theirs.callId);
  });

  it('is refused while the call rings, in either direction', async () => {
    const { callId, dialog } = await bench.ring();
    bench.sendIn(dialog, 'REFER', { headers: [`Refer-To: ${targets[0] ?? ''}`] });
    expect(await bench.status('REFER')).to.equal(603);
    bench.transport.end(callId);
    const out = await bench.dial();
    out.invite.reply(180, { headers: [farContact] });
    await bench.phone.next('call-ringing');
    bench.sendIn(bench.dialogOf(out.invite), 'REFER', {
      headers: [`Refer-To: ${targets[0] ?? ''}`],
    });
    expect(await bench.status('REFER')).to.equal(603);
    out.invite.reply(486);
    await bench.ended();
    expect(bench.server.count('INVITE')).to.equal(1);
  });
});
