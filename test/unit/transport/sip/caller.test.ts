import { expect } from '@open-wc/testing';

import { callerOf } from '../../../../src/transport/sip/caller.js';
import { CallBench } from './support/call-bench.js';

type Lines = Readonly<Record<string, string | readonly string[]>>;

const from = { displayName: 'Mallory', uri: { user: '666', host: 'pbx.example' } };

function caller(lines: Lines, trusted = false): ReturnType<typeof callerOf> {
  const getHeaders = (name: string): readonly string[] => {
    const value = lines[name];
    return value === undefined ? [] : typeof value === 'string' ? [value] : value;
  };
  return callerOf({ getHeaders, getHeader: (name) => getHeaders(name)[0] }, from, trusted);
}

describe('#66 who is calling', () => {
  const ann = '"Ann, of Alfa" <sip:+12025550101@pbx.example;user=phone>';

  it('is what From says, whatever a peer asserts', () => {
    const lines = { 'P-Asserted-Identity': ann, 'Remote-Party-ID': ann };
    expect(caller(lines)).to.deep.equal({
      number: '666',
      displayName: 'Mallory',
      uri: 'sip:666@pbx.example',
    });
  });

  it('is what the network asserts, once it is trusted', () => {
    expect(caller({ 'P-Asserted-Identity': ann }, true)).to.deep.equal({
      number: '+12025550101',
      displayName: 'Ann, of Alfa',
      uri: 'sip:+12025550101@pbx.example',
    });
    expect(caller({ 'Remote-Party-ID': `${ann};party=calling;screen=yes` }, true)).to.include({
      number: '+12025550101',
    });
    expect(caller({}, true).number).to.equal('666');
  });

  it('is the first assertion with a number, of several in one header or in two', () => {
    const two = 'Front desk <sip:pbx.example>, <tel:+1-202-555-0102>';
    expect(caller({ 'P-Asserted-Identity': two }, true)).to.deep.equal({
      number: '+12025550102',
      uri: 'tel:+12025550102',
    });
    expect(caller({ 'P-Asserted-Identity': ['rubbish <', ann] }, true).number).to.equal(
      '+12025550101',
    );
    expect(caller({ 'P-Asserted-Identity': ',,;;<>"' }, true).number).to.equal('666');
  });

  it('is nobody when privacy is asked for', () => {
    for (const privacy of ['id', 'header;id', 'user; critical', 'full']) {
      const lines = { Privacy: privacy, 'P-Asserted-Identity': ann };
      expect(caller(lines, true), privacy).to.deep.equal({ number: '' });
      expect(caller(lines), privacy).to.deep.equal({ number: '' });
    }
    expect(caller({ Privacy: 'none' }).number).to.equal('666');
    const hidden = { 'Remote-Party-ID': `${ann};party=calling;privacy=full;screen=yes` };
    expect(caller(hidden, true)).to.deep.equal({ number: '' });
  });

  it('came by way of who sent the call on last, by name, else by number', () => {
    const diversion = [
      '"Reception" <sip:100@pbx.example>;reason=no-answer;counter=1',
      '<sip:200@pbx.example>;reason=unconditional',
    ];
    expect(caller({ Diversion: diversion }).via).to.equal('Reception');
    expect(caller({ Diversion: [...diversion].reverse().join(', ') }).via).to.equal('200');
    const secret = '<sip:100@pbx.example>;reason=user-busy;privacy=full';
    expect(caller({ Diversion: secret }).via).to.equal(undefined);
    expect(caller({ Diversion: 'rubbish <' }).via).to.equal(undefined);
  });

  it('came by way of the entry of History-Info before the last', () => {
    const history =
      '<sip:100@pbx.example?Reason=SIP%3Bcause%3D302>;index=1, <sip:101@pbx.example;cause=302>;index=1.1;mp=1';
    expect(caller({ 'History-Info': history }).via).to.equal('100');
    expect(caller({ 'History-Info': '<sip:101@pbx.example>;index=1' }).via).to.equal(undefined);
    const secret = '<sip:100@pbx.example?Privacy=history>;index=1, <sip:101@x>;index=1.1';
    expect(caller({ 'History-Info': secret }).via).to.equal(undefined);
  });

  it('came through the queue that the PBX names, as one line of text', () => {
    const lines = {
      'X-Queue-Name': 'Sales \u0007<b>',
      'X-Queue': '7',
      Diversion: '<sip:100@pbx.example>',
    };
    expect(caller(lines).via).to.equal('Sales <b>');
    expect(caller({ 'X-Queue': '7' }).via).to.equal('7');
    expect(caller({ 'X-Queue-Name': 'q'.repeat(500) }).via).to.have.lengthOf(120);
  });

  for (const trustAssertedIdentity of [false, true]) {
    it(`is told of a call that comes in, ${trustAssertedIdentity ? '' : 'not '}trusting the network`, async () => {
      const bench = await CallBench.online({ trustAssertedIdentity });
      const { callId } = await bench.ring([
        `P-Asserted-Identity: ${ann}`,
        'Diversion: <sip:100@pbx.example>;reason=deflection',
      ]);
      const offered = bench.phone.said.find(({ type }) => type === 'call-offered');
      expect(offered).to.deep.include({
        remote: {
          number: '+12025550101',
          ...(trustAssertedIdentity ? { displayName: 'Ann, of Alfa' } : {}),
          uri: 'sip:+12025550101@pbx.example',
          via: '100',
        },
      });
      bench.transport.end(callId);
      await bench.close();
    });
  }
});
