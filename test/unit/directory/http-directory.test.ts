import { expect } from '@open-wc/testing';
import { CtiError } from '../../../src/base/error.js';
import type { PageFetch } from '../../../src/base/page-fetch.js';
import { HttpDirectory } from '../../../src/directory/http-directory.js';

type Answer = Response | Error | (() => Response | Promise<Response>);

const src = 'https://crm.example/api/directory/?tenant=5#part';
const customer = { id: '7', type: 'contact', name: 'Anna' };
const call = { id: 'c1', direction: 'outgoing', dialled: '(202) 555-0101' } as const;
const live = (): AbortSignal => new AbortController().signal;
const found = (more: object = {}): Response => Response.json({ customers: [customer], ...more });

/** Answers one after the other, the last one for ever; keeps what was asked. */
function scripted(...answers: Answer[]): {
  asked: Request[];
  fetch: PageFetch;
  purposes: string[];
} {
  const asked: Request[] = [];
  const purposes: string[] = [];
  const fetch: PageFetch = async (request, { purpose }) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)];
    asked.push(request);
    purposes.push(purpose);
    if (answer instanceof Error) throw answer;
    return typeof answer === 'function' ? answer() : answer!.clone();
  };
  return { asked, fetch, purposes };
}

async function failureOf(work: Promise<unknown>): Promise<CtiError> {
  const thrown: unknown = await work.then(
    () => 'nothing',
    (error: unknown) => error,
  );
  if (!(thrown instanceof CtiError)) throw new Error(`thrown: ${String(thrown)}`);
  return thrown;
}

function lookUp(fetch: PageFetch, more: object = {}): Promise<unknown> {
  const directory = new HttpDirectory({ src, fetch });
  return directory.lookup('+12025550101', { call, signal: live(), ...more });
}

