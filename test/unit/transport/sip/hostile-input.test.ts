import { expect } from '@open-wc/testing';

import { FarPhone } from './support/far-phone.js';
import { Phone } from './support/phone.js';
import { ScriptedServer } from './support/scripted-server.js';

const controls = [
  ...Array.from({ length: 32 }, (_, code) => code),
  ...Array.from({ length: 33 }, (_, index) => 127 + index),
  0x2028,
  0x2029,
].map((code) => String.fromCharCode(code));
const injected = controls.map((control) => `a${control}Via: SIP/2.0/WS evil.example`);

describe('SipTransport: hostile input', () => {
  let server: ScriptedServer;
  let phone: Phone;
  beforeEach(async () => {
    server = new ScriptedServer().install();
    phone = await new Phone({
      settings: { displayName: 'Ann"\r\nVia: SIP/2.0/WS evil.example\r\n\u0085\\' },
    }).online();
  });
  afterEach(() => {
    phone.transport.dispose();
    server.uninstall();
  });

  it('#132 nothing is sent for a number or a header with a control character', async () => {
    const sent = server.socket.sent.length;
    let calls = 0;
    const refused = async (number: string, headers: Record<string, string>): Promise<void> => {
      phone.transport.dial(`call-${++calls}`, { target: { number }, headers });
      expect((await phone.next('call-ended')).reason).to.equal('invalid-target');
    };
    for (const text of injected) {
      await refused(text, {});
      await refused(`6${text}`, {});
      await refused(`sip:bob@example.com${text}`, {});
      await refused('600', { 'X-Queue': text });
      await refused('600', { [`X-${text}`]: 'x' });
      await refused('600', { [text]: 'x' });
      await refused('600', { 'User-to-User': text.slice(0, 2) });
      await refused('600', { 'X-Good': 'x', 'X-Bad': text });
    }
    await server.settle();
    expect(calls).to.be.at.least(500);
    expect(server.socket.sent).to.have.lengthOf(sent);
  });

  it('#132 a name with line breaks starts no header', () => {
    const [register] = server.requests;
    expect(register?.message.getHeaders('via')).to.have.lengthOf(1);
    for (const frame of server.socket.sent) expect(frame).to.not.match(/^Via: SIP\/2\.0\/WS evil/m);
  });

  it('#132 digits with anything else are refused, and nothing is sent', async () => {
    const far = new FarPhone(server).answers();
    const callId = phone.dial('600');
    await phone.next('call-connected');
    await server.request('ACK');
    const sent = server.socket.sent.length;
    for (const text of [...injected, ...controls, '', ' ', 'E', '1 2', '\u0661', '1;2', 'a']) {
      phone.transport.sendDtmf(callId, text);
      expect((await phone.next('call-dtmf-failed')).error.reason).to.equal('not-allowed');
    }
    expect(server.socket.sent).to.have.lengthOf(sent);
    await far.close();
  });

  it('#130 what a caller says of itself arrives as short plain text', async () => {
    const far = new FarPhone(server);
    const name = '<img src=x onerror=alert(1)>'.padEnd(400, 'x');
    await far.call({
      from: `"${name}" <sip:%3Cscript%3E%0d%0a@pbx.example>;tag=far`,
      headers: [
        'Contact: <sip:far@pbx.example>',
        `X-Queue: <b>${'q'.repeat(2_000)}`,
        'Subject: <script>',
      ],
    });
    const { remote, headers } = await phone.next('call-offered');
    expect(remote.displayName).to.equal(name.slice(0, 120));
    expect(remote.number).to.equal('<script>');
    expect(Object.keys(headers ?? {})).to.deep.equal(['x-queue']);
    expect(headers?.['x-queue']).to.equal(`<b>${'q'.repeat(509)}`);
    await far.close();
  });
});
