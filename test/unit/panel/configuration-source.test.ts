import { expect } from '@open-wc/testing';
import type { ConfigReason } from '../../../src/panel/configuration-source.js';
import { controllerRegistry } from '../../../src/panel/controller-registry.js';
import type { CtiPanel } from '../../../src/panel/cti-panel.js';
import type { PageFetch } from '../../../src/base/page-fetch.js';
import { freshUri, next, online, reasonOf, simulated, task } from './panel-bench.js';

function json(value: unknown, init: ResponseInit = {}): Response {
  return new Response(JSON.stringify(value), init);
}

function answering(...answers: readonly (() => Response)[]): {
  readonly fetch: PageFetch;
  readonly asked: string[];
} {
  const asked: string[] = [];
  const fetch: PageFetch = async (request, { purpose }) => {
    asked.push(`${purpose} ${new URL(request.url).pathname}`);
    return (answers[asked.length - 1] ?? answers.at(-1))?.() ?? Response.error();
  };
  return { fetch, asked };
}

afterEach(() => {
  for (const panel of document.querySelectorAll('cti-panel')) {
    const { controller } = panel;
    panel.remove();
    if (controller) controllerRegistry.discard(controller);
  }
});

function manualPanel(given: Partial<CtiPanel>): CtiPanel {
  const { panel } = simulated({ manual: true, ...given });
  document.body.append(panel);
  return panel;
}

