import { expect } from '@open-wc/testing';
import { controllerRegistry } from '../../../src/panel/controller-registry.js';
import type { CtiPanel } from '../../../src/panel/cti-panel.js';
import { registerTransport } from '../../../src/panel/transports.js';
import type { CallTransport } from '../../../src/transport/call-transport.js';
import { SimulatorTransport } from '../../../src/transport/simulator/simulator-transport.js';
import { freshUri, next } from './panel-bench.js';

/** The order of what happened to a panel whose transport has to be loaded. */
function panelWith(load: () => Promise<CallTransport>): {
  readonly panel: CtiPanel;
  readonly connections: string[];
} {
  registerTransport('sip', load);
  const panel = document.createElement('cti-panel');
  Object.assign(panel, { uri: freshUri(), server: 'wss://pbx.example/', tabs: 'each' });
  const connections: string[] = [];
  panel.addEventListener('cti-connection-changed', ({ detail }) =>
    connections.push(`${detail.connection} ${detail.error?.reason ?? ''}`.trim()),
  );
  document.body.append(panel);
  return { panel, connections };
}

describe('a transport that has to be loaded', () => {
  const { random } = Math;
  beforeEach(() => (Math.random = () => 0));
  afterEach(() => {
    Math.random = random;
    const panel = document.querySelector('cti-panel');
    panel?.remove();
    if (panel?.controller) controllerRegistry.discard(panel.controller);
  });

  it('gives way to the one that the page sets meanwhile', async () => {
    let loaded: (transport: CallTransport) => void = () => undefined;
    const ours = new SimulatorTransport();
    const asked = new Promise<void>((begun) => {
      const load = async (): Promise<CallTransport> => {
        begun();
        return new Promise((resolve) => (loaded = resolve));
      };
      panelWith(load);
    });
    await asked;
    const panel = document.querySelector('cti-panel');
    const theirs = new SimulatorTransport();
    if (panel) panel.transport = theirs;
    loaded(ours);
    await panel?.ready;
    expect(() => ours.receiveCall({ number: '+12025550101' })).to.throw('The line is not open');
    const offered = next('cti-call-offered');
    theirs.receiveCall({ number: '+12025550101' });
    expect((await offered).detail.call.number).to.equal('+12025550101');
  });

  it('is loaded again when it could not be: the line is reconnecting meanwhile', async () => {
    const answers = [
      () => Promise.reject(new TypeError('Failed to fetch dynamically imported module')),
      () => Promise.resolve(new SimulatorTransport()),
    ];
    const { panel, connections } = panelWith(
      () => answers.shift()?.() ?? Promise.reject(new Error('asked once more')),
    );
    await panel.ready;
    expect(connections).to.deep.equal(['reconnecting service-unavailable', 'connecting', 'online']);
    expect(answers).to.have.length(0);
  });
});
