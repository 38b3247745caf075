import { chromium } from 'playwright-core';
import { createDemoServer } from '../../demo/server.mjs';
import { chromeArgs, findChrome } from '../../scripts/find-chrome.mjs';

/** Starts the sample page's server on a free port. */
export function startDemo() {
  return createDemoServer({ port: 0, host: '127.0.0.1' });
}

export function startBrowser({ args = chromeArgs } = {}) {
  return chromium.launch({ executablePath: findChrome(), args });
}

/** A page of its own browser context that may use the microphone, with a probe on what it hears. */
export async function openPage(browser, url, { permissions = ['microphone'] } = {}) {
  const context = await browser.newContext({ permissions });
  const page = await context.newPage();
  const problems = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.addInitScript(watchPeerConnections);
  await page.goto(url);
  return { context, page, problems };
}

/* Runs in the page: keeps every RTCPeerConnection, so that tests can listen to what arrives. */
function watchPeerConnections() {
  const Native = globalThis.RTCPeerConnection;
  const made = [];
  globalThis.RTCPeerConnection = class extends Native {
    constructor(...args) {
      super(...args);
      made.push(this);
    }
  };
  globalThis.peerConnections = () => made.filter((pc) => pc.connectionState !== 'closed');

  globalThis.listen = async (ms) => {
    const receiver = globalThis
      .peerConnections()
      .flatMap((pc) => pc.getReceivers())
      .find(({ track }) => track.kind === 'audio' && track.readyState === 'live');
    if (!receiver) return { rms: 0, peaks: [] };
    const context = new AudioContext();
    await context.resume();
    const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
    context.createMediaStreamSource(new MediaStream([receiver.track])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const bins = new Float32Array(analyser.frequencyBinCount);
    const peaks = new Set();
    let loudest = 0;
    const end = performance.now() + ms;
    while (performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      analyser.getFloatTimeDomainData(samples);
      const rms = Math.sqrt(
        samples.reduce((sum, value) => sum + value * value, 0) / samples.length,
      );
      loudest = Math.max(loudest, rms);
      if (rms < 0.005) continue;
      analyser.getFloatFrequencyData(bins);
      const top = bins.indexOf(Math.max(...bins));
      peaks.add(Math.round((top * context.sampleRate) / analyser.fftSize));
    }
    await context.close();
    return { rms: loudest, peaks: [...peaks] };
  };
}

/** Asks until the answer satisfies, for at most `timeoutMs`; returns the last answer. */
export async function until(ask, satisfies, timeoutMs = 10_000) {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (satisfies(answer)) return answer;
    if (Date.now() > end) throw new Error(`Never satisfied: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What the far ends hear, as the PBX tells. */
export async function pbxCalls(demo) {
  const response = await fetch(new URL('/pbx/calls', demo.url));
  return response.json();
}
