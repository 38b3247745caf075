import { expect } from '@open-wc/testing';

import { CtiError } from '../../../../src/base/error.js';
import { headerLines } from '../../../../src/transport/application-headers.js';
import {
  applicationHeaders,
  plainText,
  remoteParty,
} from '../../../../src/transport/sip/headers.js';

describe('#134 headerLines', () => {
  it('writes application headers', () => {
    const lines = headerLines({ 'X-Queue': 'sales', 'User-to-User': '00;encoding=hex' });
    expect(lines).to.deep.equal(['X-Queue: sales', 'User-to-User: 00;encoding=hex']);
  });

  const refused: readonly Record<string, string>[] = [
    { Via: 'x' },
    { Route: '<sip:evil>' },
    { Authorization: 'x' },
    { Contact: 'x' },
    { To: 'x' },
    { From: 'x' },
    { 'Call-ID': 'x' },
    { CSeq: '1 INVITE' },
    { 'Record-Route': '<sip:evil>' },
    { 'Proxy-Authorization': 'x' },
    { 'P-Asserted-Identity': '<sip:1@evil>' },
    { Replaces: 'x' },
    { 'Refer-To': 'x' },
    { Subject: 'x' },
    { 'Content-Length': '0' },
    { 'Call-Info': '<http://evil>;answer-after=0' },
    { '': 'x' },
    { 'X-': 'x' },
    { 'X-A B': 'x' },
    { 'X-A:': 'x' },
    { [`X-${'A'.repeat(65)}`]: 'x' },
    { 'X-A\u0000': 'x' },
    { 'X-A: b\r\nVia': 'x' },
    { 'X-A': 'b\r\nVia: x' },
    { 'X-A': 'b\u0085' },
    { 'X-A': 'b'.repeat(513) },
  ];
  for (const headers of refused) {
    it(`refuses ${JSON.stringify(headers).slice(0, 60)}`, () => {
      expect(() => headerLines(headers))
        .to.throw(CtiError)
        .with.property('reason', 'invalid-target');
    });
  }
});

describe('applicationHeaders', () => {
  it('keeps the application headers alone, names in lower case, values cut', () => {
    const values: Record<string, string> = {
      Via: 'x',
      'X-Queue': 'sales',
      'User-To-User': 'q'.repeat(600),
    };
    const source = { headers: values, getHeader: (name: string) => values[name] };
    const found = applicationHeaders(source);
    expect(Object.keys(found)).to.deep.equal(['x-queue', 'user-to-user']);
    expect(found['x-queue']).to.equal('sales');
    expect(found['user-to-user']).to.have.lengthOf(512);
  });
});

describe('plainText', () => {
  it('#130 leaves no control character, no half of a pair, and not more than asked', () => {
    expect(plainText('a\r\nb\u0000c\u0085d\u2028e\u001b[2J', 120)).to.equal('abcde[2J');
    expect(plainText('\ud83d\ude00'.repeat(100), 3)).to.equal('\ud83d\ude00\ufffd');
    expect(plainText('\udc00<b>x</b>', 120)).to.equal('\ufffd<b>x</b>');
    expect(plainText('x'.repeat(10_000), 120)).to.have.lengthOf(120);
  });
});

describe('remoteParty', () => {
  it('#130 cuts what is long and keeps what is markup as the text that it is', () => {
    const party = remoteParty({
      displayName: `<img src=x onerror=alert(1)>${'x'.repeat(10_000)}`,
      uri: { user: '<script>\r\n', host: 'pbx.example' },
    });
    expect(party.displayName).to.have.lengthOf(120);
    expect(party.displayName).to.match(/^<img src=x onerror=alert\(1\)>x/);
    expect(party.number).to.equal('<script>');
  });

  it('tells number, name and address', () => {
    const uri = { user: '+12025550123', host: 'pbx.example' };
    expect(remoteParty({ displayName: 'Ann <b>', uri })).to.deep.equal({
      number: '+12025550123',
      displayName: 'Ann <b>',
      uri: 'sip:+12025550123@pbx.example',
    });
  });

  it('gives an anonymous caller no number', () => {
    const uri = { user: 'anonymous', host: 'anonymous.invalid' };
    expect(remoteParty({ displayName: '', uri })).to.deep.equal({ number: '' });
    expect(
      remoteParty({ displayName: '', uri: { user: 'x', host: 'anonymous.invalid' } }),
    ).to.deep.equal({ number: '' });
    expect(
      remoteParty({ displayName: 'Anonymous', uri: { user: '+12025550123', host: 'pbx.example' } }),
    ).to.deep.equal({ number: '' });
  });

  it('tells a tel: address as one', () => {
    const uri = { user: '+12025550123', host: 'tel.invalid' };
    expect(remoteParty({ displayName: '', uri }).uri).to.equal('tel:+12025550123');
  });
});
