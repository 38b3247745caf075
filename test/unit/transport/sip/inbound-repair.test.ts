import { expect } from '@open-wc/testing';
import fc from 'fast-check';

import { inspectInbound } from '../../../../src/transport/sip/inbound.js';
import { isReadable, plainAddress } from '../../../../src/transport/sip/name-address.js';
import { writeSipText } from '../../../../src/transport/sip/sip-text.js';
import { LineBench } from './support/line-bench.js';
import type { Phone } from './support/phone.js';
import { requestText } from './support/sip-message.js';

const contact = 'Contact: <sip:far@pbx.example>';
const sdp =
  'v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=ice-ufrag:x\r\na=fingerprint:sha-256 00\r\n';

/** What becomes of a frame. */
function verdictOf(frame: string): string {
  const judged = inspectInbound(frame);
  if (judged.verdict === 'pass') return 'pass';
  return judged.verdict === 'drop' ? judged.reason : judged.text.slice(0, 11);
}

function repaired(frame: string): string {
  const judged = inspectInbound(frame);
  if (judged.verdict !== 'pass') throw new Error(judged.verdict);
  return writeSipText(judged.message);
}

describe('what comes from the server: limits', () => {
  it('lets a message of 200 headers through, and not one of 201', () => {
    const message = (count: number): string =>
      requestText({ method: 'OPTIONS', uri: 'sip:101@pbx.example' }).replace(
        /\r\n\r\n/,
        `${'\r\nX-A: b'.repeat(count - 7)}\r\n\r\n`,
      );
    expect(verdictOf(message(200))).to.equal('pass');
    expect(verdictOf(message(201))).to.equal('too-many-headers');
  });

  it('drops a frame over 64 KiB', () => {
    expect(verdictOf('x'.repeat(65_537))).to.equal('too-long');
  });
});

describe('what comes from the server: plain addresses', () => {
  it('are taken as readable only if sip.js reads them, whatever they are', () => {
    const plain = fc.stringMatching(plainAddress);
    fc.assert(
      fc.property(plain, fc.constantFrom('From', 'To', 'Contact'), (address, rule) =>
        isReadable(address, rule),
      ),
      { numRuns: 300 },
    );
  });

  it('are what servers and phones send', () => {
    for (const address of [
      '"Anna Schmidt" <sip:+12025550101@pbx.example>;tag=a1b2.c3',
      '<sip:101@192.0.2.2:5060;transport=ws>',
      'Anna <sip:101@sip-1.pbx.example>',
    ]) {
      expect(address).to.match(plainAddress);
    }
  });
});