describe('the directory by HTTP', () => {
  it('asks with the number, the call and the page’s own query, by the page’s fetch', async () => {
    const { asked, fetch, purposes } = scripted(found());
    await lookUp(fetch, { limit: 5 });
    const url = new URL(asked[0]!.url);
    expect(url.origin + url.pathname).to.equal('https://crm.example/api/directory/');
    expect(Object.fromEntries(url.searchParams)).to.deep.equal({
      tenant: '5',
      number: '+12025550101',
      direction: 'outgoing',
      callId: 'c1',
      dialled: '(202) 555-0101',
      limit: '5',
    });
    expect(asked[0]!.url).to.contain('number=%2B12025550101');
    expect(asked[0]!.headers.get('accept')).to.equal('application/json');
    expect(purposes).to.deep.equal(['directory']);
  });

  it('searches with q, twenty at a time', async () => {
    const { asked, fetch } = scripted(found());
    await new HttpDirectory({ src, fetch }).search('a&b=ü', { signal: live() });
    const { searchParams } = new URL(asked[0]!.url);
    expect(Object.fromEntries(searchParams)).to.deep.equal({
      tenant: '5',
      q: 'a&b=ü',
      limit: '20',
    });
  });

  it('joins links to its URL and keeps the query', async () => {
    const { asked, fetch } = scripted(new Response(null, { status: 204 }));
    const directory = new HttpDirectory({ src, fetch });
    await directory.link('+1202', { ...customer, data: { secret: 1 } }, { signal: live() });
    await directory.unlink('a/b?c', customer, { signal: live() });
    expect(asked.map(({ method, url }) => `${method} ${url}`)).to.deep.equal([
      'POST https://crm.example/api/directory/links?tenant=5',
      'DELETE https://crm.example/api/directory/links/a%2Fb%3Fc?tenant=5',
    ]);
    expect(asked[0]!.headers.get('content-type')).to.equal('application/json');
    const body: unknown = await asked[0]!.json();
    expect(body).to.deep.equal({ number: '+1202', customer: { id: '7', type: 'contact' } });
  });

  it('follows next on its own origin, and nowhere else', async () => {
    const { asked, fetch } = scripted(found({ next: '?q=a&page=2' }), found());
    const directory = new HttpDirectory({ src, fetch });
    const { next } = await directory.search('a', { signal: live() });
    await directory.search('a', { signal: live(), cursor: next! });
    expect(asked[1]!.url).to.equal('https://crm.example/api/directory/?q=a&page=2');
    for (const cursor of [
      'https://evil.example/directory',
      '//evil.example/',
      'http://crm.example/api/directory/',
      'https://user:word@crm.example/',
      'javascript:alert(1)',
    ]) {
      const { reason } = await failureOf(directory.search('a', { signal: live(), cursor }));
      expect(reason, cursor).to.equal('service-unavailable');
    }
    expect(asked).to.have.length(2);
  });

  for (const [what, answers, tries] of [
    ['the network failed', [new TypeError('Failed to fetch'), found()], 2],
    ['the server failed', [new Response('', { status: 502 }), found()], 2],
    ['its session could be renewed', [new Response('', { status: 401 }), found()], 2],
  ] as const) {
    it(`asks once more when ${what}`, async () => {
      const { asked, fetch } = scripted(...answers);
      expect(await lookUp(fetch)).to.deep.include({ total: 1 });
      expect(asked).to.have.length(tries);
    });
  }

  for (const [reason, answer, tries] of [
    ['service-unavailable', new TypeError('Failed to fetch'), 2],
    ['service-unavailable', new Response('', { status: 500 }), 2],
    ['service-unavailable', new Response('', { status: 404 }), 1],
    ['service-unavailable', Response.json([1]), 1],
    ['service-unavailable', Response.json(null), 1],
    ['service-unavailable', new Response('{"customers":['), 1],
    ['service-unavailable', found({ padding: 'x'.repeat(5e6) }), 1],
    ['signed-out', new Response('', { status: 401 }), 2],
    ['signed-out', new Response('', { status: 403 }), 2],
    ['signed-out', new Response(null, { status: 302 }), 1],
    ['signed-out', new Response('<p>Sign in', { headers: { 'content-type': 'text/html' } }), 1],
    ['signed-out', new CtiError('signed-out'), 2],
  ] as const) {
    const what = answer instanceof Error ? answer.message : `${answer.status} ${answer.type}`;
    it(`is ${reason} after ${what}, ${tries} asked`, async () => {
      const { asked, fetch } = scripted(answer);
      expect((await failureOf(lookUp(fetch))).reason).to.equal(reason);
      expect(asked).to.have.length(tries);
    });
  }

  it('sends a link once, whatever happens', async () => {
    for (const answer of [new TypeError('Failed to fetch'), new Response('', { status: 503 })]) {
      const { asked, fetch } = scripted(answer);
      const directory = new HttpDirectory({ src, fetch });
      const failed = await failureOf(directory.link('+1', customer, { signal: live() }));
      expect(failed.reason).to.equal('service-unavailable');
      expect(asked).to.have.length(1);
    }
  });

  it('lets the server say to the operator why not', async () => {
    const refusal = Response.json({ refuse: 'Only owners link numbers' }, { status: 422 });
    const { fetch } = scripted(refusal);
    const directory = new HttpDirectory({ src, fetch });
    const failed = await failureOf(directory.link('+1', customer, { signal: live() }));
    expect(failed).to.include({ reason: 'refused', operatorText: 'Only owners link numbers' });
  });

  it('stops when nobody wants to know', async () => {
    const abort = new AbortController();
    const { asked, fetch } = scripted(() => new Promise<Response>(() => undefined));
    const hanging: PageFetch = (request, to) =>
      Promise.race([
        fetch(request, to),
        new Promise<Response>((_, reject) => {
          request.signal.onabort = () => reject(request.signal.reason as Error);
        }),
      ]);
    const failed = failureOf(lookUp(hanging, { signal: abort.signal }));
    abort.abort();
    expect((await failed).reason).to.equal('aborted');
    expect(asked).to.have.length(1);
  });

  it('is not made of what is no URL of the web', () => {
    for (const bad of ['', '/directory', 'ftp://x/', 'https://a:b@crm.example/', 'data:,{}']) {
      expect(() => new HttpDirectory({ src: bad }), bad).to.throw(CtiError, /directory-src/);
    }
  });
});
