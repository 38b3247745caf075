import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { CtiError } from '../../../src/base/error.js';
import { Configuration, readDocument } from '../../../src/panel/configuration.js';
import type { CtiPanel } from '../../../src/panel/cti-panel.js';
import { defaultShortcuts } from '../../../src/panel/settings.js';
import { reasonOf } from './panel-bench.js';

function configuration(): { readonly it: Configuration; readonly warnings: string[] } {
  const warnings: string[] = [];
  return { it: new Configuration((message) => warnings.push(message)), warnings };
}

describe('Configuration', () => {
  it('takes what was set by hand before the attribute, and that before the document', () => {
    const { it: made } = configuration();
    made.document = readDocument({ ring: 'never', displayName: 'Document' });
    expect(made.get('ring')).to.equal('never');
    made.setAttribute('ring', 'hidden-only');
    expect(made.get('ring')).to.equal('hidden-only');
    made.set('ring', 'always');
    made.setAttribute('ring', 'never');
    expect(made.get('ring'), 'an attribute that comes later').to.equal('always');
    made.set('ring', undefined);
    expect(made.get('ring')).to.equal('never');
    made.setAttribute('ring', null);
    expect(made.get('ring')).to.equal('never');
    expect(made.get('displayName')).to.equal('Document');
  });

  it('reads lists, numbers and flags from attributes', () => {
    const { it: made } = configuration();
    made.setAttribute('server', ' wss://a.example, wss://b.example\nws://c.example ');
    made.setAttribute('ringVolume', '0.5');
    made.setAttribute('declineCode', '603');
    made.setAttribute('manual', '');
    expect(made.get('server')).to.deep.equal([
      'wss://a.example',
      'wss://b.example',
      'ws://c.example',
    ]);
    expect(made.get('ringVolume')).to.equal(0.5);
    expect(made.get('declineCode')).to.equal(603);
    expect(made.get('manual')).to.equal(true);
    made.setAttribute('trustAssertedIdentity', '');
    expect(made.get('trustAssertedIdentity')).to.equal(true);
  });

  it('reads origins, and nothing else for them', () => {
    const { it: made, warnings } = configuration();
    made.setAttribute('recordOrigins', 'https://crm.example/app https://b.example:444');
    expect(made.get('recordOrigins')).to.deep.equal([
      'https://crm.example',
      'https://b.example:444',
    ]);
    for (const wrong of ['crm.example', 'javascript:alert(1)', 'data:text/html,x', 'file:///x']) {
      made.setAttribute('recordOrigins', wrong);
      expect(made.get('recordOrigins'), wrong).to.deep.equal([]);
    }
    expect(warnings).to.have.length(4);
  });

  it('has defaults, and the uri for the user', () => {
    const { it: made } = configuration();
    made.set('uri', 'sip:101@example.com');
    made.set('shortcuts', { answer: 'Alt+KeyZ' });
    expect(made.settings).to.deep.equal({
      ...{ userId: 'sip:101@example.com', tabs: 'single', leave: 'end', ring: 'always' },
      ...{ ringVolume: 1, initialStatus: 'last', layout: 'auto' },
      ...{ screenPop: 'none', recordOrigins: [], recordTarget: 'cti-record' },
      shortcuts: { ...defaultShortcuts, answer: 'Alt+KeyZ' },
    });
  });

  it('refuses a document with a wrong value, without repeating it', () => {
    for (const wrong of [
      { credentials: { password: 123_456 } },
      { ringVolume: 2 },
      { uri: 5 },
      { features: { hold: 'yes' } },
      [],
      'x',
      null,
    ]) {
      let thrown: unknown;
      try {
        readDocument(wrong);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).to.be.instanceOf(CtiError);
      expect((thrown as CtiError).reason).to.equal('invalid-configuration');
      expect(String(thrown)).to.not.include('123456');
    }
  });

  it('reads a document', () => {
    const document = readDocument({
      ...{ server: ['ws://localhost:8080/sip'], uri: 'sip:101@example.com', displayName: '101' },
      ...{ credentials: { username: '101', password: 'x' }, iceServers: [], unknown: 1 },
      expiresAt: '2030-01-01T00:00:00Z',
    });
    expect(document.expiresAt).to.equal(Date.parse('2030-01-01T00:00:00Z'));
    expect(document).to.not.have.property('unknown');
  });
});

const attributes = [
  ...['server', 'uri', 'display-name', 'user-id', 'config-src', 'directory-src', 'layout', 'lang'],
  ...['country', 'manual', 'initial-status', 'decline-code', 'tabs', 'leave', 'ring', 'mode'],
  ...['ring-volume', 'password', 'for', 'trust-asserted-identity', 'screen-pop'],
  ...['record-origins', 'record-target'],
] as const;
const properties = [
  ...['server', 'uri', 'displayName', 'userId', 'configSrc', 'config', 'directorySrc', 'layout'],
  ...['country', 'manual', 'initialStatus', 'declineCode', 'tabs', 'leave', 'ring', 'ringVolume'],
  ...['credentials', 'iceServers', 'fetch', 'dialPlan', 'features', 'shortcuts', 'directory'],
  ...['callCentre', 'transport', 'trustAssertedIdentity', 'screenPop', 'recordOrigins'],
  'recordTarget',
] as const;

const garbage: fc.Arbitrary<unknown> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom<unknown>(
    ...['', ' ', 'null', 'undefined', 'NaN', '-1', '1e9', '[object Object]', '<b>', '\u0000', '"'],
    ...['javascript:alert(1)', 'https://elsewhere.example/x', 'x'.repeat(1_000_000)],
    ...[NaN, Infinity, -0, 42, true, {}, [], [null], Symbol.iterator, () => 1, new Date(0)],
  ),
);

describe('cti-panel and nonsense', () => {
  it('takes no attribute or property that makes no sense, and never throws', async () => {
    const warned: string[] = [];
    const run = async (panel: CtiPanel): Promise<void> => {
      document.body.append(panel);
      await panel.updateComplete;
      panel.remove();
    };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...attributes),
        fc.constantFrom(...properties),
        garbage,
        async (attribute, property, value) => {
          const panel = document.createElement('cti-panel');
          panel.manual = true;
          panel.logger = { log: (_level, message) => void warned.push(message) };
          if (typeof value !== 'symbol') panel.setAttribute(attribute, String(value));
          Object.assign(panel, { [property]: value });
          await run(panel);
          expect(panel.connection).to.equal('offline');
          expect(panel.ringVolume).to.be.within(0, 1);
          expect(['auto', 'card', 'bar']).to.include(panel.layout);
          expect(panel.hasAttribute('password')).to.equal(false);
        },
      ),
      { numRuns: 150 },
    );
    expect(warned.length).to.be.greaterThan(0);
  }).timeout(20_000);

  it('fails, typed, with a configuration that names no line', async () => {
    const panel = document.createElement('cti-panel');
    panel.manual = true;
    document.body.append(panel);
    expect(await reasonOf(panel.connect())).to.equal('invalid-configuration');
    panel.remove();
  });
});
