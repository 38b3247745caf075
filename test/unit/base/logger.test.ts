import { expect } from '@open-wc/testing';
import { CtiError } from '../../../src/base/error.js';
import { type Logger, redacting, silentLogger } from '../../../src/base/logger.js';

/** Everything a logger behind `redacting` heard, as one text. */
function written(message: string, detail?: unknown): string {
  const lines: unknown[][] = [];
  const logger: Logger = { log: (...line) => lines.push(line) };
  if (detail === undefined) redacting(logger).log('debug', message);
  else redacting(logger).log('debug', message, detail);
  return JSON.stringify(lines);
}

const secretTexts: readonly (readonly [string, string])[] = [
  [
    'a Digest answer',
    'REGISTER sip:example.com SIP/2.0\r\nAuthorization: Digest username="101", realm="x", response="s3cret"\r\nCSeq: 2 REGISTER\r\n\r\n',
  ],
  [
    'a folded header',
    'Proxy-Authorization: Digest username="101",\r\n  realm="x", response="s3cret"\r\nTo: <sip:a@b>',
  ],
  ['a header in a sentence', 'sent authorization: Digest realm="a", response="s3cret"'],
  ['a bearer token', 'fetch with Bearer s3cret-s3cret'],
  ['a query', 'GET https://crm.example/config.json?key=s3cret&x=1 failed'],
  ['a query without a name', 'wss://pbx.example/ws?s3cret'],
  ['a fragment', 'https://crm.example/#access_token=s3cret'],
  ['a relative query', 'config-src /config.json?agent=s3cret answered 500'],
  ['Replaces in a URI', 'Refer-To: <sip:b@example.com?Replaces=s3cret%3Bto-tag%3D1>'],
  ['a Replaces header', 'Replaces: s3cret@example.com;to-tag=7743;from-tag=6472'],
  ['a password in a URI', 'sip:101:s3cret@example.com'],
  ['a password in a URL', 'wss://101:s3cret@pbx.example/ws'],
  ['a JSON text', '{"username":"101","password":"s3cret \\" s3cret"}'],
  ['a pair', 'ha1=s3cret'],
  [
    'an INFO',
    'INFO sip:x SIP/2.0\r\nContent-Type: application/dtmf-relay\r\n\r\nSignal=s3cret\r\nDuration=160',
  ],
];

const secretDetails: readonly (readonly [string, unknown])[] = [
  ['credentials', { credentials: { username: '101', password: 's3cret' } }],
  ['a password', { password: 's3cret' }],
  ['ha1', [{ ha1: 's3cret' }]],
  ['a token', { accessToken: 's3cret', refresh_token: 's3cret' }],
  ['headers', { headers: { Authorization: 's3cret', 'Proxy-Authorization': 's3cret' } }],
  ['a map of headers', new Map([['authorization', 's3cret']])],
  ['tones', { type: 'send-dtmf', tones: 's3cret' }],
  ['digits as a number', { digits: 31_337 }],
  ['the tags of a dialog', { localTag: 's3cret', remoteTag: 's3cret' }],
  ['a URL', { url: new URL('https://crm.example/?s3cret') }],
  [
    'an error',
    new CtiError('failed', { message: 'GET /x?k=s3cret', cause: new Error('ha1=s3cret') }),
  ],
  ['text far inside', { a: [{ b: 'wss://pbx.example/?s3cret' }] }],
];

describe('redacting', () => {
  for (const [name, text] of secretTexts) {
    it(`keeps ${name} out of the message and of the detail`, () => {
      expect(written(text)).to.include('[redacted]');
      expect(written(text)).to.not.include('s3cret');
      expect(written('x', { text })).to.not.include('s3cret');
    });
  }

  for (const [name, detail] of secretDetails) {
    it(`keeps ${name} out of the detail`, () => {
      const text = written('x', detail);
      expect(text).to.not.include('s3cret').and.not.include('31337');
      expect(text).to.include('redacted');
    });
  }

  it('hides a bare DTMF body, and shows the rest of the message', () => {
    const text = written(
      'INFO sip:x SIP/2.0\r\nCSeq: 4 INFO\r\nContent-Type: application/dtmf\r\n\r\n5',
    );
    expect(text).to.include('CSeq: 4 INFO').and.not.match(/n5"/);
  });

  it('leaves alone what is no secret', () => {
    const detail = { callId: 'a-1', capabilities: { dtmf: true }, status: 486, list: [1, null] };
    const lines: unknown[] = [];
    redacting({ log: (...line) => lines.push(...line) }).log('info', 'Call dialled: 600?', detail);
    expect(lines).to.deep.equal(['info', 'Call dialled: 600?', detail]);
  });

  it('survives cycles, getters that throw and loggers that throw', () => {
    const round: Record<string, unknown> = {};
    round.self = round;
    Object.defineProperty(round, 'bad', {
      enumerable: true,
      get() {
        throw new Error('getter');
      },
    });
    expect(written('x', round)).to.include('unreadable');
    const logger = redacting({
      log() {
        throw new Error('logger');
      },
    });
    expect(() => logger.log('error', 'x')).to.not.throw();
  });

  it('is not slow on hostile text', () => {
    const before = performance.now();
    written(`${'a:'.repeat(40_000)} ${'?'.repeat(40_000)}`);
    written(`Digest ${'a=b, '.repeat(20_000)}`);
    written(`application/dtmf ${'\n'.repeat(40_000)}`);
    expect(performance.now() - before).to.be.below(2_000);
  });

  it('wraps once, and leaves silence silent', () => {
    const safe = redacting({ log: () => undefined });
    expect(redacting(safe)).to.equal(safe);
    expect(redacting(silentLogger)).to.equal(silentLogger);
  });
});
