import { expect } from '@open-wc/testing';

import { CtiError } from '../../../../src/base/error.js';
import {
  applicationHeaders,
  headerLines,
  remoteParty,
} from '../../../../src/transport/sip/headers.js';

describe('headerLines', () => {
  it('writes application headers', () => {
    const lines = headerLines({ 'X-Queue': 'sales', 'User-to-User': '00;encoding=hex' });
    expect(lines).to.deep.equal(['X-Queue: sales', 'User-to-User: 00;encoding=hex']);
  });

  const refused: readonly Record<string, string>[] = [
    { Via: 'x' },
    { Route: '<sip:evil>' },
    { Authorization: 'x' },
    { Contact: 'x' },
    { 'X-': 'x' },
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

describe('remoteParty', () => {
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
  });
});