describe('the configuration document', () => {
  it('comes by the page\u2019s fetch, and names the line', async () => {
    const uri = freshUri();
    const { fetch, asked } = answering(() => json({ uri, ring: 'never', tabs: 'each' }));
    const { panel } = await online({ configSrc: '/config.json', fetch, uri: undefined as never });
    expect(asked).to.deep.equal(['config /config.json']);
    expect([panel.snapshot.uri, panel.uri, panel.ring]).to.deep.equal([uri, uri, 'never']);
  });

  it('comes from the same origin only', async () => {
    const { fetch, asked } = answering(() => json({}));
    const { panel } = simulated({ configSrc: 'https://elsewhere.example/config.json', fetch });
    const told = next('cti-error');
    document.body.append(panel);
    expect((await told).detail.error.reason).to.equal('invalid-configuration');
    expect(await reasonOf(panel.ready)).to.equal('invalid-configuration');
    expect(asked).to.deep.equal([]);
  });

  it('is signed-out where a login page, a redirect or 401 answers, after one more try', async () => {
    const html = { headers: { 'content-type': 'text/html' } };
    const cases = [
      [() => new Response('<form>', html)],
      [() => new Response('', { status: 401 })],
      [() => new Response('', { status: 403 })],
      [() => Response.redirect('/login')],
    ] as const;
    for (const answers of cases) {
      const { fetch } = answering(...answers);
      const panel = manualPanel({ configSrc: '/config.json', fetch });
      expect(await reasonOf(panel.connect())).to.equal('signed-out');
    }
    const { fetch } = answering(
      () => new Response('', { status: 401 }),
      () => json({}),
    );
    const renewed = manualPanel({ configSrc: '/config.json', fetch });
    await renewed.connect();
    expect(renewed.connection).to.equal('online');
  });

  it('is service-unavailable where something else goes wrong', async () => {
    for (const answer of [
      () => new Response('', { status: 500 }),
      () => new Response('{'),
      () => Response.error(),
    ]) {
      const panel = manualPanel({ configSrc: '/config.json', fetch: answering(answer).fetch });
      expect(await reasonOf(panel.connect())).to.equal('service-unavailable');
    }
  });

  describe('that cannot be had', () => {
    const { random } = Math;
    beforeEach(() => (Math.random = () => 0));
    afterEach(() => (Math.random = random));
    const failing = (): Response => new Response('', { status: 500 });

    it('is asked for until it comes: the line is reconnecting meanwhile', async () => {
      for (const manual of [false, true]) {
        const { fetch, asked } = answering(
          failing,
          () => Response.error(),
          () => json({}),
        );
        const { panel } = simulated({ configSrc: '/config.json', fetch, manual });
        const connections: string[] = [];
        panel.addEventListener('cti-connection-changed', ({ detail }) =>
          connections.push(`${detail.connection} ${detail.error?.reason ?? ''}`.trim()),
        );
        document.body.append(panel);
        if (manual) expect(await reasonOf(panel.connect())).to.equal('service-unavailable');
        await panel.ready;
        expect(connections).to.deep.equal([
          'reconnecting service-unavailable',
          'connecting',
          'online',
        ]);
        expect(asked).to.have.length(3);
      }
    });

    it('leaves the line offline when nobody wants it, or no longer', async () => {
      Math.random = () => 0.9;
      const { fetch } = answering(failing);
      const panel = manualPanel({ configSrc: '/config.json', fetch });
      await next('cti-error');
      expect(panel.connection).to.equal('offline');
      await reasonOf(panel.connect());
      expect(panel.connection).to.equal('reconnecting');
      await panel.disconnect();
      expect(panel.connection).to.equal('offline');
    });

    it('has failed where only the user can help, who is offered another try', async () => {
      const { fetch } = answering(
        () => new Response('', { status: 401 }),
        () => new Response('', { status: 401 }),
        () => json({}),
      );
      const { panel } = simulated({ configSrc: '/config.json', fetch });
      document.body.append(panel);
      expect(await reasonOf(panel.ready)).to.equal('signed-out');
      expect([panel.connection, panel.snapshot.connectionProblem]).to.deep.equal([
        'failed',
        'signed-out',
      ]);
      const changed = next('cti-connection-changed');
      await new Promise((resolve) => requestAnimationFrame(resolve));
      await panel.updateComplete;
      const badge = panel.shadowRoot!.querySelector('cti-connection-badge')!;
      await badge.updateComplete;
      badge.shadowRoot!.querySelector<HTMLElement>('[part=retry]')!.click();
      await changed;
      await panel.ready;
      expect(panel.connection).to.equal('online');
    });

    it('connects a line that the page names otherwise after all', async () => {
      const { panel } = simulated({ configSrc: 'https://elsewhere.example/config.json' });
      document.body.append(panel);
      await reasonOf(panel.ready);
      expect(panel.connection).to.equal('failed');
      const config = {};
      panel.config = config;
      await next('cti-connection-changed');
      await panel.ready;
      expect(panel.connection).to.equal('online');
    });
  });

  it('rejects ready, not only connect, when it can never be used', async () => {
    const { panel } = simulated({ config: { ringVolume: 7 } });
    document.body.append(panel);
    expect(await reasonOf(panel.ready)).to.equal('invalid-configuration');
  });

  it('is asked for again before a reconnect, and at once when another one is set', async () => {
    const reasons: ConfigReason[] = [];
    const config = async ({ reason }: { readonly reason: ConfigReason }): Promise<object> => {
      reasons.push(reason);
      return { displayName: reasons.join() };
    };
    const { panel, transport } = await online({ config });
    expect(reasons).to.deep.equal(['first']);
    transport.dropLine();
    await task();
    expect(reasons).to.deep.equal(['first', 'reconnect']);
    expect(panel.displayName).to.equal('first,reconnect');
    panel.config = { displayName: 'plain' };
    await task();
    expect(panel.displayName).to.equal('plain');
  });

  it('gives the line credentials: first as loaded, rejected asked anew', async () => {
    const reasons: ConfigReason[] = [];
    const config = async ({ reason }: { readonly reason: ConfigReason }): Promise<object> => {
      reasons.push(reason);
      return { credentials: { username: '101', password: `p${reasons.length}` } };
    };
    const { panel, transport } = simulated({ config });
    const connect = transport.connect.bind(transport);
    const given: unknown[] = [];
    const signal = new AbortController().signal;
    transport.connect = (attempt) => {
      const { credentials } = attempt.settings;
      const ask = async (): Promise<void> => {
        given.push(await credentials?.({ realm: 'x', reason: 'first', signal }));
        given.push(await credentials?.({ realm: 'x', reason: 'rejected', signal }));
        connect(attempt);
      };
      void ask();
    };
    document.body.append(panel);
    await panel.ready;
    expect(given).to.deep.equal([
      { username: '101', password: 'p1' },
      { username: '101', password: 'p2' },
    ]);
    expect(reasons).to.deep.equal(['first', 'rejected']);
    expect(JSON.stringify(panel.snapshot)).to.not.include('p2');
  });

  it('forgets everything when the operator signs out', async () => {
    let count = 0;
    const config = async (): Promise<object> => ({ displayName: `load ${(count += 1)}` });
    const { panel } = await online({ config });
    await panel.signOut();
    expect([panel.connection, panel.displayName]).to.deep.equal(['offline', undefined]);
    await panel.connect();
    expect(panel.displayName).to.equal('load 2');
  });
});
