import { expect } from '@open-wc/testing';

import { endReasons } from '../../../../src/base/error.js';
import { retryAfterMs } from '../../../../src/transport/sip/registration-error.js';
import {
  q850CauseOf,
  reasonOfStatus,
  sipCauseOf,
  sipStatusOf,
} from '../../../../src/transport/sip/status-reason.js';

describe('reasonOfStatus', () => {
  it('knows a reason of the closed list for every status', () => {
    for (let status = 300; status < 1_000; status += 1) {
      expect(endReasons).to.include(reasonOfStatus(status));
    }
  });

  it('tells busy, declined and not found apart', () => {
    expect([486, 600, 603, 404, 480].map(reasonOfStatus)).to.deep.equal([
      'busy',
      'busy',
      'declined',
      'not-found',
      'unavailable',
    ]);
  });
});

describe('sipCauseOf', () => {
  it('reads the cause of protocol SIP alone', () => {
    expect(sipCauseOf('SIP;cause=200;text="Call completed elsewhere"')).to.equal(200);
    expect(sipCauseOf('sip ; text="x" ; cause = 200')).to.equal(200);
    expect(sipCauseOf('Q.850;cause=17;text="busy"')).to.equal(undefined);
    expect(sipCauseOf('SIP;cause=abc')).to.equal(undefined);
    expect(sipCauseOf(undefined)).to.equal(undefined);
  });
});

describe('q850CauseOf', () => {
  it('reads the cause of protocol Q.850 alone', () => {
    expect(q850CauseOf('Q.850;cause=17;text="User busy"')).to.equal(17);
    expect(q850CauseOf(' q.850 ; cause = 1')).to.equal(1);
    expect(q850CauseOf('SIP;cause=200')).to.equal(undefined);
    expect(q850CauseOf('Q.850;cause=<b>')).to.equal(undefined);
  });
});

describe('sipStatusOf', () => {
  it('cuts the phrase', () => {
    const sip = sipStatusOf({ statusCode: 486, reasonPhrase: 'x'.repeat(1_000) });
    expect(sip.status).to.equal(486);
    expect(sip.text).to.have.lengthOf(120);
  });
});

describe('retryAfterMs', () => {
  const cases: readonly (readonly [header: string | undefined, waitMs: number | undefined])[] = [
    ['10', 10_000],
    ['0', 1_000],
    ['1000000000', 300_000],
    ['18000;duration=3600 (x)', 300_000],
    ['5 (maintenance)', 5_000],
    ['abc', undefined],
    ['-1', undefined],
    [undefined, undefined],
  ];
  for (const [header, waitMs] of cases) {
    it(`reads ${JSON.stringify(header)} as ${waitMs} ms`, () => {
      expect(retryAfterMs(header)).to.equal(waitMs);
    });
  }
});
