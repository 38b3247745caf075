import { startBrowser } from '../e2e/support.mjs';
import { startDeskServer } from '../interop/rig/desk.mjs';
import { atMost, mebibytes } from './check.mjs';
import { watchResources } from './watch-resources.mjs';

/** Longest that something of a finished call may wait: sip.js keeps an answered INVITE for 32 s (RFC 6026 8.4). */
const settleMs = 45_000;

/** What must be as it was. */
const counted = ['peerConnections', 'tracks', 'sockets', 'timers', 'listeners', 'nodes'];

/** Longest that a panel may take to come online, its REGISTER budget spent and a try refused. */
const onlineMs = 60_000;

/** A bare page with the built library, in a browser of its own, whose heap and open resources are measured. */
export class SoakPage {
  /** Errors of the page, as text. */
  problems = [];

  /** `templateNodes`: so many more nodes may be there once, however often something is done. */
  static async open(demo, { sipPort = demo.port, templateNodes = 0 } = {}) {
    const soak = new SoakPage();
    soak.allowed = { nodes: templateNodes };
    soak.browser = await startBrowser();
    const context = await soak.browser.newContext({ permissions: ['microphone'] });
    soak.page = await context.newPage();
    soak.page.on('pageerror', (error) => soak.problems.push(String(error)));
    await soak.page.addInitScript(watchResources);
    soak.desk = await startDeskServer();
    await soak.page.goto(soak.desk.url);
    await soak.page.waitForFunction(() => customElements.get('cti-panel'));
    await soak.page.evaluate(describePanels, { sipPort, domain: demo.pbx.domain });
    soak.devtools = await context.newCDPSession(soak.page);
    await soak.devtools.send('HeapProfiler.enable');
    return soak;
  }

  /** Puts a panel into the page for each of these operators, and waits until all are online. */
  async addPanels(agents) {
    await this.page.evaluate((names) => names.forEach((name) => globalThis.addPanel(name)), agents);
    await this.allOnline();
  }

  async allOnline() {
    await this.page.waitForFunction(
      () =>
        [...document.querySelectorAll('cti-panel')].every(
          ({ connection }) => connection === 'online',
        ),
      undefined,
      { timeout: onlineMs, polling: 50 },
    );
  }

  open() {
    return this.page.evaluate(() => globalThis.openResources());
  }

  /** What is left after garbage collection. Listeners and nodes are the browser's own count. */
  async measure() {
    for (let turn = 0; turn < 3; turn += 1) {
      await this.devtools.send('HeapProfiler.collectGarbage');
      await this.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    }
    const { usedSize } = await this.devtools.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await this.devtools.send('Memory.getDOMCounters');
    const open = await this.open();
    return { ...open, listeners: jsEventListeners, nodes, heapMb: mebibytes(usedSize) };
  }

  /** Measures again and again until nothing counted in `before` has grown, or all that waits is over. */
  async settled(before) {
    const end = Date.now() + settleMs;
    for (;;) {
      const after = await this.measure();
      const isSettled = counted.every(
        (name) => after[name] - (before[name] ?? Infinity) <= this.#limit(name),
      );
      if (isSettled || Date.now() > end) return after;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }

  /** What may have grown, against the limits: nothing, but for the heap by some MiB and what is allowed. */
  growth(before, after, { heapMb }) {
    return [
      ...counted.map((name) =>
        atMost(`${name} more`, after[name] - before[name], this.#limit(name)),
      ),
      atMost('heap more (MiB)', after.heapMb - before.heapMb, heapMb),
      atMost('errors in the page', this.problems.length, 0),
    ];
  }

  #limit(name) {
    return this.allowed[name] ?? 0;
  }

  async close() {
    await this.browser.close();
    await this.desk.close();
  }
}

/** In the page: what makes a panel for one of the PBX's operators. */
function describePanels({ sipPort, domain }) {
  document.querySelector('cti-panel').remove();
  globalThis.addPanel = (agent) => {
    const panel = document.createElement('cti-panel');
    panel.config = {
      server: [`ws://localhost:${sipPort}/sip`],
      uri: `sip:${agent}@${domain}`,
      credentials: { username: agent, password: `dev-only-${agent}` },
      iceServers: [],
    };
    document.body.append(panel);
    return panel;
  };
}