describe('what comes from the server: on the line', () => {
  let bench: LineBench;
  let phone: Phone;
  beforeEach(async () => {
    bench = new LineBench();
    bench.begin();
    phone = await bench.online();
  });
  afterEach(() => bench.end());

  const options = (uri: string): string => requestText({ method: 'OPTIONS', uri });

  it('#19 a binary frame is read as UTF-8', async () => {
    bench.server.send(new TextEncoder().encode(options(bench.server.contact)).buffer);
    expect((await bench.server.response('OPTIONS')).statusCode).to.equal(200);
  });

  it('#19 empty, half and doubled frames, bad UTF-8 and lone CRLF cost nothing but themselves', async () => {
    const whole = options(bench.server.contact);
    bench.server.send('');
    bench.server.send('\r\n');
    bench.server.send('\n');
    bench.server.send(whole.slice(0, 80));
    bench.server.send(
      requestText({ method: 'INVITE', uri: bench.server.contact, body: sdp }).slice(0, -9),
    );
    bench.server.send(new Uint8Array([0x4f, 0xff, 0xfe]).buffer);
    bench.server.send('not SIP at all\r\n\r\n');
    bench.server.send(whole + options(bench.server.contact));
    expect((await bench.server.response('OPTIONS')).statusCode).to.equal(200);
    await bench.settle();
    expect(bench.server.responses.length).to.equal(1);
    expect(bench.server.socket.readyState).to.equal(1);
    const logged = phone.log.map(
      ({ detail }) => (detail as { reason?: string } | undefined)?.reason,
    );
    expect(logged.sort()).to.deep.equal(['incomplete', 'not-sip', 'not-utf8', 'surplus']);
  });

  it('a keep-alive of the server is answered', async () => {
    bench.server.send('\r\n\r\n');
    await bench.settle();
    expect(bench.server.socket.sent.at(-1)).to.equal('\r\n');
  });

  it('#20 a flood of frames is cut off; the line goes on', async () => {
    for (let count = 0; count < 600; count += 1) bench.server.send(options(bench.server.contact));
    await bench.server.settle(60);
    expect(bench.server.responses.length).to.be.at.most(300);
    bench.clock.advance(1_000);
    const before = bench.server.responses.length;
    bench.server.send(options(bench.server.contact));
    await bench.settle();
    expect(bench.server.responses.length).to.equal(before + 1);
  });

  const answers: readonly (readonly [string, string, (text: string) => string, number])[] = [
    [
      'Require: foo',
      'INVITE',
      (text) => text.replace('\r\n\r\n', '\r\nRequire: foo, bar\r\n\r\n'),
      420,
    ],
    [
      'Require: 100rel',
      'INVITE',
      (text) => text.replace('\r\n\r\n', '\r\nRequire: gruu, 100rel\r\n\r\n'),
      420,
    ],
    ['SIP/7.0', 'INVITE', (text) => text.replace('SIP/2.0\r', 'SIP/7.0\r'), 505],
    ['another method in CSeq', 'OPTIONS', (text) => text.replace('1 OPTIONS', '1 INVITE'), 400],
    ['a CSeq that is none', 'OPTIONS', (text) => text.replace('1 OPTIONS', 'x OPTIONS'), 400],
    ['CSeq over 2^31', 'OPTIONS', (text) => text.replace(': 1 OP', ': 4294967296 OP'), 400],
    ['two Call-IDs', 'OPTIONS', (text) => text.replace('\r\nCSeq', '\r\ni: other\r\nCSeq'), 400],
    ['two lengths', 'OPTIONS', (text) => text.replace('\r\nCSeq', '\r\nl: 5\r\nCSeq'), 400],
    [
      'an unreadable Contact',
      'OPTIONS',
      (text) => text.replace('\r\nCSeq', '\r\nm: <<>\r\nCSeq'),
      400,
    ],
    [
      'an unreadable Replaces',
      'INVITE',
      (text) => text.replace('\r\nCSeq', '\r\nReplaces: ;\r\nCSeq'),
      400,
    ],
    ['another scheme', 'OPTIONS', (text) => text.replace(/sip:\S+ SIP/, 'novelsc:1 SIP'), 416],
    ['PRACK', 'PRACK', (text) => text, 481],
  ];
  for (const [name, method, change, status] of answers) {
    it(`#65 ${name}: ${status}, and no call`, async () => {
      const text = requestText({ method, uri: bench.server.contact, headers: [contact] });
      bench.server.send(
        change(
          method === 'INVITE' || name.includes('Contact')
            ? text
            : text.replace(`${contact}\r\n`, ''),
        ),
      );
      await bench.settle();
      const answered = bench.server.socket.sent.filter((sent) => sent.startsWith('SIP/2.0 '));
      expect(answered.map((sent) => sent.slice(8, 11))).to.deep.equal([String(status)]);
      if (status === 420) {
        const tags = name === 'Require: foo' ? 'foo, bar' : '100rel';
        expect(bench.server.responses[0]?.getHeader('unsupported')).to.equal(tags);
      }
      expect(phone.count('call-offered')).to.equal(0);
    });
  }

  it('#65 an ACK is never answered', async () => {
    bench.server.send(
      requestText({ method: 'ACK', uri: bench.server.contact }).replace('1 ACK', '1 INVITE'),
    );
    await bench.settle();
    expect(bench.server.responses).to.deep.equal([]);
  });

  const callers: readonly (readonly [string, string, string, string | undefined])[] = [
    ['a tel: address', '<tel:+1-202-555-0102;phone-context=x>;tag=a', '+12025550102', undefined],
    ['tel: without brackets', 'tel:+12025550102;tag=a', '+12025550102', undefined],
    [
      'a UTF-8 name without quotes',
      'Jürgen Müller <sip:102@pbx.example>;tag=a',
      '102',
      'Jürgen Müller',
    ],
    ['Cyrillic, quotes inside', 'Иван "Ваня" П. <sip:102@pbx.example>;tag=a', '102', undefined],
    ['a name with an odd quote', '"Bob <sip:102@pbx.example>;tag=a', '102', undefined],
    ['no user', '<sip:pbx.example>;tag=a', '', undefined],
    ['an address that is none', 'Bob <no address>;tag=a', '', 'Bob'],
    ['bad parameters', '<sip:102@pbx.example>;tag=a;;x=="', '102', undefined],
  ];
  for (const [name, from, number, displayName] of callers) {
    it(`#66 From with ${name}: it rings`, async () => {
      bench.server.sendRequest({ method: 'INVITE', from, headers: [contact], body: sdp });
      const { remote } = await phone.next('call-offered');
      expect(remote.number).to.equal(number);
      if (displayName !== undefined) expect(remote.displayName).to.equal(displayName);
    });
  }

  const expiries: readonly (readonly [string, boolean])[] = [
    ['abc', false],
    ['0', false],
    ['-5', false],
    ['99999999999', false],
    ['180', true],
  ];
  for (const [expires, kept] of expiries) {
    it(`an INVITE with Expires: ${expires} rings`, async () => {
      const text = requestText({
        method: 'INVITE',
        uri: bench.server.contact,
        headers: [contact, `Expires: ${expires}`],
        body: sdp,
      });
      expect(/^expires: /im.test(repaired(text))).to.equal(kept);
      bench.server.send(text);
      await phone.next('call-offered');
    });
  }

  it('#64 media types and short names as they come', () => {
    const text = requestText({ method: 'INVITE', uri: bench.server.contact, body: sdp })
      .replace('From:', 'f :')
      .replace('Call-ID:', 'i:')
      .replace('Via:', 'v:')
      .replace('Content-Length:', 'l:')
      .replace('Content-Type: application/sdp', 'c: Application/SDP ; charset="utf-8"');
    const lines = repaired(text).split('\r\n');
    expect(lines).to.include('content-type: application/sdp');
    expect(lines.some((line) => line.startsWith('call-id: scripted-'))).to.be.true;
    const multipart = text.replace(/c: .*/, 'c: multipart/mixed;boundary=b');
    expect(repaired(multipart)).to.contain('content-type: multipart/mixed;boundary=b');
  });

  it('#64 several parts: the description among them is read, and it rings', async () => {
    const parts = [
      '--b1\r\nContent-Type: text/plain\r\n\r\nhello\r\n',
      `--b1\r\nContent-Type: application/sdp\r\nContent-Disposition: session\r\n\r\n${sdp}\r\n`,
      '--b1--\r\n',
    ];
    bench.server.sendRequest({
      method: 'INVITE',
      headers: [contact],
      body: parts.join(''),
      contentType: 'multipart/mixed;boundary="b1"',
    });
    await phone.next('call-offered');
  });

  it('#64 an INVITE in short forms, folded, its SDP as Application/SDP;charset: it rings', async () => {
    const text = requestText({
      method: 'INVITE',
      uri: bench.server.contact,
      headers: [contact],
      body: sdp,
    })
      .replace('From: ', 'f:\r\n ')
      .replace('To: ', 't: ')
      .replace('Call-ID:', 'i:')
      .replace('Via:', 'v:')
      .replace('Contact:', 'm:')
      .replace('Content-Type: application/sdp', 'c: Application/SDP;charset=utf-8');
    bench.server.send(text);
    const { remote } = await phone.next('call-offered');
    expect(remote.number).to.equal('+12025550101');
  });

  it('#69 of 200 INVITEs in a second no more than 50 are looked at', async () => {
    for (let count = 0; count < 200; count += 1) {
      bench.server.sendRequest({ method: 'INVITE', headers: [contact], body: sdp });
    }
    await bench.server.settle(60);
    expect(phone.count('call-offered')).to.be.at.most(8);
    const callIds = new Set(bench.server.responses.map(({ callId }) => callId));
    expect(callIds.size).to.be.at.most(50);
  });
});
