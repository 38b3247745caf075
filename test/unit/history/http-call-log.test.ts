import { expect } from '@open-wc/testing';
import type { CtiError } from '../../../src/base/error.js';
import type { PageFetch } from '../../../src/base/page-fetch.js';
import { HttpCallLog } from '../../../src/history/http-call-log.js';
import { callRecord } from '../../support/call-records.js';

const src = 'https://crm.example/calls?team=7';
const { signal } = new AbortController();
const json = (body: unknown, status = 200): Response => Response.json(body, { status });

function logWith(answer: () => Response): {
  readonly log: HttpCallLog;
  readonly sent: { readonly request: Request; readonly purpose: string }[];
} {
  const sent: { readonly request: Request; readonly purpose: string }[] = [];
  const fetch: PageFetch = async (request, { purpose }) => {
    sent.push({ request, purpose });
    return answer();
  };
  return { log: new HttpCallLog({ src, fetch: () => fetch }), sent };
}

describe('HttpCallLog', () => {
  it('posts the record as JSON, with its id as the idempotency key', async () => {
    const { log, sent } = logWith(() => json({ id: 7, url: '/calls/7' }, 201));
    const record = callRecord({ id: 'a', note: 'Ünï' });
    expect(await log.save(record, { signal })).to.deep.equal({ id: 7, url: '/calls/7' });
    const { request, purpose } = sent[0]!;
    expect([request.method, request.url, purpose]).to.deep.equal(['POST', src, 'log']);
    expect(request.headers.get('idempotency-key')).to.equal('a');
    expect(request.headers.get('content-type')).to.equal('application/json');
    expect(await request.json()).to.deep.equal(record);
  });

  it('is content with an empty answer', async () => {
    const { log } = logWith(() => new Response(null, { status: 204 }));
    expect(await log.save(callRecord(), { signal })).to.deep.equal({});
  });

  it('says how it failed, and sends nothing twice by itself', async () => {
    const answers: readonly (readonly [() => Response, string, number])[] = [
      [() => json({}, 500), 'service-unavailable', 1],
      [() => json({}, 422), 'service-unavailable', 1],
      [() => json({ refuse: 'Closed' }, 409), 'refused', 1],
      [() => new Response('<html>', { headers: { 'content-type': 'text/html' } }), 'signed-out', 1],
      // Once more: the page's fetch may have renewed its token.
      [() => json({}, 401), 'signed-out', 2],
    ];
    for (const [answer, reason, requests] of answers) {
      const { log, sent } = logWith(answer);
      const failed = await log.save(callRecord(), { signal }).catch((error: unknown) => error);
      expect((failed as CtiError).reason).to.equal(reason);
      expect(sent.length, reason).to.equal(requests);
    }
  });

  it('is for http(s) only, and for no password', () => {
    for (const wrong of ['calls', 'ftp://x', 'javascript:1', 'https://a:b@crm.example']) {
      expect(() => new HttpCallLog({ src: wrong }), wrong).to.throw('log-src');
    }
  });
});
